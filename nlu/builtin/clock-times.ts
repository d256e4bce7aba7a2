import { readAmount } from "./quantities.ts";
import type { TimePatterns } from "./time-patterns.ts";
import type { TimeSpan } from "./time-span.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Times of day: `17:30`, `5pm`, `half past three`, `um fünf Uhr`. `wallMs` counts from midnight. */
export function findClockTimes(text: string, patterns: TimePatterns): TimeSpan[] {
	const spans = [...spokenTimes(text, patterns), ...writtenTimes(text, patterns)];
	return spans.filter(
		(span, i) => !spans.slice(0, i).some((other) => other.start < span.end && span.start < other.end),
	);
}

function spokenTimes(text: string, { spoken, table }: TimePatterns): TimeSpan[] {
	return spoken.flatMap(({ pattern, minutes }) =>
		Array.from(text.matchAll(pattern)).flatMap((match) => {
			const groups = match.groups ?? {};
			const hour = readAmount(groups["hour"] ?? "", table);
			if (hour === null || hour > 24) return [];
			const at = inHalf(hour, groups) * HOUR_MS + minutes * MINUTE_MS;
			return span(match, at, minutes === 0 ? "hour" : "minute");
		}),
	);
}

function writtenTimes(text: string, { clock, table }: TimePatterns): TimeSpan[] {
	return Array.from(text.matchAll(clock)).flatMap((match) => {
		const groups = match.groups ?? {};
		const { noon } = groups;
		if (noon !== undefined)
			return span(match, table.noon.includes(noon.toLowerCase()) ? 12 * HOUR_MS : 0, "hour");
		const hour = groups["hour"] ?? groups["hourColon"] ?? groups["hourClock"] ?? groups["hourAt"];
		const minute =
			groups["minute"] ?? groups["minuteColon"] ?? groups["minuteClock"] ?? groups["minuteAfter"];
		const hours = inHalf(Number(hour), groups);
		const minutes = Number(minute ?? "0");
		if (hours > 24 || minutes > 59) return [];
		return span(match, hours * HOUR_MS + minutes * MINUTE_MS, minute === undefined ? "hour" : "minute");
	});
}

function span(match: RegExpExecArray, wallMs: number, grain: "hour" | "minute"): TimeSpan[] {
	const start = match.index;
	const inDay = (wallMs + 24 * HOUR_MS) % (24 * HOUR_MS);
	return [{ kind: "moment", grain, wallMs: inDay, toWallMs: inDay, start, end: start + match[0].length }];
}

/** The hour of twenty-four that "5 pm" or "5 in the evening" names. */
export function inHalf(hour: number, groups: Readonly<Record<string, string | undefined>>): number {
	const half = groups["half"]?.toLowerCase().replaceAll(".", "");
	if (half === "pm" || groups["pm"] !== undefined) return hour < 12 ? hour + 12 : hour;
	return (half === "am" || groups["am"] !== undefined) && hour === 12 ? 0 : hour;
}
