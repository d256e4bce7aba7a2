import { test } from "vitest";
import { readEntry } from "./log-entries.ts";
import { lastIntent, opinionsOf } from "./opinions.ts";

const log = (...events: readonly (readonly ["dialogue" | "feedback", object])[]) =>
	events.map(([kind, event], i) =>
		readEntry({ seq: i + 1, at: "2026-11-26T12:00:00.000Z", kind, event: JSON.parse(JSON.stringify(event)) }),
	);
const said = (text: string, name: string, more: object = {}) =>
	["dialogue", { event: "user", text, parse_data: { intent: { name, confidence: 0.8 } }, ...more }] as const;

test("[DA18] of a customer's opinions the last word of each counts", ({ expect }) => {
	expect(opinionsOf([])).toEqual({ csat: null, up: 0, down: 0 });
	const entries = log(
		["feedback", { seq: 2, rating: "up" }],
		["feedback", { seq: 4, rating: "up" }],
		["feedback", { seq: 4, rating: "down", reason: "wrong" }],
		["feedback", { seq: 6, rating: "down" }],
		["feedback", { seq: 6, rating: null }],
		["feedback", { seq: 9, csat: 2, comment: "slow" }],
		["feedback", { seq: 9, csat: 4 }],
	);
	expect(opinionsOf(entries)).toEqual({ csat: { rating: 4, comment: null }, up: 1, down: 1 });
});

test("[DA18] the last message is the customer's, and no reminder's", ({ expect }) => {
	expect(lastIntent([])).toBeNull();
	const reminder = said("EXTERNAL: remind", "remind", { metadata: { is_external: true } });
	expect(lastIntent(log(said("hi", "greet"), reminder))).toEqual({ name: "greet", confidence: 0.8 });
});
