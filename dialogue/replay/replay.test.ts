import { test } from "vitest";
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { Interpreter } from "../../nlu/interpreter.ts";
import type { ActionResult } from "../action-sdk.ts";
import { ActionFailed, ActionRejected, type ResponseGenerator } from "../ports.ts";
import { assistantOf, TestConversation, UNSURE, type TestAction } from "../testing/bot.ts";
import { appendEvents } from "../tracker.ts";
import { recordedTurns } from "./recorded-turns.ts";
import { replayConversation, type ReplayReport } from "./replay.ts";
import type { Comparison } from "./compare-events.ts";

const DOMAIN = `
	intents: [greet, book, tell, look, fail, decline]
	entities: [city]
	slots:
	  town: {type: text, mappings: [{type: from_entity, entity: city}]}
	  found: {type: float, max_value: 9, mappings: [{type: custom}]}
	  mood: {type: text, influence_conversation: false, mappings: [{type: custom, action: read_mood}]}
	forms: {trip: {required_slots: [town]}}
	responses:
	  utter_greet: [{text: hello}, {text: hi}, {text: good day}]
	  utter_done: [{text: "to {town}"}]
	  utter_ask_town: [{text: which town?}, {text: where to?}]
	  utter_default: [{text: sorry}]
	actions: [look_up, break_down, turn_down, validate_trip, read_mood]`;
const DATA = (greeting: string) => `
	rules:
	- rule: greet
	  steps: [{intent: greet}, {action: ${greeting}}]
	- rule: book
	  steps: [{intent: book}, {action: trip}, {active_loop: trip}]
	- rule: booked
	  condition: [{active_loop: trip}]
	  steps: [{action: trip}, {active_loop: null}, {action: utter_done}]
	- rule: look
	  steps: [{intent: look}, {action: look_up}]
	- rule: fail
	  steps: [{intent: fail}, {action: break_down}]
	- rule: decline
	  steps: [{intent: decline}, {action: turn_down}]`;
const bot = (greeting = "utter_greet") =>
	assistantOf({
		"config.yml": "policies: [{name: MemoizationPolicy}, {name: RulePolicy}]",
		"domain.yml": DOMAIN,
		"data.yml": DATA(greeting),
	});
const slot = (name: string, value: string | number): DialogueEvent => ({ event: "slot", name, value });
const ACTIONS: Record<string, TestAction> = {
	look_up: (): ActionResult => ({
		events: [slot("found", 7)],
		responses: [{ text: "seven found" }, { response: "utter_greet" }],
	}),
	break_down: () => {
		throw new ActionFailed("break_down", "timeout", "the shop did not answer");
	},
	turn_down: () => {
		throw new ActionRejected("turn_down", "not today");
	},
	validate_trip: (call) =>
		call.tracker.slots["town"] === "Atlantis"
			? { events: [{ event: "slot", name: "town", value: null }], responses: [{ text: "no such town" }] }
			: { events: [slot("town", "Rome!")], responses: [] },
	read_mood: () => ({ events: [slot("mood", "fine")], responses: [] }),
};

async function record(): Promise<readonly DialogueEvent[]> {
	const talk = new TestConversation(bot(), ACTIONS);
	for (const [chance, text] of [
		[0.9, "/greet"],
		[0.5, "/book"],
		[0.2, `/tell{"city": "Atlantis"}`],
		[0.7, `/tell{"city": "Rome"}`],
		[0.4, "/look"],
		[0, "/fail"],
		[0, "/decline"],
		[0, "what?"],
		[0, "/restart"],
		[0.4, "/greet"],
	] as const) {
		talk.chance = chance;
		await talk.say(text);
	}
	const { events } = await talk.processor.trigger(talk.tracker, {
		intent: "greet",
		entities: { city: "Oslo" },
	});
	talk.tracker = appendEvents(talk.tracker, events);
	talk.nowSeconds += 7200;
	await talk.say("/greet", { page: "/cart" });
	return talk.tracker.events.toArray();
}
const replay = (
	events: readonly DialogueEvent[],
	assistant = bot(),
	comparison: Comparison = "exact",
	interpreter: Interpreter = UNSURE,
): Promise<ReplayReport> => replayConversation({ assistant, interpreter, events, comparison });

