import { test } from "vitest";
import type { JsonValue } from "../../contracts/parse-data.ts";
import { ActionFailed, type ResponseCall } from "../ports.ts";
import { assistantOf, outline, TestConversation, UNSURE } from "../testing/bot.ts";

const assistant = assistantOf({
	"config.yml": "policies: [{name: RulePolicy}]",
	"domain.yml": `
		intents: [greet, act, write]
		slots:
		  town: {type: text, initial_value: Rome, mappings: [{type: custom}]}
		actions: [act, write_down]
		responses:
		  utter_greet:
		  - {text: "hello {town}", id: any}
		  - {text: "hello Rome", id: rome, condition: [{type: slot, name: town, value: rome}]}
		  utter_twice: [{text: a, id: same}, {text: b, id: same}]
		  utter_default: [{text: pardon}]
		  utter_action_failed: [{text: my own sorry}]`,
	"data.yml": `
		rules:
		- rule: greet
		  steps: [{intent: greet}, {action: utter_greet}, {action: utter_twice}]
		- rule: act
		  steps: [{intent: act}, {action: act}]
		- rule: write
		  steps: [{intent: write}, {action: write_down}]`,
});
type Answer = Readonly<Record<string, JsonValue>> | null;

function talk(answer: (call: ResponseCall) => Answer) {
	const calls: ResponseCall[] = [];
	const conversation = new TestConversation(
		assistant,
		{
			act: () => ({
				events: [{ event: "slot", name: "town", value: "Oslo" }],
				responses: [
					{ response: "utter_greet", values: { warmly: true } },
					{ text: "written out" },
					{ remote: { response: "utter_twice", buttons: [{ title: "Go" }], kind: "x", text: null } },
				],
			}),
			write_down: () => ({ events: [], responses: [{ remote: { text: "plain" } }] }),
		},
		UNSURE,
		{
			generate: async (call) => {
				calls.push(call);
				return answer(call);
			},
		},
	);
	return { calls, conversation };
}

test("[NG1] each response is asked for as Rasa asks, and said as it is answered", async ({ expect }) => {
	const { calls, conversation } = talk(({ response }) => ({
		text: `${response} {town}`,
		buttons: [{ title: "Yes" }],
		custom: { a: 1 },
		id: "answered",
		mood: "fine",
	}));
	const events = await conversation.say("/greet");
	const said = events.filter((event) => event.event === "bot");
	expect(said[0]).toMatchObject({
		text: "utter_greet {town}",
		data: { buttons: [{ title: "Yes" }], custom: { a: 1 }, image: null },
		metadata: { utter_action: "utter_greet", id: "answered", mood: "fine", generated: true },
	});
	expect(
		calls.map(({ response, id, arguments: given, channel }) => ({ response, id, given, channel })),
	).toEqual([
		{ response: "utter_greet", id: "rome", given: {}, channel: "collector" },
		{ response: "utter_twice", id: null, given: {}, channel: "collector" },
	]);
	expect(calls[0]?.tracker).toMatchObject({ sender_id: "visitor", slots: { town: "Rome" } });
	expect(calls[0]?.tracker.events?.some((event) => event.event === "user")).toBe(true);
});

test("[NG1] a custom action's arguments go along, its own words are left alone, and null leaves it to the domain", async ({
	expect,
}) => {
	const { calls, conversation } = talk(({ response }) => (response === "utter_greet" ? null : { text: "b" }));
	const events = await conversation.say("/act");
	expect(outline(events)).toEqual([
		"act",
		`"hello Rome"`,
		`"written out"`,
		`"b"`,
		`town="Oslo"`,
		"action_listen",
	]);
	expect(calls.map(({ response, id, arguments: given }) => [response, id, given])).toEqual([
		["utter_greet", "rome", { warmly: true }],
		["utter_twice", null, { kind: "x", text: null, buttons: [{ title: "Go" }] }],
	]);
	expect((await talk(() => ({})).conversation.say("/write")).some((event) => event.event === "bot")).toBe(
		true,
	);
});

test("[NG2] a server that fails costs one sentence of the domain's own, and what an action did stays done", async ({
	expect,
}) => {
	const { conversation } = talk(({ response }) => {
		throw new ActionFailed(response, "timeout", "no answer within 5000 ms");
	});
	const greeted = await conversation.say("/greet");
	expect(outline(greeted)).toEqual(["utter_greet", `"my own sorry"`, "utter_twice", "action_listen"]);
	const failed = greeted.find((event) => event.event === "action" && event.name === "utter_greet");
	expect(failed?.metadata?.["response_errors"]).toEqual([
		{ action: "utter_greet", code: "timeout", message: "no answer within 5000 ms" },
	]);
	const acted = await conversation.say("/act");
	expect(outline(acted)).toEqual(["act", `"my own sorry"`, `"written out"`, `town="Oslo"`, "action_listen"]);
	const apology = acted.find((event) => event.event === "bot");
	expect(apology?.metadata?.["error"]).toMatchObject({ action: "utter_greet", code: "timeout" });
});

test("[NG2] an action of the engine's own does its work whether or not it finds its words", async ({
	expect,
}) => {
	const { conversation } = talk(({ response }) => {
		throw new ActionFailed(response, "failed", "away");
	});
	expect(outline(await conversation.say("what?"))).toEqual([
		"action_default_fallback",
		`"my own sorry"`,
		"rewind",
		"action_listen",
	]);
	expect((await conversation.say("/restart")).map(({ event }) => event)).toContain("restart");
	expect(outline(await conversation.say("/greet"))).toContain("utter_greet");
});
