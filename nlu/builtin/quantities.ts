/** What one language needs to read numbers, places, money and lengths of time; and plain numbers themselves. */
import { AmountReader } from "./amounts.ts";
import type { BuiltinMatch } from "./builtin-match.ts";
import { CURRENCIES } from "./currencies.ts";
import { type LengthPatterns, lengthPatterns } from "./durations.ts";
import type { LanguageTable } from "./language-table.ts";
import { UNITS } from "./measure-units.ts";
import { type MoneyPatterns, moneyPatterns } from "./money.ts";
import type { NumberIdioms } from "./number-idioms.ts";
import { numberWords } from "./number-pieces.ts";
import { alternatives } from "./sources.ts";

/** The readers and regular expressions of one language, made once. */
export interface QuantityPatterns {
	readonly table: LanguageTable;
	readonly amounts: AmountReader;
	readonly lengths: LengthPatterns;
	readonly money: MoneyPatterns;
	readonly ordinalDigits: RegExp;
}

/** Makes the readers of one language. */
export function quantityPatterns(table: LanguageTable, idioms: NumberIdioms): QuantityPatterns {
	const measures = Object.values(UNITS).flatMap((units) => Object.keys(units));
	const counted = alternatives([...Object.keys(table.grains), ...measures]);
	const units = alternatives([...Object.keys(table.grains), ...measures, ...Object.keys(CURRENCIES)]);
	const amounts = new AmountReader(numberWords(table, idioms), units);
	return {
		table,
		amounts,
		lengths: lengthPatterns(amounts),
		money: moneyPatterns(amounts, counted),
		ordinalDigits: new RegExp(
			String.raw`(?<![\p{L}\p{N}]|\d[.,])(?<digits>\d{1,6})${table.ordinalSuffix}(?![\p{L}\p{N}])`,
			"giu",
		),
	};
}

/** Digits beside other digits are no number: 1/2, 1.2.3, A4; "3x" says how many. */
const NUMBER_END = /(?=[x×](?![\p{L}\p{N}]))|(?![\p{L}\p{N}]|[.,/]\d)/uy;

/** Numbers in digits and words. */
export function findNumbers(text: string, { amounts }: QuantityPatterns): BuiltinMatch[] {
	const found: BuiltinMatch[] = [];
	for (const { start, end, value, form } of amounts.read(text, amounts.words.idioms.spacedThousands)) {
		if (form === "one" || form === "fraction") continue;
		NUMBER_END.lastIndex = end;
		if (!NUMBER_END.test(text) || /\d\/$/.test(text.slice(Math.max(0, start - 2), start))) continue;
		found.push({ dimension: "number", start, end, value, info: { type: "value", value } });
	}
	return found;
}
