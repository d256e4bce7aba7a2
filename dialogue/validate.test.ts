import { test } from "vitest";
import { FaultList } from "../project/fault.ts";
import { buildProject, type Files } from "./testing/bot.ts";
import { validateDialogue } from "./validate.ts";
import type { NluNames } from "./validate-nlu-names.ts";

function validate(files: Files, nlu: NluNames = { examples: [] }): string[] {
	const faults = new FaultList();
	validateDialogue(
		buildProject({ "config.yml": "policies: [{name: RulePolicy}]", ...files }).project,
		nlu,
		faults,
	);
	return faults
		.sorted()
		.map((fault) => `${fault.severity} ${fault.code} ${fault.file}:${fault.line} ${fault.message}`);
}
const codes = (files: Files, nlu?: NluNames): string[] =>
	validate(files, nlu).map((fault) => fault.split(" ").slice(1, 3).join(" "));

test("[VA1] unknown names in stories, with the nearest known one", ({ expect }) => {
	const faults = validate({
		"domain.yml": `
			intents: [greet]
			entities: [city]
			slots: {name: {type: text, mappings: [{type: custom}]}}
			forms: {trip: {required_slots: []}}
			responses: {utter_hello: [{text: hi}]}`,
		"stories.yml": `
			stories:
			- story: s
			  steps:
			  - intent: great
			    entities: [town]
			  - action: utter_helo
			  - slot_was_set: [{nome: x}]
			  - active_loop: trips`,
	}).filter((fault) => fault.includes("stories.yml"));
	expect(faults).toEqual([
		"error unknown_entity stories.yml:4 Entity town is not in the domain. Add it to entities.",
		"error unknown_intent stories.yml:4 Intent great is not in the domain. Add it to intents (did you mean greet?).",
		"error unknown_action stories.yml:6 Action utter_helo is not in the domain. Add it to responses (did you mean utter_hello?).",
		"error unknown_slot stories.yml:7 Slot nome is not in the domain. Add it to slots (did you mean name?).",
		"error unknown_form stories.yml:8 Form trips is not in the domain. Add it to forms (did you mean trip?).",
	]);
});

test("[VA2] names of the NLU data that the domain doesn't know, once each", ({ expect }) => {
	const at = (line: number) => ({ file: "nlu.yml", line });
	const nlu = {
		examples: [
			{ intent: "greet", entities: [{ entity: "town" }], position: at(2) },
			{ intent: "bye", entities: [{ entity: "town" }], position: at(3) },
			{ intent: "bye/soon", entities: [], position: at(4) },
		],
	};
	expect(codes({ "domain.yml": "intents: [greet]" }, nlu).filter((code) => code.includes("nlu.yml"))).toEqual(
		["unknown_entity nlu.yml:2", "unknown_intent nlu.yml:3"],
	);
});

test("[VA2] roles and groups of annotations that the domain's entity doesn't list, once each", ({
	expect,
}) => {
	const at = (line: number, ...entities: NluNames["examples"][number]["entities"]) => ({
		intent: "move",
		entities,
		position: { file: "nlu.yml", line },
	});
	const city = (role: string | null, group: string | null = null) => ({ entity: "city", role, group });
	const faults = validate(
		{
			"domain.yml": 'intents: [move]\nentities: [item, {city: {roles: [from, destination], groups: ["1"]}}]',
		},
		{
			examples: [
				at(3, city("from"), city("destination", "1"), city(null), { entity: "item" }),
				at(4, city("from"), city("destinatoin")),
				at(5, city("destinatoin", "2"), { entity: "item", role: "gift" }),
			],
		},
	).filter((fault) => fault.includes("nlu.yml"));
	expect(faults).toEqual([
		"warning unknown_role nlu.yml:4 Entity city is annotated with the role destinatoin, which the domain doesn't list. Add it to roles of city (did you mean destination?).",
		"warning unknown_group nlu.yml:5 Entity city is annotated with the group 2, which the domain doesn't list. Add it to groups of city (did you mean 1?).",
		"warning unknown_role nlu.yml:5 Entity item is annotated with the role gift, which the domain doesn't list. Add it to roles of item.",
	]);
});

