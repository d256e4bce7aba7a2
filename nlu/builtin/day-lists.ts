/** Days of which the month is said once: "the 3rd or 4th of December", "jan 5 or 6", "on the 1st and the 15th". */
import { dayOf } from "./calendar.ts";
import type { DayWords } from "./day-patterns.ts";
import { type DaySpan, overlap } from "./time-span.ts";
import { alternatives } from "./sources.ts";

/** The expressions of one language, each tried on a few characters beside a day. */
export interface ListPatterns {
	readonly before: RegExp;
	/** Before the first of a list that is known for one: a number and a comma. */
	readonly more: RegExp;
	readonly behind: RegExp;
}

const CHARS = 28;
/** Nobody offers more days to choose from; a text of nothing but days stays quick (SPEC BI2). */
const MAX_LISTED = 6;

export function listPatterns({ table, idioms, periods }: DayWords): ListPatterns {
	const { or, and } = idioms;
	const suffix = table.compoundNumbers ? String.raw`\.` : table.ordinalSuffix;
	const article = `(?:${periods.listArticle})\\s`;
	// numbers are joined by "and" as well: then a sign shows that they are days
	const marked = `(?:(?<!\\p{L})${article}(?<marked>[0-3]?\\d)(?:${suffix})?|(?<!\\d|[.,])(?<ordinal>[0-3]?\\d)(?:${suffix}))`;
	const bare = `(?<![\\d.,]|\\p{L})(?<bare>[0-3]?\\d)`;
	const end = "(?=\\s?(?:[,;!?)]|\\.(?:\\s|$)|$))";
	const at = `(?=\\s(?:${alternatives(table.at)}|${idioms.or}|${idioms.and})\\s)`;
	return {
		before: new RegExp(
			`(?:(?<item>${marked})(?:,|\\s(?:${or}|${and}))|(?<itemBare>${bare})\\s(?:${or}))\\s(?:${article})?$`,
			"iu",
		),
		more: new RegExp(
			`(?<![\\d.,]|\\p{L})(?<item>(?:${article})?(?<bare>[0-3]?\\d)(?:${suffix})?),\\s(?:${article})?$`,
			"iu",
		),
		behind: new RegExp(
			`^(?:\\s(?:${or}|${and})\\s${marked}|\\s(?:${or})\\s(?:${article})?${bare.replace("<bare>", "<alone>")})(?:${end}|${at})`,
			"iu",
		),
	};
}

/** The days with those that share their month; in the order of the text. */
export function withListedDays(
	text: string,
	days: readonly DaySpan[],
	{ before, more, behind }: ListPatterns,
): DaySpan[] {
	const all: DaySpan[] = [];
	for (const day of days) {
		const isDayFirst = day.dayKind === "dayMonth";
		let other = isDayFirst ? listedBefore(text, day, before) : null;
		const listed: DaySpan[] = [];
		while (other !== null && listed.length < MAX_LISTED) {
			listed.unshift(other);
			other = listedBefore(text, other, more);
		}
		// "am 12. oder am 13. januar": without its month the first one was of this month
		const taken = all.findIndex(
			(one) => one.dayKind === "dayNumber" && listed.some((two) => overlap(one, two)),
		);
		if (taken >= 0) all.splice(taken);
		all.push(...listed.filter((one) => !all.some((two) => overlap(one, two))), day);
		const isDayLast = day.dayKind === "dayNumber" || day.dayKind === "monthDay";
		const next = isDayLast ? listedBehind(text, day, behind) : null;
		if (next !== null && !days.some((one) => overlap(one, next))) all.push(next);
	}
	return all;
}

function listedBefore(text: string, day: DaySpan, pattern: RegExp): DaySpan | null {
	const match = pattern.exec(text.slice(Math.max(0, day.start - CHARS), day.start));
	if (match === null) return null;
	const start = day.start - match[0].length;
	const item = match.groups?.["item"] ?? match.groups?.["itemBare"] ?? "";
	return ofSameMonth(day, Number(numberIn(match)), start, start + item.length);
}

function listedBehind(text: string, day: DaySpan, pattern: RegExp): DaySpan | null {
	const match = pattern.exec(text.slice(day.end, day.end + CHARS));
	if (match === null) return null;
	const number = numberIn(match);
	const start = day.end + match[0].lastIndexOf(number);
	return ofSameMonth(day, Number(number), start, day.end + match[0].length);
}

function numberIn({ groups }: RegExpExecArray): string {
	return groups?.["marked"] ?? groups?.["ordinal"] ?? groups?.["bare"] ?? groups?.["alone"] ?? "";
}

function ofSameMonth(day: DaySpan, number: number, start: number, end: number): DaySpan | null {
	const date = new Date(day.wallMs);
	const wallMs = dayOf(date.getUTCFullYear(), date.getUTCMonth() + 1, number);
	return wallMs === null ? null : { ...day, wallMs, toWallMs: wallMs, start, end };
}
