/** Days counted from a named day: "two weeks before Christmas", "a week from Monday", "lundi en huit", "la veille du 5". */
import { addGrains, DAY_MS, GRAIN_MS } from "./calendar.ts";
import type { DayWords } from "./day-patterns.ts";
import { type CountedGrain, lengthSource, readLength } from "./distances.ts";
import { type DaySpan, overlap } from "./time-span.ts";
import { alternatives, anySource } from "./sources.ts";

/** The expressions of one language, each tried on a few characters beside a day. */
export interface ShiftPatterns {
	/** All that stands before a day: a length and its direction, or a word for the day beside it. */
	readonly ahead: RegExp;
	/** All that stands behind a day: so many weeks later. */
	readonly behind: RegExp;
	/** "in two weeks", as a whole. */
	readonly weeks: RegExp;
}

/** How far before a day its length is sought, and behind it. */
const AHEAD_CHARS = 64;
const BEHIND_CHARS = 24;

export function shiftPatterns(words: DayWords): ShiftPatterns {
	const { table, shifts } = words;
	const start = String.raw`(?<![\p{L}\p{N}]|\d[.,])`;
	const fromNow = alternatives(table.fromNow);
	const counted = `(?:${fromNow}\\s)?${lengthSource(words, "")}\\s(?:(?<before>${shifts.before})|(?<after>${shifts.after}))`;
	const beside = `(?<dayBefore>${shifts.dayBefore})|(?<dayAfter>${shifts.dayAfter})`;
	const later = anySource(Object.keys(shifts.weeksLater));
	return {
		ahead: new RegExp(`${start}(?:${counted}|${beside})\\s?(?:(?:${shifts.article})\\s?)?$`, "iu"),
		behind: new RegExp(`^\\s(?<later>${later})(?![\\p{L}\\p{N}])`, "iu"),
		weeks: new RegExp(`^(?:${fromNow})\\s${lengthSource(words, "")}$`, "iu"),
	};
}

/** Puts the days that are meant in the place of those that they are counted from. `days` stand in the order of the text. */
export function shiftDays(
	text: string,
	days: readonly DaySpan[],
	words: DayWords & { readonly shift: ShiftPatterns },
): DaySpan[] {
	const shifted: DaySpan[] = [];
	for (let i = 0; i < days.length; i++) {
		const day = days[i];
		if (day === undefined) continue;
		const next = days[i + 1];
		const later = isNamed(day) ? weeksBehind(text, day, next, words) : null;
		if (later !== null && next !== undefined && later.end === next.end) i++;
		const whole = later ?? day;
		const from = isNamed(day) || isDate(day) ? countedAhead(text, whole, words) : null;
		// "in a week from monday": the length alone was a time as well
		const taken = from === null ? -1 : shifted.findIndex((other) => overlap(other, from));
		if (taken >= 0) shifted.splice(taken);
		shifted.push(from ?? whole);
	}
	return shifted;
}

function isNamed({ dayKind }: DaySpan): boolean {
	return dayKind === "weekday" || dayKind === "named";
}

function isDate({ dayKind, grain, exact }: DaySpan): boolean {
	return grain === "day" && exact === undefined && dayKind !== "near";
}

function countedAhead(
	text: string,
	day: DaySpan,
	words: DayWords & { readonly shift: ShiftPatterns },
): DaySpan | null {
	const match = words.shift.ahead.exec(text.slice(Math.max(0, day.start - AHEAD_CHARS), day.start));
	const groups = match?.groups ?? {};
	if (match === null) return null;
	const isBefore = (groups["before"] ?? groups["dayBefore"]) !== undefined;
	const isBeside = (groups["dayBefore"] ?? groups["dayAfter"]) !== undefined;
	const length = isBeside ? { count: 1, grain: "day" as const } : readLength(groups, words);
	if (length === null || GRAIN_MS[length.grain] < DAY_MS || !Number.isInteger(length.count)) return null;
	return moved(day, length.count * (isBefore ? -1 : 1), length, day.start - match[0].length);
}

/** "Monday in a week", "lundi en quinze": whole weeks behind the day. */
function weeksBehind(
	text: string,
	day: DaySpan,
	next: DaySpan | undefined,
	words: DayWords & { readonly shift: ShiftPatterns },
): DaySpan | null {
	const match = words.shift.behind.exec(text.slice(day.end, day.end + BEHIND_CHARS));
	const later = match?.groups?.["later"];
	if (match !== null && later !== undefined) {
		const weeks = words.shifts.weeksLater[later.toLowerCase().replaceAll(/\s/g, " ")] ?? 1;
		return {
			...moved(day, weeks, { count: weeks, grain: "week" }, day.start),
			end: day.end + match[0].length,
		};
	}
	if (next?.dayKind !== "ahead" || !/^,?\s$/.test(text.slice(day.end, next.start))) return null;
	const groups = words.shift.weeks.exec(text.slice(next.start, next.end))?.groups;
	const length = groups === undefined ? null : readLength(groups, words);
	const weeks = length === null ? null : wholeWeeks(length);
	return weeks === null
		? null
		: { ...moved(day, weeks, { count: weeks, grain: "week" }, day.start), end: next.end };
}

/** Eight days are a week and fifteen are two, for people count both ends. */
function wholeWeeks({ count, grain }: CountedGrain): number | null {
	if (grain === "week") return Number.isInteger(count) ? count : null;
	return grain === "day" && [7, 8, 14, 15].includes(count) ? Math.floor(count / 7) : null;
}

function moved(day: DaySpan, count: number, { grain }: CountedGrain, start: number): DaySpan {
	const wallMs = addGrains(day.wallMs, count, grain);
	return { ...day, wallMs, toWallMs: wallMs, start };
}
