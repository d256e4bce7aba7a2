import { addGrains, DAY_MS, dayOf, isOfWrittenYear, type Present, startOf } from "./calendar.ts";
import { type DayWords, monthSource, nearSource, yearSource } from "./day-patterns.ts";
import { monthNumber, readDayNumber, readNear } from "./day-reading.ts";
import { grainOf, grainSource, later, readCount } from "./distances.ts";
import type { Grain, LanguageTable } from "./language-table.ts";
import { DIGITS_SOURCE, numberWordsSource } from "./number-reading.ts";
import { firstMatches, type TimeSpan } from "./time-span.ts";
import { alternatives, NEVER } from "./sources.ts";

const HOUR_MS = 3_600_000;

/** The expressions of one language by what they name. */
export interface StretchPatterns {
	readonly weekends: readonly { readonly pattern: RegExp; readonly weeks: number }[];
	readonly monthEnd: RegExp;
	readonly counted: readonly { readonly pattern: RegExp; readonly sign: 1 | -1 }[];
	readonly within: RegExp;
	/** The first, the middle and the last third of a period. */
	readonly edges: readonly RegExp[];
	readonly dayRanges: readonly RegExp[];
	readonly dayNumbers: RegExp;
}

type Ends = Pick<TimeSpan, "wallMs" | "toWallMs" | "grain" | "repeats">;

export function stretchPatterns(words: DayWords, compile: (source: string) => RegExp): StretchPatterns {
	const { table, idioms, periods } = words;
	const grains = Object.keys(table.grains);
	const counts = alternatives(Object.keys(periods.counts));
	const count = `(?<count>${counts}|${DIGITS_SOURCE}|${numberWordsSource(table)})`;
	const grain = `(?:\\s|(?<=\\d))(?<grain>${grainSource(words)})(?!\\s(?:${words.numbers.idioms.workingDays}))`;
	const counted = (source: string): RegExp =>
		compile(source.replace("<C>\\s<G>", `${count}${grain}`).replace("<C>", count).replace("\\s<G>", grain));
	const coarse = grains.filter((word) =>
		["week", "month", "quarter", "year"].includes(table.grains[word] ?? ""),
	);
	const period = `(?:${nearSource(table, coarse)}|(?<bare>${alternatives(coarse)})|${monthSource(table)}${yearSource(table)})`;
	return {
		weekends: [
			{ pattern: compile(periods.lastWeekend), weeks: -1 },
			{ pattern: compile(periods.nextWeekend), weeks: 1 },
			{ pattern: compile(idioms.weekend), weeks: 0 },
		],
		monthEnd: compile(idioms.monthEnd),
		counted: [
			...periods.lastCounted.map((source) => ({ pattern: counted(source), sign: -1 as const })),
			...periods.nextCounted.map((source) => ({ pattern: counted(source), sign: 1 as const })),
		],
		within: counted(`(?:${periods.within})\\s<C>\\s<G>`),
		edges: periods.edges.map((source) => compile(`(?:${source})${period}`)),
		dayRanges: [dayRangeSource(words), monthFirstRangeSource(words)].map(compile),
		dayNumbers: compile(periods.fromDayToDay),
	};
}

/** "From 3 to 7 March": the month is said once. */
function dayRangeSource({ table, idioms }: DayWords): string {
	const ordinal = `(?:${table.ordinalSuffix}|\\.)?`;
	const the = "(?:the\\s|zum\\s|le\\s|el\\s)?";
	const first = `(?:(?:${idioms.between})\\s${the}(?<between>\\d{1,2})${ordinal}\\s(?:${idioms.and})\\s|(?:(?:${idioms.from})\\s)?${the}(?<first>\\d{1,2})${ordinal}\\s?(?:[-–]|(?:${idioms.to})\\s)\\s?)`;
	return `${first}${the}(?<second>\\d{1,2})${ordinal}\\s?(?:${alternatives(table.of)}\\s)?${monthSource(table)}${yearSource(table)}`;
}

/** "Dec 3-7", "december 20 through 27"; "dec 3 - 7 pm" are hours. */
function monthFirstRangeSource({ table, idioms }: DayWords): string {
	if (!table.articles.includes("an")) return NEVER;
	const day = (name: string): string => `(?<${name}>\\d{1,2})(?:${table.ordinalSuffix})?`;
	const month = alternatives(table.months.flat());
	const notVerb = String.raw`(?!(?:may|march|mar)\s[^.,;!?]{3,24}?\d\s\p{L})`; // "may 3 to 5 people come"
	return `${notVerb}${monthSource(table)}\\s(?:the\\s)?${day("first")}\\s?(?:[-–]|(?:${idioms.to})\\s)\\s?(?:the\\s)?${day("second")}(?!\\d|:|\\s?[ap]\\.?m|\\s(?:of\\s)?${month})${yearSource(table)}`;
}

/** Stretches of time that have a name or a count, as Duckling counts them. */
export function findStretches(
	text: string,
	words: DayWords & { stretches: StretchPatterns },
	present: Present,
): TimeSpan[] {
	const now = present.wallMs;
	const { weekends, monthEnd, counted, within, edges, dayRanges, dayNumbers } = words.stretches;
	const all = (
		pattern: RegExp,
		read: (groups: Record<string, string | undefined>) => Ends | null,
	): TimeSpan[] =>
		firstMatches(text, pattern).flatMap((match) => {
			const ends = read(match.groups ?? {});
			if (ends === null || !isOfWrittenYear(ends.wallMs) || !isOfWrittenYear(ends.toWallMs)) return [];
			const start = match.index;
			return [{ kind: "interval", ...ends, isStretch: true, start, end: start + match[0].length }];
		});
	return [
		...weekends.flatMap(({ pattern, weeks }) => all(pattern, () => weekendOf(now, weeks))),
		...ends(all(monthEnd, () => edgeOf(startOf(now, "month"), "month", 2))),
		...all(within, (groups) => readWithin(groups, words, present)),
		...counted.flatMap(({ pattern, sign }) =>
			all(pattern, (groups) => readCounted(groups, words, now, sign)),
		),
		...edges.flatMap((pattern, third) => {
			const found = all(pattern, (groups) => readEdge(groups, words.table, now, third));
			return third === 2 ? ends(found) : found;
		}),
		...dayRanges.flatMap((pattern) => all(pattern, (groups) => readDayRange(groups, words.table, now))),
		...all(dayNumbers, (groups) => readDayNumbers(groups, now)),
	];
}

