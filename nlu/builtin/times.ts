/** Days and times: what a text says of them, as a wall time with its grain. */
import type { BuiltinContext, BuiltinMatch, Moment } from "./builtin-match.ts";
import { addGrains, DAY_MS, startOf, toIsoDay, toIsoTime, wallTime } from "./calendar.ts";
import { readDay } from "./day-reading.ts";
import type { TimePatterns } from "./time-patterns.ts";

interface MomentSpan extends Moment {
	readonly start: number;
	readonly end: number;
}

/** Times with Duckling's ISO form and grain. */
export function findTimes(text: string, patterns: TimePatterns, context: BuiltinContext): BuiltinMatch[] {
	return findMoments(text, patterns, context).map(({ start, end, wallMs, grain }) => {
		const value = toIsoTime(wallMs, context.timeZone);
		const info = { type: "value", value, grain, values: [{ type: "value", value, grain }] };
		return { dimension: "time", start, end, value, info };
	});
}

/** Plain days: `2026-11-24`. Times of day without a day, and grains longer than a day, are none. */
export function findDates(text: string, patterns: TimePatterns, context: BuiltinContext): BuiltinMatch[] {
	const spans = findDays(text, patterns, wallTime(context.nowMs, context.timeZone));
	return spans
		.filter((span) => span.grain === "day")
		.map(({ start, end, wallMs }) => {
			const value = toIsoDay(wallMs);
			return { dimension: "date", start, end, value, info: { type: "value", value, grain: "day" } };
		});
}

function findMoments(text: string, patterns: TimePatterns, context: BuiltinContext): MomentSpan[] {
	const now = wallTime(context.nowMs, context.timeZone);
	const days = findDays(text, patterns, now);
	const moments: MomentSpan[] = [];
	for (const clock of findClockTimes(text, patterns)) {
		const day = days.find((span) => span.grain === "day" && isBeside(text, span, clock));
		if (day === undefined) {
			const today = startOf(now, "day") + clock.wallMs;
			moments.push({ ...clock, wallMs: today < now ? today + DAY_MS : today });
			continue;
		}
		days.splice(days.indexOf(day), 1);
		moments.push({
			start: Math.min(day.start, clock.start),
			end: Math.max(day.end, clock.end),
			wallMs: day.wallMs + clock.wallMs,
			grain: clock.grain,
		});
	}
	return [...moments, ...days].sort((a, b) => a.start - b.start);
}

/** "tomorrow at 5", "5 pm tomorrow": nothing but white space or a comma stands between. */
function isBeside(
	text: string,
	a: { start: number; end: number },
	b: { start: number; end: number },
): boolean {
	const between = a.end <= b.start ? text.slice(a.end, b.start) : text.slice(b.end, a.start);
	return (a.end <= b.start || b.end <= a.start) && /^[\s,T]{0,3}$/.test(between);
}

function findDays(text: string, patterns: TimePatterns, now: number): MomentSpan[] {
	const spans: MomentSpan[] = [];
	for (const { kind, pattern } of patterns.days) {
		for (const match of text.matchAll(pattern)) {
			const moment = readDay(kind, match.groups ?? {}, patterns.table, now);
			if (moment === null) continue;
			const start = match.index;
			const end = start + match[0].length;
			// patterns stand in order: what an earlier one took, a later one does not get
			if (spans.some((span) => span.start < end && start < span.end)) continue;
			spans.push({ ...moment, start, end });
		}
	}
	return spans;
}

function findClockTimes(text: string, { clock, table }: TimePatterns): MomentSpan[] {
	const spans: MomentSpan[] = [];
	for (const match of text.matchAll(clock)) {
		const groups = match.groups ?? {};
		const { half, noon } = groups;
		const hour = groups["hour"] ?? groups["hourColon"] ?? groups["hourClock"] ?? groups["hourAt"];
		const minute = groups["minute"] ?? groups["minuteColon"] ?? groups["minuteClock"];
		const start = match.index;
		const end = start + match[0].length;
		if (noon !== undefined) {
			const hours = table.noon.includes(noon.toLowerCase()) ? 12 : 0;
			spans.push({ start, end, wallMs: addGrains(0, hours, "hour"), grain: "hour" });
			continue;
		}
		const hours = readHour(Number(hour), half?.toLowerCase().replaceAll(".", ""));
		const minutes = Number(minute ?? "0");
		if (hours > 24 || minutes > 59) continue;
		const grain = minute === undefined ? "hour" : "minute";
		spans.push({ start, end, wallMs: hours * 3_600_000 + minutes * 60_000, grain });
	}
	return spans;
}

function readHour(hour: number, half: string | undefined): number {
	if (half === "pm") return hour < 12 ? hour + 12 : hour;
	return half === "am" && hour === 12 ? 0 : hour;
}