test("[VA3] intents that nothing uses", ({ expect }) => {
	expect(
		codes({
			"domain.yml": `
				intents:
				- told
				- mapped
				- idle
				- restart
				slots: {a: {type: text, mappings: [{type: from_intent, intent: mapped, value: x}]}}`,
			"r.yml": "rules: [{rule: r, steps: [{intent: told}, {action: action_listen}]}]",
		}),
	).toEqual(["unused_intent domain.yml:4", "unused_slot domain.yml:6"]);
});

test("[VA4] [VA5] forms and responses", ({ expect }) => {
	const found = codes({
		"domain.yml": `
			slots:
			  a: {type: text, mappings: [{type: from_entity, entity: nobody}, {type: from_text, conditions: [{active_loop: gone}]}]}
			  b: {type: text, mappings: [{type: custom}]}
			forms:
			  f: {required_slots: [a, b, c], ignored_intents: [nothing]}
			actions: [action_ask_f_a, utter_said]
			responses: {utter_ask_b: [{text: b?}]}`,
	});
	expect(found).toEqual([
		"unknown_entity domain.yml:2",
		"unknown_form domain.yml:2",
		"form_slot_without_question domain.yml:5",
		"unknown_intent domain.yml:5",
		"unknown_slot domain.yml:5",
		"unused_form domain.yml:5",
		"missing_response domain.yml:6",
	]);
});

test("[VA6] checkpoints that nothing reaches or leaves, and names used twice", ({ expect }) => {
	expect(
		codes({
			"domain.yml": "intents: [greet]",
			"s.yml": `
				stories:
				- story: a
				  steps: [{intent: greet}, {checkpoint: nowhere}]
				- story: b
				  steps: [{checkpoint: unseen}, {intent: greet}]
				- story: b
				  steps: [{intent: greet}, {action: action_back}]`,
		}),
	).toEqual(["unused_checkpoint s.yml:2", "unreachable_checkpoint s.yml:4", "duplicate_name s.yml:6"]);
});

test("[VA6] circles of checkpoints, and what only an unreachable story leads to", ({ expect }) => {
	const found = validate({
		"domain.yml": "intents: [greet]",
		"s.yml": `
			stories:
			- story: in
			  steps: [{intent: greet}, {checkpoint: one}]
			- story: on
			  steps: [{checkpoint: one}, {intent: greet}, {checkpoint: two}]
			- story: round
			  steps: [{checkpoint: two}, {intent: greet}, {checkpoint: one}]
			- story: lost
			  steps: [{checkpoint: nowhere}, {intent: greet}, {checkpoint: island}]
			- story: lost too
			  steps: [{checkpoint: island}, {intent: greet}, {action: action_back}]`,
	});
	expect(found).toEqual([
		'warning checkpoint_cycle s.yml:6 "round" closes a circle of checkpoints: one → two → one. It is gone through twice at most; stories that end elsewhere are clearer.',
		'warning unreachable_checkpoint s.yml:8 "lost" begins at checkpoint nowhere, where no story ends: it is never learnt.',
		'warning unreachable_checkpoint s.yml:10 "lost too" begins at checkpoint island, and the stories that end there can\'t be reached themselves: none is ever learnt.',
	]);
});

test("[VA7] stories that are the same and go on in different ways", ({ expect }) => {
	const found = validate({
		"domain.yml": "intents: [greet]\nresponses: {utter_a: [{text: a}], utter_b: [{text: b}]}",
		"s.yml": `
			stories:
			- story: one
			  steps: [{intent: greet}, {action: utter_a}]
			- story: two
			  steps: [{intent: greet}, {action: utter_b}]`,
	});
	expect(found).toEqual([
		'warning story_contradiction s.yml:4 The story "two" goes on with utter_b after "greet", but story "one" (s.yml:2) is the same up to there and goes on with utter_a. Neither is learnt by heart: change one.',
	]);
});

