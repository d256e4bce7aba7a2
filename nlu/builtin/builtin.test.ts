import { test } from "vitest";
import { trainInterpreter } from "../test-project.ts";
import { DIMENSIONS, type Dimension } from "./builtin-match.ts";
import { builtinFinder } from "./find-builtins.ts";

/** A Monday at noon in Berlin. */
const CONTEXT = { nowMs: Date.UTC(2026, 10, 23, 11), timeZone: "Europe/Berlin" };

const OF_EVERY_OBJECT = ["constructor", "toString", "valueOf", "hasOwnProperty"];

function values(language: string, dimension: Dimension, text: string): unknown[] {
	return builtinFinder(language)
		.find(text, [dimension], CONTEXT)
		.map((match) => match.value);
}

test("[BE1] normalises addresses and numbers of things", ({ expect }) => {
	expect(values("en", "email", "write to Max.M+x@Mail.Example.COM, or a@b")).toEqual([
		"max.m+x@mail.example.com",
	]);
	expect(values("en", "url", "see (https://shop.example/a?b=1). or www.x.de!")).toEqual([
		"https://shop.example/a?b=1",
		"www.x.de",
	]);
	expect(
		values("en", "phone-number", "call +49 170 123-4567 or (030) 1234567, not 12345 or 12.5.2026"),
	).toEqual(["+491701234567", "0301234567"]);
	expect(values("en", "order_number", "order #104233, cc-4711 and 12.5.2026 for 10")).toEqual([
		"104233",
		"CC-4711",
	]);
});

test("[BE2] reads numbers as the language writes them", ({ expect }) => {
	expect(
		values("en", "number", "1,299.50 and 1,000 or -3, twenty-two, two hundred and five, 1.5 million, 10k"),
	).toEqual([1299.5, 1000, -3, 22, 205, 1_500_000, 10_000]);
	expect(
		values("de", "number", "1.299,50 und 1.000 oder zweiundzwanzig, zweihundertfünf, einundzwanzig"),
	).toEqual([1299.5, 1000, 22, 205, 21]);
	expect(values("fr", "number", "quatre-vingt-dix, vingt et un")).toEqual([90, 21]);
	expect(values("fr", "number", "moins 0, -0")).toEqual([0, 0]); // as JSON has it
	expect(values("en", "temperature", "minus 0 degrees")).toEqual([0]);
	expect(values("en", "temperature", "0 degrees below zero")).toEqual([0]);
	expect(values("en", "amount-of-money", "-$0")).toEqual([0]);
	expect(values("es", "number", "treinta y uno, doscientos")).toEqual([31, 200]);
	expect(values("en", "amount-of-money", "$1,299.00, 12.50 €, twenty dollars, EUR 5")).toEqual([
		1299, 12.5, 20, 5,
	]);
	expect(
		builtinFinder("de")
			.find("12,50 € und 3 Franken", ["amount-of-money"], CONTEXT)
			.map(({ info }) => info["unit"]),
	).toEqual(["EUR", "CHF"]);
	expect(values("en", "ordinal", "the 2nd one, the third")).toEqual([2, 3]);
	expect(builtinFinder("en").find("two weeks", ["duration"], CONTEXT)[0]?.info).toMatchObject({
		value: 2,
		unit: "week",
		normalized: { unit: "second", value: 1_209_600 },
	});
});

test("[BE3] counts days from the given instant, with the zone's offset at that time", ({ expect }) => {
	const day = (text: string): unknown[] => values("en", "time", text);
	expect(day("i ordered 3 weeks ago")).toEqual(["2026-11-02T00:00:00.000+01:00"]);
	expect(day("on 12.5.2026")).toEqual(["2026-05-12T00:00:00.000+02:00"]);
	expect(day("tomorrow at 5pm")).toEqual(["2026-11-24T17:00:00.000+01:00"]);
	expect(day("at 17:30")).toEqual(["2026-11-23T17:30:00.000+01:00"]);
	expect(day("at 8 am")).toEqual(["2026-11-24T08:00:00.000+01:00"]);
	expect(day("last week")).toEqual(["2026-11-16T00:00:00.000+01:00"]);
	expect(day("in May")).toEqual(["2027-05-01T00:00:00.000+02:00"]);
	expect(day("i may come")).toEqual([]);
	const late = { nowMs: Date.UTC(2026, 10, 23, 23, 30), timeZone: "Europe/Berlin" };
	expect(builtinFinder("en").find("today", ["date"], late)[0]?.value).toBe("2026-11-24");
	expect(builtinFinder("en").find("today", ["date"], { ...late, timeZone: "Not/AZone" })[0]?.value).toBe(
		"2026-11-23",
	);
});

test("[BE4] gives plain days for `date`", ({ expect }) => {
	const dates = (language: string, text: string): unknown[] => values(language, "date", text);
	expect(dates("en", "2026-05-12, May 13th, 2026, 14 May 2026, 5/15/2026")).toEqual([
		"2026-05-12",
		"2026-05-13",
		"2026-05-14",
		"2026-05-15",
	]);
	expect(dates("en-GB", "5/12/2026")).toEqual(["2026-12-05"]);
	expect(dates("en", "monday, next monday, last friday, the day before yesterday")).toEqual([
		"2026-11-30",
		"2026-11-30",
		"2026-11-20",
		"2026-11-21",
	]);
	expect(dates("en", "29.2.2027, 31.4.2026, 24/7")).toEqual([]);
	expect(dates("en", "0012-05-03, 0000-01-01, 3 May 0099")).toEqual([]); // no year of today's calendar
	expect(dates("en", "at 5")).toEqual([]);
});

