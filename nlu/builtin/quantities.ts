/** Numbers, ordinals, amounts of money and durations. */
import type { BuiltinMatch } from "./builtin-match.ts";
import { GRAIN_MS } from "./calendar.ts";
import type { LanguageTable } from "./language-table.ts";
import {
	alternatives,
	DIGITS_SOURCE,
	numberWordsSource,
	readDigits,
	readNumberWords,
} from "./number-reading.ts";

const CURRENCIES: Readonly<Record<string, string>> = {
	"€": "EUR",
	eur: "EUR",
	euro: "EUR",
	euros: "EUR",
	$: "USD",
	usd: "USD",
	dollar: "USD",
	dollars: "USD",
	dólares: "USD",
	bucks: "USD",
	"£": "GBP",
	gbp: "GBP",
	pound: "GBP",
	pounds: "GBP",
	quid: "GBP",
	pfund: "GBP",
	livres: "GBP",
	libras: "GBP",
	chf: "CHF",
	franken: "CHF",
	"¥": "JPY",
	jpy: "JPY",
	yen: "JPY",
	"₺": "TRY",
	tl: "TRY",
	lira: "TRY",
	cent: "cent",
	cents: "cent",
	céntimos: "cent",
	centimes: "cent",
};
const START = String.raw`(?<![\p{L}\p{N}]|\d[.,])`;
const END = String.raw`(?![\p{L}\p{N}])`;

/** The regular expressions of one language, made once. */
export interface QuantityPatterns {
	readonly table: LanguageTable;
	readonly number: RegExp;
	readonly ordinal: RegExp;
	readonly money: RegExp;
	readonly duration: RegExp;
}

/** Compiles the patterns of one language. */
export function quantityPatterns(table: LanguageTable): QuantityPatterns {
	const words = numberWordsSource(table);
	const amount = `(?:${DIGITS_SOURCE}|${words})`;
	const currency = alternatives(Object.keys(CURRENCIES));
	const signs = "[€$£¥₺]";
	const scales = alternatives(Object.keys(table.scales));
	return {
		table,
		number: new RegExp(
			String.raw`${START}(?:-(?=\d))?(?:(?<digits>${DIGITS_SOURCE})(?<thousand>\s?k)?(?:\s(?<scale>${scales}))?|(?<words>${words}))(?![\p{L}\p{N}]|[.,]\d)`,
			"giu",
		),
		ordinal: new RegExp(
			`${START}(?:(?<digits>\\d{1,6})${table.ordinalSuffix}(?=\\s\\p{L}|$)|(?<words>${alternatives(Object.keys(table.ordinals))}))${END}`,
			"giu",
		),
		money: new RegExp(
			`(?:${START}(?:${signs}|(?:usd|eur|gbp|chf)\\s)\\s?(?<after>${DIGITS_SOURCE})(?!\\p{N})|${START}(?<before>${amount})\\s?(?:${currency})${END}|${START}(?<sign>${DIGITS_SOURCE})\\s?${signs})`,
			"giu",
		),
		duration: new RegExp(
			`${START}(?<count>${amount}|${alternatives(table.articles)})[\\s-](?<grain>${alternatives(Object.keys(table.grains))})${END}`,
			"giu",
		),
	};
}

/** Reads digits, words or an article as a number. */
export function readAmount(text: string, table: LanguageTable): number | null {
	const trimmed = text.trim();
	if (/^\d/.test(trimmed)) return readDigits(trimmed, table.decimalComma);
	return readNumberWords(trimmed, table);
}

/** Numbers in digits and words. */
export function findNumbers(text: string, { number, table }: QuantityPatterns): BuiltinMatch[] {
	return collect(text, number, (match) => {
		const amount = readAmount(match.groups?.["digits"] ?? match.groups?.["words"] ?? "", table);
		if (amount === null) return null;
		const sign = match[0].startsWith("-") ? -1 : 1;
		const scale = table.scales[match.groups?.["scale"]?.toLowerCase() ?? ""] ?? 1;
		const value = sign * amount * scale * (match.groups?.["thousand"] === undefined ? 1 : 1_000);
		return { dimension: "number", value, info: { type: "value", value } };
	});
}

/** First, 2nd, third. */
export function findOrdinals(text: string, { ordinal, table }: QuantityPatterns): BuiltinMatch[] {
	return collect(text, ordinal, (match) => {
		const word = match.groups?.["words"]?.toLowerCase();
		const value = word === undefined ? Number(match.groups?.["digits"]) : (table.ordinals[word] ?? 0);
		return { dimension: "ordinal", value, info: { type: "value", value } };
	});
}

/** Amounts with their currency as `additional_info.unit` (ISO 4217). */
export function findMoney(text: string, { money, table }: QuantityPatterns): BuiltinMatch[] {
	return collect(text, money, (match) => {
		const amount = match.groups?.["after"] ?? match.groups?.["before"] ?? match.groups?.["sign"] ?? "";
		const value = readAmount(amount, table);
		const unit = currencyOf(match[0].replace(amount, ""));
		return value === null
			? null
			: { dimension: "amount-of-money", value, info: { type: "value", value, unit } };
	});
}

function currencyOf(span: string): string {
	return CURRENCIES[span.trim().toLowerCase()] ?? span.trim();
}

/** Stretches of time, in seconds under `normalized`. */
export function findDurations(text: string, { duration, table }: QuantityPatterns): BuiltinMatch[] {
	return collect(text, duration, (match) => {
		const value = readAmount(match.groups?.["count"] ?? "", table);
		const unit = table.grains[match.groups?.["grain"]?.toLowerCase() ?? ""];
		if (value === null || unit === undefined) return null;
		const seconds = (value * GRAIN_MS[unit]) / 1_000;
		const normalized = { unit: "second", value: seconds };
		return { dimension: "duration", value, info: { type: "value", value, unit, normalized } };
	});
}

/** All matches of a pattern that `read` makes sense of, with their places. */
export function collect(
	text: string,
	pattern: RegExp,
	read: (match: RegExpExecArray) => Omit<BuiltinMatch, "start" | "end"> | null,
): BuiltinMatch[] {
	const matches: BuiltinMatch[] = [];
	for (const match of text.matchAll(pattern)) {
		const found = read(match);
		if (found !== null) matches.push({ ...found, start: match.index, end: match.index + match[0].length });
	}
	return matches;
}
