import { type IntervalWords, intervalWords } from "./intervals.ts";
import type { Idioms } from "./idioms.ts";
import type { LanguageTable } from "./language-table.ts";
import { alternatives, DIGITS_SOURCE, numberWordsSource } from "./number-reading.ts";

/** The ways to name a day; `day-reading.ts` reads their groups. */
export type DayKind =
	| "iso"
	| "numeric"
	| "dayMonth"
	| "monthDay"
	| "month"
	| "named"
	| "weekday"
	| "ago"
	| "ahead"
	| "near"
	| "feast";

export interface TimePatterns {
	readonly table: LanguageTable;
	/** In this order: what an earlier pattern takes is taken. */
	readonly days: readonly { readonly kind: DayKind; readonly pattern: RegExp }[];
	readonly clock: RegExp;
	readonly spoken: readonly { readonly pattern: RegExp; readonly minutes: number }[];
	readonly idioms: Idioms;
	readonly part: RegExp;
	readonly weekend: RegExp;
	readonly monthEnd: RegExp;
	readonly hours: RegExp;
	readonly words: IntervalWords;
}

const START = String.raw`(?<![\p{L}\p{N}]|\d[.,/:-])`;
const END = String.raw`(?![\p{L}\p{N}])`;

/** Compiles the patterns of one language. */
export function timePatterns(table: LanguageTable, idioms: Idioms): TimePatterns {
	const compile = (source: string): RegExp => new RegExp(`${START}(?:${source})${END}`, "giu");
	const half = `(?:\\s?(?<half>[ap]\\.?m\\.?(?!\\p{L}))|\\s(?<pm>${idioms.pm})|\\s(?<am>${idioms.am}))?`;
	return {
		table,
		idioms,
		days: sources(table, idioms).map(([kind, source]) => ({ kind, pattern: compile(source) })),
		clock: compile(clockSource(table, idioms) + half),
		spoken: idioms.clock.map(([source, minutes]) => ({
			minutes,
			pattern: compile(
				`(?:at\\s|um\\s|à\\s)?${source.replace("H", `(?<hour>${hourSource(table)})(?![:.]?\\d)`)}${half}`,
			),
		})),
		part: compile(
			`(?:(?<this>${idioms.thisPart})\\s|(?:${idioms.ofDay})\\s)?(?<part>${alternatives(Object.keys(idioms.parts))})|(?<tonight>${idioms.tonight})`,
		),
		weekend: compile(idioms.weekend),
		monthEnd: compile(idioms.monthEnd),
		hours: compile(hoursSource(idioms)),
		words: intervalWords(idioms),
	};
}

/** An hour in digits or words: those of one to twelve, the articles among them. */
function hourSource(table: LanguageTable): string {
	const words = Object.entries(table.numbers).filter(([, value]) => value >= 1 && value <= 12);
	const articles = table.articles.filter((word) => ["une", "una", "ein"].includes(word));
	return `\\d{1,2}|${alternatives([...words.map(([word]) => word), ...articles])}`;
}

/** Two hours where only the words beside them say so: "between 9 and 5", "von 9 bis 17 Uhr", "2 - 4 pm". */
function hoursSource({ between, and, from, to, pm }: Idioms): string {
	const hour = (name: string): string =>
		`(?:las?\\s)?(?<${name}>\\d{1,2})(?:[:.](?<${name}Minute>\\d{2}))?(?:\\s?h|\\suhr|\\s?(?<${name}Half>[ap]\\.?m\\.?(?!\\p{L})))?`;
	const unit = String.raw`(?:\s?(?<half>[ap]\.?m\.?(?!\p{L}))|\s?(?<unit>uhr|heures|h|horas)|\s(?<pm>${pm}))`;
	const sure = `(?:${unit}|(?<=[ap]\\.?m\\.?)|(?=\\s?(?:[,.!?]|$)))`;
	const words = `(?:(?:${between})\\s${hour("a")}\\s(?:${and})\\s${hour("b")}|(?:${from})\\s${hour("c")}\\s(?:${to})\\s${hour("d")})${sure}`;
	const dash = `(?:(?:${from})\\s)?${hour("e")}\\s?(?:[-–]|(?:${to})\\s)\\s?${hour("f")}${unit.replace("<half>", "<dashHalf>").replace("<unit>", "<dashUnit>").replace("<pm>", "<dashPm>")}`;
	const minutes = (name: string): string => `(?<${name}>\\d{1,2}):(?<${name}Minute>\\d{2})`;
	const exact = `(?:(?:${from}|${between})\\s)?${minutes("g")}\\s?(?:[-–]|(?:${to}|${and})\\s)\\s?${minutes("h")}(?:\\suhr|\\s?h)?`;
	return `${words}|${dash}|${exact}`;
}

