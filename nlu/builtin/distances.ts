/** Days and hours counted from now: "two days ago", "in about an hour and a half", "dans 2h30". */
import type { Moment } from "./builtin-match.ts";
import { addGrains, GRAIN_MS, isOfWrittenYear, type Present, startOf } from "./calendar.ts";
import { readWhole } from "./cardinals.ts";
import type { DayKind, DayWords } from "./day-patterns.ts";
import type { Grain } from "./language-table.ts";
import { DIGITS_SOURCE, numberWordsSource } from "./number-reading.ts";
import { alternatives, anySource } from "./sources.ts";

type Groups = Readonly<Record<string, string | undefined>>;

/** A day, and where a text names a finer time than it, that. */
export interface DayMoment extends Moment {
	readonly exact?: Moment;
}

/** How a length counts: so many of a grain. */
export interface CountedGrain {
	readonly count: number;
	readonly grain: Grain;
}

/**
 * A length of time with the groups that `readLength` reads. Working days are none: which days they are, only a calendar of
 * the place knows.
 *
 * @param suffix - behind the names of its groups, so that two can stand in one expression
 */
export function lengthSource(words: DayWords, suffix: "" | "After"): string {
	const { table, periods, numbers } = words;
	const counts = alternatives([...Object.keys(periods.counts), ...table.articles]);
	const count = `${DIGITS_SOURCE}|${numberWordsSource(table)}|${counts}`;
	const grain = grainSource(words);
	const fractions = anySource(periods.fractions.map(([source]) => source));
	const named = `(?<fraction${suffix}>${fractions})`;
	const hours = `(?<hours${suffix}>\\d{1,2})\\s?h\\s?(?<minutes${suffix}>[0-5]\\d)`;
	const counted = `(?<count${suffix}>${count})(?:\\s(?<halfBefore${suffix}>${periods.andHalf}))?(?:\\s|(?<=\\d))(?<grain${suffix}>${grain})(?:\\s(?<half${suffix}>${periods.andHalf})|\\s(?:${alternatives(table.joiners)}\\s)?(?<more${suffix}>\\d{1,3})\\s?(?<moreGrain${suffix}>${grain}))?`;
	return `(?:(?:${periods.about})\\s)?(?:${named}|${hours}|${counted})(?!\\s(?:${numbers.idioms.workingDays}))(?<!quarter(?=\\sof\\s))`; // "in a quarter of the cases"
}

/** A unit of time behind its count: a short form behind digits only. */
export function grainSource(words: DayWords): string {
	const short = alternatives(Object.keys(shortGrains(words)));
	return `${alternatives(Object.keys(words.table.grains))}|(?<=\\d\\s?)${short}`;
}

/** The grain that such a unit names. */
export function grainOf(word: string | undefined, words: DayWords): Grain | undefined {
	const name = word?.toLowerCase() ?? "";
	return words.table.grains[name] ?? shortGrains(words)[name];
}

/** Short forms that count behind digits only; where a distance is meant, an h is an hour in every language. */
function shortGrains({ numbers }: DayWords): Readonly<Record<string, Grain>> {
	return { h: "hour", ...numbers.idioms.shortGrains };
}

/** "Two days ago", "in an hour and a half", "in half an hour". */
export function distanceSources(words: DayWords): [DayKind, string][] {
	const { table, periods } = words;
	const before = lengthSource(words, "");
	const after = lengthSource(words, "After");
	return [
		["ago", `(?:${alternatives(table.agoBefore)}\\s${before}|${after}\\s${alternatives(table.agoAfter)})`],
		["ahead", `(?:${alternatives(table.fromNow)}\\s${before}|${after}\\s(?:${periods.fromNow}))`],
	];
}

/** "In 2 days" is exact to the hour, "in 2 years" to the month. */
const FINER: Readonly<Record<Grain, Grain>> = {
	second: "second",
	minute: "second",
	hour: "minute",
	day: "hour",
	week: "day",
	month: "day",
	quarter: "month",
	year: "month",
};

/** @param sign - whether the length is ahead or ago */
export function readDistance(
	groups: Groups,
	words: DayWords,
	present: Present,
	sign: 1 | -1,
): DayMoment | null {
	const length = readLength(groups, words);
	if (length === null || length.count > 10_000) return null;
	const { count, grain } = length;
	const { wallMs: at, ...instant } = later(present, sign * count, grain);
	if (!isOfWrittenYear(at)) return null;
	// "3 weeks ago" names a day, "2 hours ago" a minute; how fine the time itself is, is Duckling's rule
	const fine: Grain = isOfClock(grain) ? "minute" : "day";
	const exactGrain = Number.isInteger(count) ? FINER[grain] : FINER[FINER[grain]];
	return {
		wallMs: startOf(at, fine),
		grain: fine,
		exact: { wallMs: startOf(at, exactGrain), grain: exactGrain, ...instant },
	};
}

/** So many grains from now: hours and what is finer as they pass, days and what is coarser in the calendar. */
export function later(
	present: Present,
	count: number,
	grain: Grain,
): { readonly wallMs: number; readonly epochMs?: number } {
	if (isOfClock(grain)) return present.after(count * GRAIN_MS[grain]);
	return { wallMs: addGrains(present.wallMs, count, grain) };
}

function isOfClock(grain: Grain): boolean {
	return grain === "second" || grain === "minute" || grain === "hour";
}

/** So many units; half a year more is six months and half a month fifteen days, for a calendar has no halves. */
export function readLength(groups: Groups, words: DayWords): CountedGrain | null {
	const group = (name: string): string | undefined => groups[name] ?? groups[`${name}After`];
	const fraction = group("fraction");
	if (fraction !== undefined) {
		const found = words.periods.fractions.find(([source]) =>
			new RegExp(`^(?:${source})$`, "iu").test(fraction),
		);
		return found === undefined ? null : { count: found[1], grain: found[2] };
	}
	const hours = group("hours");
	if (hours !== undefined)
		return { count: Number(hours) * 60 + Number(group("minutes") ?? 0), grain: "minute" };
	const count = readCount(group("count") ?? "", words);
	const grain = grainOf(group("grain"), words);
	if (count === null || grain === undefined) return null;
	const whole = count + (group("half") === undefined && group("halfBefore") === undefined ? 0 : 0.5);
	if (group("more") !== undefined) {
		const finer = grainOf(group("moreGrain"), words);
		return finer === undefined ? null : together(whole, grain, Number(group("more")), finer);
	}
	if (Number.isInteger(whole)) return { count: whole, grain };
	if (grain === "year") return { count: Math.round(whole * 12), grain: "month" };
	if (grain === "quarter") return { count: Math.round(whole * 3), grain: "month" };
	return grain === "month" ? { count: Math.round(whole * 30), grain: "day" } : { count: whole, grain };
}

/** "2 hours and 30 minutes", in the finer unit; of months and longer no sum is exact. */
function together(count: number, grain: Grain, more: number, finer: Grain): CountedGrain | null {
	const isExact = GRAIN_MS[grain] <= GRAIN_MS.week && GRAIN_MS[finer] < GRAIN_MS[grain];
	return isExact ? { count: count * (GRAIN_MS[grain] / GRAIN_MS[finer]) + more, grain: finer } : null;
}

/** A number in digits or words, and what people say instead: "a few", "a couple of". */
export function readCount(text: string, { numbers, periods }: DayWords): number | null {
	return periods.counts[text.toLowerCase().replaceAll(/\s/g, " ")] ?? readWhole(text, numbers);
}
