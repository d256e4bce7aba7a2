import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, test } from "vitest";
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import { loadAssistant } from "../../dialogue/load-assistant.ts";
import { MessageProcessor } from "../../dialogue/message-processor.ts";
import { appendEvents, createTracker } from "../../dialogue/tracker.ts";
import { loadInterpreter } from "../../nlu/load-interpreter.ts";
import { readArguments, type Command, type ExitCode } from "../command.ts";
import { openNluResources } from "../nlu-resources.ts";
import { readModel } from "../read-input.ts";
import { graphCommand } from "./graph.ts";
import { parseCommand } from "./parse.ts";
import { replayCommand } from "./replay.ts";
import { testCoreCommand } from "./test-core.ts";
import { trainCommand } from "./train.ts";

const directory = mkdtempSync(join(tmpdir(), "dialogue-commands-"));
const at = (name: string): string => join(directory, name);
async function care(command: Command, ...words: string[]): Promise<{ code: ExitCode; out: string }> {
	const lines: string[] = [];
	const output = { out: (line: string) => lines.push(line), err: () => undefined };
	const code = await command.run(readArguments(words, command), output);
	return { code, out: lines.join("\n") };
}
const project = (answer: string): string => `
rules:
- rule: hello
  steps: [{intent: greet}, {action: ${answer}}]
stories:
- story: leave
  steps: [{intent: bye}, {action: utter_bye}]
nlu:
- intent: greet
  examples: |
    - hello
    - good morning
    - hi there
- intent: bye
  examples: |
    - goodbye
    - see you later
    - bye now
`;

beforeAll(async () => {
	writeFileSync(
		at("config.yml"),
		"recipe: default.v1\nlanguage: en\npipeline: [{name: WhitespaceTokenizer}, {name: DIETClassifier}]\npolicies: [{name: TEDPolicy}, {name: MemoizationPolicy}, {name: RulePolicy}]",
	);
	writeFileSync(
		at("domain.yml"),
		"intents: [greet, bye]\nresponses: {utter_hi: [{text: hi}, {text: hello}, {text: howdy}], utter_bye: [{text: bye}]}",
	);
	writeFileSync(at("data.yml"), project("utter_bye"));
	await care(trainCommand, "--project", directory, "--out", at("other.model"));
	writeFileSync(at("data.yml"), project("utter_hi"));
	await care(trainCommand, "--project", directory, "--out", at("own.model"));
	writeFileSync(at("talk.json"), JSON.stringify({ sender_id: "x", events: await record() }));
});
afterAll(() => rmSync(directory, { recursive: true }));

async function record(): Promise<readonly DialogueEvent[]> {
	const model = readModel(at("own.model"));
	const assistant = loadAssistant({ ...model.header, arrays: model.arrays });
	let seconds = 1_700_000_000;
	const processor = new MessageProcessor({
		assistant,
		interpreter: loadInterpreter(model, await openNluResources()),
		actions: { run: async () => ({ events: [], responses: [] }) },
		surroundings: { now: () => (seconds += 0.5), random: () => 0.6 },
	});
	let tracker = createTracker(assistant.domain, "x");
	for (const text of ["hello", "goodbye"]) {
		const message = { text, messageId: text, inputChannel: "rest", metadata: {} };
		tracker = appendEvents(tracker, (await processor.handleMessage(tracker, message)).events);
	}
	return tracker.events.toArray();
}

test("[RY1] care replay: its own model, in English with its word vectors, gives every byte again", async ({
	expect,
}) => {
	expect(await care(replayCommand, at("talk.json"), "--model", at("own.model"))).toEqual({
		code: 0,
		out: "2 of 2 turns equal byte for byte",
	});
});

test("[RY5] care replay --model OTHER shows the first difference side by side", async ({ expect }) => {
	const { code, out } = await care(replayCommand, at("talk.json"), "--model", at("other.model"));
	expect(code).toBe(1);
	expect(out.split("\n")).toEqual([
		'turn 1 ("hello"), event 6:',
		`  recorded: {"action_text":null,"event":"action","name":"utter_hi"}`,
		`  replayed: {"action_text":null,"event":"action","name":"utter_bye"}`,
		"1 of 2 turns equal in what was understood, done, said and set",
	]);
});

