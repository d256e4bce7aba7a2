import type { Moment } from "./builtin-match.ts";
import { addGrains, DAY_MS, dayOf, startOf } from "./calendar.ts";
import type { Idioms } from "./idioms.ts";
import type { Grain, LanguageTable } from "./language-table.ts";
import { readAmount } from "./quantities.ts";
import type { DayKind } from "./time-patterns.ts";

type Groups = Readonly<Record<string, string | undefined>>;

/** What the groups of a matched pattern mean at `now` (a wall time); null when the calendar knows no such day. */
export function readDay(
	kind: DayKind,
	groups: Groups,
	{ table, idioms }: { table: LanguageTable; idioms: Idioms },
	now: number,
): Moment | null {
	switch (kind) {
		case "iso":
			return onDay(dayOf(Number(groups["year"]), Number(groups["month"]), Number(groups["day"])));
		case "numeric":
			return readNumeric(groups, table, now);
		case "dayMonth":
		case "monthDay":
			return onDay(
				dayOrNext(groups["year"], monthNumber(groups["month"], table), Number(groups["day"]), now),
			);
		case "month":
			return readMonth(groups, table, now);
		case "feast":
			return readFeast(groups, idioms, now);
		case "named":
			return onDay(startOf(now, "day") + (table.days[lower(groups["named"])] ?? 0) * DAY_MS);
		case "weekday":
			return readWeekday(groups, table, now);
		case "ago":
			return readDistance({ groups, table, now }, -1);
		case "ahead":
			return readDistance({ groups, table, now }, 1);
		default:
			return readNear(groups, table, now);
	}
}

function readFeast(groups: Groups, idioms: Idioms, now: number): Moment | null {
	const [month, day] = idioms.feasts[lower(groups["feast"])] ?? [0, 0];
	return onDay(dayOrNext(undefined, month, day, now));
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
	const days = (wanted - ((new Date(today).getUTCDay() + 6) % 7) + 7) % 7;
	if ((groups["last"] ?? groups["lastAfter"]) !== undefined) {
		return { wallMs: today + (days === 0 ? -7 : days - 7) * DAY_MS, grain: "day" };
	}
	if ((groups["next"] ?? groups["nextAfter"]) !== undefined) {
		return { wallMs: startOf(now, "week") + (7 + wanted) * DAY_MS, grain: "day" };
	}
	return { wallMs: today + (days === 0 ? 7 : days) * DAY_MS, grain: "day" };
}

function readDistance(
	at: { groups: Groups; table: LanguageTable; now: number },
	sign: 1 | -1,
): Moment | null {
	const { groups, table, now } = at;
	const count = readAmount(groups["count"] ?? groups["countAfter"] ?? "", table);
	const grain = table.grains[lower(groups["grain"] ?? groups["grainAfter"])];
	if (count === null || grain === undefined || count > 10_000) return null;
	// "3 weeks ago" names a day, "2 hours ago" a minute
	const fine: Grain = grain === "second" || grain === "minute" || grain === "hour" ? "minute" : "day";
	return { wallMs: startOf(addGrains(now, sign * count, grain), fine), grain: fine };
}

function readNear(groups: Groups, table: LanguageTable, now: number): Moment | null {
	const grain = table.grains[lower(groups["grain"] ?? groups["grainAfter"])];
	if (grain === undefined) return null;
	const isNext = (groups["next"] ?? groups["nextAfter"]) !== undefined;
	const isLast = (groups["last"] ?? groups["lastAfter"]) !== undefined;
	return { wallMs: addGrains(startOf(now, grain), isNext ? 1 : isLast ? -1 : 0, grain), grain };
}

function monthNumber(name: string | undefined, table: LanguageTable): number {
	return table.months.findIndex((names) => names.includes(lower(name))) + 1;
}

function lower(text: string | undefined): string {
	return (text ?? "").toLowerCase();
}
