import { test } from "vitest";
import type { Interpreter } from "../nlu/interpreter.ts";
import { FaultList } from "../project/fault.ts";
import { parseProjectFiles } from "../project/project-files.ts";
import { readTestStories, runTestStories, type CoreReport } from "./test-stories.ts";
import { assistantOf, dedent } from "./testing/bot.ts";

const assistant = assistantOf({
	"config.yml": "policies: [{name: RulePolicy}]",
	"domain.yml": `
		intents: [greet, begin, chat, faq]
		entities: [city]
		slots: {town: {type: text, influence_conversation: false, mappings: [{type: from_entity, entity: city}]}}
		forms: {trip: {required_slots: [town]}}
		actions: [act]
		responses: {utter_hi: [{text: hi}], utter_chat: [{text: chat}], utter_done: [{text: done}], utter_faq/who: [{text: me}]}`,
	"data.yml": `
		nlu: [{intent: faq/who, examples: "- who"}]
		rules:
		- rule: hi
		  steps: [{intent: greet}, {action: utter_hi}]
		- rule: faq
		  steps: [{intent: faq}, {action: utter_faq}]
		- rule: chat
		  steps: [{intent: chat}, {action: utter_chat}]
		- rule: begin
		  steps: [{intent: begin}, {action: trip}, {active_loop: trip}]
		- rule: end
		  condition: [{active_loop: trip}]
		  steps: [{action: trip}, {active_loop: null}, {action: utter_done}]`,
});
function run(text: string, interpreter: Interpreter | null = null): CoreReport {
	const { files } = parseProjectFiles([{ path: "tests/test_x.yml", text: dedent(text) }]);
	return runTestStories(assistant, readTestStories(files, assistant.domain, new FaultList()), interpreter);
}
const understanding: Interpreter = {
	parse: (text) => {
		const start = text.indexOf("Rome");
		const intent = { name: text.includes("who") ? "faq" : start < 0 ? "chat" : "greet", confidence: 1 };
		const entities =
			start < 0 ? [] : [{ entity: "city", value: "Rome", start, end: start + 4, extractor: "x" }];
		const response_selector = {
			default: { response: { utter_action: "utter_faq/who", intent_response_key: "faq/who" } },
		};
		return {
			text,
			intent,
			entities,
			intent_ranking: [intent],
			...(intent.name === "faq" ? { response_selector } : {}),
		};
	},
};

test("[TE1] [TE2] [TE6] a form with a detour passes without its actions being called", ({ expect }) => {
	expect(
		run(`
			stories:
			- story: trip
			  steps:
			  - intent: begin
			  - action: trip
			  - active_loop: trip
			  - intent: chat
			  - action: utter_chat
			  - action: trip
			  - active_loop: trip
			  - intent: greet
			    entities: [{city: Rome}]
			  - action: trip
			  - active_loop: null
			  - action: utter_done`),
	).toEqual({ stories: { passed: 1, total: 1 }, actions: { correct: 8, total: 8 }, failed: [] });
});

test("[TE5] [TE6] [TE7] one wrong action fails the story, with its line; the story goes on", ({ expect }) => {
	expect(
		run(`
			stories:
			- story: wrong
			  steps:
			  - intent: greet
			  - action: act
			  - intent: greet
			  - action: utter_hi
			- story: right
			  steps: [{intent: greet}, {action: utter_hi}]`),
	).toEqual({
		stories: { passed: 1, total: 2 },
		actions: { correct: 4, total: 6 },
		failed: [
			{
				story: "wrong",
				file: "tests/test_x.yml",
				line: 2,
				steps: [
					{
						kind: "action",
						line: null,
						expected: "action_listen",
						predicted: "action_default_fallback",
						policy: "RulePolicy",
					},
					{ kind: "action", line: 5, expected: "act", predicted: "utter_hi", policy: "RulePolicy" },
				],
			},
		],
	});
});

test("[TE3] with an interpreter intents and entities are judged as well", ({ expect }) => {
	const report = run(
		`
		stories:
		- story: right
		  steps: [{user: "to [Rome](city)", intent: greet}, {action: utter_hi}]
		- story: wrong intent
		  steps: [{user: hello, intent: greet}, {action: utter_hi}]
		- story: wrong entity
		  steps: [{user: "[by](city) Rome", intent: greet}, {action: utter_hi}]
		- story: no entity
		  steps: [{user: "[by](city) train", intent: greet}, {action: utter_hi}]`,
		understanding,
	);
	expect(report.stories).toEqual({ passed: 1, total: 4 });
	expect(report.failed.map((story) => story.steps)).toEqual([
		[{ kind: "intent", line: 5, expected: "greet", predicted: "chat", policy: null }],
		[{ kind: "entities", line: 7, expected: "city 0-2 by", predicted: "city 3-7 Rome", policy: null }],
		[
			{ kind: "intent", line: 9, expected: "greet", predicted: "chat", policy: null },
			{ kind: "entities", line: 9, expected: "city 0-2 by", predicted: "nothing", policy: null },
		],
	]);
});

test("[TE4] a full retrieval intent is compared with the selected response", ({ expect }) => {
	const story = (key: string) =>
		`stories: [{story: s, steps: [{user: who, intent: faq/${key}}, {action: utter_faq/${key}}]}]`;
	const steps = (key: string) =>
		run(story(key), understanding).failed[0]?.steps.map((step) => `${step.kind} ${step.expected}`);
	// the rule goes on after utter_faq: after the full name it doesn't know what to do, in Rasa as well
	expect(steps("who")).toEqual(["action action_listen"]);
	expect(steps("what")).toEqual(["action action_listen", "intent faq/what", "action utter_faq/what"]);
});
