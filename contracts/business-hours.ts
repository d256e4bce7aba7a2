/** When a company's people are there. Pure: what a wall clock shows comes from the zone's own rules, changes of time included. */
import { z } from "zod";
import { TimeZone } from "./time-zone.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;
const MINUTE_MS = 60_000;
/** How far ahead an opening is looked for: a year of holidays and a little more. */
const HORIZON_DAYS = 400;

/** Names of weekdays, as `Date.prototype.getUTCDay` counts them. */
export const WEEKDAYS = [
	"sunday",
	"monday",
	"tuesday",
	"wednesday",
	"thursday",
	"friday",
	"saturday",
] as const;

const WallTime = z
	.string()
	.regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, "a time is written 09:00, up to 24:00");

/** Open from `opens` until right before `closes`, by the zone's wall clock. What goes past midnight is two spans. */
const Span = z
	.object({ opens: WallTime, closes: WallTime })
	.refine(({ opens, closes }) => opens < closes, "closes before it opens; past midnight needs two spans");

const Spans = z
	.array(Span)
	.max(8)
	.refine(
		(spans) =>
			[...spans]
				.sort((one, other) => (one.opens < other.opens ? -1 : 1))
				.every(({ opens }, i, sorted) => i === 0 || opens >= (sorted[i - 1]?.closes ?? "")),
		"spans overlap",
	);

/** One date that differs from its weekday: a holiday has no spans. */
const DateException = z.object({
	date: z.iso.date(),
	spans: Spans,
	/** For those who read the settings. */
	note: z.string().trim().max(80).optional(),
});

const Week = z.object({
	monday: Spans.default([]),
	tuesday: Spans.default([]),
	wednesday: Spans.default([]),
	thursday: Spans.default([]),
	friday: Spans.default([]),
	saturday: Spans.default([]),
	sunday: Spans.default([]),
});

export const BusinessHours = z.object({
	timeZone: TimeZone,
	weekly: Week,
	exceptions: z
		.array(DateException)
		.max(200)
		.refine((list) => new Set(list.map(({ date }) => date)).size === list.length, "a date stands there twice")
		.default([]),
});
export type BusinessHours = z.infer<typeof BusinessHours>;

/** Whether somebody is there. @param atMs - epoch milliseconds */
export function isOpen(hours: BusinessHours, atMs: number): boolean {
	const { date, minutes } = wallClock(hours.timeZone, atMs);
	return spansOf(hours, date).some(
		({ opens, closes }) => minutesOf(opens) <= minutes && minutes < minutesOf(closes),
	);
}

/**
 * The first instant from `atMs` on at which somebody is there: `atMs` itself while it is open.
 *
 * @returns epoch milliseconds; null when it does not open within 400 days
 */
export function nextOpening(hours: BusinessHours, atMs: number): number | null {
	if (isOpen(hours, atMs)) return atMs;
	const today = Date.parse(wallClock(hours.timeZone, atMs).date);
	let best: number | null = null;
	// a day more than the one that has an opening: where clocks go back over midnight, dates and instants differ in order
	for (let day = 0, last = HORIZON_DAYS; day <= last; day += 1) {
		for (const candidate of openingsOf(hours, today + day * DAY_MS)) {
			if (candidate < atMs || (best !== null && candidate >= best) || !isOpen(hours, candidate)) continue;
			best = candidate;
			last = day + 1;
		}
	}
	return best;
}

/**
 * The instant at which so much time has passed while somebody was there.
 *
 * @param spanMs - zero is the next opening, or now
 * @returns epoch milliseconds; null when they are not there for so long within 400 days
 */
