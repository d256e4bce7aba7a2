/** When it is open, as instants: a wall clock is looked at once for a range, not with each row. */
import { offsetMs } from "../../contracts/business-hours.ts";
import type { Span } from "./plan.ts";
import type { OpenHours, OpenSpan } from "./question.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** No zone changes its clocks and changes them back in less. */
const STEP_MS = 7 * DAY_MS;

/** Spans of a range in which it is open, in their order; none touches another. */
export function openSpans(hours: OpenHours, { fromMs, toMs }: Span): readonly Span[] {
	const exceptions = new Map(hours.exceptions.map(({ date, spans }) => [date, spans]));
	const found = steadySpans(hours.zone, fromMs, toMs).flatMap(({ offset, ...steady }) => {
		const firstMs = Math.floor((steady.fromMs + offset) / DAY_MS) * DAY_MS;
		const days = Math.ceil((steady.toMs + offset - firstMs) / DAY_MS);
		return Array.from({ length: days }, (_, day) => firstMs + day * DAY_MS).flatMap((dayMs) =>
			spansOfDay(hours, exceptions, dayMs).map(({ opens, closes }) => ({
				fromMs: Math.max(steady.fromMs, dayMs + msOf(opens) - offset),
				toMs: Math.min(steady.toMs, dayMs + msOf(closes) - offset),
			})),
		);
	});
	return united(found);
}

/** @param dayMs - when the date begins, were its zone UTC */
function spansOfDay(
	{ weekly }: OpenHours,
	exceptions: ReadonlyMap<string, readonly OpenSpan[]>,
	dayMs: number,
): readonly OpenSpan[] {
	const day = new Date(dayMs);
	const weekday = day.getUTCDay() === 0 ? 7 : day.getUTCDay();
	return (
		exceptions.get(day.toISOString().slice(0, 10)) ??
		weekly.filter(({ fromWeekday, toWeekday }) => fromWeekday <= weekday && weekday <= toWeekday)
	);
}

const msOf = (time: string): number => (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * MINUTE_MS;

/** A range in parts, each with one offset of the zone. */
export function steadySpans(
	zone: string,
	fromMs: number,
	toMs: number,
): readonly (Span & { readonly offset: number })[] {
	const spans: (Span & { offset: number })[] = [];
	let [sinceMs, offset] = [fromMs, offsetMs(zone, fromMs)];
	for (let atMs = fromMs; atMs < toMs;) {
		const nextMs = Math.min(atMs + STEP_MS, toMs);
		const next = offsetMs(zone, nextMs);
		if (next !== offset) {
			const changeMs = changeBetween(zone, atMs, nextMs);
			spans.push({ fromMs: sinceMs, toMs: changeMs, offset });
			[sinceMs, offset] = [changeMs, next];
		}
		atMs = nextMs;
	}
	return [...spans, { fromMs: sinceMs, toMs, offset }];
}

/** The first minute with the offset of the later instant. */
function changeBetween(zone: string, fromMs: number, toMs: number): number {
	const old = offsetMs(zone, fromMs);
	let [before, after] = [fromMs, toMs];
	while (after - before > MINUTE_MS) {
		const middle = before + Math.floor((after - before) / 2 / MINUTE_MS) * MINUTE_MS;
		if (offsetMs(zone, middle) === old) before = middle;
		else after = middle;
	}
	return after;
}

/** Without what is empty, and with what overlaps or touches made one. */
function united(spans: readonly Span[]): readonly Span[] {
	const merged: { fromMs: number; toMs: number }[] = [];
	for (const { fromMs, toMs } of spans.toSorted((one, other) => one.fromMs - other.fromMs)) {
		if (fromMs >= toMs) continue;
		const last = merged.at(-1);
		if (last !== undefined && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
		else merged.push({ fromMs, toMs });
	}
	return merged;
}
