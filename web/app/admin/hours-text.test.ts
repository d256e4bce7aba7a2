import { test } from "vitest";
import { BusinessHours } from "../../../contracts/business-hours.ts";
import { exceptionsText, readExceptions, readSpans, spansText } from "./hours-text.ts";

test("[DA11] hours are written as people write them, and read back the same", ({ expect }) => {
	const spans = readSpans(" 9:00-12:00,13:00 – 18:00 ");
	expect(spans).toEqual([
		{ opens: "09:00", closes: "12:00" },
		{ opens: "13:00", closes: "18:00" },
	]);
	expect(spansText(spans ?? [])).toBe("09:00-12:00, 13:00-18:00");
	expect(readSpans("")).toEqual([]);
	for (const text of ["9-12", "from nine", "09:00", "09:00-12:00-13:00"])
		expect(readSpans(text), text).toBeNull();
});

test("[DA11] a day that differs is a line; what can't be read is refused, not dropped", ({ expect }) => {
	const text =
		"2026-12-25 closed Christmas\n2026-12-24 09:00-12:00, 13:00-14:00 half a day\n2027-01-01 closed";
	const read = readExceptions(text);
	expect(read).toEqual([
		{ date: "2026-12-25", spans: [], note: "Christmas" },
		{
			date: "2026-12-24",
			spans: [
				{ opens: "09:00", closes: "12:00" },
				{ opens: "13:00", closes: "14:00" },
			],
			note: "half a day",
		},
		{ date: "2027-01-01", spans: [] },
	]);
	expect(exceptionsText(read ?? [])).toBe(text);
	expect(readExceptions("2026-12-25")).toBeNull();
	expect(readExceptions("Christmas closed")).toBeNull();
	expect(
		BusinessHours.safeParse({ timeZone: "Europe/Berlin", weekly: {}, exceptions: read }).success,
		"the API takes it",
	).toBe(true);
});
