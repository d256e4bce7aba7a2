import { test } from "vitest";
import { FaultList } from "../project/fault.ts";
import { compareDialogues, compareStories } from "./conformance.ts";
import { buildProject } from "./testing/bot.ts";
import { loadAssistant } from "./load-assistant.ts";
import { generateTrackers } from "./training/generate-trackers.ts";

const { project, trained } = buildProject({
	"config.yml": "policies: [{name: MemoizationPolicy}, {name: RulePolicy}]",
	"domain.yml": `
		intents: [greet, do]
		entities: [city]
		slots: {town: {type: text, influence_conversation: false, mappings: [{type: from_entity, entity: city}]}}
		actions: [act]
		responses: {utter_hi: [{text: hi}, {text: hello}]}`,
	"data.yml": `
		rules: [{rule: do, steps: [{intent: do}, {action: act}]}]
		stories: [{story: hi, steps: [{intent: greet}, {action: utter_hi}]}]`,
});
const assistant = loadAssistant({ modelId: "m", assistantId: "a", dialogue: trained });
const sets = new Map([["train", generateTrackers(project.stories, project.domain, new FaultList())]]);
const lines = (...records: unknown[]): string =>
	[{ project: "ours" }, ...records].map((record) => JSON.stringify(record)).join("\n");
const step = (expected: string, predicted = expected) => ({
	expected,
	predicted,
	policy: "MemoizationPolicy",
	confidence: 1,
});

test("[CO1] stories, step by step", ({ expect }) => {
	const story = (...actions: unknown[]) => lines({ set: "train", story: "hi", actions });
	expect(compareStories(assistant, sets, story(step("utter_hi"), step("action_listen")))).toEqual({
		matched: 2,
		total: 2,
		differences: [],
	});
	const wrong = compareStories(
		assistant,
		sets,
		story(step("utter_hi", "act"), step("action_listen"), step("act")),
	);
	expect([wrong.matched, wrong.total, wrong.differences.length]).toEqual([1, 3, 2]);
	expect(wrong.differences[0]).toMatchObject({
		where: `train "hi" step 1`,
		expected: "utter_hi <- act (MemoizationPolicy 1)",
	});
	expect(
		compareStories(assistant, sets, lines({ set: "train", story: "unknown", actions: [step("utter_hi")] }))
			.matched,
	).toBe(0);
});

const session = [
	{ event: "action", name: "action_session_start", confidence: 1 },
	{ event: "session_started" },
	{ event: "action", name: "action_listen" },
];
const turn = {
	user: `/do{"city": "Rome"}`,
	events: [
		...session,
		{ event: "user", intent: "do", entities: [{ entity: "city", value: "Rome" }] },
		{ event: "slot", name: "town", value: "Rome" },
		{ event: "action", name: "act", policy: "RulePolicy", confidence: 1 },
		{ event: "bot", text: "[act]" },
		{ event: "action", name: "action_listen", policy: "RulePolicy", confidence: 1 },
	],
};

test("[CO2] dialogues, event for event, then slots and loop", async ({ expect }) => {
	const dialogue = { id: "d", turns: [turn], slots: { town: "Rome" }, active_loop: null };
	expect(await compareDialogues(assistant, lines(dialogue))).toEqual({
		matched: 1,
		total: 1,
		differences: [],
	});
	for (const [changed, where] of [
		[{ ...dialogue, slots: {} }, "d at its end"],
		[{ ...dialogue, active_loop: "form" }, "d at its end"],
		[
			{ ...dialogue, turns: [{ ...turn, events: turn.events.slice(0, -1) }] },
			`d message 1 /do{"city": "Rome"}`,
		],
		[
			{ ...dialogue, turns: [{ ...turn, events: turn.events.toReversed() }] },
			`d message 1 /do{"city": "Rome"}`,
		],
	] as const) {
		// few, and in order
		const report = await compareDialogues(assistant, lines(changed));
		expect([report.matched, report.differences[0]?.where]).toEqual([0, where]);
	}
});

test("[CO2] a restart shows the new session only, a response its name", async ({ expect }) => {
	const greet = {
		user: "/greet",
		events: [
			...session,
			{ event: "user", intent: "greet", entities: [] },
			{ event: "action", name: "utter_hi", policy: "MemoizationPolicy", confidence: 1 },
			{ event: "bot", utter_action: "utter_hi" },
			{ event: "action", name: "action_listen", policy: "MemoizationPolicy", confidence: 1 },
		],
	};
	const [start, ...rest] = session;
	const restart = { user: "/restart", events: [{ ...start, policy: "followup_action" }, ...rest] };
	const dialogue = { id: "d", turns: [greet, restart], slots: {}, active_loop: null };
	expect(await compareDialogues(assistant, lines(dialogue))).toEqual({
		matched: 1,
		total: 1,
		differences: [],
	});
});