test("[VA9] what nothing uses; the code of actions may use it", ({ expect }) => {
	const project = buildProject({
		"config.yml": "policies: [{name: RulePolicy, core_fallback_action_name: action_lost}]",
		"domain.yml": `
			intents: [greet]
			slots:
			  shown: {type: text, mappings: [{type: custom}]}
			  asked: {type: text, mappings: [{type: custom, action: action_fill}]}
			  idle: {type: text, mappings: [{type: custom}]}
			  read: {type: text, mappings: [{type: custom}]}
			  language: {type: text, mappings: [{type: custom}]}
			forms: {f: {required_slots: [asked]}, g: {required_slots: []}}
			responses:
			  utter_a: [{text: "hello {shown}"}]
			  utter_ask_asked: [{text: which}]
			  utter_default: [{text: sorry}]
			  utter_idle: [{text: x}]
			  utter_by_code: [{text: x}]
			actions: [action_fill, action_lost, validate_f, action_ask_f_asked, action_idle]`,
		"r.yml": `
			rules:
			- rule: r
			  steps: [{intent: greet}, {action: utter_a}]
			- rule: form
			  steps: [{intent: greet}, {action: f}, {active_loop: f}]`,
	}).project;
	const faults = new FaultList();
	validateDialogue(project, { examples: [] }, faults, (name) => ["read", "utter_by_code"].includes(name));
	const unused = faults.sorted().filter(({ code }) => code.startsWith("unused"));
	expect(unused.map(({ code, line, message }) => `${code} ${line} ${message.split(" ")[1]}`)).toEqual([
		"unused_slot 5 idle",
		"unused_form 8 g",
		"unused_response 11 utter_ask_asked",
		"unused_response 13 utter_idle",
		"unused_action 15 action_idle",
	]);
});

test("[VA1] [VA3] [VA4] [VA5] [VA6] [VA7] [VA9] all faults of a project at once, each with file and line", ({
	expect,
}) => {
	const found = codes({
		"domain.yml": `
			intents:
			- greet
			- never
			entities: [city]
			slots:
			  town: {type: text, mappings: [{type: from_entity, entity: place}]}
			  idle: {type: text, mappings: [{type: from_intent, intent: nobody, value: x}]}
			forms:
			  trip: {required_slots: [town, gone]}
			responses:
			  utter_a: [{text: a}]
			  utter_b: [{text: b}]
			  utter_idle: [{text: i}]
			actions:
			- utter_missing
			- action_idle`,
		"rules.yml": `
			rules:
			- rule: hello
			  steps: [{intent: greet}, {action: utter_a}]
			- rule: hello again
			  steps: [{intent: greet}, {action: utter_b}]`,
		"stories.yml": `
			stories:
			- story: one
			  steps: [{intent: greet}, {action: utter_a}, {intent: gret}, {action: utter_c}]
			- story: two
			  steps: [{intent: greet}, {action: utter_b}, {checkpoint: end}]
			- story: three
			  steps: [{checkpoint: start}, {intent: greet}, {action: utter_a}]
			- story: three
			  steps: [{checkpoint: start}, {slot_was_set: [{gone: x}]}, {action: utter_a}, {checkpoint: start}]`,
	});
	expect(found).toEqual([
		"unused_intent domain.yml:3",
		"unknown_entity domain.yml:6",
		"unknown_intent domain.yml:7",
		"unused_slot domain.yml:7",
		"form_slot_without_question domain.yml:9",
		"form_slot_without_question domain.yml:9",
		"unknown_slot domain.yml:9",
		"unused_form domain.yml:9",
		"unused_response domain.yml:13",
		"missing_response domain.yml:15",
		"unused_action domain.yml:16",
		"rule_contradiction rules.yml:2",
		"rule_contradiction rules.yml:4",
		"unknown_action stories.yml:3",
		"unknown_intent stories.yml:3",
		"story_contradiction stories.yml:4",
		"unused_checkpoint stories.yml:4",
		"unreachable_checkpoint stories.yml:6",
		"checkpoint_cycle stories.yml:8",
		"duplicate_name stories.yml:8",
		"unknown_slot stories.yml:9",
	]);
});

