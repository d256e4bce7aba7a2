import { test } from "vitest";
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { JsonValue } from "../../contracts/parse-data.ts";
import { assistantOf, TestConversation, type Files } from "../testing/bot.ts";
import { chooseAction, type Policy } from "./ensemble.ts";
import { bestAction, type PolicyPrediction } from "./prediction.ts";
import { RuleLookup } from "./rule-lookup.ts";
import { appendEvents, createTracker } from "../tracker.ts";

const BASE = `
	intents: [greet, ask, bye, tell, stop]
	entities: [city, date]
	slots:
	  likes: {type: bool, mappings: [{type: custom}]}
	  town: {type: text, influence_conversation: false, mappings: [{type: from_entity, entity: city}]}
	forms: {form: {required_slots: [town]}}
	responses:
	  utter_a: [{text: a}]
	  utter_b: [{text: b}]
	  utter_c: [{text: c}]
	  utter_ask_town: [{text: which town?}]
	  utter_default: [{text: sorry}]
	actions: [act]`;
const bot = (data: string, config = "policies: [{name: RulePolicy}]"): TestConversation =>
	conversation({ "config.yml": config, "domain.yml": BASE, "data.yml": data });
const conversation = (files: Files, actions = {}): TestConversation =>
	new TestConversation(assistantOf(files), actions);
const FORM_RULES = `
	rules:
	- rule: begin
	  steps: [{intent: ask}, {action: form}, {active_loop: form}]
	- rule: submit
	  condition: [{active_loop: form}]
	  steps: [{action: form}, {active_loop: null}, {action: utter_c}]`;

test("[RP1] restart, back and session_start trigger their actions", async ({ expect }) => {
	const talk = bot("rules: [{rule: r, steps: [{intent: greet}, {action: utter_a}]}]");
	await talk.say("/greet");
	expect(await talk.hear("/back")).toEqual(["action_back", "rewind", "rewind", "action_listen"]);
	expect(await talk.say("/session_start")).toContainEqual(
		expect.objectContaining({ event: "session_started" }),
	);
	expect((await talk.say("/restart")).map((event) => event.event)).toContain("restart");
});

test("[RP2] a form goes on by itself and then listens", async ({ expect }) => {
	const talk = bot(FORM_RULES);
	expect(await talk.hear("/ask")).toEqual([
		"form",
		"loop=form",
		`requested_slot="town"`,
		`"which town?"`,
		"action_listen",
	]);
	expect(await talk.hear(`/tell{"city": "Rome"}`)).toEqual([
		`town="Rome"`,
		"form",
		"requested_slot=null",
		"loop=null",
		"utter_c",
		`"c"`,
		"action_listen",
	]);
});

test("[RP3] entities of a rule must be equal, slots included", async ({ expect }) => {
	const talk = bot(`
		rules:
		- rule: city
		  steps: [{intent: tell, entities: [city]}, {action: utter_a}]
		- rule: liked
		  condition: [{slot_was_set: [{likes: true}]}]
		  steps: [{intent: bye}, {action: utter_b}]`);
	expect(await talk.hear(`/tell{"city": "Rome"}`)).toContain("utter_a");
	expect(await talk.hear(`/tell{"city": "Rome", "date": "today"}`)).toContain("action_default_fallback");
	expect(await talk.hear("/tell")).toContain("action_default_fallback");
	expect(await talk.hear("/bye")).toContain("action_default_fallback");
	talk.tracker = appendEvents(talk.tracker, [{ event: "slot", name: "likes", value: true }]);
	expect(await talk.hear("/bye")).toContain("utter_b");
});

test("[RP4] null in a rule asks for absence", async ({ expect }) => {
	const talk = bot(`
		rules:
		- rule: r
		  condition: [{slot_was_set: [{likes: null}]}, {active_loop: null}]
		  steps: [{intent: greet}, {action: utter_a}]`);
	expect(await talk.hear("/greet")).toContain("utter_a");
	talk.tracker = appendEvents(talk.tracker, [{ event: "slot", name: "likes", value: false }]);
	expect(await talk.hear("/greet")).toContain("action_default_fallback");
});

test("[RP5] a rule for the start applies only there", async ({ expect }) => {
	const talk = bot(
		"rules: [{rule: r, conversation_start: true, steps: [{intent: greet}, {action: utter_a}]}]",
	);
	expect(await talk.hear("/greet")).toContain("utter_a");
	expect(await talk.hear("/greet")).toContain("action_default_fallback");
});

