import type { Moment } from "./builtin-match.ts";
import { addGrains, DAY_MS, dayOf, type Present, startOf } from "./calendar.ts";
import { readWhole } from "./cardinals.ts";
import type { DayKind, DayWords } from "./day-patterns.ts";
import { type DayMoment, readDistance } from "./distances.ts";
import { nextFeast } from "./feasts.ts";
import type { Grain, LanguageTable } from "./language-table.ts";

type Groups = Readonly<Record<string, string | undefined>>;

/** What the groups of a matched pattern mean; null when the calendar knows no such day. */
export function readDay(kind: DayKind, groups: Groups, words: DayWords, present: Present): DayMoment | null {
	const now = present.wallMs;
	const { table, feasts } = words;
	switch (kind) {
		case "iso":
			return onDay(dayOf(Number(groups["year"]), Number(groups["month"]), Number(groups["day"])));
		case "numeric":
			return readNumeric(groups, table, now);
		case "dayMonth":
		case "monthDay":
			return readDayMonth(groups, words, now);
		case "dayOfNear":
			return readDayOfNear(groups, table, now);
		case "weekdayOf":
			return readWeekdayOf(groups, words, now);
		case "dayNumber":
			return readDayNumber(
				Number.parseInt(
					groups["dayNumber"] ?? groups["dayNumberAfter"] ?? groups["dayNumberCalled"] ?? "",
					10,
				),
				now,
			);
		case "month":
			return readMonth(groups, table, now);
		case "feast": {
			const feast = feasts[lower(groups["feast"])];
			const from =
				groups["year"] === undefined ? startOf(now, "day") : Date.UTC(Number(groups["year"]), 0, 1);
			return feast === undefined ? null : onDay(nextFeast(feast, from));
		}
		case "named":
			return onDay(startOf(now, "day") + (table.days[lower(groups["named"])] ?? 0) * DAY_MS);
		case "weekday":
			return readWeekday(groups, table, now);
		case "ago":
			return readDistance(groups, words, present, -1);
		case "ahead":
			return readDistance(groups, words, present, 1);
		default:
			return readNear(groups, table, now);
	}
}

function onDay(wallMs: number | null): Moment | null {
	return wallMs === null ? null : { wallMs, grain: "day" };
}

/** 12.5.2026 is always the day first; 5/12/2026 as the language has it, unless only one way makes a date. */
function readNumeric(groups: Groups, table: LanguageTable, now: number): Moment | null {
	const first = Number(groups["first"]);
	const second = Number(groups["second"]);
	const monthFirst = (groups["separator"] === "/" && table.monthFirst && first <= 12) || second > 12;
	const [day, month] = monthFirst ? [second, first] : [first, second];
	return onDay(dayOrNext(groups["year"], month, day, now));
}

/** Without a year the next such day is meant, today included. */
function dayOrNext(year: string | undefined, month: number, day: number, now: number): number | null {
	if (year !== undefined) return dayOf(year.length === 2 ? 2000 + Number(year) : Number(year), month, day);
	const today = startOf(now, "day");
	const thisYear = new Date(today).getUTCFullYear();
	for (let next = thisYear; next <= thisYear + 4; next++) {
		const found = dayOf(next, month, day);
		if (found !== null && found >= today) return found;
	}
	return null;
}

function readDayMonth(groups: Groups, { table, numbers }: DayWords, now: number): Moment | null {
	const day = Number(
		groups["day"] ?? table.ordinals[lower(groups["dayWord"])] ?? readWhole(groups["dayWord"] ?? "", numbers),
	);
	return onDay(dayOrNext(groups["year"], monthNumber(groups["month"], table), day, now));
}

/** The month that "next month" or "the month" names. */
function monthOf(groups: Groups, table: LanguageTable, now: number): number {
	return readNear(groups, table, now)?.wallMs ?? startOf(now, "month");
}

function readDayOfNear(groups: Groups, table: LanguageTable, now: number): Moment | null {
	const month = new Date(monthOf(groups, table, now));
	return onDay(dayOf(month.getUTCFullYear(), month.getUTCMonth() + 1, Number(groups["day"])));
}

/** The day of this month that is today or comes, or of the next month that has it. */
export function readDayNumber(day: number, now: number): Moment | null {
	for (let ahead = 0; ahead < 3; ahead++) {
		const month = new Date(addGrains(startOf(now, "month"), ahead, "month"));
		const found = dayOf(month.getUTCFullYear(), month.getUTCMonth() + 1, day);
		if (found !== null && found >= startOf(now, "day")) return onDay(found);
	}
	return null;
}

