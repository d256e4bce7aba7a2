/** A text taken apart into digits and words, as numbers are made of them. */
import type { LanguageTable } from "./language-table.ts";
import type { NumberIdioms } from "./number-idioms.ts";
import { DIGITS_SOURCE, readDigits } from "./number-reading.ts";

/** What a word says in a number. `half` is the German "einhalb" behind a whole number. */
export type Sense =
	| { readonly kind: "value" | "scale"; readonly value: number }
	| { readonly kind: "joiner" | "one" | "half" | "point" | "minus" };

export interface Piece {
	readonly start: number;
	readonly end: number;
	/** In lower case. */
	readonly text: string;
	/** The second part of one written word: "einund|zwanzig". */
	readonly isGlued: boolean;
	/** The value of digits; null for words, NaN for digits that are no number: 1.2.3 is a version. */
	readonly digits: number | null;
	readonly sense: Sense | null;
}

export interface NumberWords {
	readonly table: LanguageTable;
	readonly idioms: NumberIdioms;
	readonly senses: ReadonlyMap<string, Sense>;
	/** Words that may be parts of a longer one, the longest first; none where numbers are not written as one. */
	readonly parts: readonly string[];
}

/** Makes the words of one language ready. */
export function numberWords(table: LanguageTable, idioms: NumberIdioms): NumberWords {
	const senses = new Map<string, Sense>();
	const add = (words: readonly string[], kind: "joiner" | "one" | "half" | "point" | "minus"): void => {
		for (const word of words) senses.set(word, { kind });
	};
	add(table.joiners, "joiner");
	add(table.articles, "one");
	add(idioms.minus, "minus");
	add(idioms.point, "point");
	for (const [word, value] of Object.entries(table.numbers)) senses.set(word, { kind: "value", value });
	for (const [word, value] of Object.entries(table.scales)) senses.set(word, { kind: "scale", value });
	if (!table.compoundNumbers) return { table, idioms, senses, parts: [] };
	senses.set("einhalb", { kind: "half" });
	senses.set("anderthalb", { kind: "value", value: 1.5 });
	const known = [...Object.keys(table.numbers), ...Object.keys(table.scales), ...table.joiners];
	const parts = [...known, "einhalb", "ein"].sort((a, b) => b.length - a.length);
	return { table, idioms, senses, parts };
}

export const VULGAR: Readonly<Record<string, number>> = {
	"½": 0.5,
	"¼": 0.25,
	"¾": 0.75,
	"⅓": 1 / 3,
	"⅔": 2 / 3,
};

/** Nobody writes a longer number as one word; a long word is not taken apart. */
const MAX_WORD = 60;
const SPACED = String.raw`\d{1,3}(?:[ \u00a0\u202f]\d{3}(?!\d)){1,4}(?:[.,]\d{1,9})?`;
/** 1'299.00, and 1 299 with a space that does not break: nothing else is meant by them. */
const PARTED = String.raw`\d{1,3}(?:(?:['’]\d{3}(?!\d)){1,4}|(?:[\u00a0\u202f]\d{3}(?!\d)){1,4})(?:[.,]\d{1,9})?`;
/** "x3", "EUR5": letters by which digits may stand. */
const BEFORE_DIGITS = String.raw`(?<=(?<![\p{L}\p{N}])(?:[x×]|eur|usd|gbp|chf))(?=\d)`;
const pieces = (digits: string): RegExp =>
	new RegExp(
		String.raw`(?:(?<![\p{L}\p{N}]|\d[.,])|${BEFORE_DIGITS})(?:(?<digits>${digits}|[½¼¾⅓⅔]|(?<![.,:;)])\.\d{1,9}(?![.,]?\d))|(?<word>\p{L}{1,${MAX_WORD}})(?!\p{L}))`,
		"giu",
	);
const TIGHT = pieces(`${PARTED}|${DIGITS_SOURCE}`);
const WIDE = pieces(`${PARTED}|${SPACED}|${DIGITS_SOURCE}`);

/** @param isSpaced - whether a plain space may part thousands: 1 299 */
export function numberPieces(text: string, words: NumberWords, isSpaced: boolean): Piece[] {
	const found: Piece[] = [];
	for (const match of text.matchAll(isSpaced ? WIDE : TIGHT)) {
		const start = match.index;
		const written = match[0];
		const end = start + written.length;
		const lower = written.toLowerCase();
		if (match.groups?.["digits"] !== undefined) {
			const digits = readPiece(written, words.table.decimalComma);
			found.push({ start, end, text: lower, isGlued: false, digits, sense: null });
			continue;
		}
		const sense = words.senses.get(lower) ?? null;
		const parts = sense === null ? splitWord(lower, words.parts) : [lower];
		let at = start;
		for (const part of parts) {
			const partSense = words.senses.get(part) ?? null;
			const piece = { start: at, end: at + part.length, text: part, digits: null, sense: partSense };
			found.push({ ...piece, isGlued: at > start });
			at += part.length;
		}
	}
	return found;
}

/** Takes "zweiundzwanzig" apart, the longest part first; the whole word when something is left over. */
export function splitWord(word: string, parts: readonly string[]): string[] {
	const found: string[] = [];
	let rest = word;
	while (rest !== "") {
		const part = parts.find((known) => rest.startsWith(known));
		if (part === undefined) return [word];
		found.push(part);
		rest = rest.slice(part.length);
	}
	return found;
}

/** 1,000,000.00 and 1.000.000. */
const GROUPED = /^\d{1,3}([.,])\d{3}(?:\1\d{3})*(?:(?!\1)[.,]\d+)?$/;

function readPiece(digits: string, decimalComma: boolean): number {
	const part = VULGAR[digits];
	if (part !== undefined) return part;
	const plain = digits.replace(/[ \u00a0\u202f'’]/g, "");
	if (plain.startsWith(".")) return Number(`0${plain}`);
	const isVersion = /^\d+([.,])\d+\1/.test(plain) && !GROUPED.test(plain);
	return isVersion ? Number.NaN : readDigits(plain, decimalComma);
}