test("[RP6] the longest key wins", async ({ expect }) => {
	const talk = bot(
		`
		rules:
		- rule: any
		  steps: [{intent: greet}, {action: utter_a}]
		- rule: liked
		  condition: [{slot_was_set: [{likes: true}]}]
		  steps: [{intent: greet}, {action: utter_b}]`,
	);
	await talk.say("/bye");
	talk.tracker = appendEvents(talk.tracker, [{ event: "slot", name: "likes", value: true }]);
	expect(await talk.hear("/greet")).toContain("utter_b");
});

test("[RP7] [RP8] [FO10] chitchat inside a form returns to it, interrupted; a story of the loop leaves it alone", async ({
	expect,
}) => {
	const talk = bot(`${FORM_RULES}
	- rule: chitchat
	  steps: [{intent: greet}, {action: utter_a}]`);
	await talk.say("/ask");
	expect(await talk.hear("/greet")).toEqual([
		"rejected form",
		"utter_a",
		`"a"`,
		"form",
		`requested_slot="town"`,
		`"which town?"`,
		"action_listen",
	]);
	const left = bot(
		`${FORM_RULES}
	stories:
	- story: stop
	  steps: [{intent: ask}, {action: form}, {active_loop: form}, {intent: stop}, {action: utter_b}, {action: action_deactivate_loop}, {active_loop: null}]
	- story: back
	  steps: [{intent: ask}, {action: form}, {active_loop: form}, {intent: bye}, {action: utter_a}, {intent: tell}, {action: form}, {active_loop: form}]`,
		"policies: [{name: MemoizationPolicy}, {name: RulePolicy}]",
	);
	await left.say("/ask");
	expect(await left.hear("/bye")).toEqual(["rejected form", "utter_a", `"a"`, "action_listen"]);
	// still rejected from before, the form is not asked first
	expect(await left.hear("/tell")).toEqual([
		"loop_interrupted",
		"form",
		`requested_slot="town"`,
		`"which town?"`,
		"action_listen",
	]);
	expect(await left.hear("/stop")).toContain("action_default_fallback");
});

test("[RP7] a story that leaves the form waiting keeps a general rule from returning to it", async ({
	expect,
}) => {
	const data = `${FORM_RULES}
	- rule: chitchat
	  steps: [{intent: greet}, {action: utter_a}]
	stories:
	- story: wait
	  steps: [{intent: ask}, {action: form}, {active_loop: form}, {intent: greet}, {action: utter_a}, {intent: stop}, {action: utter_b}]`;
	const talk = bot(data, "policies: [{name: MemoizationPolicy}, {name: RulePolicy}]");
	await talk.say("/ask");
	expect(await talk.hear("/greet")).toEqual(["rejected form", "utter_a", `"a"`, "action_listen"]);
});

test("[RP9] the fallback stands behind everything, with its threshold", async ({ expect }) => {
	const events = await bot("rules: []").say("/greet");
	expect(
		events.find((event) => event.event === "action" && event.name === "action_default_fallback"),
	).toMatchObject({ policy: "RulePolicy", confidence: 0.3 });
	const custom = bot(
		"rules: []",
		"policies: [{name: RulePolicy, core_fallback_action_name: act, core_fallback_threshold: 0.7}]",
	);
	expect(
		(await custom.say("/greet")).find((event) => event.event === "action" && event.name === "act"),
	).toMatchObject({ confidence: 0.7 });
	const none = bot("rules: []", "policies: [{name: RulePolicy, enable_fallback_prediction: false}]");
	expect(await none.hear("/greet")).toEqual(["action_listen"]);
});

test("[RP10] [MP5] a rule on the text wins over one on the intent", async ({ expect }) => {
	const interpreter = {
		parse: (text: string) => ({
			text,
			intent: { name: "greet", confidence: 1 },
			entities: [],
			intent_ranking: [],
		}),
	};
	const assistant = assistantOf({
		"config.yml": "policies: [{name: RulePolicy}]",
		"domain.yml": BASE,
		"data.yml": `
			rules:
			- rule: intent
			  steps: [{intent: greet}, {action: utter_a}]
			- rule: text
			  steps: [{user: good evening}, {action: utter_b}]`,
	});
	const talk = new TestConversation(assistant, {}, interpreter);
	expect(await talk.hear("hello")).toContain("utter_a");
	const events = await talk.say("good evening");
	expect(events.map((event) => event.event)).toEqual([
		"user",
		"user_featurization",
		"action",
		"bot",
		"action",
	]);
	expect(events[1]).toMatchObject({ use_text_for_featurization: true });
	expect(events[2]).toMatchObject({ name: "utter_b" });
});

