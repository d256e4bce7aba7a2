/** Distances, volumes, temperatures and weights: an amount, then a unit of any language that is read. */
import type { Amount, AmountReader } from "./amounts.ts";
import type { BuiltinMatch } from "./builtin-match.ts";
import type { LanguageTable } from "./language-table.ts";
import { matchAt } from "./match-at.ts";
import { type MeasureDimension, MEASURES, UNITS } from "./measure-units.ts";
import { tidy } from "./number-reading.ts";
import { type Counted, type RangePatterns, rangePatterns, withRanges } from "./ranges.ts";
import { alternatives } from "./sources.ts";

export interface MeasurePattern {
	readonly dimension: MeasureDimension;
	readonly amounts: AmountReader;
	readonly unit: RegExp;
	readonly below: RegExp;
	readonly between: RegExp;
	readonly ranges: RangePatterns;
}

/** Compiles the patterns of one language. */
export function measurePatterns(
	amounts: AmountReader,
): ReadonlyMap<(typeof MEASURES)[number], MeasurePattern> {
	const { table, idioms } = amounts.words;
	const between = new RegExp(`^(?:,?\\s|\\s${alternatives(table.joiners)}\\s)$`, "iu");
	const ranges = rangePatterns(amounts);
	return new Map(
		MEASURES.map((dimension) => {
			const units = alternatives(Object.keys(UNITS[dimension]).filter((word) => !isOtherWord(word, table)));
			const unit = new RegExp(
				String.raw`(?:[\s-]?|${idioms.of})(?<unit>${units})(?![\p{L}\p{N}]|['’]\p{L})`,
				"iuy",
			);
			const below = new RegExp(String.raw`\s(?:${idioms.belowZero})(?![\p{L}\p{N}])`, "iuy");
			return [dimension, { dimension, amounts, unit, below, between, ranges }];
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
	const read = amounts.read(text, amounts.words.idioms.spacedThousands);
	const found: Counted[] = [];
	for (const amount of read) {
		const measure = measureOf(text, amount, pattern);
		const joined = measure === null ? null : join(text, found.at(-1), measure, pattern.between);
		if (joined !== null) found.splice(-1, 1, joined);
		else if (measure !== null) found.push(measure);
	}
	return withRanges(text, found, read, pattern.ranges);
}

function measureOf(text: string, amount: Amount, pattern: MeasurePattern): Counted | null {
	const { dimension, amounts } = pattern;
	const match = matchAt(pattern.unit, text, amount.end);
	const unit = match?.groups?.["unit"] ?? "";
	const known = UNITS[dimension][unit.toLowerCase().replaceAll(/\s/g, " ")];
	if (match === null || known === undefined || !isSpelledOut(unit, amount)) return null;
	const unitEnd = amount.end + match[0].length;
	const more = Number.isInteger(amount.value) ? amounts.moreAt(text, unitEnd) : null;
	const wholeEnd = more?.end ?? unitEnd;
	const below = dimension === "temperature" ? matchAt(pattern.below, text, wholeEnd) : null;
	const [name, factor] = known;
	const sign = below === null ? 1 : -1;
	const value = tidy(sign * (amount.value + (more?.value ?? 0)) * factor);
	const plain = { type: "value", value, unit: name };
	const info = dimension === "quantity" ? { ...plain, product: null } : plain;
	const end = wholeEnd + (below?.[0].length ?? 0);
	return { match: { dimension, start: amount.start, end, value, info }, factor };
}

/** A unit, its part, and how many of them make one. */
const PARTS: ReadonlyMap<unknown, readonly [part: string, count: number]> = new Map([
	["foot", ["inch", 12]],
	["yard", ["foot", 3]],
	["kilometre", ["metre", 1_000]],
	["metre", ["centimetre", 100]],
	["litre", ["millilitre", 1_000]],
	["pound", ["ounce", 16]],
]);

/** "5 feet 6 inches" is one value, in the smaller unit; "2 kilos and 300 grams" are grams both. */
function join(
	text: string,
	before: Counted | undefined,
	{ match: b, factor }: Counted,
	between: RegExp,
): Counted | null {
	const a = before?.match;
	if (a === undefined || before === undefined) return null;
	if (b.start - a.end > 8 || !between.test(text.slice(a.end, b.start))) return null;
	const isSameUnit = a.info["unit"] === b.info["unit"];
	const [part, parts] = PARTS.get(a.info["unit"]) ?? [];
	const count = isSameUnit && before.factor > factor ? 1 : part === b.info["unit"] ? (parts ?? null) : null;
	const limit = isSameUnit ? before.factor : (count ?? 0);
	if (count === null || Number(b.value) >= limit) return null;
	const value = Number(a.value) * count + Number(b.value);
	return { match: { ...b, start: a.start, value, info: { ...b.info, value } }, factor };
}

/** "a m", "I am", "two l": one letter is a unit behind digits only, two behind a number that is no article. */
function isSpelledOut(unit: string, { form }: Amount): boolean {
	const needed = { digits: 1, words: 2, fraction: 1, one: 3 }[form];
	// "20 C" in capitals only
	if (/^[cf]$/i.test(unit) && unit !== unit.toUpperCase()) return false;
	return unit.length >= needed || /^[°º]/.test(unit);
}
