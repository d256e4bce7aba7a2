import { test } from "vitest";
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import { ActionFailed, ActionRejected } from "./ports.ts";
import { assistantOf, outline, TestConversation, type TestAction } from "./testing/bot.ts";
import { appendEvents, slotValue } from "./tracker.ts";

const FILES = {
	"config.yml": "policies: [{name: RulePolicy}]",
	"domain.yml": `
		intents: [greet, do, check]
		entities: [city]
		slots:
		  town: {type: text, influence_conversation: false, mappings: [{type: from_entity, entity: city}]}
		actions: [act, other]
		responses: {utter_hi: [{text: hi}], utter_next: [{text: next}]}`,
	"data.yml": `
		rules:
		- rule: hi
		  steps: [{intent: greet}, {action: utter_hi}]
		- rule: do
		  steps: [{intent: do}, {action: act}]
		- rule: check
		  steps: [{intent: check}, {action: other}, {action: act}]`,
};
const assistant = assistantOf(FILES);
const talk = (actions: Record<string, TestAction> = {}): TestConversation =>
	new TestConversation(assistant, actions);
const answer =
	(events: DialogueEvent[]): TestAction =>
	() => ({ events, responses: [] });
const kinds = (events: readonly DialogueEvent[]): string[] => events.map((event) => event.event);

test("[MP1] [MP5] the first message begins a session", async ({ expect }) => {
	const events = await talk().say("/greet");
	expect(kinds(events)).toEqual([
		"action",
		"session_started",
		"action",
		"user",
		"user_featurization",
		"action",
		"bot",
		"action",
	]);
	expect(events[0]).toMatchObject({ name: "action_session_start", policy: null, confidence: 1 });
});

test("[MP2] metadata of the first message", async ({ expect }) => {
	const conversation = talk();
	const events = await conversation.say("/greet", { page: "/shop" });
	expect(events[0]).toMatchObject({
		event: "slot",
		name: "session_started_metadata",
		value: { page: "/shop" },
	});
	expect(slotValue(conversation.tracker, "session_started_metadata")).toEqual({ page: "/shop" });
});

test("[MP3] receive logs, respond answers, and may do so again after a crash", async ({ expect }) => {
	const conversation = talk();
	const message = { text: "/greet", messageId: "m1", inputChannel: "rest", metadata: {} };
	const received = await conversation.processor.receive(conversation.tracker, message);
	expect(kinds(received.events)).toEqual(["action", "session_started", "action", "user"]);
	expect(received.events.at(-1)).toMatchObject({
		text: "/greet",
		message_id: "m1",
		input_channel: "rest",
		parse_data: { intent: { name: "greet", confidence: 1 } },
	});
	const tracker = appendEvents(conversation.tracker, received.events);
	const once = await conversation.processor.respond(tracker, "m1");
	const again = await conversation.processor.respond(tracker, "m1");
	expect(outline(once.events)).toEqual(["utter_hi", `"hi"`, "action_listen"]);
	expect(outline(again.events)).toEqual(outline(once.events));
});

test("[MP15] a host hears of each action but the last, and an interrupted turn goes on from what was written", async ({
	expect,
}) => {
	const [OSLO, ROME] = ['town="Oslo"', 'town="Rome"'];
	const conversation = talk({
		other: answer([{ event: "slot", name: "town", value: "Rome" }]),
		act: answer([]),
	});
	const message = { text: '/check{"city": "Oslo"}', messageId: "m1", inputChannel: "rest", metadata: {} };
	const received = await conversation.processor.receive(conversation.tracker, message);
	const tracker = appendEvents(conversation.tracker, received.events);
	const steps: [events: readonly DialogueEvent[], calls: number][] = [];
	const whole = await conversation.processor.respond(tracker, "m1", {
		onStep: (gained, calls) => steps.push([[...gained], calls]),
	});
	expect(steps.map(([gained, calls]) => [outline(gained), calls])).toEqual([
		[[OSLO, "other", ROME], 1],
		[[OSLO, "other", ROME, "act"], 2],
	]);
	expect(outline(whole.events)).toEqual([OSLO, "other", ROME, "act", "action_listen"]);

	const [first] = steps;
	conversation.calls.length = 0;
	const rest = await conversation.processor.respond(appendEvents(tracker, first?.[0] ?? []), "m1", {
		callsBefore: first?.[1],
	});
	// what the message told of the town was taken from it before, and an action has corrected it
	expect(outline(rest.events)).toEqual(["act", "action_listen"]);
	expect(conversation.calls.map(({ name, ordinal }) => [name, ordinal])).toEqual([["act", 1]]);
});

