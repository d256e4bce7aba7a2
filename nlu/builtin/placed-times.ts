import { DAY_MS, startOf } from "./calendar.ts";
import { intoPart, type PartSpan } from "./day-parts.ts";
import type { IntervalWords } from "./intervals.ts";
import { isBeside, overlap, type TimeSpan } from "./time-span.ts";

const HOUR_MS = 3_600_000;

/** What times of a day can belong to. */
export interface Places {
	readonly text: string;
	readonly days: readonly TimeSpan[];
	readonly parts: readonly PartSpan[];
	readonly words: IntervalWords;
	readonly now: number;
}

/**
 * Times of a day on their days: "friday evening at 6" is one time, and so is "tomorrow after 5 pm". A time without a day is
 * the next such one. `times` count from midnight; parts of a day in which no time stands remain as stretches.
 */
export function placeTimes(times: readonly TimeSpan[], places: Places): TimeSpan[] {
	const { days } = places;
	const sure = times.filter((time) => time.needsDay !== true || !days.some((day) => overlap(day, time)));
	const placed = sure
		.map((time) => onPart(time, places) ?? onDay(time, places))
		.filter((time) => time.needsDay !== true);
	const parts = places.parts.filter(
		(part) => !part.needsClock && !placed.some((time) => overlap(time, part)),
	);
	return [...placed, ...parts];
}

function onPart(time: TimeSpan, places: Places): TimeSpan | null {
	for (const part of places.parts) {
		const kind = kindBeside(part, time, places);
		if (kind === null) continue;
		const moved = shifted(time, intoPart(time, part.part));
		if (!part.isFixed) {
			const free = onDay(moved, places);
			return united(part, kind === "moment" ? free : { ...free, kind });
		}
		return united(part, { ...moved, ...at(moved, part.midnight), kind, needsDay: false, ...again(part) });
	}
	return null;
}

/** A time of day belongs to the day beside it, which it swallows, or to the first of the week beside it. */
function onDay(time: TimeSpan, places: Places): TimeSpan {
	for (const day of places.days) {
		if (day.grain !== "day" && day.grain !== "week") continue;
		const kind = kindBeside(day, time, places);
		if (kind === null || (time.kind === "interval" && isSecondEnd(day, places))) continue;
		const moved = isLaterToday(time, day, places.now) ? shifted(time, 12 * HOUR_MS) : time;
		return united(day, { ...moved, ...at(moved, day.wallMs), kind, needsDay: false, ...again(day) });
	}
	const midnight = startOf(places.now, "day");
	// a clock time that is over means tomorrow
	const isOver = time.kind === "moment" && midnight + time.wallMs < places.now;
	return { ...time, ...at(time, isOver ? midnight + DAY_MS : midnight), repeats: "day" };
}

/** The Friday of "Monday to Friday between 9 and 5". */
function isSecondEnd(day: TimeSpan, { text, days, words }: Places): boolean {
	return days.some(
		(first) =>
			first.end < day.start &&
			day.start - first.end < 20 &&
			words.to.test(text.slice(first.end, day.start).toLowerCase().trim()),
	);
}

/** "Monday at 9" comes again in a week. */
function again({ repeats }: TimeSpan): Pick<TimeSpan, "repeats"> {
	return repeats === undefined ? {} : { repeats };
}

/** "Today at 5", said at noon. */
function isLaterToday(time: TimeSpan, day: TimeSpan, now: number): boolean {
	const isToday = day.grain === "day" && day.wallMs === startOf(now, "day");
	const at = day.wallMs + time.wallMs;
	return isToday && time.isOpenHalf === true && at < now && at + 12 * HOUR_MS >= now;
}

function shifted(time: TimeSpan, ms: number): TimeSpan {
	return { ...time, wallMs: time.wallMs + ms, toWallMs: time.toWallMs + ms };
}

function at(time: TimeSpan, midnight: number): { wallMs: number; toWallMs: number } {
	return { wallMs: midnight + time.wallMs, toWallMs: midnight + time.toWallMs };
}

function united(a: { start: number; end: number }, b: TimeSpan): TimeSpan {
	return { ...b, start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

/** What a time is to the day beside it: a moment or stretch of it, or with "after" between them an end. Null: they don't touch. */
function kindBeside(day: TimeSpan, time: TimeSpan, { text, words }: Places): TimeSpan["kind"] | null {
	if (overlap(day, time) || isBeside(text, day, time)) return time.kind;
	const length = time.start - day.end;
	if (time.kind !== "moment" || length < 1 || length > 25) return null;
	const gap = text.slice(day.end, time.start).toLowerCase();
	if (words.onlyBefore.test(gap)) return "before";
	return words.onlyAfter.test(gap) ? "after" : null;
}
