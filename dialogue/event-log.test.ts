import { test } from "vitest";
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import { EventLog } from "./event-log.ts";

const action = (name: string): DialogueEvent => ({ event: "action", name });
const names = (events: Iterable<DialogueEvent>): string[] =>
	[...events].map((event) => (event.event === "action" ? (event.name ?? "") : event.event));

test("[TR11] logs that grew from one share it, and don't see what the other gained", ({ expect }) => {
	const first = EventLog.EMPTY.append([action("a"), action("b")]);
	const left = first.append([action("c")]);
	const right = first.append([action("d"), { event: "restart" }, action("e")]);
	expect([names(first), names(left), names(right)]).toEqual([
		["a", "b"],
		["a", "b", "c"],
		["a", "b", "d", "restart", "e"],
	]);
	expect([first.length, left.length, right.length]).toEqual([2, 3, 5]);
	expect(first.append([])).toBe(first);
	expect(names(right.newestFirst())).toEqual(["e", "restart", "d", "b", "a"]);
});

test("[TR11] what is handed in later changes nothing", ({ expect }) => {
	const events = [action("a")];
	const log = EventLog.EMPTY.append(events);
	events.push(action("b"));
	expect(names(log)).toEqual(["a"]);
});

test("[TR11] a log is searched from its newest event", ({ expect }) => {
	const log = EventLog.EMPTY.append([action("a"), { event: "restart" }]).append([action("b"), action("c")]);
	expect(log.findLast((event) => event.event === "action")).toEqual(action("c"));
	expect(log.findLast((event) => event.event === "pause")).toBeUndefined();
	expect(log.last()).toEqual(action("c"));
	expect(EventLog.EMPTY.last()).toBeUndefined();
	expect(names(log.after((event) => event.event === "restart") ?? [])).toEqual(["b", "c"]);
	expect(log.after((event) => event.event === "pause")).toBeNull();
});
