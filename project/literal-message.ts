/** Rasa's literal messages (SPEC §8): `/intent`, `/intent@0.8`, `/intent{"entity": "value"}`. */

/** A message that names its intent itself. Whether intent and entities exist is for the caller to judge. */
export interface LiteralMessage {
	readonly intent: string;
	/** In [0, 1]; 1 when the message gives none. */
	readonly confidence: number;
	readonly entities: readonly LiteralEntity[];
}

/** A list in the JSON gives one entity a member. All carry the offsets of the JSON block. */
export interface LiteralEntity {
	readonly entity: string;
	readonly value: LiteralValue;
	readonly start: number;
	readonly end: number;
}

/** A value as JSON carries it. */
export type LiteralValue =
	| string
	| number
	| boolean
	| null
	| LiteralValue[]
	| { [key: string]: LiteralValue };

/** The JSON stands in one line, as Rasa asks. */
const LITERAL = /^\/(?<intent>[^{@]+)(?:@(?<confidence>[0-9.]+))?(?<json>\{[^\n]+\})?/;

/** Name that Rasa gives to the extractor of a literal message's entities. */
export const LITERAL_EXTRACTOR = "RegexMessageHandler";

/**
 * Reads a literal message. Offsets count in the text without its outer white space.
 *
 * @returns null when the text does not begin with `/` or names no intent
 */
export function parseLiteralMessage(text: string): LiteralMessage | null {
	const trimmed = text.trim();
	if (!trimmed.startsWith("/")) return null;
	const groups = LITERAL.exec(trimmed)?.groups;
	const intent = groups?.["intent"]?.trim() ?? "";
	if (groups === undefined || intent === "") return null;
	const given = Number(groups["confidence"] ?? "1");
	const confidence = Number.isFinite(given) ? Math.min(1, Math.max(0, given)) : 0; // "@0.8.1", as in Rasa
	return { intent, confidence, entities: readEntities(trimmed, groups["json"] ?? null) };
}

function readEntities(trimmed: string, json: string | null): LiteralEntity[] {
	if (json === null) return [];
	const start = trimmed.indexOf("{");
	const end = start + json.length;
	const parsed = parseObject(json);
	return Object.entries(parsed).flatMap(([entity, value]) => {
		const values: unknown[] = Array.isArray(value) ? value : [value];
		return values.filter(isValue).map((one) => ({ entity, value: one, start, end }));
	});
}

/** Bad JSON gives no entities: the intent alone is still understood, as in Rasa. */
function parseObject(json: string): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(json);
		return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
	} catch {
		return {}; // what cannot be read counts as absent (SPEC §8)
	}
}

function isValue(value: unknown): value is LiteralValue {
	return value !== undefined; // it comes from JSON.parse, which gives nothing but JSON's values
}
