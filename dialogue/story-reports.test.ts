import { test } from "vitest";
import type { Interpreter } from "../nlu/interpreter.ts";
import { FaultList } from "../project/fault.ts";
import { parseProjectFiles } from "../project/project-files.ts";
import { annotatedText } from "./annotate-text.ts";
import { storiesJUnit, storiesYaml, storyReport } from "./story-reports.ts";
import { coreReport, judgeStories, readTestStories, type JudgedStory } from "./test-stories.ts";
import { assistantOf, dedent } from "./testing/bot.ts";

const DOMAIN = `
	intents: [greet, ask, bye]
	entities: [city]
	slots: {town: {type: text, influence_conversation: false, mappings: [{type: from_entity, entity: city}]}}
	forms: {trip: {required_slots: [town]}}
	responses: {utter_hi: [{text: hi}], utter_bye: [{text: bye}]}
	actions: [act]`;
const assistant = assistantOf({
	"config.yml": "policies: [{name: RulePolicy}]",
	"domain.yml": DOMAIN,
	"data.yml": `
		rules:
		- rule: hi
		  steps: [{intent: greet}, {action: utter_hi}]
		- rule: bye
		  steps: [{intent: bye}, {action: utter_bye}]
		- rule: ask
		  steps: [{intent: ask}, {action: act}]`,
});
/** Takes every message for a greeting, and "Rome" for a city. */
const greeting: Interpreter = {
	parse: (text) => {
		const start = text.indexOf("Rome");
		const intent = { name: "greet", confidence: 1 };
		const entities = start < 0 ? [] : [{ entity: "city", value: "Rome", start, end: start + 4 }];
		return { text, intent, entities, intent_ranking: [intent] };
	},
};
function judge(text: string, interpreter: Interpreter | null = greeting): JudgedStory[] {
	const { files } = parseProjectFiles([{ path: "tests/test_x.yml", text: dedent(text) }]);
	return judgeStories(assistant, readTestStories(files, assistant.domain, new FaultList()), interpreter);
}
const STORIES = `
	stories:
	- story: fine
	  steps:
	  - user: "hello [Rome](city)"
	    intent: greet
	  - action: utter_hi
	- story: "bad: <one> & all"
	  steps:
	  - user: 'see you in [Paris]{"entity": "city", "value": "paris"}'
	    intent: bye
	  - slot_was_set: [{town: paris}]
	  - action: utter_bye
	  - intent: ask
	  - action: utter_hi
	  - active_loop: trip
	  - active_loop: null`;

test("[TE9] the report counts actions, intents and entities, and conversations", ({ expect }) => {
	const report = storyReport(judge(STORIES));
	expect(report["utter_hi"]).toEqual({ precision: 1, recall: 0.5, "f1-score": 2 / 3, support: 2 });
	expect(report["greet"]).toEqual({ precision: 0.5, recall: 1, "f1-score": 2 / 3, support: 1 });
	expect(report["[Rome](city)"]).toMatchObject({ recall: 1, support: 1 });
	expect(report['[Paris]{"entity":"city","value":"paris"}']).toMatchObject({ recall: 0, support: 1 });
	expect(report["conversation_accuracy"]).toEqual({ accuracy: 0.5, correct: 1, with_warnings: 0, total: 2 });
	// wrong: a message, an entity, an answer, and the fallback where the story ends
	expect(report["accuracy"]).toBe(6 / 10);
	expect(report["macro avg"]).toMatchObject({ support: 10 });
	expect(storyReport([])["accuracy"]).toBe(0);
});

test("[TE10] failed stories are written whole, say what was predicted, and fail again", ({ expect }) => {
	const failed = judge(STORIES).filter(({ hasPassed }) => !hasPassed);
	const yaml = storiesYaml(failed);
	expect(yaml).toBe(`version: "3.1"
stories:
- story: "bad: <one> & all"  # tests/test_x.yml:7
  steps:
  - intent: bye  # predicted: greet: see you in Paris
    user: "see you in [Paris]{\\"entity\\":\\"city\\",\\"value\\":\\"paris\\"}"
  - slot_was_set:
    - town: "paris"
  - action: utter_bye
  - intent: ask
  - action: utter_hi  # predicted: act
  - active_loop: trip
  - active_loop: null
    # action_listen, predicted: action_default_fallback
`);
	const differences = (stories: readonly JudgedStory[]): unknown =>
		coreReport(stories).failed.map(({ story, steps }) => [
			story,
			steps.map(({ kind, expected, predicted }) => [kind, expected, predicted]),
		]);
	expect(differences(judge(yaml))).toEqual(differences(failed));
	expect(storiesYaml([])).toBe('version: "3.1"\nstories: []\n');
});

test("[TE10] entities are written as training data has them", ({ expect }) => {
	const at = (start: number, end: number, more = {}) => ({ entity: "city", start, end, value: "", ...more });
	expect(
		annotatedText("from Rome to Oslo", [
			at(13, 17, { value: "Oslo", role: "to" }),
			at(5, 9, { value: "Rome" }),
		]),
	).toBe('from [Rome](city) to [Oslo]{"entity":"city","role":"to"}');
});

test("[TE11] JUnit: a case a story, what went otherwise with file and line", ({ expect }) => {
	expect(storiesJUnit(judge(STORIES)).split("\n")).toEqual([
		'<?xml version="1.0" encoding="UTF-8"?>',
		'<testsuites tests="2" failures="1">',
		'  <testsuite name="test stories" tests="2" failures="1">',
		'    <testcase classname="tests/test_x.yml" name="fine"/>',
		'    <testcase classname="tests/test_x.yml" name="bad: &lt;one&gt; &amp; all">',
		expect.stringContaining('<failure message="'),
		expect.stringContaining("tests/test_x.yml:9 entities: expected city 11-16 paris, predicted "),
		"tests/test_x.yml:14 action: expected utter_hi, predicted act by RulePolicy",
		"tests/test_x.yml action: expected action_listen, predicted action_default_fallback by RulePolicy</failure>",
		"    </testcase>",
		"  </testsuite>",
		"</testsuites>",
		"",
	]);
});

test("[TE8] a surprise that the story doesn't have is a warning", ({ expect }) => {
	const surprised = assistantOf({
		"config.yml": "policies: [{name: UnexpecTEDIntentPolicy}, {name: TEDPolicy}, {name: RulePolicy}]",
		"domain.yml": DOMAIN,
		"data.yml": `
			stories:
			- story: a
			  steps: [{intent: greet}, {action: utter_hi}, {intent: ask}, {action: act}, {intent: bye}, {action: utter_bye}]
			- story: b
			  steps: [{intent: greet}, {action: utter_hi}, {intent: ask}, {action: act}]`,
	});
	const { files } = parseProjectFiles([
		{ path: "test_x.yml", text: "stories: [{story: s, steps: [{intent: bye}, {action: utter_bye}]}]" },
	]);
	const judged = judgeStories(surprised, readTestStories(files, surprised.domain, new FaultList()), null);
	expect(judged.map(({ hasPassed, hasWarning }) => [hasPassed, hasWarning])).toEqual([[true, true]]);
	expect(storiesYaml(judged)).toContain(
		"- action: utter_bye  # predicted: utter_bye after action_unlikely_intent",
	);
	expect(storyReport(judged)["conversation_accuracy"]).toMatchObject({ correct: 1, with_warnings: 1 });
});
