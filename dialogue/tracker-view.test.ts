import { test } from "vitest";
import { parse } from "yaml";
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import type { Entity } from "../contracts/parse-data.ts";
import { predictNext } from "./predict-next.ts";
import { storyText } from "./story-text.ts";
import { assistantOf, TestConversation } from "./testing/bot.ts";
import { trackerUntil, trackerView } from "./tracker-view.ts";
import { appendEvents } from "./tracker.ts";

const bot = assistantOf({
	"config.yml": "policies: [{name: RulePolicy}]",
	"domain.yml": `
		intents: [greet, tell, more]
		entities: [city]
		slots: {city: {type: text, mappings: [{type: from_entity, entity: city}]}}
		responses: {utter_hi: [{text: Hi}], utter_city: [{text: "{city}!"}]}`,
	"data.yml": `
		rules:
		- {rule: a, steps: [{intent: greet}, {action: utter_hi}]}
		- {rule: b, steps: [{intent: tell}, {action: utter_city}]}`,
});

test("[TV1] [TV2] the tracker as it was, with as much of the log as is wanted", async ({ expect }) => {
	const talk = new TestConversation(bot);
	await talk.say("/greet");
	const before = talk.tracker;
	const until = before.events.last()?.timestamp ?? 0;
	await talk.say('/tell{"city": "Oslo"}');
	talk.tracker = appendEvents(talk.tracker, [{ event: "restart", timestamp: until + 10 }]);
	await talk.say("/greet");
	const events = talk.tracker.events.toArray();
	expect(trackerView(trackerUntil(talk.tracker, until), "ALL")).toEqual(trackerView(before, "ALL"));
	expect(trackerUntil(talk.tracker, until + 100)).toBe(talk.tracker);
	expect(trackerUntil(talk.tracker, 0).events.toArray()).toEqual([]);
	expect(trackerView(talk.tracker, "ALL").events).toEqual(events);
	expect(trackerView(talk.tracker, "NONE").events).toBe(null);
	const restart = events.findIndex(({ event }) => event === "restart");
	expect(trackerView(talk.tracker, "AFTER_RESTART").events).toEqual(events.slice(restart + 1));
	const applied = trackerView(talk.tracker, "APPLIED").events ?? [];
	expect(applied.length).toBeLessThan(events.length - restart);
	expect(trackerView(talk.tracker, "APPLIED").slots["city"]).toBe(null);
});

test("[TV3] what comes next has a score for every action, and nothing happens", async ({ expect }) => {
	const talk = new TestConversation(bot);
	await talk.processor.begin(talk.tracker);
	const received = await talk.processor.record(talk.tracker, {
		text: "/greet",
		messageId: "m1",
		inputChannel: "rest",
		metadata: {},
	});
	const tracker = appendEvents(talk.tracker, received.events);
	const next = predictNext(bot, tracker);
	expect(next).toMatchObject({ policy: "RulePolicy", confidence: 1 });
	expect(next.scores[0]).toEqual({ action: "utter_hi", score: 1 });
	expect(next.scores.map(({ action }) => action).toSorted()).toEqual([...bot.domain.actionNames].toSorted());
	const rest = next.scores.filter(({ score }) => score === 0).map(({ action }) => action);
	expect(rest).toEqual(rest.toSorted());
	const asked = appendEvents(tracker, [{ event: "followup", name: "utter_city" }]);
	expect(predictNext(bot, asked).scores[0]).toEqual({ action: "utter_city", score: 1 });
});

test("[TV4] a conversation is a test story: messages with their entities, actions, slots, loops; a story a session", ({
	expect,
}) => {
	const user = (text: string, intent: string, entities: Entity[] = []): DialogueEvent => ({
		event: "user",
		text,
		parse_data: { text, intent: { name: intent, confidence: 1 }, entities },
	});
	const events: DialogueEvent[] = [
		{ event: "action", name: "action_session_start" },
		{ event: "session_started" },
		{ event: "action", name: "action_listen" },
		user("from Oslo to NYC", "tell", [
			{ entity: "city", value: "Oslo", start: 5, end: 9, role: "from" },
			{ entity: "city", value: "New York", start: 13, end: 16 },
			{ entity: "overlap", value: "o NYC", start: 11, end: 16 },
			{ entity: "nowhere", value: 1 },
		]),
		{ event: "slot", name: "city", value: "New York" },
		{ event: "slot", name: "size", value: 2 },
		{ event: "action", name: "city_form" },
		{ event: "active_loop", name: "city_form" },
		{ event: "bot", text: "Hi" },
		{ event: "action", name: null, action_text: "Written out." },
		{ event: "action", name: "action_listen" },
		{ event: "action", name: "action_session_start" },
		{ event: "session_started" },
		{ event: "action", name: "action_listen" },
		user('/greet{"city": "Oslo"}', "greet", [{ entity: "city", value: "Oslo", start: 6, end: 22 }]),
		{ event: "action", name: "utter_hi" },
	];
	const second = {
		steps: [{ intent: "greet", user: '/greet{"city": "Oslo"}' }, { action: "utter_hi" }],
	};
	expect(parse(storyText("ann", events, { allSessions: false }))).toEqual({
		version: "3.1",
		stories: [{ story: "ann", ...second }],
	});
	expect(parse(storyText("ann", events, { allSessions: true }))).toEqual({
		version: "3.1",
		stories: [
			{
				story: "ann, story 1",
				steps: [
					{
						intent: "tell",
						user: 'from [Oslo]{"entity":"city","role":"from"} to [NYC]{"entity":"city","value":"New York"}',
					},
					{ slot_was_set: [{ city: "New York" }, { size: 2 }] },
					{ action: "city_form" },
					{ active_loop: "city_form" },
					{ bot: "Written out." },
				],
			},
			{ story: "ann, story 2", ...second },
		],
	});
});

test("[TV5] an action may be run from outside, and a message recorded with what it is known to mean", async ({
	expect,
}) => {
	const talk = new TestConversation(bot);
	const ran = await talk.processor.execute(talk.tracker, {
		name: "utter_hi",
		policy: "somebody",
		confidence: 0.5,
		turnId: "t",
	});
	expect(ran.events.map((event) => event.event)).toEqual([
		"action",
		"session_started",
		"action",
		"action",
		"bot",
	]);
	expect(ran.events[3]).toMatchObject({ name: "utter_hi", policy: "somebody", confidence: 0.5 });
	const recorded = await talk.processor.record(talk.tracker, {
		text: "whatever",
		messageId: "m1",
		inputChannel: "rest",
		metadata: {},
		parseData: {
			text: "whatever",
			intent: { name: "tell", confidence: 1 },
			entities: [{ entity: "city", value: "Oslo" }],
			intent_ranking: [],
		},
	});
	expect(recorded.events.slice(-2)).toMatchObject([
		{ event: "user", text: "whatever", parse_data: { intent: { name: "tell" } } },
		{ event: "slot", name: "city", value: "Oslo" },
	]);
});
