import { test } from "vitest";
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { JsonValue } from "../../contracts/parse-data.ts";
import { loadAssistant } from "../load-assistant.ts";
import { playStory } from "../play-story.ts";
import { assistantOf, buildProject, faultCodes, TestConversation, UNSURE } from "../testing/bot.ts";
import { trainDialogue } from "../train.ts";
import { augmentStories } from "../training/augment-stories.ts";
import { generateTrackers } from "../training/generate-trackers.ts";
import { seededRandom } from "../../nlu/random.ts";
import { FaultList } from "../../project/fault.ts";
import { historyFeatures } from "./history-features.ts";
import { ActionRelations } from "./action-relations.ts";
import { textFeatures } from "./message-text.ts";

const DOMAIN = `
	intents: [greet, order, cancel, thank, bye, never]
	entities: [item]
	slots:
	  item: {type: text, mappings: [{type: from_entity, entity: item}]}
	responses:
	  utter_greet: [{text: hello}]
	  utter_order: [{text: ordered}]
	  utter_cancel: [{text: cancelled}]
	  utter_thank: [{text: welcome}]
	  utter_bye: [{text: bye}]`;
const STORIES = `
	stories:
	- story: greet and order
	  steps: [{intent: greet}, {action: utter_greet}, {intent: order}, {action: utter_order}]
	- story: greet and cancel
	  steps: [{intent: greet}, {action: utter_greet}, {intent: cancel}, {action: utter_cancel}]
	- story: order, thanks and bye
	  steps: [{intent: order}, {action: utter_order}, {intent: thank}, {action: utter_thank}, {intent: bye}, {action: utter_bye}]
	- story: cancel and bye
	  steps: [{intent: cancel}, {action: utter_cancel}, {intent: bye}, {action: utter_bye}]`;
const files = (config: string, data = STORIES) => ({
	"config.yml": config,
	"domain.yml": DOMAIN,
	"data.yml": data,
});
const TED = "policies: [{name: TEDPolicy, epochs: 3, constrain_similarities: true}]";
const talkTo = (config: string, data = STORIES): TestConversation =>
	new TestConversation(assistantOf(files(config, data)));
const action = (events: readonly DialogueEvent[], at: number): DialogueEvent & { event: "action" } => {
	const actions = events.filter((event) => event.event === "action" && event.name !== "action_session_start");
	const found = actions.slice(events.some(({ event }) => event === "session_started") ? 1 : 0)[at];
	if (found?.event !== "action") throw new Error("no such action");
	return found;
};
const trace = (event: DialogueEvent): JsonValue => event.metadata?.["trace"] ?? null;

test("[LP1] [LP2] TEDPolicy answers where no story goes on word for word", async ({ expect }) => {
	// no story has a cancellation after an order, nor anything after a goodbye
	const talk = talkTo(TED);
	expect(await talk.hear("/order")).toEqual(["utter_order", `"ordered"`, "action_listen"]);
	expect(await talk.hear("/cancel")).toEqual(["utter_cancel", `"cancelled"`, "action_listen"]);
	expect(await talk.hear("/thank")).toEqual(["utter_thank", `"welcome"`, "action_listen"]);
	expect(await talk.hear("/greet")).toEqual(["utter_greet", `"hello"`, "action_listen"]);
	expect(await talk.hear("/order")).toEqual(["utter_order", `"ordered"`, "action_listen"]);
	const byHeart = talkTo("policies: [{name: MemoizationPolicy}, {name: RulePolicy}]");
	await byHeart.say("/order");
	expect(await byHeart.hear("/cancel")).toContain("action_default_fallback");
});

test("[LP1] rules teach it nothing", ({ expect }) => {
	const rules = "rules: [{rule: r, steps: [{intent: greet}, {action: utter_greet}]}]";
	expect(faultCodes(files(TED, rules))).toEqual(["nothing_to_learn config.yml:1"]);
});

test("[LP1] stories are told after other stories, and between the two the bot listens once", ({ expect }) => {
	const { project } = buildProject(files(TED));
	const stories = generateTrackers(project.stories, project.domain, new FaultList());
	const told = augmentStories(stories, seededRandom(1));
	expect(told.length).toBeGreaterThan(stories.length);
	for (const { running } of told) {
		const names = running.events.map((event) => (event.event === "action" ? event.name : event.event));
		expect(names.filter((name) => name === "user").length).toBeGreaterThan(3);
		expect(names.join(" ")).not.toContain("action_listen action_listen");
	}
});

