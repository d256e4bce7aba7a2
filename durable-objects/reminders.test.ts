import { test } from "vitest";
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import type { NewEntry } from "./log-entry.ts";
import { earliestReminderMs, type Reminder, remindersAfter } from "./reminders.ts";

const AT = "2026-11-23T10:00:00.000Z";

function fold(...entries: (DialogueEvent | NewEntry)[]): readonly Reminder[] {
	return entries.map(toEntry).reduce<readonly Reminder[]>(remindersAfter, []);
}

function toEntry(entry: DialogueEvent | NewEntry): NewEntry {
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: no event of these tests has a `kind`
	return "kind" in entry ? (entry as NewEntry) : { kind: "dialogue", event: entry };
}

function reminder(name: string, rest: object = {}): DialogueEvent {
	return { event: "reminder", name, intent: "nudge", date_time: AT, ...rest };
}

const message: DialogueEvent = { event: "user", text: "hi", parse_data: {} };

test("[RM3] a reminder waits with its time, intent and entities; the same name replaces", ({ expect }) => {
	const [only] = fold(
		reminder("a"),
		reminder("a", { intent: "push", entities: { order: "1" }, date_time: "2026-11-23T11:00:00+01:00" }),
	);
	expect(only).toEqual({
		name: "a",
		dueAtMs: Date.parse(AT),
		intent: "push",
		entities: { order: "1" },
		killOnUserMessage: false,
	});
});

test("[RM4] a time that nobody can read makes no reminder", ({ expect }) => {
	expect(fold(reminder("a", { date_time: "soon" }))).toEqual([]);
});

test("[RM5] cancelling by name, by intent, by entities, or everything", ({ expect }) => {
	const names = (...entries: DialogueEvent[]): string[] => fold(...entries).map(({ name }) => name);
	const [a, b] = [reminder("a", { entities: { id: 1 } }), reminder("b", { intent: "push" })];
	expect(names(a, b, { event: "cancel_reminder", name: "a" })).toEqual(["b"]);
	expect(names(a, b, { event: "cancel_reminder", name: null, intent: "push" })).toEqual(["a"]);
	expect(names(a, b, { event: "cancel_reminder", entities: { id: 1 } })).toEqual(["b"]);
	expect(names(a, b, { event: "cancel_reminder", name: "a", intent: "push" })).toEqual(["a", "b"]);
	expect(names(a, b, { event: "cancel_reminder" })).toEqual([]);
});

test("[RM6] a customer's message ends those that ask for it; an external event does not", ({ expect }) => {
	const killed = reminder("a", { kill_on_user_msg: true });
	expect(fold(killed, reminder("b"), message).map(({ name }) => name)).toEqual(["b"]);
	expect(fold(killed, { ...message, metadata: { is_external: true } })).toHaveLength(1);
});

test("[RM7] firing and dropping end one by its name, so that the log alone gives what waits", ({
	expect,
}) => {
	const fired: NewEntry = { kind: "system", event: { type: "reminder_fired", name: "a" } };
	const dropped: NewEntry = {
		kind: "system",
		event: { type: "reminder_dropped", name: "b", reason: "failed" },
	};
	expect(fold(reminder("a"), reminder("b"), reminder("c"), fired, dropped).map(({ name }) => name)).toEqual([
		"c",
	]);
	expect(earliestReminderMs(fold(reminder("a")))).toBe(Date.parse(AT));
	expect(earliestReminderMs([])).toBeNull();
});
