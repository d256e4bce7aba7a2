/** Ranges of which one end alone is written as a clock time: "between 9 and half past 10", "from noon to 2". */
import { addGrains } from "./calendar.ts";
import { readWhole } from "./cardinals.ts";
import { inHalf } from "./clock-times.ts";
import type { DayWords } from "./day-patterns.ts";
import { secondEnd } from "./hour-ranges.ts";
import type { TimeSpan } from "./time-span.ts";
import { anySource } from "./sources.ts";

const HOUR_MS = 3_600_000;
const NOON_MS = 12 * HOUR_MS;
/** How far beside a clock time the other end is sought. */
const CHARS = 28;

/** The expressions of one language, each tried on a few characters beside a clock time. */
export interface ClockRangePatterns {
	/** All that stands before the second end. */
	readonly ahead: RegExp;
	/** Before the first end, and all that stands behind it. */
	readonly opening: RegExp;
	readonly behind: RegExp;
}

/**
 * @param hour - how the language writes an hour, in digits or words
 * @param rest - what follows an hour that is no count of things
 */
export function clockRangePatterns({ idioms }: DayWords, hour: string, rest: string): ClockRangePatterns {
	const { between, and, from, to } = idioms;
	const more = anySource(idioms.noonAnd.map(([source]) => source));
	const one = `(?:las?\\s)?(?<hour>${hour})(?!\\d)(?:\\s?h(?!\\p{L})|\\suhr|\\sheures?)?`;
	return {
		ahead: new RegExp(
			`(?<!\\p{L})(?:(?:${between})\\s${one}\\s(?:${and})|(?:${from})\\s${one.replace("<hour>", "<hourFrom>")}\\s(?:${to}))\\s$`,
			"iu",
		),
		opening: new RegExp(`(?<!\\p{L})(?:(?<between>${between})|(?<from>${from}))\\s$`, "iu"),
		behind: new RegExp(
			`^\\s(?:(?<and>${and})|(?:${to}))\\s${one}(?:(?<=\\p{L})\\s(?<half>[ap]m)(?!\\p{L}))?(?!\\s?[ap]\\.?m|[:.]\\d|\\s(?:${more}))(?:(?<=\\s[ap]m)|${rest})`,
			"iu",
		),
	};
}

/** Clock times with the hour that is the other end of their range; `wallMs` counts from midnight. */
export function findClockRanges(
	text: string,
	clocks: readonly TimeSpan[],
	words: DayWords & { readonly clockRanges: ClockRangePatterns },
): TimeSpan[] {
	return clocks.flatMap((clock) => endingWith(text, clock, words) ?? beginningWith(text, clock, words) ?? []);
}

function endingWith(
	text: string,
	clock: TimeSpan,
	{ clockRanges, numbers }: DayWords & { readonly clockRanges: ClockRangePatterns },
): TimeSpan | null {
	const match = clockRanges.ahead.exec(text.slice(Math.max(0, clock.start - CHARS), clock.start));
	const hour = readWhole(match?.groups?.["hour"] ?? match?.groups?.["hourFrom"] ?? "", numbers);
	if (match === null || hour === null || hour > 24) return null;
	const isSure = clock.isOpenHalf !== true;
	// "between 2 and half past 3 pm" are both in the afternoon
	const later = hour * HOUR_MS + NOON_MS;
	const fromMs = isSure && hour <= 12 && later < clock.wallMs ? later : hour * HOUR_MS;
	const toMs = secondEnd(fromMs, clock.wallMs, !isSure);
	const isOpenHalf = !isSure && hour <= 12;
	return ranged(clock, fromMs, toMs, { isOpenHalf, start: clock.start - match[0].length, end: clock.end });
}

function beginningWith(
	text: string,
	clock: TimeSpan,
	{ clockRanges, numbers }: DayWords & { readonly clockRanges: ClockRangePatterns },
): TimeSpan | null {
	const opening = clockRanges.opening.exec(text.slice(Math.max(0, clock.start - CHARS), clock.start));
	const match = clockRanges.behind.exec(text.slice(clock.end, clock.end + CHARS));
	if (opening === null || match === null) return null;
	if ((opening.groups?.["between"] === undefined) !== (match.groups?.["and"] === undefined)) return null;
	const hour = readWhole(match.groups?.["hour"] ?? "", numbers);
	if (hour === null || hour > 24) return null;
	const half = match.groups?.["half"];
	const atMs = inHalf(hour, { half }) * HOUR_MS;
	const isShared = half !== undefined && clock.isOpenHalf === true && clock.wallMs + NOON_MS < atMs;
	const fromMs = clock.wallMs + (isShared ? NOON_MS : 0);
	const toMs = secondEnd(fromMs, atMs, half === undefined && hour <= 12);
	const isOpenHalf = half === undefined && clock.isOpenHalf === true && hour <= 12;
	const start = clock.start - opening[0].length;
	return ranged({ ...clock, grain: "hour" }, fromMs, toMs, {
		isOpenHalf,
		start,
		end: clock.end + match[0].length,
	});
}

function ranged(
	{ grain }: TimeSpan,
	wallMs: number,
	toMs: number,
	rest: Pick<TimeSpan, "isOpenHalf" | "start" | "end">,
): TimeSpan {
	return { kind: "interval", grain, wallMs, toWallMs: addGrains(toMs, 1, grain), ...rest };
}
