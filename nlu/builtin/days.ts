import { addGrains, DAY_MS, dayOf, isOfWrittenYear, type Present, startOf } from "./calendar.ts";
import { withListedDays } from "./day-lists.ts";
import type { DayKind } from "./day-patterns.ts";
import { readDay } from "./day-reading.ts";
import type { Grain } from "./language-table.ts";
import type { TimePatterns } from "./time-patterns.ts";
import { shiftDays } from "./shifted-days.ts";
import { type DaySpan, firstMatches, MAX_TIMES, overlap, type TimeSpan } from "./time-span.ts";

/** Days, weeks, months and years, in the order of the text; a weekday and its date are one day. */
export function findDays(text: string, patterns: TimePatterns, present: Present): TimeSpan[] {
	const spans: DaySpan[] = [];
	for (const { kind, pattern } of patterns.days) {
		for (const match of firstMatches(text, pattern)) {
			if (spans.length >= MAX_TIMES) return spans;
			const moment = readDay(kind, match.groups ?? {}, patterns, present);
			if (moment === null) continue;
			const start = match.index;
			const span = { start, end: start + match[0].length };
			// patterns stand in order: what an earlier one took, a later one does not get
			if (spans.some((other) => overlap(other, span))) continue;
			const repeats = repeatsOf(kind, match.groups ?? {});
			spans.push({
				kind: "moment",
				dayKind: kind,
				...moment,
				toWallMs: moment.wallMs,
				...(repeats === null ? {} : { repeats }),
				...span,
			});
		}
	}
	const joined = joinDates(text, spans, patterns.toDate);
	const days = shiftDays(text, withListedDays(text, joined, patterns.lists), patterns);
	return days.filter(({ wallMs }) => isOfWrittenYear(wallMs));
}

/** After how long there is another such day, where the text does not say which one is meant. */
function repeatsOf(kind: DayKind, groups: Readonly<Record<string, string | undefined>>): Grain | null {
	const has = (...names: string[]): boolean => names.some((name) => groups[name] !== undefined);
	switch (kind) {
		case "weekday":
			return has("next", "nextAfter", "last", "lastAfter") ? null : "week";
		case "numeric":
		case "dayMonth":
		case "monthDay":
		case "month":
		case "feast":
		case "weekdayOf":
			return has("year", "yearAfter") ? null : "year";
		case "dayNumber":
			return "month";
		default:
			return null;
	}
}

const DATES: readonly DayKind[] = [
	"iso",
	"numeric",
	"dayMonth",
	"monthDay",
	"dayNumber",
	"dayOfNear",
	"feast",
];
const NAMES: readonly DayKind[] = ["weekday", "named"];

/** "Monday, 3 March", "morgen, den 24.": the name and the date of one day. */
function joinDates(text: string, spans: readonly DaySpan[], between: RegExp): DaySpan[] {
	const joined: DaySpan[] = [];
	for (const span of spans.toSorted((a, b) => a.start - b.start)) {
		const previous = joined.at(-1);
		const isOne =
			previous !== undefined &&
			NAMES.includes(previous.dayKind) &&
			(DATES.includes(span.dayKind) || areSameDay(previous, span)) &&
			between.test(text.slice(previous.end, span.start).slice(0, 12));
		const ofWeek =
			previous === undefined
				? null
				: (weekdayOfWeek(text, previous, span) ?? dayOfMonth(text, previous, span));
		if (isOne) joined[joined.length - 1] = dateOf(previous, span);
		else if (ofWeek !== null) joined[joined.length - 1] = ofWeek;
		else joined.push(span);
	}
	return joined;
}

/** "Tuesday of next week", "nächste Woche Dienstag". */
function weekdayOfWeek(text: string, first: DaySpan, second: DaySpan): DaySpan | null {
	const between = text.slice(first.end, second.start);
	const [day, week] = first.dayKind === "weekday" ? [first, second] : [second, first];
	if (day.dayKind !== "weekday" || week.dayKind !== "near" || week.grain !== "week") return null;
	if (between.length > 10 || !/^,?\s(?:(?:of|in|on|am|le|el|der|in der|de la|la)\s)?$/iu.test(between))
		return null;
	const wallMs = week.wallMs + ((new Date(day.wallMs).getUTCDay() + 6) % 7) * DAY_MS;
	return {
		...week,
		wallMs,
		toWallMs: wallMs,
		grain: "day",
		start: first.start,
		end: second.end,
	};
}

/** "Next month on the 5th", "el mes que viene, el día 5". */
function dayOfMonth(text: string, first: DaySpan, second: DaySpan): DaySpan | null {
	if (first.dayKind !== "near" || first.grain !== "month" || second.dayKind !== "dayNumber") return null;
	if (!/^,?\s(?:(?:on\sthe|am|den|le|el)\s)?$/iu.test(text.slice(first.end, second.start).slice(0, 12)))
		return null;
	const month = new Date(first.wallMs);
	const wallMs = dayOf(month.getUTCFullYear(), month.getUTCMonth() + 1, new Date(second.wallMs).getUTCDate());
	return wallMs === null ? null : { ...first, wallMs, toWallMs: wallMs, grain: "day", end: second.end };
}

/** "Today, Monday": a weekday alone is never today. */
function areSameDay(a: DaySpan, b: DaySpan): boolean {
	return a.dayKind === "named" && b.dayKind === "weekday" && areSameWeekday(a.wallMs, b.wallMs);
}

function areSameWeekday(aWallMs: number, bWallMs: number): boolean {
	return new Date(aWallMs).getUTCDay() === new Date(bWallMs).getUTCDay();
}

/** The date says the day; which year it is of, the weekday may know better: "Friday 13 March" was this year's. */
function dateOf(name: DaySpan, date: DaySpan): DaySpan {
	if (date.dayKind === "weekday") return { ...name, end: date.end };
	const before = date.repeats === undefined ? date.wallMs : addGrains(date.wallMs, -1, date.repeats);
	const isLast =
		name.dayKind === "weekday" &&
		!areSameWeekday(name.wallMs, date.wallMs) &&
		areSameWeekday(name.wallMs, before);
	const wallMs = startOf(isLast ? before : date.wallMs, "day");
	return { ...date, wallMs, toWallMs: wallMs, start: name.start };
}