export function afterOpenTime(hours: BusinessHours, fromMs: number, spanMs: number): number | null {
	const first = Date.parse(wallClock(hours.timeZone, fromMs).date);
	let [atMs, leftMs] = [fromMs, spanMs];
	for (let day = 0; day <= HORIZON_DAYS; day += 1) {
		// a day of UTC has hours of three dates, wherever the zone is
		const dates = [-2, -1, 0].map((beside) => first + (day + beside) * DAY_MS);
		const edges = dates.flatMap((date) => instantsOf(hours, date, ["opens", "closes"])).sort((a, b) => a - b);
		const untilMs = first + day * DAY_MS;
		for (const edge of [...edges.filter((one) => one < untilMs), untilMs]) {
			if (edge <= atMs) continue;
			if (isOpen(hours, atMs)) {
				if (atMs + leftMs <= edge) return atMs + leftMs;
				leftMs -= edge - atMs;
			}
			atMs = edge;
		}
	}
	return null;
}

/** Instants at which a date may begin to be open: where a span opens, and where the clocks change. */
function openingsOf(hours: BusinessHours, dateMs: number): number[] {
	return instantsOf(hours, dateMs, ["opens"]);
}

/** Instants of a date at which its spans have these ends, and those at which the clocks change. */
function instantsOf(hours: BusinessHours, dateMs: number, ends: readonly ("opens" | "closes")[]): number[] {
	const { timeZone } = hours;
	const date = new Date(dateMs).toISOString().slice(0, 10);
	// wherever the zone is, the whole date lies between these two
	const [fromMs, toMs] = [dateMs - DAY_MS, dateMs + 2 * DAY_MS];
	const offsets = [offsetMs(timeZone, fromMs), offsetMs(timeZone, toMs)];
	const instants = spansOf(hours, date).flatMap((span) =>
		ends.flatMap((end) => {
			const wallMs = dateMs + minutesOf(span[end]) * MINUTE_MS;
			return [...new Set(offsets)]
				.map((offset) => wallMs - offset)
				.filter((instant) => instant + offsetMs(timeZone, instant) === wallMs);
		}),
	);
	return [...instants, ...changesBetween(timeZone, fromMs, toMs)];
}

/** The minute at which the zone's offset changes, if it does between these instants. */
function changesBetween(timeZone: string, fromMs: number, toMs: number): number[] {
	let [before, after] = [fromMs, toMs];
	const old = offsetMs(timeZone, before);
	if (old === offsetMs(timeZone, after)) return [];
	while (after - before > MINUTE_MS) {
		const middle = before + Math.floor((after - before) / 2 / MINUTE_MS) * MINUTE_MS;
		if (offsetMs(timeZone, middle) === old) before = middle;
		else after = middle;
	}
	return [after];
}

function spansOf({ weekly, exceptions }: BusinessHours, date: string): readonly z.infer<typeof Span>[] {
	const exception = exceptions.find((candidate) => candidate.date === date);
	if (exception !== undefined) return exception.spans;
	const weekday = WEEKDAYS[new Date(date).getUTCDay()];
	return weekday === undefined ? [] : weekly[weekday];
}

function minutesOf(time: string): number {
	return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** How far the zone's wall clock is ahead of UTC. */
export function offsetMs(timeZone: string, atMs: number): number {
	const { date, minutes } = wallClock(timeZone, atMs);
	return Date.parse(date) + minutes * MINUTE_MS - Math.floor(atMs / MINUTE_MS) * MINUTE_MS;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What a clock on the wall shows there. */
export function wallClock(
	timeZone: string,
	atMs: number,
): { readonly date: string; readonly minutes: number } {
	let format = formats.get(timeZone);
	if (format === undefined) {
		// this locale writes 2026-03-29, 03:00
		format = new Intl.DateTimeFormat("en-CA", {
			timeZone,
			year: "numeric",
			month: "2-digit",
			day: "2-digit",
			hour: "2-digit",
			minute: "2-digit",
			hourCycle: "h23",
		});
		formats.set(timeZone, format);
	}
	const parts = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
	return {
		date: `${parts["year"]}-${parts["month"]}-${parts["day"]}`,
		minutes: Number(parts["hour"]) * 60 + Number(parts["minute"]),
	};
}
