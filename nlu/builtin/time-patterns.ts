import { type ListPatterns, listPatterns } from "./day-lists.ts";
import { type ClockRangePatterns, clockRangePatterns } from "./clock-ranges.ts";
import { type DayKind, daySources, type DayWords } from "./day-patterns.ts";
import { hoursSource } from "./hour-ranges.ts";
import { type IntervalWords, intervalWords } from "./intervals.ts";
import type { Idioms } from "./idioms.ts";
import type { LanguageTable } from "./language-table.ts";
import { type ShiftPatterns, shiftPatterns } from "./shifted-days.ts";
import { type StretchPatterns, stretchPatterns } from "./stretches.ts";
import { alternatives, anySource, NEVER } from "./sources.ts";

export interface TimePatterns extends DayWords {
	/** In this order: what an earlier pattern takes is taken. */
	readonly days: readonly { readonly kind: DayKind; readonly pattern: RegExp }[];
	readonly clock: RegExp;
	readonly spoken: readonly { readonly pattern: RegExp; readonly minutes: number; readonly sign: 1 | -1 }[];
	readonly noonAnd: readonly { readonly pattern: RegExp; readonly minutes: number }[];
	/** All that stands between a weekday and its date. */
	readonly toDate: RegExp;
	readonly part: RegExp;
	/** Parts that name an hour's half without a word before them: "abends". */
	readonly adverb: RegExp;
	readonly hours: RegExp;
	/** A bare number after "before" or "after". */
	readonly loose: RegExp;
	readonly clockRanges: ClockRangePatterns;
	readonly stretches: StretchPatterns;
	readonly shift: ShiftPatterns;
	readonly lists: ListPatterns;
	readonly words: IntervalWords;
}

const START = String.raw`(?<![\p{L}\p{N}]|\d[.,/:-])`;
const END = String.raw`(?![\p{L}\p{N}])`;
/** "Jusqu'à" is a word of its own, which opens an interval. */
const AT_ITSELF = "(?<!jusqu['’])";

/** Compiles the patterns of one language. */
export function timePatterns(words: DayWords): TimePatterns {
	const { table, idioms } = words;
	const compile = (source: string): RegExp => new RegExp(`${START}(?:${source})${END}`, "giu");
	const rest = restSource(words);
	const half = `(?:\\s?(?<half>[ap]\\.?m\\.?(?!\\p{L}))|\\s(?<pm>${idioms.pm})|\\s(?<am>${idioms.am})|\\s(?<night>${idioms.atNight})|\\s(?<midday>${idioms.atNoon}))?`;
	const spoken = (source: string): RegExp =>
		compile(
			`(?:${AT_ITSELF}${alternatives(table.at)}\\s)?${source
				.replace("<H>", `(?<hour>${hourSource(words)})(?![:.]?\\d)`)
				.replace("<M>", `(?<minute>${idioms.minutes})`)
				.replace("<R>", rest)}${half}`,
		);
	const bare: Idioms["clock"] = [[`<H>(?=\\s(?:${idioms.afterBare}))`, 0]];
	return {
		...words,
		days: daySources(words).map(([kind, source]) => ({ kind, pattern: dayPattern(kind, source, words) })),
		// behind the T of 2026-11-26T14:30 too
		clock: new RegExp(`(?:${START}|(?<=\\dT))(?:${clockSource(table, idioms, rest)}${half})${END}`, "giu"),
		spoken: [...idioms.clock, ...bare].map(([source, minutes, sign = 1]) => ({
			minutes,
			sign,
			pattern: spoken(source),
		})),
		noonAnd: idioms.noonAnd.map(([source, minutes]) => ({
			minutes,
			pattern: new RegExp(`\\s${source}$`, "iu"),
		})),
		toDate: new RegExp(`^(?:,?\\s|,)(?:(?:${words.periods.beforeDate})\\s)?$`, "iu"),
		part: partPattern(words),
		adverb: new RegExp(`^(?:${idioms.afterBare})$`, "iu"),
		hours: compile(hoursSource(words, hourSource(words))),
		loose: compile(`(?<=(?:${idioms.before}|${idioms.after}|${idioms.from})\\s)(?<hour>\\d{1,2})${rest}`),
		clockRanges: clockRangePatterns(words, hourSource(words), rest),
		stretches: stretchPatterns(words, compile),
		shift: shiftPatterns(words),
		lists: listPatterns(words),
		words: intervalWords(idioms),
	};
}

