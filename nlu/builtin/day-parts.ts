import type { TimePatterns } from "./time-patterns.ts";
import { isBeside, type TimeSpan } from "./time-span.ts";

const HOUR_MS = 3_600_000;

/**
 * "tomorrow morning", "this evening", "tonight": hours of a day. A part alone is none: "good morning" says hello.
 * `wallMs` counts from midnight of the day beside it.
 */
export function findDayParts(text: string, patterns: TimePatterns, days: readonly TimeSpan[]): TimeSpan[] {
	const spans: TimeSpan[] = [];
	for (const match of text.matchAll(patterns.part)) {
		const start = match.index;
		const end = start + match[0].length;
		const groups = match.groups ?? {};
		const span = { start, end };
		const isOfDay = days.some((day) => day.grain === "day" && day.end <= start && isBeside(text, day, span));
		if (groups["this"] === undefined && groups["tonight"] === undefined && !isOfDay) continue;
		const [from, to] = patterns.idioms.parts[groups["part"]?.toLowerCase() ?? ""] ?? [18, 24];
		spans.push({
			kind: "interval",
			grain: "hour",
			wallMs: from * HOUR_MS,
			toWallMs: to * HOUR_MS,
			start,
			end,
		});
	}
	return spans;
}