test("[MP4] every event knows its time and its model", async ({ expect }) => {
	const events = await talk().say("/greet");
	const times = events.map((event) => event.timestamp ?? 0);
	expect(times).toEqual(times.toSorted((a, b) => a - b));
	for (const event of events)
		expect(event.metadata).toMatchObject({ model_id: "model-1", assistant_id: "bot-1" });
});

test("[MP6] [MP7] a follow-up runs without prediction; an unknown one is ignored", async ({ expect }) => {
	const known = await talk({ act: answer([{ event: "followup", name: "utter_next" }]) }).say("/do");
	expect(outline(known)).toEqual([
		"act",
		"followup",
		"utter_next",
		`"next"`,
		"action_default_fallback",
		"rewind",
		"action_listen",
	]);
	expect(known.find((event) => event.event === "action" && event.name === "utter_next")).toMatchObject({
		policy: "followup_action",
		confidence: 1,
	});
	expect(await talk({ act: answer([{ event: "followup", name: "utter_unknown" }]) }).hear("/do")).toEqual([
		"act",
		"followup",
		"action_listen",
	]);
});

test("[MP6] a follow-up that is an action sees itself still asked for", async ({ expect }) => {
	const conversation = talk({ act: answer([{ event: "followup", name: "other" }]) });
	await conversation.say("/do");
	expect(conversation.calls.map((call) => [call.name, call.tracker.followup_action])).toEqual([
		["act", null],
		["other", "other"],
	]);
});

test("[MP8] ten actions are enough", async ({ expect }) => {
	const conversation = talk({ act: answer([{ event: "followup", name: "act" }]) });
	const result = await conversation.processor.handleMessage(conversation.tracker, {
		text: "/do",
		messageId: "m",
		inputChannel: "rest",
		metadata: {},
	});
	expect(result.circuitBroken).toBe(true);
	expect(result.events.filter((event) => event.event === "action" && event.name === "act").length).toBe(10);
});

test("[MP9] a paused conversation is silent, except to restart", async ({ expect }) => {
	const conversation = talk();
	await conversation.say("/greet");
	conversation.tracker = appendEvents(conversation.tracker, [{ event: "pause" }]);
	expect(kinds(await conversation.say("/greet"))).toEqual(["user"]);
	expect(kinds(await conversation.say("/restart"))).toContain("restart");
	expect(await conversation.hear("/greet")).toContain("utter_hi");
});

test("[MP10] a rejected action gives way to others", async ({ expect }) => {
	const conversation = talk({
		act: () => {
			throw new ActionRejected("act", "not now");
		},
	});
	const events = await conversation.say("/do");
	expect(outline(events)).toEqual(["rejected act", "action_default_fallback", "rewind", "action_listen"]);
	expect(events.find((event) => event.event === "action_execution_rejected")?.metadata).toMatchObject({
		error: { code: "rejected", message: "not now" },
	});
});

test("[MP10] an action may reject by an event as well", async ({ expect }) => {
	expect(
		await talk({ act: answer([{ event: "action_execution_rejected", name: "act" }]) }).hear("/do"),
	).toEqual(["rejected act", "action_default_fallback", "rewind", "action_listen"]);
});

const FAILURES: [string, string, TestAction][] = [
	["throws", "failed", () => Promise.reject(new Error("boom"))],
	["hangs", "timeout", () => Promise.reject(new ActionFailed("act", "timeout", "10 s are over"))],
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: what an action returns at run time is what is tested
	["returns nonsense", "bad_result", () => ({ events: [{ event: "party" }], responses: 7 }) as never],
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: see above
	["says nonsense", "bad_result", () => ({ events: [], responses: [{ utter: 7 }] }) as never],
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: see above
	["returns nothing", "bad_result", () => undefined as never],
];
test.for(FAILURES)(
	"[MP11] an action that %s costs one honest sentence",
	async ([, code, act], { expect }) => {
		const conversation = talk({ act });
		const events = await conversation.say("/do");
		expect(outline(events)).toEqual([
			"act",
			`"Sorry, something went wrong on our side, and I could not do that. Please try again later."`,
			"action_listen",
		]);
		expect(events.find((event) => event.event === "action" && event.name === "act")?.metadata).toMatchObject({
			error: { action: "act", code },
		});
		expect(await conversation.hear("/greet")).toContain("utter_hi");
		const domain = FILES["domain.yml"].replace(
			"responses: {",
			"responses: {utter_action_failed: [{text: own words}], ",
		);
		expect(
			await new TestConversation(assistantOf({ ...FILES, "domain.yml": domain }), { act }).hear("/do"),
		).toContain(`"own words"`);
	},
);