test("[LP3] what is looked at: steps, form, slots, entities", ({ expect }) => {
	const listen = { name: "action_listen", text: null };
	const names = historyFeatures(
		[
			{ user: null, slots: [], action: null, loop: null },
			{
				user: { intent: "order", text: null, entities: ["item"] },
				slots: [["item", [1]]],
				action: listen,
				loop: "form",
			},
		],
		new Set(["form"]),
	).map(({ name }) => name);
	expect(names).toEqual(
		expect.arrayContaining([
			"heard: said order",
			"heard: start, said order",
			"heard: in form, said order",
			"heard: slot item=1, said order",
			"heard: now item=1, said order",
			"heard: entity item, said order",
		]),
	);
	expect(textFeatures("Où est-il?").map(({ name }) => name)).toEqual(
		expect.arrayContaining(["word ou", "words ou est"]),
	);
});

test("[LP3] an action is known by how it relates to the history", ({ expect }) => {
	const relations = new ActionRelations(["utter_cancel", "form", "utter_order"], new Set(["form"]));
	const found = relations
		.of([
			{ user: null, slots: [], action: { name: "utter_order", text: null }, loop: "form" },
			{
				user: { intent: "cancel_order", text: null, entities: [] },
				slots: [],
				action: { name: "action_listen", text: null },
				loop: "form",
			},
		])
		.map(({ column, name }) => `${column} ${name}`);
	expect(found).toEqual([
		"1 the active form, after a message in a form",
		"1 the active form, said cancel_order",
		"2 the latest action, after a message in a form",
		"2 the latest action, said cancel_order",
		"0 named as the latest intent, after a message in a form",
		"0 named as the latest intent, said cancel_order",
		"2 named as the latest intent, after a message in a form",
		"2 named as the latest intent, said cancel_order",
	]);
});

test("[LP4] the same data and seed give the same bytes; a model without its weights is refused", ({
	expect,
}) => {
	const { project, trained, arrays } = buildProject(files(TED));
	const bytes = (seed: number): string => {
		const again = trainDialogue(project, new FaultList(), { seed });
		return JSON.stringify([again.dialogue, [...again.arrays].map(([name, array]) => [name, [...array]])]);
	};
	expect(bytes(7)).toBe(bytes(7));
	expect(bytes(7)).not.toBe(bytes(8));
	expect([...arrays.keys()]).toContain("dialogue.0.weights");
	expect(() => loadAssistant({ modelId: "m", assistantId: "a", dialogue: trained })).toThrow(
		"The model has no weights of dialogue.0: it is damaged. Train it again.",
	);
});

test("[LP5] what is known by heart wins; what is unlikely gets the fallback", async ({ expect }) => {
	const talk = talkTo("policies: [{name: TEDPolicy}, {name: MemoizationPolicy}, {name: RulePolicy}]");
	const known = action(await talk.say("/order"), 0);
	expect([known.policy, known.confidence]).toEqual(["MemoizationPolicy", 1]);
	const guessed = action(await talk.say("/cancel"), 0);
	expect([guessed.name, guessed.policy]).toEqual(["utter_cancel", "TEDPolicy"]);
	expect(guessed.confidence).toBeLessThan(1);
	const strict = talkTo("policies: [{name: TEDPolicy}, {name: RulePolicy, core_fallback_threshold: 0.999}]");
	expect(action(await strict.say("/cancel"), 0).name).toBe("action_default_fallback");
});

test("[LP6] an intent that no story has is left to the others", async ({ expect }) => {
	const talk = talkTo("policies: [{name: TEDPolicy}, {name: RulePolicy, core_fallback_threshold: 0.01}]");
	await talk.say("/greet");
	expect(action(await talk.say("/never"), 0).name).toBe("action_default_fallback");
});

const SPOKEN = `
	stories:
	- story: hello by text
	  steps: [{user: "hello there my friend"}, {bot: "Nice to see you!"}]
	- story: leave by text
	  steps: [{user: "I have to leave now"}, {bot: "Take care!"}]
	- story: order by intent
	  steps: [{intent: order}, {action: utter_order}]`;

const surerThan = (threshold: number): string =>
	`policies: [{name: TEDPolicy, e2e_confidence_threshold: ${threshold}}, {name: RulePolicy}]`;

