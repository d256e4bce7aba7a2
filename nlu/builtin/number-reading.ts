import type { LanguageTable } from "./language-table.ts";
import { alternatives } from "./sources.ts";

/** Digits with separators, as they stand in a text: `1,299.00`, `1.299,00`, `12`. Bounded, so that no text is slow. */
export const DIGITS_SOURCE = String.raw`\d{1,15}(?:[.,]\d{1,9}){0,5}`;

/** Reads digits with separators. The last separator is the decimal one unless it can only part thousands. */
export function readDigits(text: string, decimalComma: boolean): number {
	const separators = text.match(/[.,]/g) ?? [];
	const last = separators.at(-1);
	if (last === undefined) return Number(text);
	const thousands = decimalComma ? "." : ",";
	const repeated = separators.length > 1 && separators.every((separator) => separator === last);
	const threeAfter = /[.,]\d{3}$/.test(text);
	if (repeated || (last === thousands && threeAfter && separators.length === 1)) {
		return Number(text.replace(/[.,]/g, ""));
	}
	const at = text.lastIndexOf(last);
	return Number(`${text.slice(0, at).replace(/[.,]/g, "")}.${text.slice(at + 1)}`);
}

/** 1.1 million is 1100000, whatever floating point says; never −0, which JSON has not. */
export function tidy(value: number): number {
	return Math.round(value * 1e6) / 1e6 + 0;
}

/** A source that matches a number in words, articles left out. */
export function numberWordsSource(table: LanguageTable): string {
	const words = alternatives([...Object.keys(table.numbers), ...Object.keys(table.scales)]);
	if (table.compoundNumbers) {
		const joined = alternatives([
			...Object.keys(table.numbers),
			...Object.keys(table.scales),
			...table.joiners,
			"ein",
		]);
		return `(?=${words}|ein(?:und|hundert|tausend))(?:${joined}){1,10}`;
	}
	const joiners = alternatives(table.joiners);
	const last = String.raw`(?:(?:\s|-)${joiners}(?:\s|-)${alternatives(table.articles)})?`; // "vingt et un"
	return String.raw`${words}(?:(?:\s|-)(?:${joiners}\s)?${words}){0,9}${last}`;
}
