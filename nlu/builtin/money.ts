/** Amounts of money: "$1.5 million", "3 Euro 50", "doscientos euros con cincuenta céntimos". */
import type { Amount, AmountReader } from "./amounts.ts";
import type { BuiltinMatch } from "./builtin-match.ts";
import { CODES_IN_CAPITALS, CURRENCIES } from "./currencies.ts";
import { matchAt } from "./match-at.ts";
import { tidy } from "./number-reading.ts";
import { type RangePatterns, rangePatterns, withRanges } from "./ranges.ts";
import { alternatives } from "./sources.ts";

export interface MoneyPatterns {
	readonly amounts: AmountReader;
	readonly ranges: RangePatterns;
	/** Behind an amount. */
	readonly after: RegExp;
	/** Between units and hundredths. */
	readonly between: RegExp;
	/** What may not stand behind bare hundredths: "3 euros 20 times". */
	readonly notHundredths: RegExp;
}

interface Money {
	readonly start: number;
	readonly end: number;
	readonly value: number;
	readonly unit: string;
	/** Whether the currency stands behind: "$5 20" is no five twenty. */
	readonly isAfter: boolean;
}

const SIGNS = "[€$£¥₺₹]";
const CODES = "usd|eur|gbp|chf|jpy|pln|inr|aud|cad|sek|dkk|nok|czk|huf|mxn";
/** Before an amount, from a slice that ends there. */
const BEFORE = new RegExp(
	`(?:(?<![\\p{L}\\p{N}])(?<minus>-)?(?<sign>us${SIGNS}|${SIGNS}|eur|usd|gbp|chf|(?:${CODES}|euro)(?=\\s))\\s?)$`,
	"iu",
);
const BEFORE_CHARS = 8;
/** "$3m", "€ 20,-"; "2,5 M€", "10 K €". */
const SHORT_SCALE = /[.,][-–]{1,2}|\s?(?<scale>m|mn|mio\.?|bn|k)(?![\p{L}\p{N}])/iuy;
const SHORT_SCALE_BEFORE_SIGN = /\s?(?<scale>m|mn|mio\.?|bn|md|k)(?=\s?[€$£])/iuy;
const SCALES: Readonly<Record<string, number>> = {
	m: 1e6,
	mn: 1e6,
	mio: 1e6,
	"mio.": 1e6,
	bn: 1e9,
	md: 1e9,
	k: 1e3,
};
const END = String.raw`(?![\p{L}\p{N}])`;

/** Compiles the patterns of one language. @param units - whatever else can be counted, as a source */
export function moneyPatterns(amounts: AmountReader, units: string): MoneyPatterns {
	const { table, idioms } = amounts.words;
	const words = Object.keys(CURRENCIES).filter((word) => /\p{L}$/u.test(word));
	const signs = alternatives(Object.keys(CURRENCIES).filter((word) => !/\p{L}$/u.test(word)));
	const of = `(?:[.,][-–]{1,2})?(?:[\\s-]?|${idioms.of})`; // "20,- Euro"
	return {
		amounts,
		ranges: rangePatterns(amounts),
		after: new RegExp(`${of}(?<currency>${alternatives(words)}${END}|${signs}(?!\\p{L}))`, "iuy"),
		between: new RegExp(`^(?:,?\\s|\\s(?:${alternatives(table.joiners)}|${idioms.with})\\s)$`, "iu"),
		notHundredths: new RegExp(`[\\s-]?(?:${units}|${idioms.times}|%|[.,:/-]?\\d)${END}`, "iuy"),
	};
}

