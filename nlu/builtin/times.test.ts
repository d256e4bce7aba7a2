import { test } from "vitest";
import { DIMENSIONS } from "./builtin-match.ts";
import {
	COUNTED,
	FEASTS,
	FROM_A_DAY,
	LISTED_DAYS,
	NO_TIMES,
	OPEN_ENDS,
	WEEKDAYS_AND_DATES,
	WITHOUT_SIGNS,
} from "./day-phrases.ts";
import { builtinFinder, withoutContained } from "./find-builtins.ts";
import { AT_NIGHT, HALVES, PARTS_AND_CLOCKS, type TimePhrases, TWO_ENDS } from "./time-phrases.ts";

/** A Monday at noon in Berlin. */
const CONTEXT = { nowMs: Date.UTC(2026, 10, 23, 11), timeZone: "Europe/Berlin" };
const DUCKLINGS = DIMENSIONS.filter((dimension) => dimension !== "date" && dimension !== "order_number");

function found(language: string, text: string) {
	return withoutContained(builtinFinder(language).find(text, DUCKLINGS, CONTEXT));
}

/** `2026-11-24T17:00`: without zone, without seconds that are none, without midnight. */
function short(value: unknown): string {
	return typeof value === "string" ? value.replace(/(?:(?:T00:00)?:00)?\.000[+-]\d\d:\d\d$/, "") : "";
}

function time({ value }: { value: unknown }): string {
	if (typeof value !== "object" || value === null) return short(value);
	const ends = new Map<string, unknown>(Object.entries(value));
	return `${short(ends.get("from"))}..${short(ends.get("to"))}`;
}

/** All that is found: nothing remains beside a time, no half of a duration, no number. */
function allOf(phrases: TimePhrases) {
	return phrases.map(([language, text]) => [language, text, ...found(language, text).map(time)]);
}

function timesOf(phrases: TimePhrases) {
	return phrases.map(([language, text]) => [
		language,
		text,
		...found(language, text)
			.filter(({ dimension }) => dimension === "time")
			.map(time),
	]);
}

test("[BE10] a part of a day and a clock time are one time, in that half of the day", ({ expect }) => {
	expect(allOf(PARTS_AND_CLOCKS)).toEqual(PARTS_AND_CLOCKS);
});

test("[BE11] after an hour of the night, twelve is midnight and the hours to five are early", ({
	expect,
}) => {
	expect(allOf(AT_NIGHT)).toEqual(AT_NIGHT);
});

test("[BE12] no interval ends before it begins: the second end is the next one behind the first, or there are two times", ({
	expect,
}) => {
	expect(allOf(TWO_ENDS)).toEqual(TWO_ENDS);
});

test("[BE13] halves, quarters and 'a few' count, before a time and after it", ({ expect }) => {
	expect(allOf(HALVES)).toEqual(HALVES);
});

test("[BE14] a weekday and its date are one day, and a month or a week says which day is meant", ({
	expect,
}) => {
	expect(allOf(WEEKDAYS_AND_DATES)).toEqual(WEEKDAYS_AND_DATES);
});

test("[BE15] units are counted from the present one, and of a period its thirds are known", ({ expect }) => {
	expect(allOf(COUNTED)).toEqual(COUNTED);
});

test("[BE17] a feast is the day on which its year has it, and a wish for it is none", ({ expect }) => {
	expect(allOf(FEASTS)).toEqual(FEASTS);
});

test("[BE18] a day may be counted from another one", ({ expect }) => {
	expect(allOf(FROM_A_DAY)).toEqual(FROM_A_DAY);
});

test("[BE19] words are read without their umlauts and accents too, unless they are others then", ({
	expect,
}) => {
	expect(timesOf(WITHOUT_SIGNS)).toEqual(WITHOUT_SIGNS);
});

test("[BE22] letters with their accents apart are read, and the spans are of what was written", ({
	expect,
}) => {
	const text = "Ja, übernächsten Freitag für fünf Stühle é à 20 €".normalize("NFD");
	const found = (written: string) =>
		builtinFinder("de")
			.find(written, ["time", "number", "amount-of-money"], {
				nowMs: Date.UTC(2026, 10, 23, 11),
				timeZone: "UTC",
			})
			.map(({ dimension, value, start, end }) => [
				dimension,
				value,
				written.slice(start, end).normalize("NFC"),
			]);
	expect(found(text)).toEqual(found(text.normalize("NFC")));
	expect(found(text).map(([, , words]) => words)).toEqual(["übernächsten Freitag", "fünf", "20 €", "20"]);
});

