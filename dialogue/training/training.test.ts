import { test } from "vitest";
import { FaultList } from "../../project/fault.ts";
import { loadAssistant } from "../load-assistant.ts";
import { hiddenSourcesOf } from "../policies/rule-policy.ts";
import { buildProject, faultCodes, type Files } from "../testing/bot.ts";
import { generateTrackers, type TrainingTracker } from "./generate-trackers.ts";
import { STORY_START } from "./story-step.ts";

const DOMAIN = `
	intents: [greet, ask, bye, tell]
	entities: [city]
	slots:
	  likes: {type: bool, mappings: [{type: custom}]}
	  town: {type: text, mappings: [{type: from_entity, entity: city}]}
	  road: {type: text, mappings: [{type: from_entity, entity: city, conditions: [{active_loop: form}]}]}
	forms: {form: {required_slots: [town]}}
	actions: [act]
	responses: {utter_a: [{text: a}], utter_b: [{text: b}], utter_c: [{text: c}]}`;
const RULES_ONLY = "policies: [{name: RulePolicy}]";

function stories(text: string): TrainingTracker[] {
	const { project } = buildProject({ "domain.yml": DOMAIN, "stories.yml": text });
	return generateTrackers(project.stories, project.domain, new FaultList());
}
const actions = (tracker: TrainingTracker | undefined): string[] =>
	(tracker?.running.events ?? []).flatMap((event) => (event.event === "action" ? [event.name ?? ""] : []));

function rules(text: string, config = RULES_ONLY): { codes: string[]; messages: string[] } {
	const { faults } = buildProject({ "config.yml": config, "domain.yml": DOMAIN, "data.yml": text });
	const errors = faults.filter((fault) => fault.severity === "error");
	return {
		codes: errors.map((fault) => `${fault.code}:${fault.line}`),
		messages: errors.map((fault) => fault.message),
	};
}

test("[TT2] conditioned mappings of entities set nothing in stories", ({ expect }) => {
	const [tracker] = stories(
		"stories: [{story: s, steps: [{intent: tell, entities: [{city: Rome}]}, {action: utter_a}]}]",
	);
	expect(tracker?.running.memory.slots.get("town")).toBe("Rome");
	expect(tracker?.running.memory.slots.get("road")).toBeNull();
});

test("[TT2] store_entities_as_slots counts in test stories, not in training", ({ expect }) => {
	const { project } = buildProject({
		"domain.yml": DOMAIN,
		"more.yml": "{actions: [], config: {store_entities_as_slots: false}}",
		"s.yml": "stories: [{story: s, steps: [{intent: tell, entities: [{city: Rome}]}, {action: utter_a}]}]",
	});
	const town = (isTest: boolean): unknown =>
		generateTrackers(project.stories, project.domain, new FaultList(), {
			isTest,
		})[0]?.running.memory.slots.get("town");
	expect([town(false), town(true)]).toEqual(["Rome", null]);
});

test("[TT3] an action that no message led to is not learnt", ({ expect }) => {
	const { trained } = buildProject({
		"config.yml": "policies: [{name: MemoizationPolicy}]",
		"domain.yml": DOMAIN,
		"s.yml": "stories: [{story: s, steps: [{action: utter_a}, {intent: greet}, {action: utter_b}]}]",
	});
	const [memo] = trained.policies;
	expect(memo?.kind === "MemoizationPolicy" && memo.turns.map(([, action]) => action)).toEqual([
		"action_listen",
		"utter_b",
		"action_listen",
	]);
});

test("[TT4] stories are joined at checkpoints whose conditions hold; names show it", ({ expect }) => {
	const trackers = stories(`
		stories:
		- story: one
		  steps: [{intent: greet}, {slot_was_set: [{likes: true}]}, {checkpoint: middle}]
		- story: two
		  steps: [{checkpoint: middle, slot_was_set: [{likes: true}]}, {action: utter_a}]
		- story: three
		  steps: [{checkpoint: middle, slot_was_set: [{likes: false}]}, {action: utter_b}]
		- story: lost
		  steps: [{checkpoint: nowhere}, {action: utter_c}]`);
	expect(trackers.map((tracker) => tracker.name)).toEqual(["one > two"]);
	expect(actions(trackers[0])).toEqual(["action_listen", "utter_a", "action_listen"]);
});

