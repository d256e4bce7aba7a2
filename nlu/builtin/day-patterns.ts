import { distanceSources } from "./distances.ts";
import type { Feasts } from "./feasts.ts";
import type { Idioms } from "./idioms.ts";
import type { LanguageTable } from "./language-table.ts";
import type { NumberWords } from "./number-pieces.ts";
import { numberWordsSource } from "./number-reading.ts";
import type { PeriodIdioms } from "./period-idioms.ts";
import type { ShiftIdioms } from "./shift-idioms.ts";
import { alternatives, NEVER } from "./sources.ts";

/** The ways to name a day; `day-reading.ts` reads their groups. */
export type DayKind =
	| "iso"
	| "numeric"
	| "dayOfNear"
	| "weekdayOf"
	| "dayMonth"
	| "monthDay"
	| "month"
	| "named"
	| "weekday"
	| "ago"
	| "ahead"
	| "near"
	| "feast"
	| "dayNumber";

/** Words of a language, and how it says what no list can. */
export interface DayWords {
	readonly table: LanguageTable;
	readonly numbers: NumberWords;
	readonly idioms: Idioms;
	readonly periods: PeriodIdioms;
	readonly feasts: Feasts;
	readonly shifts: ShiftIdioms;
}

/** "Merry Christmas" wishes well and names no day. */
const GREETING = alternatives(
	"merry|happy|frohe|frohes|fröhliche|schöne|joyeux|joyeuses|bonnes|feliz|felices".split("|"),
);

/** "Schönen Sonntag", "bon dimanche". */
const DAY_WISH = "happy|guten|sch(?:ö|oe?)nen|angenehmen|bon|buen|feliz";

/** "The week after next", but never "after next week". */
const AFTER_NEXT = "after next";

/** Sources of expressions with named groups; what an earlier one takes is taken. */
export function daySources(words: DayWords): [DayKind, string][] {
	const { table, idioms, feasts } = words;
	return [
		[
			"iso",
			String.raw`(?<year>\d{4})(?<separator>[-/])(?<month>\d{1,2})\k<separator>(?<day>\d{1,2})(?!\k<separator>)`,
		],
		["numeric", numericSource(words)],
		["dayOfNear", dayOfNearSource(words)],
		["weekdayOf", weekdayOfSource(words)],
		...monthSources(table),
		...distanceSources(words),
		["feast", `(?<!${GREETING}\\s)(?<feast>${alternatives(Object.keys(feasts))})${yearSource(table)}`],
		["named", `(?<!(?:${idioms.notDayAfter})\\s)(?<named>${alternatives(Object.keys(table.days))})`],
		["weekday", weekdaySource(table)],
		["near", nearSource(table, Object.keys(table.grains))],
		["dayNumber", dayNumberSource(words)],
	];
}

/** "The 5th of next month"; "i ordered 3 in the month" names no day. */
function dayOfNearSource(words: DayWords): string {
	const { table, periods } = words;
	const ordinal = isRomance(table) ? ordinalOf(table) : table.ordinalSuffix;
	return `(?<day>\\d{1,2})${ordinal}\\s(?:${periods.ofMonth})\\s${nearMonth(words)}`;
}

/** "Next month", "mois prochain", "the month". */
function nearMonth({ table }: DayWords): string {
	const months = Object.keys(table.grains).filter((word) => table.grains[word] === "month");
	const near = nearSource(table, months);
	return `(?:${near}|(?:(?:the|el)\\s)?(?<bareMonth>${alternatives(months)}))`;
}

/** A unit beside a word that says which: this, the next, the last. */
export function nearSource(table: LanguageTable, grains: readonly string[]): string {
	const grain = alternatives(grains.filter((word) => !isPlural(word, table)));
	const next = alternatives(table.next.filter((word) => word !== AFTER_NEXT));
	const nextAfter = alternatives(table.next);
	const last = alternatives(table.last);
	const current = alternatives(table.current);
	return `(?:(?:(?<next>${next})|(?<!(?<!\\p{L})a\\s)(?<last>${last})|(?<current>${current}))\\s(?<grain>${grain})|(?<grainAfter>${grain})\\s(?:(?<nextAfter>${nextAfter})|(?<lastAfter>${last}))(?!\\s${alternatives(Object.keys(table.grains))}))`;
}

/** "In den nächsten Tagen": how many, it does not say. A German s is a genitive. */
function isPlural(word: string, { grains, compoundNumbers }: LanguageTable): boolean {
	const ending = compoundNumbers ? /(?:n|en|e)$/u : /e?s$/u;
	return Object.keys(grains).some(
		(one) =>
			one !== word &&
			word.startsWith(one) &&
			ending.test(word) &&
			one.length >= word.replace(ending, "").length,
	);
}

function ordinalOf(table: LanguageTable): string {
	return `(?:${table.ordinalSuffix}|\\.)?`;
}

/** The name of a month, with a dot where it is short. */
export function monthSource(table: LanguageTable): string {
	return `(?<month>${alternatives(table.months.flat())})\\.?`;
}

export function yearSource(table: LanguageTable): string {
	return `(?:,?\\s(?:${alternatives(table.of)}\\s)?(?<year>\\d{4})(?!\\d))?`;
}

function numericSource({ table, periods }: DayWords): string {
	// "am 27.11" has no second full stop, and is no number either
	const afterDay = table.compoundNumbers
		? `|(?<=(?<!\\p{L})(?:${periods.beforeDayNumber}|vom)\\s\\d{1,2}\\.\\d{1,2})(?![.,\\d\\p{L}]|\\s?(?:uhr|h|%|€|euro)(?!\\p{L}))`
		: "";
	const shortDay = table.decimalComma ? String.raw`(?<=\.\d{1,2})\.${afterDay}` : NEVER;
	return String.raw`(?!24\/7)(?<first>\d{1,2})(?<separator>[./-])(?<second>\d{1,2})(?:\k<separator>(?<year>\d{4}|\d{2})(?!\d)|${shortDay}|(?<=\/\d{1,2})(?![/\d]))`;
}