/** Amounts with their currency as `additional_info.unit` (ISO 4217). */
export function findMoney(text: string, patterns: MoneyPatterns): BuiltinMatch[] {
	const found: Money[] = [];
	for (const amount of patterns.amounts.read(text, true)) {
		const last = found.at(-1);
		const money = signedMoney(text, amount, last?.end ?? 0) ?? namedMoney(text, amount, patterns);
		const joined = last === undefined ? null : join({ text, patterns }, last, amount, money);
		if (joined !== null) found.splice(-1, 1, joined);
		else if (money !== null) found.push(money);
	}
	const matches = found.map(({ start, end, value, unit }) => {
		const info = { type: "value", value, unit };
		return { dimension: "amount-of-money" as const, start, end, value, info };
	});
	const counted = matches.map((match) => ({ match, factor: 1 }));
	return withRanges(text, counted, patterns.amounts.read(text, true), patterns.ranges);
}

/** "$5": the currency stands before, and behind the amount that was read last. */
function signedMoney(text: string, amount: Amount, from: number): Money | null {
	if (amount.form !== "digits") return null;
	const before = BEFORE.exec(text.slice(Math.max(0, amount.start - BEFORE_CHARS), amount.start));
	const sign = before?.groups?.["sign"];
	if (before === null || sign === undefined || amount.start - before[0].length < from) return null;
	const scale = matchAt(SHORT_SCALE, text, amount.end);
	const value = amount.value * scaleOf(scale) * (before.groups?.["minus"] === undefined ? 1 : -1);
	const end = amount.end + (scale?.[0].length ?? 0);
	return {
		start: amount.start - before[0].length,
		end,
		value: tidy(value),
		unit: unitOf(sign),
		isAfter: false,
	};
}

/** "5 dollars". */
function namedMoney(text: string, amount: Amount, { after }: MoneyPatterns): Money | null {
	const scale = amount.form === "digits" ? matchAt(SHORT_SCALE_BEFORE_SIGN, text, amount.end) : null;
	const match = matchAt(after, text, amount.end + (scale?.[0].length ?? 0));
	const currency = match?.groups?.["currency"];
	if (match === null || currency === undefined) return null;
	const unit = unitOf(currency);
	if (CODES_IN_CAPITALS.has(currency.toLowerCase()) && currency !== currency.toUpperCase()) return null;
	// "a pound" of apples
	if (amount.form === "one" && unit !== "EUR" && unit !== "USD") return null;
	const value = tidy(amount.value * scaleOf(scale));
	return { start: amount.start, end: after.lastIndex, value, unit, isAfter: true };
}

/** "3 euros and 50 cents", "3 Euro 50": the hundredths belong to the amount before. */
function join(
	{ text, patterns }: { text: string; patterns: MoneyPatterns },
	last: Money,
	amount: Amount,
	money: Money | null,
): Money | null {
	if (last.unit === "cent" || !Number.isInteger(last.value)) return null;
	const gap = text.slice(last.end, amount.start);
	const isTight = gap === "" && /[€$£]$/.test(text.slice(last.start, last.end));
	if (amount.start - last.end > 8 || !(isTight || patterns.between.test(gap))) return null;
	const sign = last.value < 0 ? -1 : 1;
	if (amount.value < 1 || amount.value > 99 || !Number.isInteger(amount.value)) return null;
	const value = tidy(last.value + (sign * amount.value) / 100);
	if (money !== null)
		return money.unit === "cent" ? { ...last, end: money.end, value, isAfter: false } : null;
	const isBare =
		amount.value >= 10 &&
		(amount.form === "words" || (amount.form === "digits" && amount.end - amount.start === 2));
	const joiner = gap.trim();
	const isAnd = joiner !== "" && patterns.amounts.words.table.joiners.includes(joiner.toLowerCase());
	if (!last.isAfter || !isBare || isAnd || matchAt(patterns.notHundredths, text, amount.end) !== null)
		return null;
	return { ...last, end: amount.end, value, isAfter: false };
}

function scaleOf(match: RegExpExecArray | null): number {
	return SCALES[match?.groups?.["scale"]?.toLowerCase() ?? ""] ?? 1;
}

function unitOf(currency: string): string {
	return CURRENCIES[currency.toLowerCase().replaceAll(/\s/g, " ")] ?? currency.toUpperCase();
}