test("[TT4] a cycle of checkpoints ends", ({ expect }) => {
	const trackers = stories(`
		stories:
		- story: begin
		  steps: [{intent: greet}, {action: utter_a}, {checkpoint: round}]
		- story: again
		  steps: [{checkpoint: round}, {intent: ask}, {action: utter_b}, {checkpoint: round}]
		- story: end
		  steps: [{checkpoint: round}, {intent: bye}, {action: utter_c}]`);
	expect(
		trackers
			.map((tracker) => actions(tracker).filter((name) => name === "utter_b").length)
			.toSorted((a, b) => a - b),
	).toEqual([0, 1, 2, 3]);
});

test("[TT6] alternatives make stories, equal ones count once", ({ expect }) => {
	const trackers = stories(`
		stories:
		- story: s
		  steps: [{or: [{intent: greet}, {intent: bye}]}, {action: utter_a}]
		- story: the same
		  steps: [{intent: greet}, {action: utter_a}]`);
	expect(trackers.map((tracker) => tracker.name).toSorted()).toEqual(["s", "s"]);
});

test("[TT7] more stories than can be learnt are an error", ({ expect }) => {
	const or = "{or: [{intent: greet}, {intent: ask}, {intent: bye}, {intent: tell}]}, {action: utter_a}";
	const steps = Array.from({ length: 8 }, () => or).join(", ");
	expect(
		faultCodes({
			"domain.yml": DOMAIN,
			"config.yml": RULES_ONLY,
			"s.yml": `stories: [{story: many, steps: [${steps}]}]`,
		}),
	).toContain("too_many_stories s.yml:1");
});

test("[TT7] twenty thousand that checkpoints make are learnt; one more is told, once", ({ expect }) => {
	const { domain } = buildProject({ "domain.yml": DOMAIN }).project;
	const position = { file: "s.yml", line: 1 };
	const step = (name: string, from: string, to: readonly string[]) => ({
		place: { name, file: "s.yml", line: 1 },
		isRule: false,
		startCheckpoints: [{ name: from, conditions: [] }],
		endCheckpoints: to,
		events: [{ event: { event: "action", name } as const, position }],
	});
	const codes = (beginnings: number, endings: number): string[] => {
		const faults = new FaultList();
		const first = Array.from({ length: beginnings }, (_, n) => step(`first ${n}`, STORY_START, ["middle"]));
		const second = Array.from({ length: endings }, (_, n) => step(`second ${n}`, "middle", []));
		generateTrackers([...first, ...second], domain, faults);
		return faults.sorted().map(({ code }) => code);
	};
	// what is written counts beside: 141 and 141
	expect(codes(141, 141)).toEqual([]);
	expect(codes(143, 143)).toEqual(["too_many_stories"]);
});

test("[TT7] stories that are written out are never too many", ({ expect }) => {
	const { domain } = buildProject({ "domain.yml": DOMAIN }).project;
	const faults = new FaultList();
	const position = { file: "s.yml", line: 1 };
	const event = { event: "action", name: "utter_a" } as const;
	const written = Array.from({ length: 20_100 }, (_, n) => ({
		place: { name: `s${n}`, file: "s.yml", line: n },
		isRule: false,
		startCheckpoints: [{ name: STORY_START, conditions: [] }],
		endCheckpoints: [],
		events: [{ event, position }],
	}));
	expect(generateTrackers(written, domain, faults)).toHaveLength(1);
	expect(faults.sorted()).toEqual([]);
});

test("[TT5] [TT8] a story that runs a form twice learns from the states as the story went", ({ expect }) => {
	const [tracker] = stories(`
		stories:
		- story: s
		  steps: [{intent: ask}, {action: form}, {active_loop: form}, {intent: tell}, {action: form}, {active_loop: null}, {action: utter_a}]`);
	expect(tracker?.running.states.length).toBe(1 + actions(tracker).length);
});

test("[TT9] the same project gives the same JSON, and any other shape is refused", ({ expect }) => {
	const files: Files = {
		"config.yml": RULES_ONLY,
		"domain.yml": DOMAIN,
		"r.yml": "rules: [{rule: r, steps: [{intent: greet}, {action: utter_a}]}]",
	};
	const json = JSON.stringify(buildProject(files).trained);
	expect(JSON.stringify(buildProject(files).trained)).toBe(json);
	const ids = { modelId: "m", assistantId: "a" };
	expect(loadAssistant({ ...ids, dialogue: JSON.parse(json) }).policies.length).toBe(1);
	for (const dialogue of [null, {}, { ...JSON.parse(json), format: 99 }, { ...JSON.parse(json), domain: {} }])
		expect(() => loadAssistant({ ...ids, dialogue })).toThrow();
});