function monthSources(table: LanguageTable): [DayKind, string][] {
	const month = monthSource(table);
	const year = yearSource(table);
	// "option 1 may work", "may 5 people come": a verb or a noun follows, and no year
	const notVerb =
		table.monthFirst || table.articles.includes("an")
			? String.raw`(?<!(?:^|[^a-z])(?:may|march|mar)(?:\s\d{1,2})?(?=\s\p{Ll}+))`
			: "";
	// French and Spanish count the days of a month: "el tres de marzo"
	const counted = isRomance(table) ? `|${numberWordsSource(table)}|uno` : "";
	const written = `${alternatives(Object.keys(table.ordinals))}${counted}`;
	const monthFirst = `${month}\\s(?:the\\s)?(?<day>\\d{1,2})(?!\\d|:)(?:${table.ordinalSuffix})?${year}${notVerb}`;
	return [
		[
			"dayMonth",
			`(?:(?<day>\\d{1,2})${ordinalOf(table)}\\s?|(?<dayWord>${written})\\s)(?:${alternatives(table.of)}\\s)?${month}${year}${notVerb}`,
		],
		["monthDay", monthFirst],
		[
			"month",
			`(?:(?<=${alternatives(table.beforeMonth)}\\s)${month}${year}|${month.replace("<month>", "<monthOfYear>")}\\s(?:${alternatives(table.of)}\\s)?(?<yearAfter>(?:19|20)\\d{2}))`,
		],
	];
}

function fullDays(table: LanguageTable): string {
	return alternatives(
		table.weekdays.flatMap((names) => names.filter((name, i) => i === 0 || name.length > 5)),
	);
}

function weekdaySource(table: LanguageTable): string {
	const anyDay = alternatives(table.weekdays.flat());
	// "mon ami", "he wed her": a short form is a day only beside a word that says so
	const beforeShort = alternatives([...table.before, ...table.next, ...table.last, ...table.current]);
	const weekdays = `(?:${fullDays(table)}|(?<=${beforeShort}\\s)${anyDay}|${anyDay}(?=\\s(?:${alternatives(table.at)}\\s)?\\d{1,2}(?:${table.ordinalSuffix}|:\\d|\\s?[ap]m)))`;
	const which = `(?<next>${alternatives(table.next.filter((word) => word !== AFTER_NEXT))})|(?<last>${alternatives(table.last)})|(?<current>${alternatives(table.current)})`;
	return `(?<!(?:black|${DAY_WISH})\\s)(?:(?:${which})\\s)?(?<weekday>${weekdays})(?:\\s(?:(?<nextAfter>${alternatives(table.next)})|(?<lastAfter>${alternatives(table.last)}))(?!\\s${alternatives(Object.keys(table.grains))}))?`;
}

/** "The first Monday of May", "last Friday of the month", "the last week of December". */
function weekdayOfSource(words: DayWords): string {
	const { table, periods } = words;
	const places = alternatives([...Object.keys(table.ordinals), ...Object.keys(periods.places)]);
	const place = `(?:(?<place>${places})|(?<placeDigit>[1-5])(?:${table.ordinalSuffix})|(?<placeLast>${alternatives(table.last)}))`;
	// "last friday may work", but "erster Montag nächsten Monats"
	const near = alternatives([...table.next, ...table.last, ...table.current]);
	const units = Object.keys(table.grains).filter((word) =>
		["day", "week"].includes(table.grains[word] ?? ""),
	);
	return `${place}\\s(?:(?<weekday>${fullDays(table)})|(?<unit>${alternatives(units)}))\\s(?:(?:${periods.ofMonth})\\s|(?=${near}\\s))(?:${monthSource(table)}${yearSource(table)}|${nearMonth(words)})`;
}

/** "On the 15th": a number alone is a day only where the words beside it say so. */
function dayNumberSource({ table, idioms, periods }: DayWords): string {
	// a German full stop may end the sentence as well
	const suffix = table.compoundNumbers ? String.raw`\.(?=\s\p{L}|\s?[,;!?]|\s*$)` : table.ordinalSuffix;
	const number = isRomance(table) ? "[1-3]\\d(?!\\d)" : `[0-3]?\\d(?:${suffix})`;
	const afterDay = isRomance(table) ? "[0-3]?\\d(?!\\d)" : number;
	const follows = `(?=\\s?(?:[,;!?]|\\.(?:\\s|$)|$)|\\s(?:${alternatives(table.at)}|${idioms.and}|${idioms.or}|${idioms.to}|${idioms.ofDay}|${idioms.inPart})[\\s'’])`;
	const weekday = `${fullDays(table)}(?:,?\\s|,)(?:(?:${periods.beforeDate})\\s)?`;
	return `(?:(?<=(?<!\\p{L})${periods.beforeDayNumber}\\s)(?<dayNumber>${number})|(?<=(?<!\\p{L})${weekday})(?<dayNumberAfter>${afterDay})|(?:${periods.dayCalled})\\s(?<dayNumberCalled>[0-3]?\\d(?!\\d)))${follows}`;
}

/** Days and hours in French and Spanish have no sign of their own: "el 2" is as well the second of a list. */
function isRomance(table: LanguageTable): boolean {
	return table.articles.includes("une") || table.articles.includes("una");
}
