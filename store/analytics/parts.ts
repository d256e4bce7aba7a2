/** A range in the parts that packed days are asked by. */
import { openSpans, steadySpans } from "./open-spans.ts";
import { isHourly, type Span } from "./plan.ts";
import type { AnalyticsQuestion } from "./question.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** To what of the question's zone a row of a report belongs at the least; null: to the range as a whole. */
export type Timed = "hour" | "day" | null;

/** Its open hours, or all of it: no part lies on two days (UTC), or in two hours or days of the zone where it is timed. */
export function partsOf(question: AnalyticsQuestion, timed: Timed): readonly Span[] {
	const { hours, zone } = question;
	const spans = hours === null ? [question] : openSpans(hours, question);
	const byDay = spans.flatMap((span) => cut(span, DAY_MS, 0));
	if (timed === null) return byDay;
	// a quarter of an hour is in one hour of the zone and in one of UTC
	const hourMs = isHourly(zone, question) ? HOUR_MS : HOUR_MS / 4;
	const step = timed === "hour" ? hourMs : DAY_MS;
	return byDay.flatMap(({ fromMs, toMs }) =>
		steadySpans(zone, fromMs, toMs).flatMap((steady) => cut(steady, step, steady.offset)),
	);
}

/** @param offset - of the clock whose steps are meant, from UTC, in ms */
function cut({ fromMs, toMs }: Span, stepMs: number, offset: number): readonly Span[] {
	const parts: Span[] = [];
	for (let atMs = fromMs; atMs < toMs;) {
		const nextMs = Math.min(toMs, (Math.floor((atMs + offset) / stepMs) + 1) * stepMs - offset);
		parts.push({ fromMs: atMs, toMs: nextMs });
		atMs = nextMs;
	}
	return parts;
}
