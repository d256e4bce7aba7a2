/** Reports on test stories in the forms of `rasa test` and of JUnit (SPEC TE9–TE11). */
import type { Entity } from "../contracts/parse-data.ts";
import { annotatedText, entityLabel } from "./annotate-text.ts";
import { ACTION_LISTEN } from "./names.ts";
import type { PlayedAction } from "./play-story.ts";
import type { JudgedMessage, JudgedStep, JudgedStory } from "./test-stories.ts";

/** Precision, recall and F1 of one label, with how often it was expected. */
export interface LabelScores {
	readonly precision: number;
	readonly recall: number;
	readonly "f1-score": number;
	readonly support: number;
}

/** `story_report.json`: a label's scores by its name, then averages, and how many stories passed. */
export type StoryReport = Readonly<Record<string, LabelScores | number | ConversationAccuracy>>;

interface ConversationAccuracy {
	readonly accuracy: number;
	readonly correct: number;
	readonly with_warnings: number;
	readonly total: number;
}

type Pair = readonly [expected: string, predicted: string];

/** Scores of actions, intents and entities together, as `rasa test` writes them. */
export function storyReport(judged: readonly JudgedStory[]): StoryReport {
	const pairs = judged.flatMap(({ steps }) => steps.flatMap(pairsOf));
	const labels = [...new Set(pairs.flat())].toSorted();
	const scores = labels.map((label) => [label, scoresOf(label, pairs)] as const);
	const correct = judged.filter(({ hasPassed }) => hasPassed).length;
	return {
		...Object.fromEntries(scores),
		accuracy: share(pairs.filter(([expected, predicted]) => expected === predicted).length, pairs.length),
		"macro avg": average(
			scores.map(([, score]) => score),
			() => 1,
		),
		"weighted avg": average(
			scores.map(([, score]) => score),
			({ support }) => support,
		),
		conversation_accuracy: {
			accuracy: share(correct, judged.length),
			correct,
			with_warnings: judged.filter(({ hasWarning }) => hasWarning).length,
			total: judged.length,
		},
	};
}

function pairsOf({ action, message }: JudgedStep): Pair[] {
	const pairs: Pair[] = [];
	if (action !== null) pairs.push([action.expected ?? "None", action.predicted ?? "None"]);
	if (message === null) return pairs;
	pairs.push([message.intent.expected ?? "None", message.intent.predicted ?? "None"]);
	return [...pairs, ...entityPairs(message)];
}

/** Entities of the same place are compared; one that stands alone is beside "None". */
function entityPairs({ event, entities }: JudgedMessage): Pair[] {
	const text = event.text ?? "";
	const placeOf = ({ start, end }: Entity): string => `${start} ${end}`;
	const predicted = new Map(entities.predicted.map((entity) => [placeOf(entity), entity]));
	const expected = new Map(entities.expected.map((entity) => [placeOf(entity), entity]));
	const label = (entity: Entity | undefined): string =>
		entity === undefined ? "None" : entityLabel(text, entity);
	return [...new Set([...expected.keys(), ...predicted.keys()])].map((place) => [
		label(expected.get(place)),
		label(predicted.get(place)),
	]);
}

function scoresOf(label: string, pairs: readonly Pair[]): LabelScores {
	const support = pairs.filter(([expected]) => expected === label).length;
	const found = pairs.filter(([, predicted]) => predicted === label).length;
	const right = pairs.filter(([expected, predicted]) => expected === label && predicted === label).length;
	const precision = share(right, found);
	const recall = share(right, support);
	const both = precision + recall;
	return { precision, recall, "f1-score": both === 0 ? 0 : (2 * precision * recall) / both, support };
}

function average(scores: readonly LabelScores[], weightOf: (score: LabelScores) => number): LabelScores {
	const total = scores.reduce((sum, score) => sum + weightOf(score), 0);
	const mean = (key: "precision" | "recall" | "f1-score"): number =>
		total === 0 ? 0 : scores.reduce((sum, score) => sum + score[key] * weightOf(score), 0) / total;
	return {
		precision: mean("precision"),
		recall: mean("recall"),
		"f1-score": mean("f1-score"),
		support: scores.reduce((sum, { support }) => sum + support, 0),
	};
}

function share(part: number, whole: number): number {
	return whole === 0 ? 0 : part / whole;
}

/** Stories as YAML that can be run again, with a comment where something else was predicted (SPEC TE10). */
export function storiesYaml(judged: readonly JudgedStory[]): string {
	const lines = judged.flatMap(({ story, file, line, steps }) => [
		`- story: ${yamlText(story)}  # ${file}${line === null ? "" : `:${line}`}`,
		"  steps:",
		...steps.flatMap(stepLines),
	]);
	return `version: "3.1"\nstories:${lines.length === 0 ? " []" : `\n${lines.join("\n")}`}\n`;
}