test("[BE5] [BE6] drops what lies in something longer and seeks only what is asked for", ({ expect }) => {
	const config = `pipeline:
- name: BuiltinEntityExtractor
  dimensions: [number, date, email]
  patterns:
    order_number: "#(\\\\d{6})"
`;
	const interpreter = trainInterpreter("nlu: []", config);
	const parse = interpreter.parse("#104233 from 3 weeks ago, 2 lamps, a1@b2.de", CONTEXT);
	expect(parse.entities.map(({ entity, value }) => [entity, value])).toEqual([
		["date", "2026-11-02"],
		["number", 2],
		["email", "a1@b2.de"],
		["order_number", "104233"],
	]);
	for (const { start = 0, end = 0, text } of parse.entities) {
		if (text !== undefined) expect(parse.text.slice(start, end)).toBe(text);
	}
});

test("[BE6] an own pattern may have any name, that of a part of every object too", ({ expect }) => {
	for (const name of OF_EVERY_OBJECT) {
		const config = `pipeline:
- name: BuiltinEntityExtractor
  dimensions: [number]
  patterns:
    ${name}: '\\d+'
`;
		const { entities } = trainInterpreter("nlu: []", config).parse("it is 4711", CONTEXT);
		expect(entities.map(({ entity, value }) => [entity, value])).toEqual([[name, "4711"]]);
	}
});

test("[BE7] words and languages that name parts of every object mean nothing", ({ expect }) => {
	for (const name of OF_EVERY_OBJECT) {
		for (const language of ["en", "de", "fr", "es", "it", name])
			expect(builtinFinder(language).find(`el ${name} y`, DIMENSIONS, CONTEXT), language).toEqual([]);
		expect(values(name, "number", "2")).toEqual([2]);
	}
});

test("[BE7] whatever languages are asked for, there are as many finders as ways of reading", ({ expect }) => {
	const tags = Array.from({ length: 200 }, (_, i) => `zz-${i.toString(36).padStart(4, "0")}`);
	expect(new Set(tags.map(builtinFinder)).size).toBe(1);
	expect(builtinFinder("de_AT")).toBe(builtinFinder("de"));
	expect(builtinFinder("en-US")).toBe(builtinFinder("en"));
	expect(builtinFinder("en-GB")).not.toBe(builtinFinder("en"));
	expect(builtinFinder("en-GB")).toBe(builtinFinder("en_IE"));
});

test("[BE9] writes values as Duckling does", ({ expect }) => {
	const info = (dimension: Dimension, text: string): unknown =>
		builtinFinder("en").find(text, [dimension], CONTEXT)[0]?.info;
	const moment = { value: "2026-11-24T17:00:00.000+01:00", grain: "hour" };
	expect(info("time", "tomorrow at 5pm")).toEqual({
		type: "value",
		...moment,
		values: [{ type: "value", ...moment }],
	});
	const ends = { to: { ...moment, value: "2026-11-24T18:00:00.000+01:00" }, from: moment };
	expect(info("time", "tomorrow from 5pm to 5pm")).toEqual({
		type: "interval",
		...ends,
		values: [{ type: "interval", ...ends }],
	});
	expect(info("time", "by tomorrow")).toMatchObject({ type: "interval", to: { grain: "day" } });
	expect(info("duration", "2 days")).toEqual({
		type: "value",
		value: 2,
		unit: "day",
		day: 2,
		normalized: { unit: "second", value: 172_800 },
	});
	expect(info("quantity", "2 lbs")).toEqual({ type: "value", value: 2, unit: "pound", product: null });
	expect(info("credit-card-number", "5555-5555-5555-4444")).toEqual({
		value: "5555555555554444",
		issuer: "mastercard",
	});
	expect(info("credit-card-number", "5555-5555-5555-4445")).toBeUndefined();
	expect(info("url", "https://shop.example/a")).toEqual({
		value: "https://shop.example/a",
		domain: "shop.example",
	});
});

test("[BE7] reads German, French and Spanish days", ({ expect }) => {
	expect(
		values("de", "date", "vor 3 Wochen, in drei Tagen, am 12. Mai 2026, am 13.5., nächsten Montag"),
	).toEqual(["2026-11-02", "2026-11-26", "2026-05-12", "2027-05-13", "2026-11-30"]);
	expect(values("de_AT", "date", "in drei Tagen")).toEqual(["2026-11-26"]);
	expect(values("fr", "date", "il y a 2 semaines, le 12 mai 2026, lundi prochain")).toEqual([
		"2026-11-09",
		"2026-05-12",
		"2026-11-30",
	]);
	expect(values("es", "date", "hace dos semanas, el 12 de mayo de 2026, mañana")).toEqual([
		"2026-11-09",
		"2026-05-12",
		"2026-11-24",
	]);
	expect(values("tr", "date", "2026-05-12")).toEqual(["2026-05-12"]);
});
