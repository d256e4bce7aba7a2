import type { Moment } from "./builtin-match.ts";
import type { DayKind } from "./day-patterns.ts";
import type { Grain } from "./language-table.ts";

/** Nobody names more times in a message; a text of nothing but times stays quick (SPEC BI2). */
export const MAX_TIMES = 50;

/** A found time: a moment, a stretch from `wallMs` to `toWallMs`, or one that is open at an end. */
export interface TimeSpan extends Moment {
	readonly kind: "moment" | "interval" | "before" | "after";
	readonly toWallMs: number;
	/** Comes again after this long, for the text names no more of it: a weekday, a date without its year, a clock time. */
	readonly repeats?: Grain;
	/** A clock time that may be in either half of the day: "at 8". */
	readonly isOpenHalf?: boolean;
	/** Of "in 2 days": the hour, which counts unless a time of day says another. */
	readonly exact?: Moment;
	/** Numbers that are hours only beside a day: "tomorrow 10-12", "friday after 6". */
	readonly needsDay?: boolean;
	/** A weekend, or a part of a month: it ends as a whole, unlike a part of a day. */
	readonly isStretch?: boolean;
	/** The end of a month or a year: what is before it is before the very last of it. */
	readonly isEnd?: boolean;
	readonly start: number;
	readonly end: number;
}

/** A day, a week, a month or a year with the way in which the text names it. */
export interface DaySpan extends TimeSpan {
	readonly dayKind: DayKind;
}

/** "tomorrow at 5", "5 pm tomorrow": nothing but white space or a comma stands between. */
export function isBeside(
	text: string,
	a: { start: number; end: number },
	b: { start: number; end: number },
): boolean {
	const between = a.end <= b.start ? text.slice(a.end, b.start) : text.slice(b.end, a.start);
	return (
		(a.end <= b.start || b.end <= a.start) &&
		/^(?:[\s,T]{0,3}|\s(?:on(?:\sthe)?|am|le|el|del)\s)$/u.test(between)
	);
}

/** The first matches of a pattern, so that a text of nothing but times is not compared with itself. */
export function firstMatches(text: string, pattern: RegExp): RegExpExecArray[] {
	// matchAll makes a new expression, which costs more than a short text's search; most patterns are not in a text
	if (text.search(pattern) < 0) return [];
	const matches: RegExpExecArray[] = [];
	for (const match of text.matchAll(pattern)) {
		if (matches.push(match) === MAX_TIMES) break;
	}
	return matches;
}

/** Whether two places of a text have a character in common. */
export function overlap(a: { start: number; end: number }, b: { start: number; end: number }): boolean {
	return a.start < b.end && b.start < a.end;
}

/** In the order of the text; of two that overlap the one that stands first in the list stays. */
export function withoutOverlaps(spans: readonly TimeSpan[]): TimeSpan[] {
	const kept: TimeSpan[] = [];
	for (const span of spans) {
		if (!kept.some((other) => overlap(other, span))) kept.push(span);
	}
	return kept.sort((a, b) => a.start - b.start);
}