test("[LP7] a message is known by its words where its intent says nothing, or says less", async ({
	expect,
}) => {
	const speak = (intent: string, threshold = 0.5): TestConversation =>
		new TestConversation(
			assistantOf(files(surerThan(threshold), SPOKEN)),
			{},
			{
				parse: (text) => ({ ...UNSURE.parse(text, { nowMs: 0 }), intent: { name: intent, confidence: 0.9 } }),
			},
		);
	expect(await speak("never").hear("well hello my friend")).toEqual([
		"bot: Nice to see you!",
		`"Nice to see you!"`,
		"action_listen",
	]);
	expect((await speak("never").hear("sorry, I must leave now"))[0]).toBe("bot: Take care!");
	expect((await speak("order").hear("two of the blue ones"))[0]).toBe("utter_order");
	expect((await speak("order").hear("hello there my friend"))[0]).toBe("bot: Nice to see you!");
	expect((await speak("order", 0.9999).hear("hello there my friend"))[0]).toBe("utter_order");
});

test("[LP8] priority and max_history are the configuration's", ({ expect }) => {
	const policy = (config: string): unknown => buildProject(files(config)).trained.policies[0];
	expect(policy("policies: [{name: TEDPolicy}]")).toMatchObject({ priority: 1, maxHistory: null });
	expect(policy("policies: [{name: TEDPolicy, priority: 5, max_history: 3}]")).toMatchObject({
		priority: 5,
		maxHistory: 3,
	});
	expect(policy("policies: [{name: UnexpecTEDIntentPolicy}]")).toMatchObject({ priority: 2 });
});

test("[LP9] the reason names a story that taught it, and what spoke for the choice", async ({ expect }) => {
	const talk = talkTo(TED);
	await talk.say("/order");
	expect(trace(action(await talk.say("/cancel"), 0))).toMatchObject({
		policy: "TEDPolicy",
		kind: "learned",
		file: "data.yml",
		name: expect.stringContaining("cancel"),
		evidence: expect.arrayContaining(["heard: said cancel"]),
	});
});

test("[LP14] what follows a form that ran twice is learnt from where it follows", ({ expect }) => {
	const domain = `${DOMAIN}
	forms: {order_form: {required_slots: [item]}}`;
	const stories = `
	stories:
	- story: ordered
	  steps: [{intent: order}, {action: order_form}, {active_loop: order_form}, {intent: never}, {action: order_form}, {active_loop: null}, {action: utter_order}, {intent: thank}, {action: utter_thank}, {intent: bye}, {action: utter_bye}]`;
	const config = "policies: [{name: TEDPolicy}, {name: RulePolicy}]";
	const { project } = buildProject({ "config.yml": config, "domain.yml": domain, "data.yml": stories });
	const trained = trainDialogue(project, new FaultList(), { leaveOut: ["RulePolicy"] });
	const assistant = loadAssistant({ modelId: "m", assistantId: "a", ...trained });
	const told = generateTrackers(project.stories, project.domain, new FaultList());
	const played = told.flatMap((story) => playStory(assistant, story));
	expect(played.map(({ predicted }) => predicted)).toEqual(played.map(({ expected }) => expected));
	expect(played.length).toBe(9);
});

test("[LP16] of very many stories a part is learnt from, and that is told", ({ expect }) => {
	const { project } = buildProject(
		files("policies: [{name: TEDPolicy}, {name: UnexpecTEDIntentPolicy}, {name: RulePolicy}]"),
	);
	const told = (mostActions: number): unknown => {
		const faults = new FaultList();
		const { dialogue } = trainDialogue(project, faults, { mostActions });
		const actions = dialogue.policies.flatMap((policy) =>
			policy.kind === "TEDPolicy" ? policy.actions : [],
		);
		return [actions.filter((name) => name === "utter_cancel"), faults.sorted().map(({ code }) => code)];
	};
	// the first and the third story of four: neither cancels
	expect(told(15)).toEqual([[], ["more_than_is_learnt", "more_than_is_learnt"]]);
	expect(told(100)).toEqual([["utter_cancel"], []]);
});

const SURPRISE = "policies: [{name: UnexpecTEDIntentPolicy}, {name: MemoizationPolicy}, {name: RulePolicy}]";

test("[LP10] [LP11] an intent that no story has at this point is unlikely, then the others go on", async ({
	expect,
}) => {
	const talk = talkTo(SURPRISE);
	const events = await talk.say("/thank");
	const surprised = action(events, 0);
	expect([surprised.name, surprised.policy, surprised.confidence]).toEqual([
		"action_unlikely_intent",
		"UnexpecTEDIntentPolicy",
		1,
	]);
	expect(trace(surprised)).toMatchObject({
		kind: "unlikely_intent",
		evidence: [expect.stringMatching(/^said thank has .* % here; said \w+ is most likely$/)],
	});
	expect(action(events, 1).name).toBe("action_default_fallback");
});