/** What follows an hour that could be a count of things: the end, or a word that no thing is named by. */
function restSource({ table, idioms }: DayWords): string {
	const { afterHour, pm, am, atNight, atNoon, to } = idioms;
	const days = alternatives([...table.weekdays.flat(), ...Object.keys(table.days)]);
	const halves = [pm, am, atNight, atNoon].join("|");
	return `(?=\\s?(?:[,;!?)]|\\.(?:\\s|$)|$|[ap]\\.?m)|\\s(?:(?:${to})\\s${days}|${afterHour})(?!\\p{L})|\\s(?:${halves}))`;
}

/** German writes a weekday and its part as one word: "Freitagabend". */
function dayPattern(kind: DayKind, source: string, { table, idioms }: DayWords): RegExp {
	const joined =
		kind === "weekday" && table.compoundNumbers
			? `|(?=${alternatives(Object.keys(idioms.parts))}(?!\\p{L}))`
			: kind === "iso"
				? "|(?=T\\d)"
				: "";
	return new RegExp(`${START}(?:${source})(?:${END}${joined})`, "giu");
}

function partPattern({ table, idioms, periods }: DayWords): RegExp {
	const parts = alternatives(Object.keys(idioms.parts));
	const joined = table.compoundNumbers ? `|(?<=${alternatives(table.weekdays.flat())})` : "";
	const ahead = `(?:(?<this>${idioms.thisPart})|(?<in>${idioms.inPart})|(?:${idioms.ofDay}))[\\s'’]`;
	return new RegExp(
		`(?:${START}${joined})(?:(?<lastNight>${periods.lastNight})|(?:${ahead})?(?<part>${parts})|(?<tonight>${idioms.tonight}))${END}`,
		"giu",
	);
}

/** An hour in digits or words, the articles among them; English counts to twelve. */
function hourSource({ table, idioms }: DayWords): string {
	const last = table.articles.includes("an") ? 12 : 24;
	const words = Object.entries(table.numbers).filter(([, value]) => value >= 1 && value <= last);
	const articles = table.articles.filter((word) => ["une", "una", "ein"].includes(word));
	return `\\d{1,2}|${alternatives([...words.map(([word]) => word), ...articles, ...idioms.hours])}`;
}

function clockSource(table: LanguageTable, idioms: Idioms, rest: string): string {
	const at = AT_ITSELF + alternatives(table.at);
	const hour = String.raw`(?<hour>\d{1,2})`;
	const minute = String.raw`[:.](?<minute>\d{2})(?![\d.])`;
	const clock = alternatives(table.clock);
	const noonAnd = anySource(idioms.noonAnd.map(([source]) => source));
	const named = `(?:${AT_ITSELF}(?:${idioms.beforeNoon})\\s)?(?<!apr[eè]s-|(?:${alternatives([...table.weekdays.flat(), ...Object.keys(table.days)])}|cet(?:te)?|l')\\s?apr[eè]s\\s)(?<noon>${alternatives([...table.noon, ...table.midnight])})(?<noonAnd>\\s(?:${noonAnd}))?`;
	const digits = [
		`${hour}(?:${minute}|(?<minuteTight>[0-5]\\d))?(?=\\s?[ap]\\.?m\\.?(?!\\p{L}))`,
		`(?<hourColon>\\d{1,2}):(?<minuteColon>\\d{2})(?::(?<second>\\d{2}))?(?:\\s?(?:${clock}|h(?!\\p{L})))?`,
		`${idioms.notClockAfter === NEVER ? "" : `(?<!(?:${idioms.notClockAfter})\\s)`}(?<hourClock>\\d{1,2})(?:[.h](?<minuteClock>\\d{2}))?\\s?${clock}(?:\\s?(?<minuteAfter>\\d{2})(?!\\d))?`,
	].join("|");
	return `(?:(?:${at}\\s)?(?:${digits})|${named}|${at}\\s(?<hourAt>\\d{1,2})(?:\\.(?<minuteAt>[0-5]\\d))?(?:\\s?h|[\\s-]?ish)?${rest})`;
}