test("[MP11] two actions that fail in one turn cost one sentence, and the next turn has its own", async ({
	expect,
}) => {
	const fail: TestAction = () => {
		throw new Error("the shop is down");
	};
	const conversation = talk({ act: fail, other: fail });
	const sentences = (events: readonly DialogueEvent[]): number =>
		events.filter((event) => event.event === "bot").length;
	expect(sentences(await conversation.say("/check"))).toBe(1);
	expect(sentences(await conversation.say("/check"))).toBe(1);
});

test("[MP12] a message that an action returns is read for slots", async ({ expect }) => {
	const user: DialogueEvent = {
		event: "user",
		text: "Rome",
		parse_data: { intent: { name: "greet", confidence: 1 }, entities: [{ entity: "city", value: "Rome" }] },
	};
	const conversation = talk({ act: answer([{ event: "action", name: "action_listen" }, user]) });
	expect(await conversation.hear("/do")).toEqual([
		"act",
		"action_listen",
		`town="Rome"`,
		"utter_hi",
		`"hi"`,
		"action_listen",
	]);
});

test("[MP13] a trigger speaks as an external message", async ({ expect }) => {
	const conversation = talk();
	const { events } = await conversation.processor.trigger(conversation.tracker, {
		intent: "greet",
		entities: { city: "Rome" },
	});
	expect(events.find((event) => event.event === "user")).toMatchObject({
		text: "EXTERNAL: greet",
		metadata: { is_external: true },
	});
	expect(outline(events)).toEqual([`town="Rome"`, "utter_hi", `"hi"`, "action_listen"]);
	const listed = await conversation.processor.trigger(conversation.tracker, {
		intent: "greet",
		entities: [{ entity: "city", value: "Oslo" }],
	});
	expect(outline(listed.events)).toContain(`town="Oslo"`);
});

test("[MP14] calls are numbered within their turn", async ({ expect }) => {
	const conversation = talk();
	await conversation.say("/check");
	await conversation.say("/do");
	expect(conversation.calls.map((call) => [call.name, call.ordinal])).toEqual([
		["other", 0],
		["act", 1],
		["act", 0],
	]);
	expect(new Set(conversation.calls.map((call) => call.turnId)).size).toBe(2);
	expect(conversation.calls[1]?.tracker.latest_action_name).toBe("other");
});

test("[LI1] [LI2] [LI3] literal messages", async ({ expect }) => {
	const parse = async (text: string) =>
		(await talk().say(text)).find((event) => event.event === "user")?.parse_data;
	expect(await parse("/greet@0.8")).toMatchObject({ intent: { name: "greet", confidence: 0.8 } });
	expect(await parse(` /greet{"city": "Rome", "planet": "Mars"}`)).toMatchObject({
		intent: { name: "greet", confidence: 1 },
		intent_ranking: [{ name: "greet", confidence: 1 }],
		entities: [{ entity: "city", value: "Rome", start: 6, end: 40, extractor: "RegexMessageHandler" }],
	});
	expect(await parse("/unknown")).toMatchObject({ intent: { name: null } });
	expect(await parse("/__proto__")).toMatchObject({ intent: { name: null } });
	expect(await parse("/constructor")).toMatchObject({ intent: { name: null } });
});

test("[TR1] [MP3] the log of any conversation, folded anew, is the tracker; the same walk gives the same log", async ({
	expect,
}) => {
	const walk = async (seed: number): Promise<TestConversation> => {
		const conversation = talk({ act: answer([{ event: "slot", name: "town", value: "Oslo" }]) });
		let state = seed;
		for (let step = 0; step < 20; step += 1) {
			state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
			// a conversation has an order
			await conversation.say(
				["/greet", "/do", "/check", "/back", "/restart", `/greet{"city": "Rome"}`, "hm"][state % 7] ?? "",
			);
		}
		return conversation;
	};
	for (const seed of [1, 2, 3, 4, 5]) {
		const [one, two] = [await walk(seed), await walk(seed)];
		expect(two.tracker.events.toArray()).toEqual(one.tracker.events.toArray());
		const fresh = new TestConversation(assistant).tracker;
		expect(appendEvents(fresh, one.tracker.events.toArray())).toEqual(one.tracker);
	}
});
