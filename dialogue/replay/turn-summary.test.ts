import { test } from "vitest";
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import { differingParts, turnSummary } from "./turn-summary.ts";

const said = (intent: string, confidence: number): DialogueEvent => ({
	event: "user",
	text: "to Oslo",
	parse_data: {
		text: "to Oslo",
		intent: { name: intent, confidence },
		entities: [{ entity: "city", value: "Oslo", start: 3, end: 7 }],
	},
	metadata: {},
});
const TURN: readonly DialogueEvent[] = [
	{ event: "action", name: "action_session_start" },
	{ event: "action", name: "action_listen" },
	said("book", 0.9),
	{ event: "slot", name: "town", value: "Rome" },
	{ event: "slot", name: "day", value: null },
	{ event: "slot", name: "town", value: "Oslo" },
	{ event: "action_execution_rejected", name: "trip" },
	{ event: "action", name: "utter_done" },
	{ event: "bot", text: "To Oslo.", data: {} },
	{ event: "bot", text: null, data: { image: "x" } },
	{ event: "action", name: null, action_text: "Good bye." },
	{ event: "action", name: "action_listen" },
];

test("[RY8] a side of a turn is what was understood, done, said and set, without what is in every turn", ({
	expect,
}) => {
	expect(turnSummary(TURN)).toEqual({
		intent: { name: "book", confidence: 0.9 },
		entities: [{ entity: "city", value: "Oslo" }],
		actions: ["trip (declined)", "utter_done", "“Good bye.”"],
		texts: ["To Oslo."],
		slots: [
			{ name: "day", value: null },
			{ name: "town", value: "Oslo" },
		],
	});
});

test("[RY8] a message that was left to people is understood and not answered; what came without one is neither", ({
	expect,
}) => {
	expect(turnSummary([said("book", 0.9)])).toMatchObject({
		intent: { name: "book" },
		actions: [],
		texts: [],
	});
	expect(turnSummary([])).toEqual({ intent: null, entities: [], actions: [], texts: [], slots: [] });
});

test("[RY8] the parts that differ are named; how sure the model was is none of them", ({ expect }) => {
	const then = turnSummary(TURN);
	expect(differingParts(then, turnSummary(TURN.with(2, said("book", 0.4))))).toEqual([]);
	expect(differingParts(then, turnSummary(TURN.with(2, said("greet", 0.9))))).toEqual(["intent"]);
	expect(differingParts(then, turnSummary(TURN.slice(0, 8)))).toEqual(["actions", "texts"]);
	expect(differingParts(then, turnSummary([]))).toEqual(["intent", "entities", "actions", "texts", "slots"]);
});
