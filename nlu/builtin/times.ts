/** Days and times: what a text says of them, as a wall time with its grain. */
import type { JsonValue } from "../../contracts/parse-data.ts";
import type { JsonObject } from "../model-file.ts";
import type { BuiltinContext, BuiltinMatch } from "./builtin-match.ts";
import { presentIn, toIsoDay, toIsoTime } from "./calendar.ts";
import { findClockRanges } from "./clock-ranges.ts";
import { findClockTimes, findLooseHours } from "./clock-times.ts";
import { findDays } from "./days.ts";
import { findDayParts } from "./day-parts.ts";
import { findHours } from "./hour-ranges.ts";
import { joinIntervals } from "./intervals.ts";
import { placeTimes } from "./placed-times.ts";
import { findStretches } from "./stretches.ts";
import { MAX_TIMES, overlap, type TimeSpan, withoutOverlaps } from "./time-span.ts";
import type { TimePatterns } from "./time-patterns.ts";

/** Times in Duckling's shape: an ISO time with its grain, or an interval of two, of which one may be missing. */
export function findTimes(text: string, patterns: TimePatterns, context: BuiltinContext): BuiltinMatch[] {
	return findSpans(plain(text), patterns, context).map((span) => {
		const { start, end, exact } = span;
		const exactly = exact === undefined ? span : { ...span, ...exact, toWallMs: exact.wallMs };
		return { dimension: "time", start, end, ...toDuckling(exactly, context.timeZone) };
	});
}

/** Plain days: `2026-11-24`. Times of day without a day, and grains longer than a day, are none. */
export function findDates(text: string, patterns: TimePatterns, context: BuiltinContext): BuiltinMatch[] {
	const spans = findDays(plain(text), patterns, presentIn(context));
	return spans
		.filter((span) => span.grain === "day")
		.map(({ start, end, wallMs }) => {
			const value = toIsoDay(wallMs);
			return { dimension: "date", start, end, value, info: { type: "value", value, grain: "day" } };
		});
}

/** Telephones write "aujourd’hui" with a typographic apostrophe; the places in the text stay the same. */
function plain(text: string): string {
	return text.replaceAll("’", "'");
}

function toDuckling(span: TimeSpan, timeZone: string): { value: JsonValue; info: JsonObject } {
	const moment = (wallMs: number) => ({
		value: toIsoTime(wallMs, timeZone, span.epochMs),
		grain: span.grain,
	});
	if (span.kind === "moment") {
		const one = { type: "value", ...moment(span.wallMs) };
		return { value: one.value, info: { ...one, values: [one] } };
	}
	const from = span.kind === "before" ? null : moment(span.wallMs);
	const to = span.kind === "after" ? null : moment(span.toWallMs);
	const ends = { ...(to === null ? {} : { to }), ...(from === null ? {} : { from }) };
	return {
		value: { to: to?.value ?? null, from: from?.value ?? null },
		info: { type: "interval", ...ends, values: [{ type: "interval", ...ends }] },
	};
}

function findSpans(text: string, patterns: TimePatterns, context: BuiltinContext): TimeSpan[] {
	const present = presentIn(context);
	const now = present.wallMs;
	const days = findDays(text, patterns, present);
	const hours = findHours(text, patterns);
	// the "2 heures" of "dans 2 heures" is a length
	const lengths = days.filter((day) => day.exact !== undefined);
	const clocks = [...findClockTimes(text, patterns), ...findLooseHours(text, patterns)].filter(
		(clock) => !lengths.some((length) => overlap(length, clock)),
	);
	const parts = findDayParts(text, patterns, days, now);
	const { words } = patterns;
	const ranges = findClockRanges(text, clocks, patterns);
	const timed = placeTimes(withoutOverlaps([...hours, ...ranges, ...clocks]), {
		text,
		days,
		parts,
		words,
		now,
	});
	const all = withoutOverlaps([...findStretches(text, patterns, present), ...timed, ...days]);
	return joinIntervals(text, all.slice(0, MAX_TIMES), { words, now });
}