function ends(spans: readonly TimeSpan[]): TimeSpan[] {
	return spans.map((span) => ({ ...span, isEnd: true }));
}

/** From Friday evening to the end of Sunday. */
function weekendOf(now: number, weeks: number): Ends {
	const monday = startOf(now, "week") + weeks * 7 * DAY_MS;
	return { wallMs: monday + 4 * DAY_MS + 18 * HOUR_MS, toWallMs: monday + 7 * DAY_MS, grain: "hour" };
}

/** Whole units before the present one, or after it: "the last 2 weeks" end with last Sunday. */
function readCounted(
	groups: Record<string, string | undefined>,
	words: DayWords,
	now: number,
	sign: 1 | -1,
): Ends | null {
	const counted = countOf(groups, words);
	if (counted === null || !Number.isInteger(counted.count)) return null;
	const { count, grain } = counted;
	const start = startOf(now, grain);
	return sign < 0
		? { wallMs: addGrains(start, -count, grain), toWallMs: start, grain }
		: { wallMs: addGrains(start, 1, grain), toWallMs: addGrains(start, count + 1, grain), grain };
}

function readWithin(
	groups: Record<string, string | undefined>,
	words: DayWords,
	present: Present,
): Ends | null {
	const counted = countOf(groups, words);
	if (counted === null) return null;
	const [from, to] = [present, later(present, counted.count, counted.grain)];
	return { wallMs: startOf(from.wallMs, "second"), toWallMs: startOf(to.wallMs, "second"), grain: "second" };
}

function countOf(
	groups: Record<string, string | undefined>,
	words: DayWords,
): { count: number; grain: Grain } | null {
	const count = readCount(groups["count"] ?? "", words);
	const grain = grainOf(groups["grain"], words);
	return count === null || grain === undefined || count > 10_000 ? null : { count, grain };
}

function readEdge(
	groups: Record<string, string | undefined>,
	table: LanguageTable,
	now: number,
	third: number,
): Ends | null {
	const bare = table.grains[(groups["bare"] ?? "").toLowerCase()];
	if (bare !== undefined) return edgeOf(startOf(now, bare), bare, third);
	if (groups["month"] === undefined) {
		const near = readNear(groups, table, now);
		return near === null ? null : edgeOf(near.wallMs, near.grain, third);
	}
	const year = new Date(now).getUTCFullYear();
	const first = dayOf(Number(groups["year"] ?? year), monthNumber(groups["month"], table), 1);
	if (first === null) return null;
	const ends = edgeOf(first, "month", third);
	if (ends === null || groups["year"] !== undefined) return ends;
	const next = ends.toWallMs <= now ? edgeOf(addGrains(first, 1, "year"), "month", third) : ends;
	return next === null ? null : { ...next, repeats: "year" };
}

/** A third of a period: of a month ten days or the rest, of a year four months, of a week three days. */
function edgeOf(start: number, grain: Grain, third: number): Ends | null {
	const end = addGrains(start, 1, grain);
	const ends = (from: number, to: number, fine: Grain): Ends => ({ wallMs: from, toWallMs: to, grain: fine });
	if (grain === "week") {
		const [from = 0, to = 7] =
			[
				[0, 3],
				[2, 4],
				[4, 7],
			][third] ?? [];
		return ends(start + from * DAY_MS, start + to * DAY_MS, "day");
	}
	if (grain === "month") {
		const last = third === 2 ? end : start + (third + 1) * 10 * DAY_MS;
		return ends(start + third * 10 * DAY_MS, last, "day");
	}
	if (grain !== "year") return null;
	const [from = 0, to = 12] =
		[
			[0, 3],
			[4, 8],
			[8, 12],
		][third] ?? [];
	return ends(addGrains(start, from, "month"), addGrains(start, to, "month"), "month");
}

/** "Vom 12. bis 15.": of this month, or of the next that has them still to come. */
function readDayNumbers(groups: Record<string, string | undefined>, now: number): Ends | null {
	const from = readDayNumber(Number(groups["first"]), now)?.wallMs;
	const to = from === undefined ? undefined : readDayNumber(Number(groups["second"]), from)?.wallMs;
	return from === undefined || to === undefined
		? null
		: { wallMs: from, toWallMs: to + DAY_MS, grain: "day" };
}

function readDayRange(
	groups: Record<string, string | undefined>,
	table: LanguageTable,
	now: number,
): Ends | null {
	const month = monthNumber(groups["month"], table);
	const given = groups["year"];
	const thisYear = new Date(now).getUTCFullYear();
	const on = (year: number, day: string | undefined): number | null => dayOf(year, month, Number(day));
	const over = given === undefined && (on(thisYear, groups["second"]) ?? now) < startOf(now, "day");
	const year = given === undefined ? thisYear + (over ? 1 : 0) : Number(given);
	const from = on(year, groups["first"] ?? groups["between"]);
	const to = on(year, groups["second"]);
	if (from === null || to === null || to < from) return null;
	return { wallMs: from, toWallMs: to + DAY_MS, grain: "day" };
}
