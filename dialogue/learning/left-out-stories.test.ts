/** Each story is left out once, and its actions are predicted by what the others teach: where none goes on alike. */
import { test } from "vitest";
import { FaultList } from "../../project/fault.ts";
import { loadAssistant, type Assistant } from "../load-assistant.ts";
import { playStory } from "../play-story.ts";
import type { DialogueProject } from "../read-project.ts";
import { buildProject, type Files } from "../testing/bot.ts";
import { trainDialogue } from "../train.ts";
import { generateTrackers } from "../training/generate-trackers.ts";

const project = (domain: string, stories: readonly string[]): Files => ({
	"config.yml": "policies: [{name: TEDPolicy}, {name: MemoizationPolicy}, {name: RulePolicy}]",
	"domain.yml": domain,
	"data.yml": ["stories:", ...stories.map((steps, index) => `- {story: s${index}, steps: [${steps}]}`)].join(
		"\n",
	),
});
/** `said ok, did utter_ok, slot.found=true, loop.form=null`: steps as a story has them. */
const steps = (words: string): string =>
	words
		.split(", ")
		.map((step) =>
			step
				.replace(/^said (\S+)$/, "{intent: $1}")
				.replace(/^did (\S+)$/, "{action: $1}")
				.replace(/^slot\.(\w+)=(\S+)$/, "{slot_was_set: [{$1: $2}]}")
				.replace(/^loop=(\S+)$/, "{active_loop: $1}"),
		)
		.join(", ");
const responses = (names: string): string => names.replaceAll(/\w+/g, "$&: [{text: a}]");

/** What is left open until a number, a log-in or an answer is there comes back to what was asked for at first. */
const SERVICE = project(
	`
	intents: [greet, status, return, hours, number, deny, affirm, thank, complain]
	slots: {found: {type: bool, mappings: [{type: custom}]}}
	actions: [action_lookup]
	responses: {${responses("utter_greet, utter_ask, utter_status, utter_return, utter_none, utter_else, utter_agent, utter_hours, utter_bye, utter_thank, utter_offer, utter_sorry")}}`,
	[
		"said greet, did utter_greet, said status, did utter_ask, said number, did action_lookup, slot.found=true, did utter_status, did utter_else, said deny, did utter_bye",
		"said status, did utter_ask, said number, did action_lookup, slot.found=false, did utter_none, did utter_offer, said affirm, did utter_agent",
		"said greet, did utter_greet, said status, did utter_ask, said number, did action_lookup, slot.found=false, did utter_none, did utter_offer, said deny, did utter_bye",
		"said return, did utter_ask, said number, did action_lookup, slot.found=true, did utter_return, did utter_else, said deny, did utter_bye",
		"said greet, did utter_greet, said return, did utter_ask, said hours, did utter_hours, did utter_ask, said number, did action_lookup, slot.found=true, did utter_return, did utter_else, said thank, did utter_thank",
		"said complain, did utter_sorry, did utter_offer, said affirm, did utter_agent",
		"said greet, did utter_greet, said complain, did utter_sorry, did utter_offer, said deny, did utter_bye",
		"said status, did utter_ask, said hours, did utter_hours, did utter_ask, said number, did action_lookup, slot.found=true, did utter_status, did utter_else, said thank, did utter_thank",
	].map(steps),
);

/** A question in between, and the way back to the form that was left. */
const FORMS = project(
	`
	intents: [pay, send, search, help, stop, affirm, deny]
	forms: {pay_form: {required_slots: []}, send_form: {required_slots: []}, search_form: {required_slots: []}}
	actions: [action_reset]
	responses: {${responses("utter_help, utter_sure, utter_stopped, utter_done")}}`,
	["pay", "send", "search"].flatMap((name) => {
		const begin = `said ${name}, did ${name}_form, loop=${name}_form`;
		const end = `did ${name}_form, loop=null, did utter_done`;
		return [
			`${begin}, said help, did utter_help, ${end}`,
			`${begin}, said stop, did utter_sure, said deny, ${end}`,
			`${begin}, said stop, did utter_sure, said affirm, did action_deactivate_loop, loop=null, did action_reset, did utter_stopped`,
		].map(steps);
	}),
);

