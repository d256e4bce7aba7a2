/** Numbers, ordinals, amounts of money and durations. */
import type { BuiltinMatch } from "./builtin-match.ts";
import { GRAIN_MS } from "./calendar.ts";
import type { Idioms } from "./idioms.ts";
import type { Grain, LanguageTable } from "./language-table.ts";
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
	readonly halfHour: RegExp;
}

/** Compiles the patterns of one language. */
export function quantityPatterns(table: LanguageTable, idioms: Idioms): QuantityPatterns {
	const words = numberWordsSource(table);
	const amount = `(?:${DIGITS_SOURCE}|${words})`;
	const spaced = String.raw`(?:\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,4}(?:[.,]\d{1,2})?|${DIGITS_SOURCE})`;
	const currency = alternatives(Object.keys(CURRENCIES));
	const signs = "[€$£¥₺]";
	const grains = alternatives(Object.keys(table.grains));
	const scales = alternatives(Object.keys(table.scales));
	return {
		table,
		number: new RegExp(
			String.raw`${START}(?<!\d/)(?:-(?=\d))?(?:(?<digits>${DIGITS_SOURCE})(?<thousand>\s?k)?(?:\s(?<scale>${scales}))?|(?<words>${words}))(?![\p{L}\p{N}]|[.,/]\d)`,
			"giu",
		),
		ordinal: new RegExp(
			`${START}(?:(?<digits>\\d{1,6})${table.ordinalSuffix}(?=\\s\\p{L}|$)|(?<words>${alternatives(Object.keys(table.ordinals))}))${END}`,
			"giu",
		),
		money: new RegExp(
			`(?:${START}(?:${signs}|(?:usd|eur|gbp|chf)\\s)\\s?(?<after>${spaced})(?!\\p{N})|${START}(?<before>${spaced}|${words})\\s?(?:${currency})${END}|${START}(?<sign>${spaced})\\s?${signs})`,
			"giu",
		),
		duration: new RegExp(
			`${START}(?<count>${amount}|${alternatives(table.articles)})[\\s-](?<grain>${grains})(?:\\s(?<half>${idioms.andHalf})|\\s(?:${alternatives(table.joiners)}\\s)?(?<more>${amount})\\s(?<moreGrain>${grains}))?${END}`,
			"giu",
		),
		halfHour: new RegExp(`${START}(?:${idioms.halfHour})${END}`, "giu"),
	};
}

/** Reads digits, words or an article as a number. */
export function readAmount(text: string, table: LanguageTable): number | null {
	const trimmed = text.trim().replace(/(?<=\d)[ \u00a0\u202f](?=\d{3})/g, ""); // 1 299,00
	if (/^\d/.test(trimmed)) return readDigits(trimmed, table.decimalComma);
	return readNumberWords(trimmed, table);
}

/** Numbers in digits and words. */
export function findNumbers(text: string, { number, table }: QuantityPatterns): BuiltinMatch[] {
	return collect(text, number, (match) => {
		const digits = match.groups?.["digits"];
		const amount = readAmount(digits ?? match.groups?.["words"] ?? "", table);
		// 1.2.3 is a version
		if (
			amount === null ||
			(/^\d+([.,])\d+\1/.test(digits ?? "") && !/^\d{1,3}(?:[.,]\d{3})+$/.test(digits ?? ""))
		)
			return null;
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
		// "a second" is a moment, or one more: no place in an order
		if (word !== undefined && word in table.grains && isAfterArticle(text, match.index, table)) return null;
		const value = word === undefined ? Number(match.groups?.["digits"]) : (table.ordinals[word] ?? 0);
		return { dimension: "ordinal", value, info: { type: "value", value } };
	});
}

function isAfterArticle(text: string, start: number, table: LanguageTable): boolean {
	const ahead = text.slice(Math.max(0, start - 8), start).toLowerCase();
	return table.articles.some((article) => new RegExp(String.raw`(?<!\p{L})${article}\s$`, "u").test(ahead));
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

/** Stretches of time, in seconds under `normalized`. "Wait a minute" is none: a moment by an article is no measure. */
export function findDurations(text: string, { duration, halfHour, table }: QuantityPatterns): BuiltinMatch[] {
	const halves = collect(text, halfHour, () => ({ dimension: "duration", ...durationOf(30, "minute") }));
	const counted = collect(text, duration, (match) => {
		const { count = "", grain = "", half, more, moreGrain = "" } = match.groups ?? {};
		const value = readAmount(count, table);
		const unit = table.grains[grain.toLowerCase()];
		if (value === null || unit === undefined) return null;
		const isMoment = table.articles.includes(count.toLowerCase()) && (unit === "second" || unit === "minute");
		if (isMoment && !isAfterFor(text, match.index, table)) return null;
		const finer = table.grains[moreGrain.toLowerCase()];
		if (more !== undefined && finer !== undefined && GRAIN_MS[finer] < GRAIN_MS[unit]) {
			const whole = (value * GRAIN_MS[unit]) / GRAIN_MS[finer] + (readAmount(more, table) ?? 0);
			return { dimension: "duration", ...durationOf(whole, finer) };
		}
		if (half !== undefined && unit === "hour")
			return { dimension: "duration", ...durationOf(value * 60 + 30, "minute") };
		return { dimension: "duration", ...durationOf(half === undefined ? value : value + 0.5, unit) };
	});
	return [...halves, ...counted];
}

function durationOf(value: number, unit: Grain): Pick<BuiltinMatch, "value" | "info"> {
	const normalized = { unit: "second", value: (value * GRAIN_MS[unit]) / 1_000 };
	return { value, info: { type: "value", value, unit, [unit]: value, normalized } };
}

/** "In a minute", "for a second": there the length is meant. */
function isAfterFor(text: string, start: number, table: LanguageTable): boolean {
	const ahead = text.slice(Math.max(0, start - 16), start).toLowerCase();
	return [...table.fromNow, ...table.agoBefore, "for", "für", "pendant", "durante"].some((word) =>
		ahead.endsWith(`${word} `),
	);
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