test("[RY1] care replay --to N tells what the conversation amounts to there", async ({ expect }) => {
	const { out } = await care(
		replayCommand,
		at("talk.json"),
		"--model",
		at("own.model"),
		"--to",
		"6",
		"--json",
	);
	expect(JSON.parse(out)).toMatchObject({ turns: 1, state: { latest_action_name: "utter_hi" } });
	await expect(care(replayCommand, at("talk.json"), "--to", "x")).rejects.toThrow("--to takes a number");
});

test("care replay says what is wrong with a file", async ({ expect }) => {
	writeFileSync(at("bad.json"), "{nothing");
	await expect(care(replayCommand, at("bad.json"))).rejects.toThrow("bad.json is no JSON");
	writeFileSync(at("bad.json"), '{"events": [{"event": "wish"}]}');
	await expect(care(replayCommand, at("bad.json"))).rejects.toThrow("holds no list of events");
	await expect(care(replayCommand)).rejects.toThrow("Give one file");
});

test("[GR1] care graph writes a picture that names its steps and where they come from", async ({
	expect,
}) => {
	const { out } = await care(graphCommand, "--project", directory, "--out", at("g.svg"), "--json");
	expect(JSON.parse(out)).toMatchObject({ nodes: 6, edges: 4, stories: 1, rules: 1 });
	const svg = readFileSync(at("g.svg"), "utf8");
	expect(svg).toContain(">utter_hi</text>");
	expect(svg).toContain("<title>greet\nhello (data.yml:3)</title>");
	const rules = await care(
		graphCommand,
		"--project",
		directory,
		"--out",
		at("g.svg"),
		"--only",
		"rules",
		"--json",
	);
	expect(JSON.parse(rules.out)).toMatchObject({ stories: 0, rules: 1 });
});

test("[TE9] [TE10] [TE11] care test core --out writes rasa test's reports and JUnit", async ({ expect }) => {
	writeFileSync(
		at("test_x.yml"),
		"stories:\n- story: wrong\n  steps:\n  - user: hello\n    intent: greet\n  - action: utter_bye\n",
	);
	const { code } = await care(
		testCoreCommand,
		"--model",
		at("own.model"),
		"--stories",
		at("test_x.yml"),
		"--out",
		at("results"),
		"--successes",
	);
	expect(code).toBe(1);
	const file = (name: string): string => readFileSync(join(at("results"), name), "utf8");
	expect(JSON.parse(file("story_report.json"))).toMatchObject({
		conversation_accuracy: { correct: 0, total: 1 },
	});
	expect(file("failed_test_stories.yml")).toContain("- action: utter_bye  # predicted: utter_hi");
	expect(file("junit.xml")).toContain('<testsuites tests="1" failures="1">');
	expect(file("successful_test_stories.yml")).toContain("stories: []");
	expect(file("stories_with_warnings.yml")).toContain("stories: []");
});

test("an empty text is a text and gets an answer; no text at all is a wrong call", async ({ expect }) => {
	const { code, out } = await care(parseCommand, "--model", at("own.model"), "--json", "");
	expect(code).toBe(0);
	expect(JSON.parse(out)).toMatchObject({ text: "", intent: { name: null, confidence: 0 }, entities: [] });
	await expect(care(parseCommand, "--model", at("own.model"))).rejects.toThrow("Give the text");
});

test("care parse reads a literal message as a conversation does", async ({ expect }) => {
	const { code, out } = await care(parseCommand, "--model", at("own.model"), "--json", "/bye");
	expect([code, JSON.parse(out)]).toEqual([
		0,
		{
			text: "/bye",
			intent: { name: "bye", confidence: 1 },
			entities: [],
			intent_ranking: [{ name: "bye", confidence: 1 }],
		},
	]);
});