test("[RT1] a rule takes one message", ({ expect }) => {
	const two =
		"rules: [{rule: r, steps: [{intent: greet}, {action: utter_a}, {intent: ask}, {action: utter_b}]}]";
	expect(rules(two).codes).toContain("rule_with_many_messages:1");
	expect(rules(two, "policies: [{name: RulePolicy, restrict_rules: false}]").codes).toEqual([]);
});

test("[RT2] [RT4] rules that contradict each other are errors that name both places", ({ expect }) => {
	const { codes, messages } = rules(`
		rules:
		- rule: one
		  steps: [{intent: greet}, {action: utter_a}]
		- rule: two
		  steps: [{intent: greet}, {action: utter_b}]`);
	expect(codes).toEqual(["rule_contradiction:2", "rule_contradiction:4"]);
	expect(messages[0]).toContain(`rule "two" (data.yml:4)`);
	expect(messages[1]).toContain(`rule "one" (data.yml:2)`);
});

test("[RT4] a story that contradicts a rule", ({ expect }) => {
	const { codes, messages } = rules(`
		rules:
		- rule: hello
		  steps: [{intent: greet}, {action: utter_a}]
		stories:
		- story: rude
		  steps: [{intent: greet}, {action: utter_b}]`);
	expect(codes).toEqual(["rule_contradiction:5"]);
	expect(messages[0]).toContain(`rule "hello" (data.yml:2)`);
	expect(messages[0]).toContain("utter_b");
});

test("[RT3] an action that sets a slot in one rule must do so in all", ({ expect }) => {
	const { codes, messages } = rules(`
		rules:
		- rule: one
		  steps: [{intent: greet}, {action: act}, {slot_was_set: [{likes: true}]}, {action: utter_a}]
		- rule: two
		  steps: [{intent: ask}, {action: act}, {action: utter_b}]
		- rule: three
		  wait_for_user_input: false
		  steps: [{intent: bye}, {action: act}]`);
	expect(codes).toEqual(["incomplete_rule:4"]);
	expect(messages[0]).toContain("likes");
});

test("[RT5] a listening that a longer rule continues gives way to a story", ({ expect }) => {
	const text = (last: string): string => `
		rules:
		- rule: after a
		  steps: [{action: utter_a}]
		${last}
		stories:
		- story: more
		  steps: [{intent: greet}, {action: utter_a}, {action: utter_b}]`;
	expect(rules(text("")).codes).toEqual(["rule_contradiction:6"]);
	const longer = `- rule: after a, liked
		  condition: [{slot_was_set: [{likes: true}]}]
		  steps: [{action: utter_a}, {action: utter_c}]`;
	expect(rules(text(longer)).codes).toEqual([]);
});

test("[RT6] rules that no story uses are hidden, those that one uses are not", ({ expect }) => {
	const { trained } = buildProject({
		"config.yml": RULES_ONLY,
		"domain.yml": DOMAIN,
		"d.yml": `
			rules:
			- rule: alone
			  steps: [{intent: greet}, {action: utter_a}]
			- rule: shared
			  steps: [{intent: ask}, {action: utter_b}]
			stories:
			- story: s
			  steps: [{intent: ask}, {action: utter_b}]`,
	});
	const [policy] = trained.policies;
	const hidden = policy?.kind === "RulePolicy" ? hiddenSourcesOf(policy) : [];
	expect(hidden.some((source) => source.includes(`"intent": "greet"`))).toBe(true);
	expect(hidden.some((source) => source.includes(`"intent": "ask"`))).toBe(false);
});

test("[RT7] without the checks nothing is contradicted and nothing hidden", ({ expect }) => {
	const config = "policies: [{name: RulePolicy, check_for_contradictions: false}]";
	const text = `
		rules:
		- rule: hello
		  steps: [{intent: greet}, {action: utter_a}]
		stories:
		- story: rude
		  steps: [{intent: greet}, {action: utter_b}]`;
	expect(rules(text, config).codes).toEqual([]);
	const { trained } = buildProject({ "config.yml": config, "domain.yml": DOMAIN, "data.yml": text });
	expect(trained.policies[0]?.kind === "RulePolicy" && trained.policies[0].hiddenSources).toEqual([]);
});