test("[LP10] what a story says is never unlikely where it says it; unknown intents are not judged", async ({
	expect,
}) => {
	const talk = talkTo(SURPRISE);
	for (const message of ["/order", "/thank", "/bye"])
		expect(await talk.hear(message)).not.toContain("action_unlikely_intent");
	// each begins a story, and only one of them can be the likeliest
	for (const message of ["/greet", "/order", "/cancel"])
		expect(await talkTo(SURPRISE).hear(message)).not.toContain("action_unlikely_intent");
	expect(await talkTo(SURPRISE).hear("/never")).not.toContain("action_unlikely_intent");
});

test("[LP11] memorised stories go on as if it had not been", async ({ expect }) => {
	const stories = `${STORIES}
	- story: surprised
	  steps: [{intent: bye}, {action: action_unlikely_intent}, {action: utter_greet}]`;
	const talk = talkTo(SURPRISE, stories);
	expect(await talk.hear("/bye")).not.toContain("action_default_fallback");
});

test("[LP12] ignore_intents_list, and a tolerance that lets more pass", async ({ expect }) => {
	const config = (options: string): string =>
		`policies: [{name: UnexpecTEDIntentPolicy, ${options}}, {name: RulePolicy}]`;
	expect(await talkTo(config("ignore_intents_list: [thank]")).hear("/thank")).not.toContain(
		"action_unlikely_intent",
	);
	const thresholds = (options: string): number[] => {
		const [policy] = buildProject(files(config(options))).trained.policies;
		return policy?.kind === "UnexpecTEDIntentPolicy" ? policy.thresholds : [];
	};
	const strict = thresholds("tolerance: 0.0");
	const tolerant = thresholds("tolerance: 0.9");
	expect(tolerant.every((threshold, index) => threshold <= (strict[index] ?? 0))).toBe(true);
	expect(tolerant).not.toEqual(strict);
});

const ANNOTATED = `
	stories:
	- story: a piece of clothing
	  steps: [{user: "I would like [shoes](item) please"}, {bot: "In which size?"}]
	- story: another
	  steps: [{user: "can I have a [jacket](item)"}, {bot: "In which size?"}]
	- story: one more
	  steps: [{user: "please send me a [hat](item)"}, {bot: "In which size?"}]
	- story: two at once
	  steps: [{user: "I would like [gloves](item) and a [scarf](item)"}, {bot: "In which size?"}]
	- story: leave
	  steps: [{user: "I have to leave now"}, {bot: "Take care!"}]`;
const unknownTo = (options: string, data = ANNOTATED): TestConversation =>
	new TestConversation(
		assistantOf(files(`policies: [{name: TEDPolicy${options}}, {name: RulePolicy}]`, data)),
	);

test("[LP13] entities of messages known by their text stand before the action, and in the message", async ({
	expect,
}) => {
	const talk = unknownTo("");
	const events = await talk.say("I would like trousers please");
	const at = events.findIndex(({ event }) => event === "entities");
	expect(events[at]).toMatchObject({
		entities: [{ entity: "item", value: "trousers", start: 13, end: 21, extractor: "TEDPolicy" }],
	});
	expect(events[at + 1]).toMatchObject({ event: "user_featurization", use_text_for_featurization: true });
	expect(events[at + 2]).toMatchObject({ event: "action", action_text: "In which size?" });
	const none = await unknownTo("").say("sorry, I have to leave now");
	expect(none.map(({ event }) => event)).not.toContain("entities");
});

test("[LP13] entity_recognition turns it off; without annotations there is nothing to find", async ({
	expect,
}) => {
	for (const talk of [unknownTo(", entity_recognition: false"), unknownTo("", SPOKEN)]) {
		const events = await talk.say("I would like shoes please, hello there my friend");
		expect(events.map(({ event }) => event)).not.toContain("entities");
	}
	expect(buildProject(files(TED, SPOKEN)).trained.policies[0]).toMatchObject({ entities: null });
});

test("[LP13] a model without the tagger's arrays is refused", ({ expect }) => {
	const { trained, arrays } = buildProject(files(TED, ANNOTATED));
	const names = [...arrays.keys()].filter((name) => name.startsWith("dialogue.0.entities."));
	expect(names).not.toEqual([]);
	const rest = new Map([...arrays].filter(([name]) => name !== names[0]));
	expect(() => loadAssistant({ modelId: "m", assistantId: "a", dialogue: trained, arrays: rest })).toThrow(
		"train the model again",
	);
});
