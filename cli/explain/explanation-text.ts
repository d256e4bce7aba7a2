import { z } from "zod";
import type { ParseData } from "../../contracts/parse-data.ts";
import type { NearExample } from "../../nlu/nearest-examples.ts";

/** What an explanation holds, as far as it is printed; a component may add more. */
const Explanation = z.looseObject({
	intents: z
		.array(
			z.object({
				name: z.string(),
				confidence: z.number(),
				features: z.array(z.object({ feature: z.string(), contribution: z.number() })),
			}),
		)
		.default([]),
	decisive: z
		.object({ words: z.array(z.string()), without: z.string(), instead: z.string().nullable() })
		.optional(),
	fallback: z.string().optional(),
	read_as: z.string().optional(),
	steps: z
		.array(
			z.looseObject({
				component: z.string(),
				found: z.array(z.object({ text: z.string(), entity: z.string(), value: z.json() })).optional(),
				changed: z
					.array(z.object({ text: z.string(), entity: z.string(), value: z.json(), instead_of: z.json() }))
					.default([]),
				dropped: z.array(z.object({ text: z.string(), entity: z.string() })).default([]),
				matched: z.array(z.object({ pattern: z.string(), text: z.string() })).default([]),
				selected: z
					.array(z.object({ selector: z.string(), response: z.string().nullable(), confidence: z.number() }))
					.default([]),
				server: z.enum(["answered", "failed", "not asked"]).optional(),
				intent: z.string().nullable().optional(),
			}),
		)
		.default([]),
});
type Explanation = z.infer<typeof Explanation>;

const RANKED = 5;
const BAR_CHARS = 16;
const DECISIVE_WORDS = 12;
const LEFT_CHARS = 200;
const FALLBACK_REASONS: Readonly<Record<string, string>> = {
	low_confidence: "the first intent's confidence is below the threshold",
	ambiguous: "the first two intents are nearer than ambiguity_threshold",
};
const SERVERS = {
	answered: "its server answered",
	failed: "its server was asked and failed",
	"not asked": "no server was asked: the built-in extractor looked",
} as const;
/** What the parts of a model are called in a pipeline. */
const COMPONENTS: Readonly<Record<string, string>> = {
	patterns: "RegexFeaturizer",
	intents: "intent classifier",
	tagger: "entity tagger",
	keywords: "KeywordIntentClassifier",
	regexEntities: "RegexEntityExtractor",
	builtinEntities: "built-in entities",
	synonyms: "EntitySynonymMapper",
	selector: "ResponseSelector",
	fallback: "FallbackClassifier",
};

/**
 * A parse with its reasons, as a person reads it.
 *
 * @param nearest - training examples like the text; null when no project was at hand
 */
export function explanationText(parse: ParseData, nearest: readonly NearExample[] | null): string {
	const explanation = Explanation.parse(parse["explanation"] ?? {});
	const sections = [
		headline(parse, explanation),
		...explanation.intents.map((intent, i) => features(intent, i === 0 ? "first" : "second")),
		decisive(explanation),
		steps(explanation),
		examples(nearest),
	];
	return sections.filter((section) => section !== "").join("\n\n");
}

function decisive({ decisive: found }: Explanation): string {
	if (found === undefined) return "";
	const { words, without } = found;
	const named = words.slice(0, DECISIVE_WORDS).map((word) => JSON.stringify(word));
	const more = words.length > named.length ? ` and ${words.length - named.length} more words` : "";
	const left = without.length > LEFT_CHARS ? `${without.slice(0, LEFT_CHARS)} …` : without;
	return `decided by ${named.join(", ")}${more}: without, ${JSON.stringify(left)} is ${found.instead ?? "nothing known"}`;
}

function headline(
	{ text, intent, intent_ranking: ranking, entities, language }: ParseData,
	{ read_as: mended }: Explanation,
): string {
	const named = ranking
		.slice(0, RANKED)
		.map(({ name, confidence }) => `${name ?? "nothing"} ${confidence.toFixed(2)}`);
	return [
		JSON.stringify(text),
		...(mended === undefined ? [] : [`read as   ${JSON.stringify(mended)}`]),
		`intent    ${intent.name ?? "none: no word of it is known"}${intent.name === null ? "" : ` ${intent.confidence.toFixed(2)}`}`,
		...(named.length > 1 ? [`ranking   ${named.join(" · ")}`] : []),
		...(language === undefined ? [] : [`language  ${language.code} ${language.confidence.toFixed(2)}`]),
		...(entities.length === 0
			? ["entities  none"]
			: entities.map((entity, i) => entityLine(parseEntity(entity), i))),
	].join("\n");
}