test("[RY1] [RY3] a conversation with its own model comes out again, byte for byte", async ({ expect }) => {
	const events = await record();
	// as a database gives it back
	const stored: readonly DialogueEvent[] = JSON.parse(JSON.stringify(events));
	expect(await replay(stored)).toEqual({ turns: 12, equal: 12, comparison: "exact", differences: [] });
	expect(events.filter((event) => event.event === "bot").length).toBeGreaterThan(8);
});

test("[RY10] the turn in which the asked events end is judged so far, and no later one", async ({
	expect,
}) => {
	const events = await record();
	const both = { assistant: bot(), interpreter: UNSURE, comparison: "exact" } as const;
	const turns = recordedTurns(events);
	for (let to = 0; to <= events.length; to += 1) {
		const begun = turns.filter(({ start }) => start < to).length;
		expect(await replayConversation({ ...both, events, to })).toMatchObject({ turns: begun, equal: begun });
	}
	const at = events.findLastIndex((event) => event.event === "bot");
	const changed = events.map((event, index) =>
		index === at && event.event === "bot" ? { ...event, text: "never said" } : event,
	);
	expect((await replayConversation({ ...both, events: changed, to: at })).differences).toEqual([]);
	expect((await replayConversation({ ...both, events: changed, to: at + 1 })).differences).toHaveLength(1);
});

test("[RY2] turns begin with their session and end where the bot listens; the rest came from outside", async ({
	expect,
}) => {
	const events = await record();
	const noted: DialogueEvent[] = [...events];
	const [first] = recordedTurns(events);
	noted.splice(
		first?.end ?? 0,
		0,
		{ event: "slot", name: "found", value: 3, timestamp: 5 },
		{ event: "pause" },
		{
			event: "resume",
		},
	);
	const turns = recordedTurns(noted);
	expect(turns.map(({ message }) => message.text)).toEqual(
		recordedTurns(events).map(({ message }) => message.text),
	);
	expect(turns[0]?.start).toBe(0);
	expect((turns[1]?.start ?? 0) - (turns[0]?.end ?? 0)).toBe(3);
	expect((await replay(noted)).equal).toBe(12);
});

test("[RY4] the first event that differs is shown, and the next turn goes on from what was recorded", async ({
	expect,
}) => {
	const events = [...(await record())];
	const at = events.findIndex((event) => event.event === "bot" && event.text === "seven found");
	const said = events[at];
	if (said?.event !== "bot") throw new Error("nothing was said");
	// an event that no model can make: the action said it, so it comes out as it was recorded
	events[at] = { ...said, text: "eight found" };
	expect((await replay(events)).equal).toBe(12);
	const greeted = events.findIndex((event) => event.event === "action" && event.name === "utter_greet");
	events[greeted] = { ...events[greeted], event: "action", name: "utter_done", policy: "RulePolicy" };
	const { differences, equal } = await replay(events);
	expect(equal).toBe(11);
	expect(differences).toEqual([
		expect.objectContaining({
			turn: 1,
			event: greeted,
			message: "/greet",
			recorded: expect.stringContaining(`"name":"utter_done"`),
			replayed: expect.stringContaining(`"name":"utter_greet"`),
		}),
	]);
});

