/** Rasa's entity annotations inside an example (SPEC §1): four forms of one markup. */
import { z } from "zod";
import { nearestName } from "./text/nearest-name.ts";

/** An annotated span of an example; offsets count in the text without its markup. */
export interface AnnotatedEntity {
	readonly start: number;
	readonly end: number;
	readonly entity: string;
	/** The canonical value; the span's own text where the annotation gives none. */
	readonly value: string;
	readonly role: string | null;
	readonly group: string | null;
}

export interface AnnotatedText {
	readonly text: string;
	readonly entities: readonly AnnotatedEntity[];
	/** What is wrong with the markup, for people; empty when nothing is. */
	readonly errors: readonly string[];
	readonly warnings: readonly string[];
}

/** And, at its end, what begins like one and is none: taken up to its `]`, for none can begin in between. */
const ANNOTATION =
	/\[(?<span>[^\]]+?)\](?:\((?<type>[^:)]{1,200}?)(?::(?<value>[^)]{1,1000}))?\)|(?<dict>\{[^}]{1,1000}?\})|\[(?<list>.*?)\])|\[[^\]]*\]?/gu;
/** What a slip of the pen looks like: a bracket that closes and a type that doesn't follow as it should. */
const SLIPS = [
	{ pattern: /\][ \t]+[({][^)}]{0,1000}[)}]/u, says: "a space stands between `]` and the type" },
	{ pattern: /\]\((?:(?!\]\()[^)])*$/u, says: "`](` is never closed by `)`" },
	{ pattern: /\]\{(?:(?!\]\{)[^}])*$/u, says: "`]{` is never closed by `}`" },
	{ pattern: /\[\]|\]\(\s*\)/u, says: "the brackets are empty" },
] as const;

/** As in Rasa an empty role or group is none. */
const Label = z
	.string()
	.trim()
	.transform((label) => (label === "" ? undefined : label))
	.optional();
const EntityDict = z.object({
	entity: z.string().trim().min(1),
	value: z.union([z.string(), z.number(), z.boolean()]).optional(),
	role: Label,
	group: Label,
});
type EntityDict = z.infer<typeof EntityDict>;
const DICT_KEYS = ["entity", "value", "role", "group"];

/** Takes the markup out of an example. */
export function parseAnnotations(marked: string): AnnotatedText {
	const entities: AnnotatedEntity[] = [];
	const errors: string[] = [];
	const warnings: string[] = [];
	let text = "";
	let read = 0;
	for (const match of marked.matchAll(ANNOTATION)) {
		const span = match.groups?.["span"];
		if (span === undefined) continue;
		text += marked.slice(read, match.index);
		const start = text.length;
		text += span;
		read = match.index + match[0].length;
		const dicts = readDicts(match.groups ?? {}, errors, warnings);
		for (const dict of dicts) {
			entities.push({
				start,
				end: text.length,
				entity: dict.entity,
				value: dict.value === undefined ? span : String(dict.value),
				role: dict.role ?? null,
				group: dict.group ?? null,
			});
		}
	}
	text += marked.slice(read);
	return { text, entities, errors, warnings: [...warnings, ...findSlips(marked)] };
}

function readDicts(
	groups: Record<string, string | undefined>,
	errors: string[],
	warnings: string[],
): EntityDict[] {
	const { type, value, dict, list } = groups;
	if (type !== undefined)
		return [value === undefined ? { entity: type.trim() } : { entity: type.trim(), value }];
	const json = dict ?? `[${list ?? ""}]`;
	try {
		const given: unknown = JSON.parse(json);
		warnings.push(...unknownKeys(given, json));
		const parsed = z.union([EntityDict, z.array(EntityDict)]).safeParse(given);
		if (parsed.success) return Array.isArray(parsed.data) ? parsed.data : [parsed.data];
		errors.push(`The annotation ${json} needs a name under "entity"; "value", "role" and "group" are texts.`);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		errors.push(
			`The annotation ${json} is no valid JSON (${reason}). Write {"entity": "type", "value": "…"}.`,
		);
	}
	return [];
}

/** Rasa passes over them: a `roel` is no role. */
function unknownKeys(given: unknown, json: string): string[] {
	const dicts: unknown[] = Array.isArray(given) ? given : [given];
	const keys = dicts.flatMap((dict) => (typeof dict === "object" && dict !== null ? Object.keys(dict) : []));
	return [...new Set(keys)]
		.filter((key) => !DICT_KEYS.includes(key))
		.map((key) => {
			const hint = nearestName(key, DICT_KEYS, " Did you mean") || ` It may have ${DICT_KEYS.join(", ")}.`;
			return `Nothing reads \`${key}\` of the annotation ${json}.${hint}`;
		});
}

function findSlips(marked: string): string[] {
	const rest = marked.replace(ANNOTATION, (match, span: string | undefined) =>
		span === undefined ? match : "",
	);
	return SLIPS.filter((slip) => slip.pattern.test(rest)).map(
		(slip) => `The annotation is read as plain text: ${slip.says}.`,
	);
}
