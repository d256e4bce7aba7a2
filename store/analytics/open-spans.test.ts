import { test } from "vitest";
import { wallClock } from "../../contracts/business-hours.ts";
import { openSpans } from "./open-spans.ts";
import type { OpenHours } from "./question.ts";

const MINUTE_MS = 60_000;
const workdays = { fromWeekday: 1, toWeekday: 5 };
const sundays = { fromWeekday: 7, toWeekday: 7 };

/** Spans of which some overlap, some touch at midnight, and some lie where clocks change; days off and other hours on a date. */
const HOURS: Omit<OpenHours, "zone"> = {
	weekly: [
		{ ...workdays, opens: "09:15", closes: "17:30" },
		{ fromWeekday: 3, toWeekday: 3, opens: "16:00", closes: "20:00" },
		{ fromWeekday: 6, toWeekday: 6, opens: "22:00", closes: "24:00" },
		{ ...sundays, opens: "00:00", closes: "02:30" },
	],
	exceptions: [
		{ date: "2026-10-23", spans: [] },
		{ date: "2026-11-07", spans: [{ opens: "10:00", closes: "11:45" }] },
	],
};

/** By the zone's own clock, a minute at a time. */
function isOpenAt({ zone, weekly, exceptions }: OpenHours, atMs: number): boolean {
	const { date, minutes } = wallClock(zone, atMs);
	const weekday = ((new Date(date).getUTCDay() + 6) % 7) + 1;
	const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
	const spans =
		exceptions.find((exception) => exception.date === date)?.spans ??
		weekly.filter(({ fromWeekday, toWeekday }) => fromWeekday <= weekday && weekday <= toWeekday);
	return spans.some(({ opens, closes }) => minuteOf(opens) <= minutes && minutes < minuteOf(closes));
}

test("[AN11] open spans are what the wall clock shows, through changes of time, and none touches another", ({
	expect,
}) => {
	for (const [zone, from, to] of [
		["Europe/Berlin", "2026-10-15T05:45:00Z", "2026-11-12T10:15:00Z"],
		["America/New_York", "2026-10-20T13:30:00Z", "2026-11-10T13:45:00Z"],
		["Europe/Berlin", "2026-03-27T00:00:00Z", "2026-04-02T00:00:00Z"],
		["Asia/Kathmandu", "2026-10-20T00:00:00Z", "2026-10-28T00:00:00Z"],
		["Australia/Lord_Howe", "2026-09-30T00:00:00Z", "2026-10-12T00:00:00Z"],
		["Africa/Casablanca", "2026-02-10T00:00:00Z", "2026-02-18T00:00:00Z"],
	] as const) {
		const hours = { ...HOURS, zone };
		const range = { fromMs: Date.parse(from), toMs: Date.parse(to) };
		const spans = openSpans(hours, range);
		expect(spans.length, zone).toBeGreaterThan(4);
		for (let atMs = range.fromMs; atMs < range.toMs; atMs += 15 * MINUTE_MS)
			expect(
				spans.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs),
				`${zone}, ${new Date(atMs).toISOString()}`,
			).toBe(isOpenAt(hours, atMs));
		for (const [place, { fromMs, toMs }] of spans.entries()) {
			expect(toMs, zone).toBeGreaterThan(fromMs);
			expect(fromMs, zone).toBeGreaterThan(spans[place - 1]?.toMs ?? 0);
		}
	}
});