function sources(table: LanguageTable, idioms: Idioms): [DayKind, string][] {
	const month = `(?<month>${alternatives(table.months.flat())})\\.?`;
	const fullDays = alternatives(
		table.weekdays.flatMap((names) => names.filter((name, i) => i === 0 || name.length > 5)),
	);
	const anyDay = alternatives(table.weekdays.flat());
	// "mon ami", "he wed her": a short form is a day only beside a word that says so
	const beforeShort = alternatives([...table.before, ...table.next, ...table.last, ...table.current]);
	const weekdays = `(?:${fullDays}|(?<=${beforeShort}\\s)${anyDay})`;
	const grain = `(?<grain>${alternatives(Object.keys(table.grains))})`;
	const count = `(?<count>${DIGITS_SOURCE}|${numberWordsSource(table)}|${alternatives(table.articles)})`;
	const ordinal = `(?:${table.ordinalSuffix}|\\.)?`;
	const of = `(?:${alternatives(table.of)}\\s)?`;
	const year = String.raw`(?:,?\s${of}(?<year>\d{4})(?!\d))?`;
	// "option 1 may work", "may 5 people come": a verb or a noun follows, and no year
	const notVerb =
		table.monthFirst || table.articles.includes("an")
			? String.raw`(?<!(?:^|[^a-z])(?:may|march|mar)(?:\s\d{1,2})?(?=\s\p{Ll}+))`
			: "";
	const shortDay = table.decimalComma ? String.raw`(?<=\.\d{1,2})\.` : "(?!)";
	const next = `(?<next>${alternatives(table.next)})`;
	const last = `(?<last>${alternatives(table.last)})`;
	const current = `(?<current>${alternatives(table.current)})`;
	return [
		["iso", String.raw`(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})(?!-)`],
		[
			"numeric",
			String.raw`(?!24\/7)(?<first>\d{1,2})(?<separator>[./-])(?<second>\d{1,2})(?:\k<separator>(?<year>\d{4}|\d{2})(?!\d)|${shortDay}|(?<=\/\d{1,2})(?![/\d]))`,
		],
		["dayMonth", `(?<day>\\d{1,2})${ordinal}\\s?${of}${month}${year}${notVerb}`],
		["monthDay", `${month}\\s(?<day>\\d{1,2})(?!\\d|:)(?:${table.ordinalSuffix})?${year}${notVerb}`],
		[
			"month",
			`(?:(?<=${alternatives(table.beforeMonth)}\\s)${month}${year}|${month.replace("<month>", "<monthOfYear>")}\\s(?<yearAfter>(?:19|20)\\d{2}))`,
		],
		["feast", `(?<feast>${alternatives(Object.keys(idioms.feasts))})`],
		["named", `(?<!(?:${idioms.notDayAfter})\\s)(?<named>${alternatives(Object.keys(table.days))})`],
		[
			"weekday",
			`(?<!black\\s)(?:(?:${next}|${last}|${current})\\s)?(?<weekday>${weekdays})(?:\\s(?:(?<nextAfter>${alternatives(table.next)})|(?<lastAfter>${alternatives(table.last)})))?`,
		],
		[
			"ago",
			`(?:${alternatives(table.agoBefore)}\\s${count}\\s${grain}|${count.replace("<count>", "<countAfter>")}\\s${grain.replace("<grain>", "<grainAfter>")}\\s${alternatives(table.agoAfter)})`,
		],
		["ahead", `${alternatives(table.fromNow)}\\s${count}\\s${grain}`],
		[
			"near",
			`(?:(?:${next}|${last}|${current})\\s${grain}|${grain.replace("<grain>", "<grainAfter>")}\\s(?:(?<nextAfter>${alternatives(table.next)})|(?<lastAfter>${alternatives(table.last)})))`,
		],
	];
}

function clockSource(table: LanguageTable, idioms: Idioms): string {
	const at = alternatives(table.at);
	const hour = String.raw`(?<hour>\d{1,2})`;
	const minute = String.raw`[:.](?<minute>\d{2})(?![\d.])`;
	const clock = alternatives(table.clock);
	const named = `(?<!après-)(?<noon>${alternatives([...table.noon, ...table.midnight])})`;
	const digits = [
		`${hour}(?:${minute})?(?=\\s?[ap]\\.?m\\.?(?!\\p{L}))`,
		`(?<hourColon>\\d{1,2}):(?<minuteColon>\\d{2})(?::\\d{2})?(?:\\s?${clock})?`,
		`(?<hourClock>\\d{1,2})(?:[.h](?<minuteClock>\\d{2}))?\\s?${clock}(?:(?<minuteAfter>\\d{2})(?!\\d))?`,
	].join("|");
	const rest = `(?=\\s?(?:[,!?]|\\.(?:\\s|$)|$)|\\s(?:${idioms.afterHour})(?!\\p{L})|\\s(?:${idioms.pm}|${idioms.am}))`;
	return `(?:(?:${at}\\s)?(?:${digits}|${named})|${at}\\s(?<hourAt>\\d{1,2})${rest})`;
}