function parseEntity({ entity, value, start, end, role, group, extractor }: ParseData["entities"][number]) {
	const labels = [role === undefined ? "" : `role ${role}`, group === undefined ? "" : `group ${group}`];
	return { entity, value, place: `${start ?? "?"}–${end ?? "?"}`, labels: labels.filter(Boolean), extractor };
}

function entityLine(
	{ entity, value, place, labels, extractor }: ReturnType<typeof parseEntity>,
	i: number,
): string {
	const by = extractor === undefined ? "" : `, ${extractor}`;
	const more = labels.length === 0 ? "" : `, ${labels.join(", ")}`;
	return `${i === 0 ? "entities  " : "          "}${entity} ${JSON.stringify(value)} (${place}${more}${by})`;
}

function features(
	{ name, confidence, features: all }: Explanation["intents"][number],
	place: string,
): string {
	const most = Math.max(...all.map(({ contribution }) => Math.abs(contribution)), 1e-9);
	const width = Math.max(...all.map(({ feature }) => feature.length), 1);
	const lines = all.map(({ feature, contribution }) => {
		const length = Math.max(1, Math.round((Math.abs(contribution) / most) * BAR_CHARS));
		const bar = (contribution > 0 ? "+" : "−").repeat(length);
		const sign = contribution > 0 ? "+" : "−";
		return `  ${sign}${Math.abs(contribution).toFixed(3)}  ${`"${feature}"`.padEnd(width + 2)}  ${bar}`;
	});
	return [
		`what spoke for (+) and against (−) the ${place}, ${name} ${confidence.toFixed(2)}:`,
		...lines,
	].join("\n");
}

function steps({ steps: all, fallback }: Explanation): string {
	const lines = all.flatMap((step) => {
		const name = COMPONENTS[step.component] ?? step.component;
		const said = [
			...step.matched.map(({ pattern, text }) => `pattern ${pattern} matched ${JSON.stringify(text)}`),
			...(step.found ?? []).map(
				({ text, entity, value }) => `found ${entity} ${JSON.stringify(text)}${valueOf(text, value)}`,
			),
			...(step.found?.length === 0 ? ["found nothing"] : []),
			...(step.server === undefined ? [] : [SERVERS[step.server]]),
			...step.changed.map(
				({ entity, value, instead_of: earlier }) =>
					`made ${entity} ${JSON.stringify(value)} of ${JSON.stringify(earlier)}`,
			),
			...step.dropped.map(({ text, entity }) => `dropped ${entity} ${JSON.stringify(text)}`),
			...step.selected.map(({ selector, response, confidence }) =>
				response === null ? `${selector}: no response` : `${selector}: ${response} ${confidence.toFixed(2)}`,
			),
			...(step.intent === undefined ? [] : [`decided for ${step.intent ?? "nothing"}`]),
		];
		const why = step.component === "fallback" ? FALLBACK_REASONS[fallback ?? ""] : undefined;
		return said.map((words) => `  ${name}: ${words}${why === undefined ? "" : `, for ${why}`}`);
	});
	return lines.length === 0 ? "" : ["what each part did:", ...lines].join("\n");
}

function valueOf(text: string, value: unknown): string {
	return value === text ? "" : ` as ${JSON.stringify(value)}`;
}

function examples(nearest: readonly NearExample[] | null): string {
	if (nearest === null)
		return "nearest training examples: give the project that the model was trained on (--project DIR)";
	if (nearest.length === 0) return "no training example shares anything with it";
	const lines = nearest.map(({ example, similarity }) => {
		const { file, line } = example.position;
		return `  ${similarity.toFixed(2)}  ${example.intent}: ${JSON.stringify(example.text)}  ${file}:${line ?? "?"}`;
	});
	return ["nearest training examples:", ...lines].join("\n");
}
