import { test } from "vitest";
import { changeOf, written } from "./numbers.ts";
import { filterQuery, groupFor, readState, spanOf, startOfDay, writeState } from "./report-state.ts";

const BERLIN = "Europe/Berlin";
const NOON = Date.parse("2026-03-29T10:07:00Z"); // the day on which clocks go forward there
const stateOf = (query: string, zone = BERLIN) => readState(new URLSearchParams(query), zone);

test("[AP1] what a report is asked for stands in the address, and nothing that is so by itself", ({
	expect,
}) => {
	expect(writeState(stateOf(""), BERLIN).toString()).toBe("");
	const full =
		"from=2026-02-01&to=2026-02-28&zone=UTC&groupBy=week&compare=off&hours=1-5+09%3A00-17%3A00&tests=true&metric=containment&channel=rest&language=de&intent=order_status&agentId=a&labelId=l&modelId=m";
	expect(writeState(stateOf(full), BERLIN).toString()).toBe(full);
	expect(writeState(stateOf("range=7d"), BERLIN).toString()).toBe("range=7d");
	expect(
		stateOf("range=ever&groupBy=minute&from=2026-02-01"),
		"what can't be read is as if it was not there",
	).toEqual(stateOf(""));
	expect(stateOf("from=2026-03-02&to=2026-03-01").range, "days in the wrong order").toBe("30d");
});

test("[AP1] ranges are whole days of the zone, today as far as it has come", ({ expect }) => {
	expect(spanOf(stateOf("range=today"), NOON)).toEqual({
		from: "2026-03-28T23:00:00.000Z",
		to: "2026-03-29T10:15:00.000Z",
	});
	expect(spanOf(stateOf("range=7d"), NOON).from).toBe("2026-03-22T23:00:00.000Z");
	expect(spanOf(stateOf("from=2026-03-28&to=2026-03-29"), NOON), "a day of 23 hours").toEqual({
		from: "2026-03-27T23:00:00.000Z",
		to: "2026-03-29T22:00:00.000Z",
	});
	expect(new Date(startOfDay("2026-01-01", "Asia/Kathmandu")).toISOString()).toBe("2025-12-31T18:15:00.000Z");
	expect(new Date(startOfDay("2026-11-01", "America/New_York")).toISOString()).toBe(
		"2026-11-01T04:00:00.000Z",
	);
});

test("[AP1] a longer range has coarser groups", ({ expect }) => {
	const groupOf = (query: string) => groupFor(spanOf(stateOf(query), NOON));
	expect(["range=today", "range=30d", "range=90d", "range=365d"].map(groupOf)).toEqual([
		"hour",
		"day",
		"day",
		"week",
	]);
	expect(groupOf("from=2022-01-01&to=2026-01-01")).toBe("month");
});

test("[AP1] hours go to the API as hours, or as the site whose they are", ({ expect }) => {
	const ask = (query: string) => {
		const state = stateOf(query);
		return filterQuery(state, spanOf(state, NOON));
	};
	expect(ask("hours=1-5 09:00-17:00")).toMatchObject({ hours: "1-5 09:00-17:00", zone: BERLIN });
	const ofSite = ask("hours=site:6f9619ff-8b86-4d01-b42d-00cf4fc964ff");
	expect(ofSite).toMatchObject({ siteId: "6f9619ff-8b86-4d01-b42d-00cf4fc964ff" });
	expect(ofSite).not.toHaveProperty("hours");
});

test("[AP2] numbers are rounded for the eye alone, and say against what they changed", ({ expect }) => {
	expect(
		[0, 999.6, 1_000, 9_940, 59_400, 200_000, 7_500_000, 90_000_000].map((ms) => written(ms, "time")),
	).toEqual(["0 ms", "1 s", "1 s", "9.9 s", "59 s", "3 min 20 s", "2 h 5 min", "1 d 1 h"]);
	expect(written(0.8345, "share")).toBe("83.5%");
	expect(written(12_345, "count")).toBe("12,345");
	expect(written(null, "share")).toBe("–");
	expect(changeOf(110, 100, "count")).toEqual({ text: "+10%", direction: "up" });
	expect(changeOf(0.5, 0.625, "share"), "shares differ by points").toEqual({
		text: "−12.5 pts",
		direction: "down",
	});
	expect(changeOf(5, 0, "count"), "nothing can be so many times nothing").toBeNull();
	expect(changeOf(0, 0, "count")).toEqual({ text: "0%", direction: "same" });
	expect(changeOf(null, 1, "time")).toBeNull();
});
