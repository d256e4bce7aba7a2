import type { Moment } from "./builtin-match.ts";

/** A found time: a moment, a stretch from `wallMs` to `toWallMs`, or one that is open at an end. */
export interface TimeSpan extends Moment {
	readonly kind: "moment" | "interval" | "before" | "after";
	readonly toWallMs: number;
	/** Named by its weekday alone: there is one in every week. */
	readonly isWeekday?: boolean;
	readonly start: number;
	readonly end: number;
}

/** "tomorrow at 5", "5 pm tomorrow": nothing but white space or a comma stands between. */
export function isBeside(
	text: string,
	a: { start: number; end: number },
	b: { start: number; end: number },
): boolean {
	const between = a.end <= b.start ? text.slice(a.end, b.start) : text.slice(b.end, a.start);
	return (a.end <= b.start || b.end <= a.start) && /^(?:[\s,T]{0,3}|\s(?:on|am|le|el)\s)$/.test(between);
}

/** In the order of the text; of two that overlap the one that stands first in the list stays. */
export function withoutOverlaps(spans: readonly TimeSpan[]): TimeSpan[] {
	const kept: TimeSpan[] = [];
	for (const span of spans) {
		if (!kept.some((other) => other.start < span.end && span.start < other.end)) kept.push(span);
	}
	return kept.sort((a, b) => a.start - b.start);
}