/** "The first Monday of May": of the year in which it is still to come. */
function readWeekdayOf(groups: Groups, words: DayWords, now: number): Moment | null {
	const { table, periods } = words;
	const weekday = table.weekdays.findIndex((names) => names.includes(lower(groups["weekday"])));
	const placeWord = lower(groups["place"]);
	const place = Number(groups["placeDigit"] ?? table.ordinals[placeWord] ?? periods.places[placeWord] ?? 0);
	const unit = table.grains[lower(groups["unit"])];
	const isLast = groups["placeLast"] !== undefined;
	const inMonth = (first: number): number | null => nthOf(first, unit, isLast ? null : place, weekday);
	const grained = (wallMs: number | null): Moment | null =>
		wallMs === null ? null : { wallMs, grain: unit ?? "day" };
	if (groups["month"] === undefined) return grained(inMonth(monthOf(groups, table, now)));
	const month = monthNumber(groups["month"], table);
	const given = groups["year"];
	const year = Number(given ?? new Date(now).getUTCFullYear());
	const first = dayOf(year, month, 1);
	if (first === null) return null;
	const day = inMonth(first);
	if (given !== undefined || day === null || day >= startOf(now, unit ?? "day")) return grained(day);
	return grained(inMonth(addGrains(first, 1, "year")));
}

/**
 * The nth day, week or weekday of a month, or its last. Weeks count from the one that the first of the month lies in; the
 * last is the last that ends within the month, as Duckling counts.
 *
 * @param first - the first day of the month
 * @param unit - none: a weekday
 * @param place - from 1 on; null for the last
 */
function nthOf(first: number, unit: Grain | undefined, place: number | null, weekday: number): number | null {
	const to = addGrains(first, 1, "month");
	const step = (unit === "day" ? 1 : 7) * DAY_MS;
	const begin =
		unit === "day"
			? first
			: unit === "week"
				? startOf(first, "week")
				: first + ((weekday - weekdayOf(first) + 7) % 7) * DAY_MS;
	if (place === null) {
		if (unit === "week") return startOf(to, "week") - step;
		return begin + Math.floor((to - DAY_MS - begin) / step) * step;
	}
	const at = begin + (place - 1) * step;
	return place < 1 || at >= to ? null : at;
}

/** 0 for Monday. */
function weekdayOf(wallMs: number): number {
	return (new Date(wallMs).getUTCDay() + 6) % 7;
}

function readMonth(groups: Groups, table: LanguageTable, now: number): Moment | null {
	const month = monthNumber(groups["month"] ?? groups["monthOfYear"], table);
	const year = groups["year"] ?? groups["yearAfter"];
	const thisYear = new Date(now).getUTCFullYear();
	const first = dayOf(year === undefined ? thisYear : Number(year), month, 1);
	if (first === null) return null;
	const isOver = year === undefined && addGrains(first, 1, "month") <= now;
	return { wallMs: isOver ? addGrains(first, 1, "year") : first, grain: "month" };
}

function readWeekday(groups: Groups, table: LanguageTable, now: number): Moment {
	const wanted = table.weekdays.findIndex((names) => names.includes(lower(groups["weekday"])));
	const today = startOf(now, "day");
	const days = (wanted - weekdayOf(today) + 7) % 7;
	if ((groups["last"] ?? groups["lastAfter"]) !== undefined) {
		return { wallMs: today + (days === 0 ? -7 : days - 7) * DAY_MS, grain: "day" };
	}
	const next = groups["next"] ?? groups["nextAfter"];
	// "the coming Friday" is the first one
	if (next !== undefined && !/^(?:up)?coming|^kommend/iu.test(next)) {
		const weeks = isAfterNext(next) ? 2 : 1;
		return { wallMs: startOf(now, "week") + (weeks * 7 + wanted) * DAY_MS, grain: "day" };
	}
	return { wallMs: today + (days === 0 ? 7 : days) * DAY_MS, grain: "day" };
}

/** "Next week", "this month"; null without a unit. */
export function readNear(groups: Groups, table: LanguageTable, now: number): Moment | null {
	const grain = table.grains[lower(groups["grain"] ?? groups["grainAfter"])];
	if (grain === undefined) return null;
	const next = groups["next"] ?? groups["nextAfter"];
	const ahead = next === undefined ? 0 : isAfterNext(next) ? 2 : 1;
	const isLast = (groups["last"] ?? groups["lastAfter"]) !== undefined;
	// "the last day to return it", "a last minute booking"
	if (isLast && ["day", "minute", "second"].includes(grain)) return null;
	return { wallMs: addGrains(startOf(now, grain), isLast ? -1 : ahead, grain), grain };
}

/** "The week after next", "übernächste Woche". */
function isAfterNext(next: string): boolean {
	return /^(?:after|[üu]e?ber)/iu.test(next);
}

/** 1 to 12; 0 for no month. */
export function monthNumber(name: string | undefined, table: LanguageTable): number {
	return table.months.findIndex((names) => names.includes(lower(name))) + 1;
}

function lower(text: string | undefined): string {
	return (text ?? "").toLowerCase();
}
