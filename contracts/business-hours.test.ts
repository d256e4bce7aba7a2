import { test } from "vitest";
import { afterOpenTime, BusinessHours, isOpen, nextOpening } from "./business-hours.ts";

const NINE_TO_FIVE = [{ opens: "09:00", closes: "17:00" }];
const at = (text: string): number => Date.parse(text);
const hours = (more: object) => BusinessHours.parse({ timeZone: "Europe/Berlin", weekly: {}, ...more });
const opening = (of: BusinessHours, from: string): string | null => {
	const ms = nextOpening(of, at(from));
	return ms === null ? null : new Date(ms).toISOString();
};
const WEEK = hours({
	weekly: { monday: NINE_TO_FIVE, tuesday: NINE_TO_FIVE, friday: NINE_TO_FIVE },
});

test("[BH1] a span begins with its first minute and ends right before its last", ({ expect }) => {
	// Monday 2026-11-23, an hour ahead of UTC
	expect(
		["07:59:59.999", "08:00", "15:59:59.999", "16:00"].map((time) => isOpen(WEEK, at(`2026-11-23T${time}Z`))),
	).toEqual([false, true, true, false]);
	const late = hours({
		weekly: {
			saturday: [{ opens: "22:00", closes: "24:00" }],
			sunday: [{ opens: "00:00", closes: "02:00" }],
		},
	});
	expect(
		["20:59Z", "21:00Z", "22:59:59Z", "23:00Z"].map((time) => isOpen(late, at(`2026-11-28T${time}`))),
	).toEqual([false, true, true, true]);
	expect([isOpen(late, at("2026-11-29T00:59:59Z")), isOpen(late, at("2026-11-29T01:00Z"))]).toEqual([
		true,
		false,
	]);
});

test("[BH2] the next opening is the first instant that is open, and now while it is", ({ expect }) => {
	expect(opening(WEEK, "2026-11-23T07:00:00Z")).toBe("2026-11-23T08:00:00.000Z");
	expect(opening(WEEK, "2026-11-23T10:11:12Z")).toBe("2026-11-23T10:11:12.000Z");
	expect(opening(WEEK, "2026-11-24T16:00:00Z")).toBe("2026-11-27T08:00:00.000Z");
	const lunch = hours({
		weekly: {
			monday: [
				{ opens: "14:00", closes: "18:00" },
				{ opens: "08:00", closes: "12:00" },
			],
		},
	});
	expect(opening(lunch, "2026-11-23T11:30:00Z")).toBe("2026-11-23T13:00:00.000Z");
});

test("[BH3] an exception stands in the place of its weekday: a holiday, or other hours", ({ expect }) => {
	const holidays = hours({
		weekly: { thursday: NINE_TO_FIVE, friday: NINE_TO_FIVE },
		exceptions: [
			{ date: "2026-12-24", spans: [{ opens: "09:00", closes: "12:00" }], note: "Christmas Eve" },
			{ date: "2026-12-25", spans: [] },
			{ date: "2026-12-27", spans: [{ opens: "10:00", closes: "11:00" }] },
		],
	});
	expect(isOpen(holidays, at("2026-12-24T10:59Z"))).toBe(true);
	expect(isOpen(holidays, at("2026-12-24T11:00Z"))).toBe(false);
	expect(isOpen(holidays, at("2026-12-25T10:00Z"))).toBe(false);
	expect(opening(holidays, "2026-12-24T11:00:00Z")).toBe("2026-12-27T09:00:00.000Z");
});

test("[BH4] a company that never opens has no next opening", ({ expect }) => {
	expect(opening(hours({}), "2026-11-23T10:00:00Z")).toBeNull();
	const past = hours({ exceptions: [{ date: "2026-11-22", spans: NINE_TO_FIVE }] });
	expect(opening(past, "2026-11-23T10:00:00Z")).toBeNull();
});

test("[BH5] clocks go forward: an opening that does not exist is the first minute after", ({ expect }) => {
	// Berlin, 2026-03-29: 01:59 is followed by 03:00
	const early = hours({ weekly: { sunday: [{ opens: "02:30", closes: "04:00" }] } });
	expect(opening(early, "2026-03-29T00:00:00Z")).toBe("2026-03-29T01:00:00.000Z");
	expect(isOpen(early, at("2026-03-29T00:59Z"))).toBe(false);
	expect(isOpen(early, at("2026-03-29T01:00Z"))).toBe(true);
	expect(isOpen(early, at("2026-03-29T02:00Z"))).toBe(false);
	const gone = hours({ weekly: { sunday: [{ opens: "02:00", closes: "03:00" }] } });
	expect(opening(gone, "2026-03-29T00:00:00Z")).toBe("2026-04-05T00:00:00.000Z");
	// the working day keeps its wall time
	expect(opening(WEEK, "2026-03-27T17:00:00Z")).toBe("2026-03-30T07:00:00.000Z");
});

test("[BH6] clocks go back: the hour that comes twice counts twice", ({ expect }) => {
	// Berlin, 2026-10-25: after 02:59 it is 02:00 again, at 01:00 UTC
	const twice = hours({ weekly: { sunday: [{ opens: "02:00", closes: "02:30" }] } });
	expect(opening(twice, "2026-10-24T22:00:00Z")).toBe("2026-10-25T00:00:00.000Z");
	expect(opening(twice, "2026-10-25T00:30:00Z")).toBe("2026-10-25T01:00:00.000Z");
	const across = hours({ weekly: { sunday: [{ opens: "01:30", closes: "02:30" }] } });
	expect(opening(across, "2026-10-25T00:45:00Z")).toBe("2026-10-25T01:00:00.000Z");
});

