/** Days and times: what a text says of them, as a wall time with its grain. */
import type { JsonValue } from "../../contracts/parse-data.ts";
import type { JsonObject } from "../model-file.ts";
import type { BuiltinContext, BuiltinMatch } from "./builtin-match.ts";
import { toIsoDay, toIsoTime, wallTime } from "./calendar.ts";
import { findClockTimes } from "./clock-times.ts";
import { findHours, findStretches, joinIntervals } from "./intervals.ts";
import { readDay } from "./day-reading.ts";
import { findDayParts } from "./day-parts.ts";
import { isBeside, type TimeSpan, withoutOverlaps } from "./time-span.ts";
import type { TimePatterns } from "./time-patterns.ts";

/** Nobody names more times in a message; a text of nothing but times stays quick (SPEC BI2). */
const MAX_TIMES = 50;

/** Times in Duckling's shape: an ISO time with its grain, or an interval of two, of which one may be missing. */
export function findTimes(text: string, patterns: TimePatterns, context: BuiltinContext): BuiltinMatch[] {
	return findSpans(text, patterns, context).map((span) => {
		const { start, end } = span;
		return { dimension: "time", start, end, ...toDuckling(span, context.timeZone) };
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

function toDuckling(span: TimeSpan, timeZone: string): { value: JsonValue; info: JsonObject } {
	const moment = (wallMs: number): JsonObject => ({ value: toIsoTime(wallMs, timeZone), grain: span.grain });
	if (span.kind === "moment") {
		const one = { type: "value", ...moment(span.wallMs) };
		return { value: toIsoTime(span.wallMs, timeZone), info: { ...one, values: [one] } };
	}
	const from = span.kind === "before" ? null : moment(span.wallMs);
	const to = span.kind === "after" ? null : moment(span.toWallMs);
	const ends = { ...(to === null ? {} : { to }), ...(from === null ? {} : { from }) };
	return {
		value: { to: to?.["value"] ?? null, from: from?.["value"] ?? null },
		info: { type: "interval", ...ends, values: [{ type: "interval", ...ends }] },
	};
}

function findSpans(text: string, patterns: TimePatterns, context: BuiltinContext): TimeSpan[] {
	const now = wallTime(context.nowMs, context.timeZone);
	const days = findDays(text, patterns, now);
	const stretches = findStretches(text, patterns, now);
	const hours = findHours(text, patterns);
	const clocks = findClockTimes(text, patterns).filter(
		(clock) => !hours.some((span) => span.start < clock.end && clock.start < span.end),
	);
	const parts = findDayParts(text, patterns, days).filter(
		(part) =>
			![...clocks, ...hours].some(
				(clock) => isBeside(text, part, clock) || (clock.end >= part.end && clock.start < part.end),
			),
	);
	const timed = [...hours, ...clocks, ...parts].map((time) => onDay(text, time, days, now));
	const all = withoutOverlaps([...stretches, ...timed, ...days]);
	return joinIntervals(text, all.slice(0, MAX_TIMES), { words: patterns.words, now });
}

/** A time of day belongs to the day beside it, which it swallows; otherwise to the next time that it comes. */
function onDay(text: string, time: TimeSpan, days: readonly TimeSpan[], now: number): TimeSpan {
	const day = days.find(
		(span) => span.grain === "day" && (isBeside(text, span, time) || isWithin(span, time)),
	);
	const midnight = day?.wallMs ?? now - (((now % 86_400_000) + 86_400_000) % 86_400_000);
	// a part of today stays today's; a clock time that is over means tomorrow
	const isOver = day === undefined && time.kind === "moment" && midnight + time.wallMs < now;
	const base = isOver ? midnight + 86_400_000 : midnight;
	return {
		...time,
		start: Math.min(day?.start ?? time.start, time.start),
		end: Math.max(day?.end ?? time.end, time.end),
		wallMs: base + time.wallMs,
		toWallMs: base + time.toWallMs,
	};
}

function isWithin(inner: TimeSpan, outer: TimeSpan): boolean {
	return outer.start <= inner.start && inner.end <= outer.end;
}

function findDays(text: string, patterns: TimePatterns, now: number): TimeSpan[] {
	const spans: TimeSpan[] = [];
	for (const { kind, pattern } of patterns.days) {
		for (const match of text.matchAll(pattern)) {
			if (spans.length >= MAX_TIMES) return spans;
			const moment = readDay(kind, match.groups ?? {}, patterns, now);
			if (moment === null) continue;
			const start = match.index;
			const end = start + match[0].length;
			// patterns stand in order: what an earlier one took, a later one does not get
			if (spans.some((span) => span.start < end && start < span.end)) continue;
			spans.push({
				kind: "moment",
				...moment,
				toWallMs: moment.wallMs,
				isWeekday: kind === "weekday",
				start,
				end,
			});
		}
	}
	return spans;
}
