import { test } from "vitest";
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import type { LogEntry, NewEntry } from "./log-entry.ts";
import { latestModelId, messagesOf } from "./rebuild.ts";

function log(...entries: NewEntry[]): LogEntry[] {
	return entries.map((entry, index) => ({ ...entry, seq: index + 1, atMs: 0, eventId: `e${index}` }));
}
const said = (event: DialogueEvent): NewEntry => ({ kind: "dialogue", event });
const user = (id: string): NewEntry => said({ event: "user", text: id, message_id: id, parse_data: {} });
const listen = said({ event: "action", name: "action_listen" });
const bot = said({ event: "bot", text: "hello" });
const owner = (name: "bot" | "person", epoch: number): NewEntry => ({
	kind: "system",
	event: { type: "owner_changed", owner: name, epoch },
});

test("[RB6] the log tells which messages it has and where their turns end", ({ expect }) => {
	const entries = log(said({ event: "session_started" }), listen, user("a"), bot, listen, user("b"), bot);
	expect(messagesOf(entries)).toEqual([
		{ id: "a", seq: 3, toSeq: 5 },
		{ id: "b", seq: 6, toSeq: null },
	]);
});

test("[RB7] a newer message, a failure, a draft and a change of owner end a turn as well", ({ expect }) => {
	const failed: NewEntry = { kind: "system", event: { type: "turn_failed", turnId: "c", error: "x" } };
	const ends = messagesOf(log(user("a"), user("b"), owner("person", 1), user("c"), failed, bot));
	expect(ends.map(({ toSeq }) => toSeq)).toEqual([1, 3, 5]);
});

test("[RB8] a reminder's message is nobody's message", ({ expect }) => {
	const external = said({
		event: "user",
		text: "EXTERNAL: x",
		parse_data: {},
		message_id: "x",
		metadata: { is_external: true },
	});
	expect(messagesOf(log(external, bot, listen))).toEqual([]);
});

test("[PM2] the log tells which model answered last, so that a rebuilt conversation goes on with it", ({
	expect,
}) => {
	const by = (model: string): NewEntry =>
		said({ event: "bot", text: "hello", metadata: { model_id: model } });
	expect(latestModelId(log(by("a"), user("1"), by("b"), owner("person", 1), user("2")))).toBe("b");
	expect(latestModelId(log(user("1")))).toBeNull();
});