// zones that change at midnight, by half an hour, by a whole date, or not at all
const ZONES: [zone: string, around: string][] = [
	["Europe/Berlin", "2026-03-29"],
	["Europe/Berlin", "2026-10-25"],
	["America/Santiago", "2026-09-06"],
	["America/Santiago", "2026-04-05"],
	["Australia/Lord_Howe", "2026-04-05"],
	["Australia/Lord_Howe", "2026-10-04"],
	["Africa/Cairo", "2026-04-24"],
	["Africa/Cairo", "2026-10-29"],
	["Pacific/Apia", "2011-12-30"],
	["Asia/Kolkata", "2026-06-01"],
];

test.for(ZONES)(
	"[BH7] %s around %s: the next opening is what a look at every minute finds",
	([timeZone, around], { expect }) => {
		const daily = [
			{ opens: "00:00", closes: "00:20" },
			{ opens: "01:45", closes: "02:10" },
			{ opens: "23:10", closes: "23:40" },
		];
		const weekly = Object.fromEntries(
			["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].map((day) => [
				day,
				daily,
			]),
		);
		const of = hours({ timeZone, weekly });
		const from = at(around) - 36 * 3_600_000;
		const minutes = Array.from({ length: 96 * 60 }, (_, i) => from + i * 60_000);
		const open = minutes.map((minute) => isOpen(of, minute));
		let next: number | null = null;
		const wrong: string[] = [];
		for (let i = minutes.length - 1; i >= 0; i -= 1) {
			const minute = minutes[i] ?? 0;
			if (open[i] === true) next = minute;
			if (next !== null && i % 7 === 0 && nextOpening(of, minute) !== next)
				wrong.push(
					`${new Date(minute).toISOString()}: ${new Date(nextOpening(of, minute) ?? 0).toISOString()}`,
				);
		}
		expect(wrong).toEqual([]);
	},
);

test.for(ZONES)(
	"[BH9] %s around %s: time that is open passes as a look at every minute counts it",
	([timeZone, around], { expect }) => {
		const spans = [
			{ opens: "00:00", closes: "00:20" },
			{ opens: "01:45", closes: "02:10" },
			{ opens: "23:10", closes: "24:00" },
		];
		const of = hours({ timeZone, weekly: { sunday: spans, monday: spans, friday: spans, saturday: spans } });
		const from = at(around) - 36 * 3_600_000;
		const minutes = Array.from({ length: 72 * 60 }, (_, i) => from + i * 60_000);
		const open = minutes.filter((minute) => isOpen(of, minute));
		const wrong: string[] = [];
		for (const [index, minute] of open.entries()) {
			// its whole minute has passed
			const [expected, found] = [minute + 60_000, afterOpenTime(of, from, (index + 1) * 60_000)];
			if (found !== expected) wrong.push(`${index + 1} min: ${new Date(found ?? 0).toISOString()}`);
		}
		expect(wrong).toEqual([]);
	},
);

test("[BH9] it stands still over a weekend; a company that does not open for so long has no such instant", ({
	expect,
}) => {
	const due = (of: BusinessHours, from: string, minutes: number): string | null => {
		const ms = afterOpenTime(of, at(from), minutes * 60_000);
		return ms === null ? null : new Date(ms).toISOString();
	};
	expect(due(WEEK, "2026-11-27T15:50:00Z", 15)).toBe("2026-11-30T08:05:00.000Z");
	expect(due(WEEK, "2026-11-28T12:00:00Z", 15)).toBe("2026-11-30T08:15:00.000Z");
	expect(due(WEEK, "2026-11-23T10:00:30Z", 15)).toBe("2026-11-23T10:15:30.000Z");
	expect(due(hours({}), "2026-11-23T10:00:00Z", 15)).toBeNull();
});

test("[BH8] what can't be meant is refused by name", ({ expect }) => {
	const faults = (more: object) =>
		BusinessHours.safeParse({ timeZone: "Europe/Berlin", weekly: {}, ...more }).error?.issues.map(
			({ path, message }) => `${path.join(".")}: ${message}`,
		);
	expect(faults({ timeZone: "Europe/Atlantis" })).toEqual([
		"timeZone: is not a time zone such as Europe/Berlin",
	]);
	expect(faults({ weekly: { monday: [{ opens: "9:00", closes: "9:30" }] } })).toEqual([
		"weekly.monday.0.opens: a time is written 09:00, up to 24:00",
		"weekly.monday.0.closes: a time is written 09:00, up to 24:00",
	]);
	expect(faults({ weekly: { monday: [{ opens: "22:00", closes: "02:00" }] } })).toEqual([
		"weekly.monday.0: closes before it opens; past midnight needs two spans",
	]);
	expect(faults({ weekly: { monday: [...NINE_TO_FIVE, { opens: "16:00", closes: "18:00" }] } })).toEqual([
		"weekly.monday: spans overlap",
	]);
	expect(faults({ exceptions: [{ date: "2026-02-30", spans: [] }] })?.[0]).toContain("exceptions.0.date");
	const twice = { date: "2026-12-25", spans: [] };
	expect(faults({ exceptions: [twice, twice] })).toEqual(["exceptions: a date stands there twice"]);
});