test("[RP11] [MO5] turns of rules only are marked, and stories go on past them", async ({ expect }) => {
	const talk = bot(
		`
		rules:
		- rule: chitchat
		  steps: [{intent: bye}, {action: utter_c}]
		stories:
		- story: s
		  steps: [{intent: greet}, {action: utter_a}, {intent: ask}, {action: utter_b}]`,
		"policies: [{name: MemoizationPolicy}, {name: RulePolicy}]",
	);
	await talk.say("/greet");
	const hidden = await talk.say("/bye");
	expect(hidden.flatMap((event) => (event.event === "action" ? [event.hide_rule_turn] : []))).toEqual([
		true,
		true,
	]);
	expect(await talk.hear("/ask")).toContain("utter_b");
});

test("[MO1] [MO2] stories are recognised word for word; contradicting ones are not", async ({ expect }) => {
	const memo = "policies: [{name: MemoizationPolicy}, {name: RulePolicy}]";
	const talk = bot(
		`
		stories:
		- story: s
		  steps: [{intent: greet}, {action: utter_a}, {intent: ask}, {action: utter_b}]
		- story: one
		  steps: [{intent: bye}, {action: utter_a}]
		- story: other
		  steps: [{intent: bye}, {action: utter_b}]`,
		memo,
	);
	const events = await talk.say("/greet");
	expect(events.find((event) => event.event === "action" && event.name === "utter_a")).toMatchObject({
		policy: "MemoizationPolicy",
		confidence: 1,
	});
	expect(await talk.hear("/ask")).toContain("utter_b");
	expect(await talk.hear("/ask")).toContain("action_default_fallback");
	expect(
		await bot(
			"stories: [{story: one, steps: [{intent: bye}, {action: utter_a}]}, {story: other, steps: [{intent: bye}, {action: utter_b}]}]",
			memo,
		).hear("/bye"),
	).toContain("action_default_fallback");
});

test("[MO3] max_history limits the comparison", async ({ expect }) => {
	const story =
		"stories: [{story: s, steps: [{intent: greet}, {action: utter_a}, {intent: ask}, {action: utter_b}]}]";
	const short = bot(story, "policies: [{name: MemoizationPolicy, max_history: 1}, {name: RulePolicy}]");
	expect(await short.hear("/ask")).toContain("utter_b");
	const long = bot(story, "policies: [{name: MemoizationPolicy}, {name: RulePolicy}]");
	expect(await long.hear("/ask")).toContain("action_default_fallback");
});

test("[MO4] the augmented policy forgets the beginning, and the slots of the beginning", async ({
	expect,
}) => {
	const data = `
		stories:
		- story: s
		  steps: [{action: utter_c}, {intent: greet}, {action: utter_a}]
		- story: t
		  steps: [{intent: bye}, {action: act}, {slot_was_set: [{likes: true}]}, {action: utter_c}]`;
	const act = () => ({
		events: [{ event: "slot", name: "likes", value: true } as DialogueEvent],
		responses: [],
	});
	for (const name of ["AugmentedMemoizationPolicy", "MemoizationPolicy"]) {
		const config = `policies: [{name: ${name}}, {name: RulePolicy}]`;
		const talk = conversation({ "config.yml": config, "domain.yml": BASE, "data.yml": data }, { act });
		expect(await talk.hear("/bye")).toContain("utter_c");
		const answer = name === "MemoizationPolicy" ? "action_default_fallback" : "utter_a";
		expect(await talk.hear("/greet")).toContain(answer);
	}
});

const { domain } = assistantOf({ "domain.yml": BASE, "config.yml": "policies: [{name: RulePolicy}]" });
const index = (name: string): number => domain.actionIndex.get(name) ?? -1;
function policy(name: string, scores: Record<string, number>, more: Partial<PolicyPrediction> = {}): Policy {
	const prediction = {
		policy: name,
		priority: 1,
		isNoUser: false,
		isEndToEnd: false,
		hideRuleTurn: false,
		events: [],
		source: null,
	};
	return {
		predict: () => ({
			...prediction,
			scores: new Map(Object.entries(scores).map(([action, score]) => [index(action), score])),
			...more,
		}),
	};
}
const listening = appendEvents(createTracker(domain, "v"), [{ event: "action", name: "action_listen" }]);
const chosen = (...policies: Policy[]) => chooseAction(policies, listening);

