import { test } from "vitest";
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import { ActionFailed } from "./ports.ts";
import { replayConversation } from "./replay/replay.ts";
import { assistantOf, outline, TestConversation, type TestAction } from "./testing/bot.ts";
import { activeLoopName, appendEvents } from "./tracker.ts";

const FILES = {
	"config.yml": "policies: [{name: MemoizationPolicy}, {name: RulePolicy}]",
	"domain.yml": `
		intents: [greet, cancel, order, chat, note]
		entities: [size]
		slots:
		  size: {type: text, mappings: [{type: from_entity, entity: size, conditions: [{active_loop: order_form}]}]}
		  colour: {type: text, mappings: [{type: from_entity, entity: size, conditions: [{active_loop: none}]}]}
		  note: {type: text, mappings: [{type: custom}]}
		forms: {order_form: {required_slots: [size, colour]}, note_form: {required_slots: [note]}}
		actions: [action_cancel, action_goodwill, validate_order_form, action_ask_colour, action_ask_note]
		responses:
		  utter_hi: [{text: hi}]
		  utter_cancelled: [{text: It is cancelled.}]
		  utter_ask_size: [{text: "Which size?"}]
		  utter_chat: [{text: chat}]`,
	"data.yml": `
		rules:
		- rule: hi
		  steps: [{intent: greet}, {action: utter_hi}]
		- rule: cancel
		  steps: [{intent: cancel}, {action: action_cancel}, {action: action_goodwill}, {action: utter_cancelled}]
		- rule: order
		  steps: [{intent: order}, {action: order_form}, {active_loop: order_form}]
		- rule: note
		  steps: [{intent: note}, {action: note_form}, {active_loop: note_form}]
		- rule: chat
		  steps: [{intent: chat}, {action: utter_chat}]`,
};
const assistant = assistantOf(FILES);
const SORRY = `"Sorry, something went wrong on our side, and I could not do that. Please try again later."`;
const down: TestAction = ({ name }) => {
	throw new ActionFailed(name, "failed", "the server is down");
};

test("[MP16] nothing that the stories say next follows a failure: no success is told that was none", async ({
	expect,
}) => {
	const conversation = new TestConversation(assistant, { action_cancel: down });
	const events = await conversation.say("/cancel");
	expect(outline(events)).toEqual(["action_cancel", SORRY, "action_listen"]);
	expect(events.at(-1)).toMatchObject({
		name: "action_listen",
		policy: null,
		hide_rule_turn: true,
		metadata: { trace: { kind: "failed_action", matched: ["action_cancel failed"] } },
	});
	expect(await conversation.hear("/greet")).toEqual(["utter_hi", `"hi"`, "action_listen"]);
	const second = new TestConversation(assistant, { action_goodwill: down });
	expect(await second.hear("/cancel")).toEqual(["action_cancel", "action_goodwill", SORRY, "action_listen"]);
});

test("[MP16] a turn that was interrupted after a failure listens when it goes on", async ({ expect }) => {
	const conversation = new TestConversation(assistant, { action_cancel: down });
	const written: DialogueEvent[][] = [];
	const message = { text: "/cancel", messageId: "m1", inputChannel: "rest", metadata: {} };
	const received = await conversation.processor.receive(conversation.tracker, message);
	const tracker = appendEvents(conversation.tracker, received.events);
	await conversation.processor.respond(tracker, "m1", { onStep: (gained) => written.push([...gained]) });
	const rest = await conversation.processor.respond(appendEvents(tracker, written[0] ?? []), "m1");
	expect(outline(rest.events)).toEqual(["action_listen"]);
});

test("[MP17] an action that fails without having been asked for by the customer is silent", async ({
	expect,
}) => {
	const conversation = new TestConversation(assistant, { action_cancel: down });
	const { events } = await conversation.processor.trigger(conversation.tracker, {
		intent: "cancel",
		entities: null,
	});
	expect(outline(events)).toEqual(["action_cancel", "action_listen"]);
	expect(
		events.find((event) => event.event === "action" && event.name === "action_cancel")?.metadata,
	).toMatchObject({ error: { message: "the server is down" } });
});

test("[MP17] a project's own start of a session that fails gives way to Rasa's, in silence", async ({
	expect,
}) => {
	const own = assistantOf({
		...FILES,
		"domain.yml": FILES["domain.yml"].replace("actions: [", "actions: [action_session_start, "),
	});
	const conversation = new TestConversation(own, { action_session_start: down });
	const events = await conversation.say("/greet");
	expect(events.map((event) => ("name" in event ? event.name : event.event))).toEqual([
		"action_session_start",
		"session_started",
		"action_listen",
		"user",
		"user_featurization",
		"utter_hi",
		"bot",
		"action_listen",
	]);
	expect(events[0]?.metadata).toMatchObject({ error: { action: "action_session_start" } });
});

test("[FO11] what a form was told and could not check is asked for again", async ({ expect }) => {
	const world = { isDown: false };
	const validate: TestAction = (call) => (world.isDown ? down(call) : { events: [], responses: [] });
	const ask: TestAction = () => ({ events: [], responses: [{ text: "Which colour?" }] });
	const conversation = new TestConversation(assistant, {
		validate_order_form: validate,
		action_ask_colour: ask,
	});
	expect(await conversation.hear("/order")).toContain(`"Which size?"`);
	world.isDown = true;
	expect(await conversation.hear('/chat{"size": "XXXL"}')).toEqual([
		`size="XXXL"`,
		"order_form",
		SORRY,
		"size=null",
		"action_listen",
	]);
	expect(activeLoopName(conversation.tracker)).toBe("order_form");
	world.isDown = false;
	expect(await conversation.hear("/chat")).toContain(`"Which size?"`);
	expect(await conversation.hear('/chat{"size": "M"}')).toContain(`"Which colour?"`);
});

test("[RY3] failures are replayed byte for byte: of an action, of a form's validation, of a question, of a start", async ({
	expect,
}) => {
	const world = { isDown: true };
	const flaky: TestAction = (call) => (world.isDown ? down(call) : { events: [], responses: [] });
	const own = assistantOf({
		...FILES,
		"domain.yml": FILES["domain.yml"].replace("actions: [", "actions: [action_session_start, "),
	});
	const conversation = new TestConversation(own, {
		action_session_start: flaky,
		action_cancel: flaky,
		validate_order_form: flaky,
		action_ask_colour: down,
		action_ask_note: down,
	});
	await conversation.say("/cancel");
	world.isDown = false;
	await conversation.say("/order");
	world.isDown = true;
	await conversation.say('/chat{"size": "M"}');
	world.isDown = false;
	await conversation.say('/chat{"size": "M"}');
	await conversation.say("/greet");
	await conversation.say("/note");
	const events = conversation.tracker.events.toArray();
	const interpreter = {
		parse: (text: string) => ({
			text,
			intent: { name: null, confidence: 0 },
			entities: [],
			intent_ranking: [],
		}),
	};
	const report = await replayConversation({ assistant: own, interpreter, events, comparison: "exact" });
	expect(report).toEqual({ turns: 6, equal: 6, comparison: "exact", differences: [] });
});
