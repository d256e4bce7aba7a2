/** Distances, volumes, temperatures and weights: an amount, then a unit of any language that is read. */
import type { Amount, AmountReader } from "./amounts.ts";
import type { BuiltinMatch } from "./builtin-match.ts";
import type { LanguageTable } from "./language-table.ts";
import { type MeasureDimension, MEASURES, UNITS } from "./measure-units.ts";
import { alternatives } from "./number-reading.ts";

export interface MeasurePattern {
	readonly dimension: MeasureDimension;
	readonly amounts: AmountReader;
	readonly unit: RegExp;
	readonly below: RegExp;
}

/** Compiles the patterns of one language. */
export function measurePatterns(
	amounts: AmountReader,
): ReadonlyMap<(typeof MEASURES)[number], MeasurePattern> {
	const { table, idioms } = amounts.words;
	return new Map(
		MEASURES.map((dimension) => {
			const units = alternatives(Object.keys(UNITS[dimension]).filter((word) => !isOtherWord(word, table)));
			const unit = new RegExp(
				String.raw`(?:[\s-]?|${idioms.of})(?<unit>${units})(?![\p{L}\p{N}]|['’]\p{L})`,
				"iuy",
			);
			const below = new RegExp(String.raw`\s(?:${idioms.belowZero})(?![\p{L}\p{N}])`, "iuy");
			return [dimension, { dimension, amounts, unit, below }];
		}),
	);
}

/** French says `once` for an ounce, Spanish for eleven, English for one time. */
function isOtherWord(word: string, table: LanguageTable): boolean {
	return (word === "once" || word === "onces") && !table.articles.includes("une");
}

/** What is measured: value, unit, and a product that is never read. */
export function findMeasures(text: string, pattern: MeasurePattern | undefined): BuiltinMatch[] {
	if (pattern === undefined) return [];
	const { amounts } = pattern;
	return amounts
		.read(text, amounts.words.idioms.spacedThousands)
		.flatMap((amount) => measureOf(text, amount, pattern) ?? []);
}

function measureOf(text: string, amount: Amount, pattern: MeasurePattern): BuiltinMatch | null {
	const { dimension, amounts } = pattern;
	const match = matchAt(pattern.unit, text, amount.end);
	const unit = match?.groups?.["unit"] ?? "";
	const known = UNITS[dimension][unit.toLowerCase().replaceAll(/\s/g, " ")];
	if (match === null || known === undefined || !isSpelledOut(unit, amount)) return null;
	const end = amount.end + match[0].length;
	const more = Number.isInteger(amount.value) ? amounts.moreAt(text, end) : null;
	const below = dimension === "temperature" ? matchAt(pattern.below, text, more?.end ?? end) : null;
	const [name, factor] = known;
	const sign = below === null ? 1 : -1;
	const value = Math.round(sign * (amount.value + (more?.value ?? 0)) * factor * 1e6) / 1e6;
	const info = { type: "value", value, unit: name };
	return {
		dimension,
		start: amount.start,
		end: (more?.end ?? end) + (below?.[0].length ?? 0),
		value,
		info: dimension === "quantity" ? { ...info, product: null } : info,
	};
}

/** "a m", "I am", "two l": one letter is a unit behind digits only, two behind a number that is no article. */
function isSpelledOut(unit: string, { form }: Amount): boolean {
	const needed = { digits: 1, words: 2, fraction: 1, one: 3 }[form];
	return unit.length >= needed || unit.startsWith("°");
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
	pattern.lastIndex = at;
	return pattern.exec(text);
}
