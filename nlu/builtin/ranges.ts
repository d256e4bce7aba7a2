/** Ranges of what is measured or paid: "between 20 and 50 euros", "under $100", "at least 2 kilos". */
import type { Amount, AmountReader } from "./amounts.ts";
import type { BuiltinMatch } from "./builtin-match.ts";
import type { JsonObject } from "../model-file.ts";

export interface RangePatterns {
	readonly amounts: AmountReader;
	readonly between: RegExp;
	readonly from: RegExp;
	readonly and: RegExp;
	readonly to: RegExp;
	readonly atMost: RegExp;
	readonly atLeast: RegExp;
}

/** How far before an amount the words of a range are sought. */
const AHEAD = 24;
const DASH = /^\s?[-–]\s?$/;

/** Compiles the patterns of one language; each is tried on a few characters only. */
export function rangePatterns(amounts: AmountReader): RangePatterns {
	const { between, from, and, to, atMost, atLeast } = amounts.words.idioms;
	const before = (source: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})\\s$`, "iu");
	return {
		amounts,
		between: before(between),
		from: before(from),
		and: new RegExp(`^\\s(?:${and})\\s$`, "iu"),
		to: new RegExp(`^\\s(?:${to})\\s$`, "iu"),
		atMost: before(atMost),
		atLeast: before(atLeast),
	};
}

/** A found value, and by how much its number was multiplied for its unit: 1000 for a kilo in grams. */
export interface Counted {
	readonly match: BuiltinMatch;
	readonly factor: number;
}

/** A bare number or a found value, as an end of a range. */
interface End {
	readonly start: number;
	readonly end: number;
	readonly value: number;
	readonly unit: string | null;
	readonly factor: number;
	readonly match: BuiltinMatch | null;
}

/** Puts ranges in the place of the values that are their ends; Duckling's `interval`, of which one end may be missing. */
export function withRanges(
	text: string,
	matches: readonly Counted[],
	bare: readonly Amount[],
	patterns: RangePatterns,
): BuiltinMatch[] {
	if (matches.length === 0) return [];
	const found: BuiltinMatch[] = [];
	const ends = endsOf(matches, bare);
	for (let i = 0; i < ends.length; i++) {
		const first = ends[i];
		const second = ends[i + 1];
		if (first === undefined) continue;
		const start = second === undefined ? null : startOfRange(text, first, second, patterns);
		if (second !== undefined && start !== null) {
			found.push(rangeOf(start, second.end, first, second));
			i++;
		} else if (first.match !== null) {
			found.push(openRange(text, first, first.match, patterns) ?? first.match);
		}
	}
	return found;
}

function endsOf(matches: readonly Counted[], bare: readonly Amount[]): End[] {
	const values = matches.flatMap(({ match, factor }): End[] => {
		const { value, info, start, end } = match;
		const unit = info["unit"];
		return typeof value === "number" && typeof unit === "string"
			? [{ start, end, value, unit, factor, match }]
			: [];
	});
	const ends: End[] = [];
	let at = 0;
	for (const { start, end, value, form } of bare) {
		for (let next = values[at]; next !== undefined && next.start <= start; next = values[at]) {
			ends.push(next);
			at++;
		}
		const isCovered =
			start < (values[at - 1]?.end ?? 0) || end > (values[at]?.start ?? Number.POSITIVE_INFINITY);
		if (!isCovered && (form === "digits" || form === "words"))
			ends.push({ start, end, value, unit: null, factor: 1, match: null });
	}
	return [...ends, ...values.slice(at)];
}

/** Where the range of two ends begins; null when they make none. */
function startOfRange(text: string, a: End, b: End, patterns: RangePatterns): number | null {
	if (b.start - a.end > 8 || valueBeside(a, b) >= valueBeside(b, a)) return null;
	if (a.unit !== null && b.unit !== null && a.unit !== b.unit) return null;
	if (a.unit === null && (b.unit === null || isScaled(text, b))) return null;
	const gap = text.slice(a.end, b.start);
	const ahead = text.slice(Math.max(0, a.start - AHEAD), a.start);
	// "$20-50": only a dash joins what has no unit to what has one
	if (DASH.test(gap)) return a.start - (patterns.from.exec(ahead)?.[0].length ?? 0);
	if (b.unit === null) return null;
	const between = patterns.between.exec(ahead);
	if (between !== null && patterns.and.test(gap)) return a.start - between[0].length;
	return patterns.to.test(gap) ? a.start - (patterns.from.exec(ahead)?.[0].length ?? 0) : null;
}

/** A bare number counts in the unit of the other: "5 to 10 kg". */
function valueBeside(end: End, other: End): number {
	return end.unit === null ? end.value * other.factor : end.value;
}

/** "2 to 3 million euros": the two are millions as well, or are they? */
function isScaled(text: string, { start, end, value, factor }: End): boolean {
	return factor === 1 && /^\d{1,3}(?:[.,]\d)?\D/.test(text.slice(start, end)) && value >= 1_000;
}

function rangeOf(start: number, end: number, a: End, b: End): BuiltinMatch {
	const unit = a.unit ?? b.unit;
	const from = { value: valueBeside(a, b), unit };
	const to = { value: valueBeside(b, a), unit };
	const dimension = (b.match ?? a.match)?.dimension ?? "quantity";
	return {
		dimension,
		start,
		end,
		value: { to: to.value, from: from.value },
		info: { type: "interval", to, from },
	};
}

function openRange(
	text: string,
	end: End,
	match: BuiltinMatch,
	patterns: RangePatterns,
): BuiltinMatch | null {
	const ahead = text.slice(Math.max(0, end.start - AHEAD), end.start);
	const most = patterns.atMost.exec(ahead);
	const least = most === null ? patterns.atLeast.exec(ahead) : null;
	const words = most ?? least;
	if (words === null) return null;
	const bound = { value: end.value, unit: end.unit };
	const info: JsonObject = { type: "interval", ...(most === null ? { from: bound } : { to: bound }) };
	const value = { to: most === null ? null : end.value, from: most === null ? end.value : null };
	return { ...match, start: end.start - words[0].length, value, info };
}