test("[VA7] contradictions are found without training the NLU", ({ expect }) => {
	expect(
		codes({
			"domain.yml": "intents: [greet]\nresponses: {utter_a: [{text: a}], utter_b: [{text: b}]}",
			"s.yml": `
				rules: [{rule: r, steps: [{intent: greet}, {action: utter_a}]}]
				stories:
				- story: s
				  steps: [{intent: greet}, {action: utter_b}]`,
		}),
	).toEqual(["rule_contradiction s.yml:3"]);
});

test("[VA10] what the domain's parts name in each other must exist", ({ expect }) => {
	const files = {
		"domain.yml": `
			intents: [greet, order, silent, restart, EXTERNAL_alarm]
			entities: [city]
			slots:
			  name: {type: text, mappings: [{type: custom, action: read_nmae}]}
			actions: [read_name, validate_trips, validate_trip]
			forms: {trip: {required_slots: [name]}}
			responses:
			  utter_greet:
			  - text: "hi {nmae} {name} {{shown}} {given}"
			    buttons:
			    - {title: a, payload: /ordr}
			    - {title: b, payload: '/order{"citi": "x", "city": "y"}'}
			    - {title: c, payload: /order}
			    - {title: d, payload: "/{intent}"}
			    - {title: e, payload: plain words}
			  - text: hello
			    condition: [{type: slot, name: nome, value: x}]
			  utter_by_action: [{text: "{anything}"}]
			  utter_ask_name: [{text: "{nane}?"}]`,
		"rules.yml": `
			rules:
			- rule: r
			  steps: [{intent: greet}, {action: utter_greet}]`,
	};
	const example = { entities: [], position: { file: "nlu.yml", line: 1 } };
	const nlu = { examples: ["greet", "order/now"].map((intent) => ({ ...example, intent })) };
	const faults = new FaultList();
	const { project } = buildProject({ "config.yml": "policies: [{name: RulePolicy}]", ...files });
	validateDialogue(project, nlu, faults, (name) => name === "given");
	const found = faults.sorted().filter(({ code }) => !code.startsWith("unused_"));
	expect(found.map(({ line, code, message }) => `${line} ${code} ${message}`)).toEqual([
		"1 intent_without_examples Intent silent has no examples: it is never understood, only given by a button or a trigger.",
		"4 unknown_action Slot name is filled by action read_nmae, which is not in the domain: it is not called. Add it to actions (did you mean read_name?).",
		"5 unknown_form Action validate_trips would validate form trips, which is not in the domain: nobody calls it (did you mean trip?).",
		`8 unfilled_template Response utter_greet has {nmae}, and no slot of that name: without an action that gives it, customers read the braces (did you mean name?).`,
		`8 unknown_entity Response utter_greet: a button says /order{"citi": "x", "city": "y"}, and entity citi is not in the domain: it is dropped (did you mean city?).`,
		"8 unknown_intent Response utter_greet: a button says /ordr, and intent ordr is not in the domain (did you mean order?).",
		"8 unknown_slot Response utter_greet has a condition on slot nome, which is not in the domain: it never holds (did you mean name?).",
		"19 unfilled_template Response utter_ask_name has {nane}, and no slot of that name: without an action that gives it, customers read the braces (did you mean name?).",
	]);
});

test("[VA7] a contradiction says what each of the two rules goes on with", ({ expect }) => {
	const faults = validate({
		"domain.yml": "intents: [bye]\nactions: [act_a, act_b]",
		"rules.yml": `
			rules:
			- rule: first
			  steps: [{intent: bye}, {action: act_a}]
			- rule: second
			  steps: [{intent: bye}, {action: act_b}]`,
	}).filter((fault) => fault.includes("rule_contradiction"));
	expect(faults).toEqual([
		'error rule_contradiction rules.yml:2 The rule "first" goes on with act_a, but rule "second" (rules.yml:4) goes on with act_b. Change one so that both agree.',
		'error rule_contradiction rules.yml:4 The rule "second" goes on with act_b, but rule "first" (rules.yml:2) goes on with act_a. Change one so that both agree.',
	]);
});
