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
	| "near";

export interface TimePatterns {
	readonly table: LanguageTable;
	/** In this order: what an earlier pattern takes is taken. */
	readonly days: readonly { readonly kind: DayKind; readonly pattern: RegExp }[];
	readonly clock: RegExp;
}

const START = String.raw`(?<![\p{L}\p{N}]|\d[.,/:-])`;
const END = String.raw`(?![\p{L}\p{N}])`;

/** Compiles the patterns of one language. */
export function timePatterns(table: LanguageTable): TimePatterns {
	return {
		table,
		days: sources(table).map(([kind, source]) => ({
			kind,
			pattern: new RegExp(`${START}${source}${END}`, "giu"),
		})),
		clock: new RegExp(`${START}${clockSource(table)}${END}`, "giu"),
	};
}

function sources(table: LanguageTable): [DayKind, string][] {
	const month = `(?<month>${alternatives(table.months.flat())})\\.?`;
	const weekdays = alternatives(table.weekdays.flat());
	const grain = `(?<grain>${alternatives(Object.keys(table.grains))})`;
	const count = `(?<count>${DIGITS_SOURCE}|${numberWordsSource(table)}|${alternatives(table.articles)})`;
	const ordinal = `(?:${table.ordinalSuffix}|\\.)?`;
	const of = `(?:${alternatives(table.of)}\\s)?`;
	const year = String.raw`(?:,?\s${of}(?<year>\d{4})(?!\d))?`;
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
		["dayMonth", `(?<day>\\d{1,2})${ordinal}\\s?${of}${month}${year}`],
		["monthDay", `${month}\\s(?<day>\\d{1,2})(?!\\d|:)(?:${table.ordinalSuffix})?${year}`],
		[
			"month",
			`(?:(?<=${alternatives(table.beforeMonth)}\\s)${month}${year}|${month.replace("<month>", "<monthOfYear>")}\\s(?<yearAfter>(?:19|20)\\d{2}))`,
		],
		["named", `(?<named>${alternatives(Object.keys(table.days))})`],
		[
			"weekday",
			`(?:(?:${next}|${last}|${current})\\s)?(?<weekday>${weekdays})(?:\\s(?:(?<nextAfter>${alternatives(table.next)})|(?<lastAfter>${alternatives(table.last)})))?`,
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

function clockSource(table: LanguageTable): string {
	const at = alternatives(table.at);
	const hour = String.raw`(?<hour>\d{1,2})`;
	const minute = String.raw`[:.](?<minute>\d{2})(?![\d.])`;
	const half = String.raw`(?<half>[ap]\.?m\.?)`;
	const clock = alternatives(table.clock);
	const named = `(?<noon>${alternatives([...table.noon, ...table.midnight])})`;
	const digits = [
		`${hour}(?:${minute})?\\s?${half}`,
		`(?<hourColon>\\d{1,2}):(?<minuteColon>\\d{2})(?::\\d{2})?(?:\\s?${clock})?`,
		`(?<hourClock>\\d{1,2})(?:\\.(?<minuteClock>\\d{2}))?\\s?${clock}`,
	].join("|");
	return `(?:${at}\\s)?(?:${digits}|${named})|${at}\\s(?<hourAt>\\d{1,2})(?=\\s?(?:[,!?]|$|\\p{L}))`;
}
