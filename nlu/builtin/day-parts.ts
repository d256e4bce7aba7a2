import { DAY_MS, startOf } from "./calendar.ts";
import type { DayPart } from "./idioms.ts";
import type { TimePatterns } from "./time-patterns.ts";
import { firstMatches, isBeside, overlap, type TimeSpan } from "./time-span.ts";

const HOUR_MS = 3_600_000;
const EVENING: DayPart = [18, 24];

/** A part of a day with the day that it is of. */
export interface PartSpan extends TimeSpan {
	readonly part: DayPart;
	/** The wall time at which its day begins. */
	readonly midnight: number;
	/** Whether the text says which day: "tomorrow morning", "tonight", but not "in the evening". */
	readonly isFixed: boolean;
	/** "Abends um 8": a part that is no time without its hour. */
	readonly needsClock: boolean;
}

/** "tomorrow morning", "this evening", "tonight": hours of a day. A part alone is none: "good morning" says hello. */
export function findDayParts(
	text: string,
	patterns: TimePatterns,
	days: readonly TimeSpan[],
	now: number,
): PartSpan[] {
	const today = startOf(now, "day");
	return firstMatches(text, patterns.part).flatMap((match) => {
		const groups = match.groups ?? {};
		const span = { start: match.index, end: match.index + match[0].length };
		const isLastNight = groups["lastNight"] !== undefined;
		const isThis = isLastNight || (groups["this"] ?? groups["tonight"]) !== undefined;
		const day = days.find(
			(one) => one.grain === "day" && (isOfDay(text, one, span) || (isThis && overlap(one, span))),
		);
		const isAlone = !isThis && groups["in"] === undefined && day === undefined;
		if (isAlone && !patterns.adverb.test(match[0])) return [];
		const part = patterns.idioms.parts[groups["part"]?.toLowerCase() ?? ""] ?? EVENING;
		const midnight = isLastNight ? today - DAY_MS : (day?.wallMs ?? today);
		return {
			kind: "interval",
			grain: "hour",
			part,
			midnight,
			needsClock: isAlone,
			isFixed: isThis || day !== undefined,
			...(day?.repeats === undefined ? {} : { repeats: day.repeats }),
			wallMs: midnight + part[0] * HOUR_MS,
			toWallMs: midnight + part[1] * HOUR_MS,
			start: Math.min(span.start, day?.start ?? span.start),
			end: Math.max(span.end, day?.end ?? span.end),
		} satisfies PartSpan;
	});
}

/** The day stands before its part, or behind it: "in the evening of 5 May". */
function isOfDay(text: string, day: TimeSpan, part: { start: number; end: number }): boolean {
	if (day.end <= part.start) return isBeside(text, day, part);
	return /^\s(?:of|on|am|des|der|vom|du|de|del|le|el)(?:\sthe)?\s$/iu.test(
		text.slice(part.end, day.start).slice(0, 12),
	);
}

/** Moves a clock time that may be in either half of the day into a part of it: 8 in the evening is 20:00. In milliseconds from midnight. */
export function intoPart(time: TimeSpan, [from, to]: DayPart): number {
	if (time.isOpenHalf !== true) return 0;
	const halves = [0, 12, 24].map((hours) => hours * HOUR_MS);
	const fitting = halves.find((ms) => time.wallMs + ms >= from * HOUR_MS && time.wallMs + ms <= to * HOUR_MS);
	if (fitting !== undefined) return fitting;
	if (from < 12) return 0;
	// "tonight at 2" is after midnight, "this evening at 5" is still the afternoon
	return from >= 18 && time.wallMs < 4 * HOUR_MS ? 24 * HOUR_MS : 12 * HOUR_MS;
}
