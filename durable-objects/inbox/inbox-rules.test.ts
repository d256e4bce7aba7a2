import { test } from "vitest";
import { DeskSettings } from "../../contracts/inbox.ts";
import { FRESH_DESK, type Signal } from "../desk/desk-state.ts";
import { assignments } from "./assignment.ts";
import { handoffReason } from "./handoff-rules.ts";

const { handoff } = DeskSettings.parse({});
const turn = (intent: string, isFailed = false): Signal => ({ type: "turn", intent, isFailed });
const rated = (rating: "up" | "down"): Signal => ({ type: "rating", rating });

test("[HO3] a conversation goes to a person when the customer asks, after failures in a row, and after bad words", ({
	expect,
}) => {
	const rows: [string, Signal[], string | null][] = [
		["nothing said", [], null],
		["understood", [turn("greet")], null],
		["asked for a person", [turn("greet"), turn("talk_to_person")], "asked"],
		["asked long ago", [turn("talk_to_person"), turn("greet")], null],
		["one failure", [turn("greet"), turn("nlu_fallback", true)], null],
		["two failures", [turn("nlu_fallback", true), turn("greet", true)], "failures"],
		["two failures, not in a row", [turn("x", true), turn("greet"), turn("x", true)], null],
		["a rating is no turn", [turn("x", true), rated("up"), turn("x", true)], "failures"],
		["one thumb down", [rated("down")], null],
		["a thumb down and a bad word", [turn("frustration"), rated("down")], "negative"],
		["praise between them", [rated("down"), rated("up"), turn("frustration")], null],
	];
	for (const [title, signals, expected] of rows)
		expect(handoffReason({ ...FRESH_DESK, signals }, handoff), title).toBe(expected);
	const asked = { ...FRESH_DESK, signals: [turn("talk_to_person")] };
	expect(handoffReason({ ...asked, owner: "queue" }, handoff)).toBeNull();
	expect(handoffReason({ ...asked, status: "resolved" }, handoff)).toBeNull();
	const never = { intents: [], failures: null, negative: null, negativeIntents: [] };
	expect(
		handoffReason({ ...asked, signals: [...asked.signals, rated("down"), turn("x", true)] }, never),
	).toBeNull();
});

test("[AG1] the queue is given out in its order: in turn, or to whoever has least, and to nobody beyond their share", ({
	expect,
}) => {
	const agent = (id: string, open: number, givenAtMs: number) => ({ id, name: id, open, givenAtMs });
	const agents = [agent("a", 2, 30), agent("b", 0, 20), agent("c", 1, 10)];
	const given = (assignment: "manual" | "round_robin" | "by_load", maxOpenPerAgent: number, queue = 4) =>
		assignments(
			Array.from({ length: queue }, (_, index) => `q${index}`),
			agents,
			{ assignment, maxOpenPerAgent },
		).map(({ conversationId, agent: { id } }) => `${conversationId} ${id}`);
	expect(given("manual", 5)).toEqual([]);
	expect(given("round_robin", 5)).toEqual(["q0 c", "q1 b", "q2 a", "q3 c"]);
	expect(given("by_load", 5)).toEqual(["q0 b", "q1 c", "q2 b", "q3 a"]);
	expect(given("by_load", 2, 9)).toEqual(["q0 b", "q1 c", "q2 b"]);
	expect(given("round_robin", 1)).toEqual(["q0 b"]);
});