test("[RY5] another model is compared by what it understands, does, says and sets", async ({ expect }) => {
	const events = await record();
	const other = bot("utter_done");
	const exact = await replay(events, other);
	expect(exact.equal).toBeLessThan(12);
	const report = await replay(events, other, "behaviour");
	expect(report.differences.map(({ turn, recorded, replayed }) => [turn, recorded, replayed])).toEqual(
		[1, 10, 11, 12].map((turn) => [
			turn,
			`{"action_text":null,"event":"action","name":"utter_greet"}`,
			`{"action_text":null,"event":"action","name":"utter_done"}`,
		]),
	);
	const understanding: Interpreter = {
		parse: (text) => ({ ...UNSURE.parse(text, { nowMs: 0 }), intent: { name: "greet", confidence: 1 } }),
	};
	const { differences } = await replay(events, bot(), "behaviour", understanding);
	expect(differences.map(({ message }) => message)).toEqual(["what?"]);
});

test("[RY9] what the first tier alone understood is understood by it again, byte for byte", async ({
	expect,
}) => {
	const events = await record();
	const whole: Interpreter = {
		parse: (text) => ({ ...UNSURE.parse(text, { nowMs: 0 }), confidence: 1, second_tier: true }),
	};
	const assistant = bot();
	const withWhole = await replayConversation({ assistant, interpreter: whole, events, comparison: "exact" });
	expect(withWhole.equal).toBe(11);
	const both = { assistant, interpreter: whole, firstTier: UNSURE, events };
	expect((await replayConversation({ ...both, comparison: "exact" })).equal).toBe(12);
	const read = new TestConversation(assistant, ACTIONS, whole);
	await read.say("what?");
	const second = read.tracker.events.toArray();
	expect((await replayConversation({ ...both, events: second, comparison: "exact" })).equal).toBe(1);
});

test("[RY7] words of a response server are the recording's, and it fails where it failed", async ({
	expect,
}) => {
	let asked = 0;
	const server: ResponseGenerator = {
		generate: async ({ response, arguments: given }) => {
			asked += 1;
			if (response === "utter_default") throw new ActionFailed(response, "timeout", "no answer");
			if (response === "utter_ask_town") return null;
			return {
				text: `words ${asked}`,
				image: "i.png",
				buttons: [{ title: "a" }],
				mood: { given: { ...given } },
			};
		},
	};
	const actions = { ...ACTIONS, validate_trip: () => ({ events: [], responses: [] }) };
	const talk = new TestConversation(bot(), actions, UNSURE, server);
	for (const text of ["/greet", "/book", `/tell{"city": "Rome"}`, "/look", "what?", "/greet"])
		await talk.say(text);
	const events: readonly DialogueEvent[] = JSON.parse(JSON.stringify(talk.tracker.events.toArray()));
	const said = events.flatMap((event) => (event.event === "bot" ? [event.text] : []));
	expect(said).toEqual([
		"words 1",
		"which town?",
		"words 3",
		"seven found",
		"words 4",
		expect.stringContaining("Sorry"),
		"words 6",
	]);
	const before = asked;
	expect(await replay(events)).toEqual({ turns: 6, equal: 6, comparison: "exact", differences: [] });
	expect(asked).toBe(before);
});

test("[RY7] the same response said by an action and by policies in one turn keeps each its own words", async ({
	expect,
}) => {
	const assistant = assistantOf({
		"config.yml": "policies: [{name: RulePolicy}]",
		"domain.yml": "intents: [greet]\nactions: [speak]\nresponses: {utter_hi: [{text: hi}]}",
		"data.yml": `
			rules:
			- rule: greet
			  steps: [{intent: greet}, {action: speak}, {action: utter_hi}, {action: speak}, {action: utter_hi}]`,
	});
	let asked = 0;
	const server: ResponseGenerator = { generate: async () => ({ text: `words ${(asked += 1)}` }) };
	const speak = () => ({ events: [], responses: [{ response: "utter_hi" }] });
	const talk = new TestConversation(assistant, { speak }, UNSURE, server);
	await talk.say("/greet");
	const events = talk.tracker.events.toArray();
	expect(events.flatMap((event) => (event.event === "bot" ? [event.text] : []))).toEqual([
		"words 1",
		"words 2",
		"words 3",
		"words 4",
	]);
	expect(await replay(events, assistant)).toMatchObject({ turns: 1, equal: 1 });
});