test("[BE20] each of the days that share a month is one, and a weekday in the plural is the next", ({
	expect,
}) => {
	expect(timesOf(LISTED_DAYS)).toEqual(LISTED_DAYS);
});

test("[BE16] a word before a time opens it at one end, between a day and its hour too", ({ expect }) => {
	expect(allOf(OPEN_ENDS)).toEqual(OPEN_ENDS);
});

test("[BE8] numbers of things beside such words are no times", ({ expect }) => {
	expect(timesOf(NO_TIMES)).toEqual(NO_TIMES);
});

test("[BE12] no interval ends before it begins, whatever two times are joined", ({ expect }) => {
	const pairs = {
		en: ["from A to B", "between A and B", "A - B", "A until B"],
		de: ["von A bis B", "zwischen A und B", "vom A bis zum B", "A - B"],
		fr: ["de A à B", "entre A et B", "du A au B", "A - B"],
		es: ["de A a B", "entre A y B", "del A al B", "A - B"],
	};
	const ends = {
		en: [
			"friday",
			"yesterday",
			"last week",
			"5pm",
			"9",
			"2 am",
			"24 december",
			"in 3 days",
			"noon",
			"tonight",
		],
		de: ["freitag", "gestern", "letzte woche", "17 uhr", "9", "2 uhr nachts", "24. dezember", "mitternacht"],
		fr: ["vendredi", "hier", "la semaine dernière", "17h", "9", "minuit", "24 décembre", "ce soir", "15"],
		es: [
			"viernes",
			"ayer",
			"la semana pasada",
			"las 17h",
			"9",
			"medianoche",
			"24 de diciembre",
			"esta noche",
		],
	};
	let intervals = 0;
	for (const language of ["en", "de", "fr", "es"] as const) {
		for (const pair of pairs[language]) {
			for (const a of ends[language]) {
				for (const b of ends[language]) {
					for (const { value } of found(language, pair.replace("A", a).replace("B", b))) {
						if (typeof value !== "object" || value === null || Array.isArray(value)) continue;
						const { from, to } = value;
						if (typeof from !== "string" || typeof to !== "string") continue;
						intervals++;
						expect(Date.parse(to), `${language}: ${pair}, ${a}, ${b}`).toBeGreaterThan(Date.parse(from));
					}
				}
			}
		}
	}
	expect(intervals).toBeGreaterThan(300);
});

test("[BE9] gives a time the grain of its finest part", ({ expect }) => {
	const grain = (language: string, text: string): unknown => {
		const { info } = found(language, text)[0] ?? {};
		return info?.["grain"] ?? Reflect.get(Object(info?.["from"]), "grain");
	};
	expect(grain("en", "17:45:30")).toBe("second");
	expect(grain("en", "friday evening at half past 6")).toBe("minute");
	expect(grain("en", "tonight at 8")).toBe("hour");
	expect(grain("en", "tomorrow night")).toBe("hour");
	expect(grain("de", "Montag, 3. März")).toBe("day");
	expect(grain("en", "in the last 2 weeks")).toBe("week");
	expect(grain("fr", "dans les 3 prochains mois")).toBe("month");
	expect(grain("es", "a finales de marzo")).toBe("day");
	// a length counts to one grain finer than itself
	expect(
		["in 2 minutes", "in 2 hours", "in 2 days", "2 weeks ago", "in 2 months", "in 2 years"].map((text) =>
			grain("en", text),
		),
	).toEqual(["second", "minute", "hour", "day", "day", "month"]);
	expect(found("en", "in 2 days at 5pm").map(time)).toEqual(["2026-11-25T17:00"]);
	expect(builtinFinder("en").find("in 2 days", ["date"], CONTEXT)[0]?.value).toBe("2026-11-25");
});

