import { test } from "vitest";
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import { slotsText, whyText } from "./turn-text.ts";

test("a turn's choices are told with policy, reason, place and what others said", ({ expect }) => {
	const trace = {
		kind: "rule",
		name: "Greet",
		file: "data/rules.yml",
		line: 3,
		matched: ["greet was said"],
		others: [
			{ policy: "TEDPolicy", action: "utter_bye", confidence: 0.25, kind: null },
			{ policy: "MemoizationPolicy", action: null, confidence: 0, kind: null },
		],
	};
	const events: DialogueEvent[] = [
		{
			event: "user",
			text: "hi Ada",
			parse_data: {
				intent: { name: "greet", confidence: 0.987 },
				entities: [{ entity: "name", value: "Ada" }],
			},
		},
		{ event: "action", name: "utter_greet", policy: "RulePolicy", confidence: 1, metadata: { trace } },
		{
			event: "action",
			name: "action_x",
			policy: "TEDPolicy",
			confidence: 0.5,
			metadata: { trace: null, error: { action: "action_x", code: "timeout", message: "no answer" } },
		},
		{ event: "action", name: "action_listen" },
		{ event: "bot", text: "hello" },
	];
	expect(whyText(events)).toEqual([
		'"hi Ada" was understood as greet (0.99), name = "Ada"',
		'utter_greet: RulePolicy 1.00, rule "Greet" (data/rules.yml:3)',
		"    because greet was said",
		"    others said: TEDPolicy utter_bye 0.25, MemoizationPolicy nothing",
		"action_x: TEDPolicy 0.50",
		"    failed: action_x, timeout: no answer",
		"action_listen: by the engine itself",
	]);
});

test("slots are told with the form that runs", ({ expect }) => {
	expect(slotsText({ city: "Bonn", size: null, tags: ["a"] }, "order_form")).toEqual([
		"form order_form is running",
		'city = "Bonn"',
		'tags = ["a"]',
	]);
	expect(slotsText({ city: null }, null)).toEqual(["no slot is set"]);
});