/** Messages and answers by their texts: what is wanted is said in other words each time. */
const TEXTS = project(
	`
	intents: [greet]
	responses: {${responses("utter_greet")}}`,
	[
		["hello there", "Hi!", "I want to buy a red car", "Which model?", "the small one", "Good choice."],
		[
			"I would like to buy a car",
			"Which model?",
			"the big one please",
			"Good choice.",
			"thank you very much",
			"You are welcome.",
		],
		["hi there", "Hi!", "can I rent a car", "For how long?", "two days please", "Fine."],
		["I want to rent a bus", "For how long?", "three weeks", "Fine.", "thank you", "You are welcome."],
		[
			"hello",
			"Hi!",
			"buy a bus please",
			"Which model?",
			"a small one",
			"Good choice.",
			"many thanks",
			"You are welcome.",
		],
		["rent a car", "For how long?", "for five days", "Fine.", "goodbye", "Bye."],
		["hello", "Hi!", "goodbye then", "Bye."],
	].map((texts) =>
		texts.map((text, index) => (index % 2 === 0 ? `{user: "${text}"}` : `{bot: "${text}"}`)).join(", "),
	),
);

interface Judged {
	readonly expected: string;
	readonly frequent: string;
	readonly predicted: string;
	readonly confidence: number;
}

/** The actions of left-out stories that memoization has no answer for. */
function judgeLeftOut(files: Files): Judged[] {
	const { project: whole } = buildProject(files);
	const told = generateTrackers(whole.stories, whole.domain, new FaultList());
	return told.flatMap((story) => {
		const known = { ...whole, stories: whole.stories.filter(({ place }) => place.name !== story.name) };
		const byHeart = playStory(assistantOf(known, "MemoizationPolicy"), story);
		const learnt = playStory(assistantOf(known, "TEDPolicy"), story);
		const frequent = mostFrequentAction(known);
		return learnt.flatMap(({ expected, predicted, confidence }, index) => {
			if ((byHeart[index]?.confidence ?? 0) > 0) return [];
			return [
				{ expected: expected ?? "", frequent, predicted: predicted ?? "", confidence: confidence ?? 0 },
			];
		});
	});
}

function assistantOf(known: DialogueProject, policy: string): Assistant {
	const policies = known.policies.filter(({ name }) => name === policy);
	return loadAssistant({
		modelId: "m",
		assistantId: "a",
		...trainDialogue({ ...known, policies }, new FaultList()),
	});
}

function mostFrequentAction({ stories, domain }: DialogueProject): string {
	const counts = new Map<string, number>();
	for (const { running } of generateTrackers(stories, domain, new FaultList()))
		for (const event of running.events)
			if (event.event === "action") counts.set(event.name ?? "", (counts.get(event.name ?? "") ?? 0) + 1);
	return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}

const share = (judged: readonly Judged[], isRight: (step: Judged) => boolean): number =>
	judged.filter(isRight).length / judged.length;

test("[LP2] [LP3] left-out stories: what was asked for at first is answered once it can be", ({ expect }) => {
	const judged = judgeLeftOut(SERVICE);
	expect(judged.length).toBeGreaterThan(40);
	expect(share(judged, ({ frequent, expected }) => frequent === expected)).toBeLessThan(0.45);
	expect(share(judged, ({ predicted, expected }) => predicted === expected)).toBeGreaterThan(0.93);
});

test("[LP2] [LP3] [LP15] left-out stories: the form that was left is gone back to, whichever it is", ({
	expect,
}) => {
	const judged = judgeLeftOut(FORMS);
	expect(judged.length).toBeGreaterThan(30);
	expect(share(judged, ({ frequent, expected }) => frequent === expected)).toBeLessThan(0.45);
	expect(share(judged, ({ predicted, expected }) => predicted === expected)).toBeGreaterThan(0.9);
});

test("[LP2] [LP15] left-out stories: texts that were never said are answered by what other stories share", ({
	expect,
}) => {
	const judged = judgeLeftOut(TEXTS);
	expect(judged.length).toBeGreaterThan(35);
	expect(share(judged, ({ frequent, expected }) => frequent === expected)).toBeLessThan(0.5);
	expect(share(judged, ({ predicted, expected }) => predicted === expected)).toBeGreaterThan(0.85);
});

test("[LP5] [LP15] left-out stories: a choice that is sure is right, and one that is not sure says so", ({
	expect,
}) => {
	const judged = [SERVICE, FORMS, TEXTS].flatMap(judgeLeftOut);
	const sure = judged.filter(({ confidence }) => confidence > 0.9);
	expect(sure.length).toBeGreaterThan(judged.length * 0.77);
	expect(share(sure, ({ predicted, expected }) => predicted === expected)).toBeGreaterThan(0.97);
	for (const { predicted, expected, confidence } of judged)
		if (predicted !== expected) expect(confidence).toBeLessThan(0.8);
});
