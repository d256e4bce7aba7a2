/**
 * Days and times of a zone as plain numbers. A *wall time* is what a clock in the zone shows, as if it were UTC, in
 * milliseconds: adding days to it is addition.
 */
import type { BuiltinContext } from "./builtin-match.ts";
import type { Grain } from "./language-table.ts";

export const DAY_MS = 86_400_000;

/** What the clock of a zone shows at an instant. An unknown zone counts as UTC. */
export function wallTime(epochMs: number, timeZone: string): number {
	return epochMs + offsetMs(epochMs, timeZone);
}

/** The present in a zone. */
export interface Present {
	/** What a clock shows. */
	readonly wallMs: number;
	/** The instant so many milliseconds from now, with what a clock shows then: where it is changed in between, not so much more. */
	readonly after: (ms: number) => { readonly wallMs: number; readonly epochMs: number };
}

export function presentIn({ nowMs, timeZone }: BuiltinContext): Present {
	return {
		wallMs: wallTime(nowMs, timeZone),
		after: (ms) => ({ wallMs: wallTime(nowMs + ms, timeZone), epochMs: nowMs + ms }),
	};
}

/** Whether a wall time is of a year that ISO 8601 writes with four digits, and that `Date.UTC` takes as it is (99 is 1999 to it). */
export function isOfWrittenYear(wallMs: number): boolean {
	const year = new Date(wallMs).getUTCFullYear();
	return year >= 100 && year < 9_999;
}

/**
 * `2026-11-24T00:00:00.000+01:00`: Duckling's way to write an instant.
 *
 * @param epochMs - an instant whose offset from UTC is the right one, where it is known: an hour may come twice
 */
export function toIsoTime(wallMs: number, timeZone: string, epochMs?: number): string {
	// the offset depends on the instant, the instant on the offset: the second guess is right except in a changed hour
	const offset = offsetMs(epochMs ?? wallMs - offsetMs(wallMs, timeZone), timeZone);
	const sign = offset < 0 ? "-" : "+";
	const minutes = Math.abs(Math.round(offset / 60_000));
	const pad = (value: number): string => String(value).padStart(2, "0");
	const zone = `${sign}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
	return new Date(wallMs).toISOString().replace("Z", zone);
}

/** `2026-11-24`. */
export function toIsoDay(wallMs: number): string {
	return new Date(wallMs).toISOString().slice(0, 10);
}

/** The wall time of a day, or null when the calendar has no such day, or a year below 100. `month` is 1 to 12. */
export function dayOf(year: number, month: number, day: number): number | null {
	const ms = Date.UTC(year, month - 1, day);
	const date = new Date(ms);
	// `Date.UTC` counts years below 100 from 1900 on
	const isThatDay =
		date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
	return isThatDay ? ms : null;
}

/** The beginning of the grain that a wall time lies in. Weeks begin on Monday. */
export function startOf(wallMs: number, grain: Grain): number {
	const date = new Date(wallMs);
	const month = date.getUTCMonth();
	if (grain === "year") return Date.UTC(date.getUTCFullYear(), 0, 1);
	if (grain === "quarter") return Date.UTC(date.getUTCFullYear(), month - (month % 3), 1);
	if (grain === "month") return Date.UTC(date.getUTCFullYear(), month, 1);
	const unit = { second: 1_000, minute: 60_000, hour: 3_600_000, day: DAY_MS, week: DAY_MS }[grain];
	const start = wallMs - (((wallMs % unit) + unit) % unit);
	return grain === "week" ? start - ((date.getUTCDay() + 6) % 7) * DAY_MS : start;
}

/** Moves a wall time by so many grains; January 31 plus one month is the last day of February. */
export function addGrains(wallMs: number, count: number, grain: Grain): number {
	const months = { month: 1, quarter: 3, year: 12 } as const;
	if (grain === "month" || grain === "quarter" || grain === "year") {
		const date = new Date(wallMs);
		const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + Math.round(count) * months[grain], 1);
		const lastDay = new Date(addMonth(first) - DAY_MS).getUTCDate();
		return (
			first + (Math.min(date.getUTCDate(), lastDay) - 1) * DAY_MS + (((wallMs % DAY_MS) + DAY_MS) % DAY_MS)
		);
	}
	return wallMs + count * GRAIN_MS[grain];
}

/** Lengths in milliseconds; of months and longer the usual mean. */
export const GRAIN_MS: Readonly<Record<Grain, number>> = {
	second: 1_000,
	minute: 60_000,
	hour: 3_600_000,
	day: DAY_MS,
	week: 7 * DAY_MS,
	month: 30 * DAY_MS,
	quarter: 91 * DAY_MS,
	year: 365 * DAY_MS,
};

function addMonth(first: number): number {
	const date = new Date(first);
	return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

let lastZone: { timeZone: string; format: Intl.DateTimeFormat } | null = null;

function offsetMs(epochMs: number, timeZone: string): number {
	if (timeZone === "UTC") return 0;
	const parts = zoneFormat(timeZone).formatToParts(epochMs);
	const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value ?? "0");
	const wall = Date.UTC(
		part("year"),
		part("month") - 1,
		part("day"),
		part("hour"),
		part("minute"),
		part("second"),
	);
	return wall - Math.floor(epochMs / 1_000) * 1_000;
}

/** A formatter is costly to make; one is kept, for a bot lives in one zone. */
function zoneFormat(timeZone: string): Intl.DateTimeFormat {
	if (lastZone?.timeZone === timeZone) return lastZone.format;
	const options = {
		hourCycle: "h23",
		year: "numeric",
		month: "numeric",
		day: "numeric",
		hour: "numeric",
		minute: "numeric",
		second: "numeric",
	} as const;
	const format = newFormat(timeZone, options);
	lastZone = { timeZone, format };
	return format;
}

function newFormat(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	try {
		return new Intl.DateTimeFormat("en-US", { ...options, timeZone });
	} catch {
		return new Intl.DateTimeFormat("en-US", { ...options, timeZone: "UTC" }); // an unknown zone counts as UTC
	}
}
