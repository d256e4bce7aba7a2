import { beforeAll, test } from "vitest";
import { trainProject } from "../dialogue/train-project.ts";
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import { type ActionDefinition, defineAction } from "../dialogue/action-sdk.ts";
import { actionRunner } from "./action-runner.ts";
import type { Dialogue } from "./conversation-ports.ts";
import { assistantEngine, type LoadedAssistant, loadModel } from "./loaded-assistant.ts";

const PROJECT = `
version: "3.1"
recipe: default.v1
assistant_id: probe
language: en
pipeline:
  - name: WhitespaceTokenizer
  - name: CountVectorsFeaturizer
  - name: LogisticRegressionClassifier
policies:
  - name: RulePolicy
intents: [greet, act]
actions: [action_probe]
responses:
  utter_greet: [{text: Hello}]
rules:
  - {rule: greeting, steps: [{intent: greet}, {action: utter_greet}]}
  - {rule: acting, steps: [{intent: act}, {action: action_probe}]}
nlu:
  - {intent: greet, examples: "- hello\\n- hi there\\n- good morning\\n"}
  - {intent: act, examples: "- do it now\\n- please act\\n- run the thing\\n"}
`;

let assistant: LoadedAssistant;

beforeAll(() => {
	const { bytes } = trainProject(
		{ training: [{ path: "project.yml", text: PROJECT }], tests: [], beside: [] },
		{ seed: 1 },
	);
	assistant = loadModel(bytes);
});

function dialogueWith(action: Omit<ActionDefinition<null>, "name">, starts: string[] = []): Dialogue {
	const engine = assistantEngine(assistant, ({ onActionStart }) =>
		actionRunner<null>({
			actions: [{ name: "action_probe", ...action }],
			remote: null,
			ports: () => null,
			nowMs: () => 0,
			onStart: onActionStart,
		}),
	);
	return engine.openDialogue({
		conversationId: "c1",
		siteKey: "default",
		sender: () => "c1",
		onActionStart: () => starts.push("start"),
	});
}

async function say(dialogue: Dialogue, text: string, messageId: string): Promise<readonly DialogueEvent[]> {
	const received = await dialogue.receive({ text, messageId, inputChannel: "chat", metadata: {} });
	dialogue.add(received.events);
	const answered = await dialogue.respond(messageId);
	dialogue.add(answered.events);
	return answered.events;
}

const texts = (events: readonly DialogueEvent[]): (string | null)[] =>
	events.flatMap((event) => (event.event === "bot" ? [event.text] : []));

test("[AC5] an action that hangs, throws or returns nonsense: an honest sentence, the reason in the log, and the next turn works", async ({
	expect,
}) => {
	const failures: [string, Omit<ActionDefinition<null>, "name">][] = [
		["timeout", { timeoutMs: 10, run: () => new Promise(() => {}) }],
		["failed", { timeoutMs: 1_000, run: () => Promise.reject(new Error("database on fire")) }],
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: what the types forbid is what is tested
		["bad_result", { timeoutMs: 1_000, run: () => Promise.resolve("nonsense" as never) }],
	];
	for (const [code, action] of failures) {
		const starts: string[] = [];
		const dialogue = dialogueWith(action, starts);
		const events = await say(dialogue, "please act", "m1");
		const executed = events.find((event) => event.event === "action" && event.name === "action_probe");
		expect(executed?.metadata, code).toMatchObject({ error: { code } });
		expect(texts(events), code).toEqual([expect.stringContaining("went wrong on our side")]);
		expect(starts).toEqual(["start"]);
		expect(texts(await say(dialogue, "hello", "m2"))).toEqual(["Hello"]);
	}
});

test("[AC6] a reminder that rings again finds the idempotency keys of its first try", async ({ expect }) => {
	const keys: string[] = [];
	const dialogue = dialogueWith(
		defineAction<null>({
			name: "action_probe",
			run({ idempotencyKey }) {
				keys.push(idempotencyKey);
				return { events: [], responses: [{ text: "done" }] };
			},
		}),
	);
	const trigger = { intent: "act", entities: null, turnId: "reminder:r1:1000" };
	await dialogue.trigger(trigger);
	expect(texts((await dialogue.trigger(trigger)).events)).toEqual(["done"]);
	expect(keys).toEqual(["c1:reminder:r1:1000:0:action_probe", "c1:reminder:r1:1000:0:action_probe"]);
});

test("[AC7] an action server gets the domain as Rasa writes it", ({ expect }) => {
	expect(assistant.domainJson).toMatchObject({ actions: expect.arrayContaining(["action_probe"]) });
});