function stepLines({ event, line, action, message }: JudgedStep): string[] {
	switch (event.event) {
		case "user":
			return messageLines(event.text, message, event.parse_data.intent?.name ?? null, [
				...(event.parse_data.entities ?? []),
			]);
		case "action": {
			const comment = actionComment(action);
			// listening stands for itself between two messages: only the comment is worth a line
			if (event.name === ACTION_LISTEN && line === null)
				return comment === "" ? [] : [`    # action_listen, ${comment}`];
			const step =
				event.name === null ? `bot: ${yamlText(event.action_text ?? "")}` : `action: ${yamlText(event.name)}`;
			return [`  - ${step}${comment === "" ? "" : `  # ${comment}`}`];
		}
		case "slot":
			return line === null
				? []
				: ["  - slot_was_set:", `    - ${yamlText(event.name)}: ${JSON.stringify(event.value)}`];
		case "active_loop":
			return [`  - active_loop: ${event.name === null ? "null" : yamlText(event.name)}`];
		default:
			return [`  - action: ${event.event}`];
	}
}

function actionComment(action: PlayedAction | null): string {
	if (action === null || (action.expected === action.predicted && !action.isSurprised)) return "";
	return `predicted: ${action.predicted ?? ""}${action.isSurprised ? " after action_unlikely_intent" : ""}`;
}

function messageLines(
	text: string | null,
	message: JudgedMessage | null,
	intent: string | null,
	entities: readonly Entity[],
): string[] {
	const expected = message?.intent.expected ?? intent;
	const comment = message === null ? "" : messageComment(message);
	if (text === null)
		return [
			`  - intent: ${yamlText(expected ?? "")}${comment}`,
			...(entities.length === 0 ? [] : [`    entities: ${JSON.stringify(entities.map(entityStep))}`]),
		];
	const user = `    user: ${JSON.stringify(annotatedText(text, entities))}`;
	if (expected === null) return [`  - ${user.trim()}${comment}`];
	return [`  - intent: ${yamlText(expected)}${comment}`, user];
}

function messageComment({ event, intent, entities }: JudgedMessage): string {
	const wanted = annotatedText(event.text ?? "", entities.expected);
	const found = annotatedText(event.text ?? "", entities.predicted);
	if (intent.expected === intent.predicted && wanted === found) return "";
	return `  # predicted: ${intent.predicted ?? "None"}: ${found.replaceAll(/\s+/g, " ")}`;
}

function entityStep({ entity, value, role, group }: Entity): Record<string, unknown> {
	return {
		[entity]: value,
		...(role === undefined || role === null ? {} : { role }),
		...(group === undefined || group === null ? {} : { group }),
	};
}

/** A name as it stands where YAML reads it as that name, else in quotes. */
function yamlText(text: string): string {
	const isPlain =
		/^[A-Za-z_][\w/.-]*(?: [\w/.-]+)*$/.test(text) && !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(text);
	return isPlain ? text : JSON.stringify(text);
}

/** One test case a story; what went otherwise is its failure (SPEC TE11). */
export function storiesJUnit(judged: readonly JudgedStory[]): string {
	const failed = judged.filter(({ hasPassed }) => !hasPassed).length;
	const cases = judged.flatMap(({ story, file, steps, hasPassed }) => {
		const open = `    <testcase classname="${xmlText(file)}" name="${xmlText(story)}"`;
		if (hasPassed) return [`${open}/>`];
		const failures = steps.flatMap((step) => step.failures);
		const text = failures.map(
			({ kind, line, expected, predicted, policy }) =>
				`${file}${line === null ? "" : `:${line}`} ${kind}: expected ${expected}, predicted ${predicted}${policy === null ? "" : ` by ${policy}`}`,
		);
		const message = `${failures.length} of ${steps.length} steps went otherwise`;
		return [
			`${open}>`,
			`      <failure message="${xmlText(message)}">${xmlText(text.join("\n"))}</failure>`,
			"    </testcase>",
		];
	});
	const counts = `tests="${judged.length}" failures="${failed}"`;
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		`<testsuites ${counts}>`,
		`  <testsuite name="test stories" ${counts}>`,
		...cases,
		"  </testsuite>",
		"</testsuites>",
		"",
	].join("\n");
}

const XML_NAMES: ReadonlyMap<string, string> = new Map([
	["&", "&amp;"],
	["<", "&lt;"],
	[">", "&gt;"],
	['"', "&quot;"],
]);

/** Characters that XML forbids are left out. */
function xmlText(text: string): string {
	return text
		.replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "")
		.replaceAll(/[&<>"]/g, (character) => XML_NAMES.get(character) ?? "");
}