test("[EN1] confidence, then priority, then order, then the first action", ({ expect }) => {
	expect(chosen(policy("one", { utter_a: 0.5 }), policy("two", { utter_b: 0.6 })).policy).toBe("two");
	expect(
		chosen(policy("one", { utter_a: 0.5 }), policy("two", { utter_b: 0.5 }, { priority: 2 })).policy,
	).toBe("two");
	expect(chosen(policy("one", { utter_a: 0.5 }), policy("two", { utter_b: 0.5 })).policy).toBe("one");
	expect(
		bestAction(
			domain,
			new Map([
				[index("utter_b"), 0.5],
				[index("utter_a"), 0.5],
			]),
		).name,
	).toBe("utter_a");
	expect(bestAction(domain, new Map())).toEqual({ name: "action_listen", confidence: 0 });
});

test("[EN2] without the user, then on the text", ({ expect }) => {
	const sure = policy("sure", { utter_a: 1 });
	expect(chosen(sure, policy("form", { form: 0.2 }, { isNoUser: true })).policy).toBe("form");
	expect(chosen(sure, policy("text", { utter_b: 0.2 }, { isEndToEnd: true })).policy).toBe("text");
});

test("[EN3] what was just rejected has no score", ({ expect }) => {
	const rejected = appendEvents(listening, [{ event: "action_execution_rejected", name: "form" }]);
	expect(chooseAction([policy("one", { form: 1, utter_a: 0.2 })], rejected)).toMatchObject({
		action: "utter_a",
		confidence: 0.2,
	});
	const after = appendEvents(rejected, [{ event: "action", name: "utter_a" }]);
	expect(chooseAction([policy("one", { form: 1 })], after).action).toBe("form");
});

test("[EN4] events of all policies, and how the message was read", ({ expect }) => {
	const interrupted: DialogueEvent = { event: "loop_interrupted", is_interrupted: true };
	expect(
		chosen(policy("loser", { utter_b: 0.1 }, { events: [interrupted] }), policy("winner", { utter_a: 1 }))
			.events,
	).toEqual([interrupted, { event: "user_featurization", use_text_for_featurization: false }]);
	expect(
		chooseAction([policy("one", { utter_a: 1 })], appendEvents(listening, [{ event: "action", name: "act" }]))
			.events,
	).toEqual([]);
});

test("[EN5] every action says by which rule or story it came, and what the others said", async ({
	expect,
}) => {
	const talk = bot(
		`
		rules:
		- rule: hello
		  steps: [{intent: greet}, {action: utter_a}]
		stories:
		- story: question
		  steps: [{intent: ask}, {action: utter_b}]`,
		"policies: [{name: MemoizationPolicy}, {name: RulePolicy}]",
	);
	const traceOf = (events: readonly DialogueEvent[], name: string): JsonValue | undefined =>
		events.find((event) => event.event === "action" && event.name === name)?.metadata?.["trace"];
	expect(traceOf(await talk.say("/ask"), "utter_b")).toEqual({
		policy: "MemoizationPolicy",
		action: "utter_b",
		confidence: 1,
		kind: "story",
		name: "question",
		file: "data.yml",
		line: 5,
		states: 2,
		matched: ["at the beginning", "ask was said"],
		others: [{ policy: "RulePolicy", action: "action_default_fallback", confidence: 0.3, kind: "fallback" }],
	});
	expect(traceOf(await talk.say("/greet"), "utter_a")).toMatchObject({
		policy: "RulePolicy",
		kind: "rule",
		name: "hello",
		file: "data.yml",
		line: 2,
		states: 1,
		matched: ["greet was said"],
	});
});

test("[EN6] the reason tells which states matched: message, entities, form, slots", async ({ expect }) => {
	const talk = bot(`
		rules:
		- rule: in the form
		  condition: [{active_loop: form}, {slot_was_set: [{likes: null}]}]
		  steps: [{intent: greet, entities: [date]}, {action: utter_a}]
		- rule: begin
		  steps: [{intent: ask}, {action: form}, {active_loop: form}]`);
	await talk.say("/ask");
	const events = await talk.say(`/greet{"date": "now"}`);
	const action = events.find((event) => event.event === "action" && event.name === "utter_a");
	expect(action?.metadata?.["trace"] ?? null).toMatchObject({
		states: 1,
		matched: ["greet with date was said, in form, likes is not set"],
	});
});

test("[RP3] [LO5] a rule on a slot called __proto__ is compared like any other", ({ expect }) => {
	const key = `[{"prev_action": {"action_name": "action_listen"}, "slots": {"__proto__": [1.0]}}]`;
	const lookup = new RuleLookup([[key, "found"]]);
	const state = { user: null, action: { name: "action_listen", text: null }, loop: null };
	expect(lookup.matching([{ ...state, slots: [["__proto__", [1]]] }]).length).toBe(1);
	expect(lookup.matching([{ ...state, slots: [] }]).length).toBe(0);
});