test("[BE3] [BE10] a time of the evening keeps the zone's offset of its own day", ({ expect }) => {
	const context = { nowMs: Date.UTC(2026, 2, 28, 7), timeZone: "Europe/Berlin" };
	const read = (text: string): unknown => builtinFinder("en").find(text, ["time"], context)[0]?.value;
	expect(read("tonight at 8")).toBe("2026-03-28T20:00:00.000+01:00");
	expect(read("tomorrow night at 9")).toBe("2026-03-29T21:00:00.000+02:00");
	const newYork = { ...context, timeZone: "America/New_York" };
	expect(builtinFinder("de").find("heute Abend um acht", ["time"], newYork)[0]?.value).toBe(
		"2026-03-28T20:00:00.000-04:00",
	);
});

/** By language: parts that begin a time, or go on with one. */
const ENDLESS: Readonly<Record<string, readonly string[]>> = {
	en: [
		"in 2 hours and ",
		"2 days after monday ",
		"1st, ",
		"between half past 1 and ",
		"jan 3 or ",
		"the last week of ",
	],
	de: ["montag ", "am 3. oder ", "vom 1. bis ", "zwei wochen vor ", "in etwa "],
	fr: ["le 3, ", "entre midi et ", "la veille du ", "dans 2h30 ", "lundi en huit "],
	es: ["dos y ", "el 3 o ", "día 3 ", "a las 9 y "],
};

test("[BI2] a text of nothing but parts of times is read in the time of its length", ({ expect }) => {
	for (const [language, parts] of Object.entries(ENDLESS)) {
		for (const part of parts) {
			const text = part.repeat(20_000 / part.length);
			const spans = builtinFinder(language).find(text, ["time"], CONTEXT);
			expect(spans.every(({ start, end }) => start < end)).toBe(true);
		}
	}
});

test("[BE21] hours from now are hours, also where the clock is changed in between; days are days of the calendar", ({
	expect,
}) => {
	const at = (timeZone: string, iso: string, text: string): unknown =>
		builtinFinder("en").find(text, ["time"], { nowMs: Date.parse(iso), timeZone })[0]?.value;
	const spring = "2026-03-29T01:30:00+01:00";
	expect(at("Europe/Berlin", spring, "in 2 hours")).toBe("2026-03-29T04:30:00.000+02:00");
	expect(at("Europe/Berlin", spring, "in half an hour")).toBe("2026-03-29T03:00:00.000+02:00");
	expect(at("Europe/Berlin", spring, "in 2 days")).toBe("2026-03-31T01:00:00.000+02:00");
	expect(at("Europe/Berlin", spring, "within 2 hours")).toEqual({
		from: "2026-03-29T01:30:00.000+01:00",
		to: "2026-03-29T04:30:00.000+02:00",
	});
	expect(at("Europe/Berlin", "2026-03-29T04:00:00+02:00", "2 hours ago")).toBe(
		"2026-03-29T01:00:00.000+01:00",
	);
	const autumn = "2026-10-25T01:30:00+02:00";
	expect(at("Europe/Berlin", autumn, "in 2 hours")).toBe("2026-10-25T02:30:00.000+01:00");
	// an hour that comes twice: the first one
	expect(at("Europe/Berlin", autumn, "in 45 minutes")).toBe("2026-10-25T02:15:00.000+02:00");
	expect(at("America/New_York", "2026-03-08T01:30:00-05:00", "in an hour")).toBe(
		"2026-03-08T03:30:00.000-04:00",
	);
	expect(at("Australia/Lord_Howe", "2026-10-04T01:45:00+10:30", "in 30 minutes")).toBe(
		"2026-10-04T02:45:00.000+11:00",
	);
});

test("[BE21] a time of no year that a calendar writes with four digits is none", ({ expect }) => {
	for (const text of ["3000 years ago", "1950 years ago", "in 10000 years", "the last 3000 years"])
		expect(builtinFinder("en").find(text, ["time", "date"], CONTEXT), text).toEqual([]);
	expect(builtinFinder("en").find("1000 years ago", ["date"], CONTEXT)[0]?.value).toBe("1026-11-23");
	expect(builtinFinder("en").find("24:59", ["time"], CONTEXT)).toEqual([]);
});
