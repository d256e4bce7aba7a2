/** Takes out of a customer's words what must not be kept, before anything else reads them. Pure. */
import type { JsonValue } from "../../contracts/parse-data.ts";
import { findCardNumbers } from "./card-numbers.ts";
import { type Finding, withAsciiDigits } from "./finding.ts";
import { findIbans } from "./ibans.ts";
import { findPasswords, isPasswordKey } from "./passwords.ts";
import type { RedactionSettings } from "./redaction-settings.ts";

/** Says which slot the bot asks for now; called only when the answer matters. */
export type AsksFor = () => string | null;

export interface Redactor {
	/** The text with `[kind]` where something stood; the same text when there was nothing. */
	text(text: string, asksFor: AsksFor): string;
	/** The same for every text in it, keys too. */
	json<Value extends JsonValue>(value: Value, asksFor: AsksFor): Value;
}

export function redactorOf(settings: RedactionSettings): Redactor {
	const patterns = settings.patterns.map(({ name, pattern, ignoreCase }) => ({
		name,
		pattern: new RegExp(pattern, ignoreCase ? "giu" : "gu"),
	}));
	const marks = ["card number", "iban", "password", ...patterns.map(({ name }) => name)].map(
		(kind) => `[${kind}]`,
	);
	// what stands for a finding is none: a message that comes again is redacted again, to the same text
	const isMark = (text: string, { start, end }: Finding): boolean =>
		marks.some((mark) => text.startsWith(mark, start) && end <= start + mark.length);
	const findAll = (text: string): Finding[] => {
		const ascii = withAsciiDigits(text);
		return [
			...findCardNumbers(ascii),
			...(settings.off.includes("iban") ? [] : findIbans(ascii)),
			...findPasswords(text).filter((finding) => !isMark(text, finding)),
			...patterns.flatMap(({ name, pattern }) =>
				Array.from(text.matchAll(pattern), ({ index, 0: match }) => ({
					start: index,
					end: index + match.length,
					kind: name,
				})),
			),
		];
	};
	const redactText = (text: string, asksFor: AsksFor): string => {
		const found = findAll(text);
		if (found.length === 0) return text;
		return withoutFindings(
			text,
			found.filter(({ kind }) => !isKept(settings, kind, asksFor)),
		);
	};
	const redactJson = <Value extends JsonValue>(value: Value, asksFor: AsksFor) =>
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: shape and texts stay; only a card's number sent as a number becomes a text, which JSON allows
		mapTexts(value, (text) => redactText(text, asksFor)) as Value;
	return { text: redactText, json: redactJson };
}

function isKept({ keep }: RedactionSettings, kind: string, asksFor: AsksFor): boolean {
	const slots = (Object.hasOwn(keep, kind) ? keep[kind] : undefined) ?? []; // a pattern may be called `constructor`
	if (slots.length === 0) return false;
	const slot = asksFor();
	return slot !== null && slots.includes(slot);
}

/** Findings that overlap go as one, named for the one that begins first. */
function withoutFindings(text: string, findings: readonly Finding[]): string {
	let rest = "";
	let at = 0;
	for (const { start, end, kind } of [...findings].sort((a, b) => a.start - b.start || b.end - a.end)) {
		if (start >= at) rest += `${text.slice(at, start)}[${kind}]`;
		at = Math.max(at, end);
	}
	return rest + text.slice(at);
}

function mapTexts(value: JsonValue, map: (text: string) => string): JsonValue {
	if (typeof value === "string") return map(value);
	if (typeof value === "number") return mapNumber(value, map);
	if (Array.isArray(value)) return value.map((held) => mapTexts(held, map));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, held]) =>
			isPasswordKey(key) && typeof held === "string" ? [key, "[password]"] : [map(key), mapTexts(held, map)],
		),
	);
}

/** A card's number sent as a number is one all the same. */
function mapNumber(value: number, map: (text: string) => string): JsonValue {
	if (!Number.isInteger(value) || Math.abs(value) < 1e12) return value;
	const text = String(value);
	const mapped = map(text);
	return mapped === text ? value : mapped;
}
