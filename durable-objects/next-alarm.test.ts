import { test } from "vitest";
import { nextAlarm } from "./next-alarm.ts";

const NOW = 1_000_000;
const nothing = {
	outboxAtMs: null,
	reminderAtMs: null,
	webhooksAtMs: null,
	inboxAtMs: null,
	wakesAtMs: null,
	pendingTurnAtMs: null,
};

test("[AL1] one alarm rings for the earliest duty", ({ expect }) => {
	const rows: [string, Partial<typeof nothing> | Record<string, number>, number | null, number | null][] = [
		["nothing due, nothing set", {}, null, null],
		["nothing due, one set: left alone", {}, NOW + 500, null],
		["outbox alone", { outboxAtMs: NOW + 1_000 }, null, NOW + 1_000],
		[
			"the earliest of three",
			{ outboxAtMs: NOW + 900, reminderAtMs: NOW + 800, pendingTurnAtMs: NOW + 700 },
			null,
			NOW + 700,
		],
		["webhooks alone", { webhooksAtMs: NOW + 600 }, null, NOW + 600],
		["the inbox alone", { inboxAtMs: NOW + 650 }, null, NOW + 650],
		["a conversation that wakes", { wakesAtMs: NOW + 900, inboxAtMs: NOW + 950 }, null, NOW + 900],
		["an earlier one is set already", { outboxAtMs: NOW + 1_000 }, NOW + 400, null],
		["the same is set already", { outboxAtMs: NOW + 1_000 }, NOW + 1_000, null],
		["a later one is set: moved forward", { reminderAtMs: NOW + 1_000 }, NOW + 60_000, NOW + 1_000],
		["due already: soon, never in the past", { reminderAtMs: NOW - 5_000 }, null, NOW + 50],
		["a day in the past", { reminderAtMs: NOW - 86_400_000 }, null, NOW + 50],
	];
	for (const [title, due, scheduled, expected] of rows)
		expect(nextAlarm({ ...nothing, ...due }, scheduled, NOW), title).toBe(expected);
});

test("[AL2] an alarm that is late is not put off: a busy conversation would put it off for ever", ({
	expect,
}) => {
	const due = { ...nothing, outboxAtMs: NOW + 1_000 };
	expect(nextAlarm(due, NOW - 1, NOW)).toBeNull();
	expect(nextAlarm(due, NOW - 29_999, NOW)).toBeNull();
	expect(nextAlarm(due, NOW - 30_000, NOW)).toBe(NOW + 1_000);
});
