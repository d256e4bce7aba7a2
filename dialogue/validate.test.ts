import { test } from "vitest";
import { FaultList } from "../project/fault.ts";
import { buildProject, type Files } from "./testing/bot.ts";
import { validateDialogue, type NluNames } from "./validate.ts";

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
	).toEqual(["unused_intent domain.yml:4"]);
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
