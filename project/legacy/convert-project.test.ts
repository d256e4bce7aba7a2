import { test } from "vitest";
import { FaultList } from "../fault.ts";
import { parseProjectFiles } from "../project-files.ts";
import { convertProject } from "./convert-project.ts";
import { findOldConstructs } from "./find-old-constructs.ts";

type Files = Readonly<Record<string, string>>;

const trimmed = (text: string): string => {
	const lines = text.replace(/^\n/, "").split("\n");
	const indent = Math.min(...lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/)));
	return lines.map((line) => line.slice(indent)).join("\n");
};
const sourcesOf = (files: Files) =>
	Object.entries(files).map(([path, text]) => ({ path, text: trimmed(text) }));

function convert(files: Files) {
	const { files: written, replaced, constructs } = convertProject(sourcesOf(files));
	return {
		text: (path: string) => written.find((file) => file.path === path)?.text,
		paths: written.map(({ path }) => path).toSorted(),
		replaced,
		done: constructs.filter(({ byHand }) => !byHand).map(({ code, file, line }) => `${code} ${file}:${line}`),
		byHand: constructs
			.filter(({ byHand }) => byHand)
			.map(({ code, file, line }) => `${code} ${file}:${line}`),
	};
}

test("[OP3] Markdown NLU data becomes YAML, block by block, with its comments", ({ expect }) => {
	const { text, done, byHand, replaced } = convert({
		"data/nlu.md": `
			<!-- made by hand -->
			## intent:greet
			- hello
			* hi there   <!-- short -->
			+ good \\n morning

			## intent: order
			- from [Bonn](city:bonn) to [Köln](city)
			- with a # sign: and "quotes"
			stray line
			## synonym:bonn
			- Bonn am Rhein
			## regex:zip
			- [0-9]{5}
			## lookup:fruit
			data/fruit.txt
			## lookup:gone
			data/gone.txt
			## recipe:cake
			- eggs`,
		"data/fruit.txt": "apple\n\npear\n",
	});
	expect(text("data/nlu.yml")).toBe(
		trimmed(`
			version: "3.1"

			nlu:
			# made by hand
			# short
			- intent: greet
			  examples:
			  - text: "hello"
			  - text: "hi there"
			  - text: "good \\n morning"

			- intent: order
			  examples: |
			    - from [Bonn]{"entity": "city", "value": "bonn"} to [Köln](city)
			    - with a # sign: and "quotes"

			- synonym: bonn
			  examples: |
			    - Bonn am Rhein

			- regex: zip
			  examples: |
			    - [0-9]{5}

			- lookup: fruit
			  examples: |
			    - apple
			    - pear
			`),
	);
	expect(replaced).toEqual(["data/nlu.md"]);
	expect(done).toContain("rasa_1_markdown_nlu data/nlu.md:2");
	expect(byHand).toEqual([
		"rasa_1_markdown_line data/nlu.md:10",
		"rasa_1_lookup_file data/nlu.md:18",
		"rasa_1_markdown_section data/nlu.md:19",
	]);
});

test("[OP4] Markdown stories become YAML, step by step", ({ expect }) => {
	const { text, done, byHand } = convert({
		"data/stories.md": `
			# remark
			## order something
			> begun{"vip": true}
			* greet OR hello{"name": "Ann"}
			  - utter_greet
			<!-- the form -->
			* order{"city": ["Bonn", "Ulm"], "count": 3}
			  - order_form
			  - form{"name": "order_form"}
			  - slot{"city": null, "count": 3}
			* form: inform{"city": "Bonn"}
			  - form: order_form
			  - form{"name": "null"}
			  - action_deactivate_form
			  - respond_faq
			  - export
			  - reminder{"name": "later"}
			> done
			## faq
			* faq/hours
			  - restart
			  nonsense
			## broken
			* greet{"name": }
			  - utter_greet
			>> hours
			  - slot{"open": true}
			  - ...
			* hours
			  - utter_hours
			  - ...`,
	});
	expect(text("data/stories.yml")).toBe(
		trimmed(`
			version: "3.1"

			stories:
			# remark
			- story: order something
			  steps:
			  - checkpoint: begun
			    slot_was_set:
			    - vip: true
			  - or:
			    - intent: greet
			    - intent: hello
			      entities:
			      - name: Ann
			  - action: utter_greet
			  # the form
			  - intent: order
			    entities:
			    - city: Bonn
			    - city: Ulm
			    - count: 3
			  - action: order_form
			  - active_loop: order_form
			  - slot_was_set:
			    - city: null
			    - count: 3
			  - active_loop: null
			  - action: action_deactivate_loop
			  - action: utter_faq
			  - checkpoint: done

			- story: faq
			  steps:
			  - intent: faq
			  - action: restart

			- story: broken
			  steps:
			  - intent: greet
			  - action: utter_greet

			rules:
			- rule: hours
			  wait_for_user_input: false
			  condition:
			  - slot_was_set:
			    - open: true
			  steps:
			  - intent: hours
			  - action: utter_hours
			`),
	);
	for (const code of [
		"rasa_1_markdown_story data/stories.md:2",
		"rasa_1_markdown_checkpoint data/stories.md:3",
		"rasa_1_markdown_or data/stories.md:4",
		"rasa_1_form_event data/stories.md:9",
		"rasa_1_form_prefix data/stories.md:11",
		"rasa_1_action_name data/stories.md:14",
		"rasa_1_story_event data/stories.md:16",
		"rasa_1_retrieval_intent data/stories.md:20",
	])
		expect(done).toContain(code);
	expect(byHand).toEqual([
		"rasa_1_story_event data/stories.md:17",
		"rasa_1_markdown_line data/stories.md:22",
		"rasa_1_markdown_json data/stories.md:24",
	]);
});

test("[OP4] a name that YAML would read as something else is in quotes, and a rule without ... begins a conversation", ({
	expect,
}) => {
	const { text } = convert({
		"stories.md": `
			## yes: and #1
			* no
			  - utter_a
			>> first
			* hello
			  - utter_b`,
	});
	expect(text("stories.yml")).toContain(`- story: "yes: and #1"\n  steps:\n  - intent: "no"\n`);
	expect(text("stories.yml")).toContain("- rule: first\n  conversation_start: true\n");
});

test("[OP5] Markdown tests become test stories", ({ expect }) => {
	const { text, paths } = convert({
		"tests/conversation_tests.md": `
			## happy
			* greet: hello there: [Ann](name:ann)
			  - utter_greet
			* faq/hours: when?
			  - slot{"open": true}
			  - utter_faq`,
		"data/stories.md": "## happy\n* greet\n  - utter_greet\n",
	});
	expect(paths).toEqual(["data/stories.yml", "tests/test_conversation_tests.yml"]);
	expect(text("tests/test_conversation_tests.yml")).toBe(
		trimmed(`
			version: "3.1"

			stories:
			- story: happy
			  steps:
			  - user: 'hello there: [Ann]{"entity": "name", "value": "ann"}'
			    intent: greet
			  - action: utter_greet
			  - user: when?
			    intent: faq/hours
			  - slot_was_set:
			    - open: true
			  - action: utter_faq
			`),
	);
});

test("[OP6] responses of retrieval intents get their names of today, in Markdown and in YAML", ({
	expect,
}) => {
	const { text } = convert({
		"data/responses.md": `
			## hours
			* faq/hours
			  - From nine\\nto five
			  - All day`,
		"data/more.yml": `
			responses:
			  faq/place:
			  - text: here
			stories:
			- story: a
			  steps:
			  - intent: faq
			  - action: respond_faq
			  - form: order_form
			  - form: {name: null}`,
		"domain.yml": `
			intents: [faq]
			actions:
			- respond_faq # retrieval
			- action_deactivate_form`,
	});
	expect(text("data/responses.yml")).toBe(
		trimmed(`
			version: "3.1"

			responses:
			  utter_faq/hours:
			  - text: |-
			      From nine
			      to five
			  - text: All day
			`),
	);
	expect(text("data/more.yml")).toContain("utter_faq/place:");
	expect(text("data/more.yml")).toContain(
		"- action: utter_faq\n  - active_loop: order_form\n  - active_loop: null",
	);
	expect(text("domain.yml")).toContain("- utter_faq # retrieval\n- action_deactivate_loop");
});

test("[OP7] NLU data in JSON becomes YAML", ({ expect }) => {
	const { text, byHand } = convert({
		"data/nlu.json": `
			{ "rasa_nlu_data": {
			  "common_examples": [
			    { "text": "🍎 to Bonn and Ulm", "intent": "go", "entities": [
			      { "start": 5, "end": 9, "value": "bonn", "entity": "city", "role": "to" },
			      { "start": 14, "end": 17, "value": "Ulm", "entity": "city" } ] },
			    { "text": "no intent" },
			    { "text": "hi", "intent": "greet" } ],
			  "entity_synonyms": [ { "value": "bonn", "synonyms": ["Bonn am Rhein"] } ],
			  "regex_features": [ { "name": "zip", "pattern": "[0-9]{5}" } ],
			  "lookup_tables": [ { "name": "fruit", "elements": ["apple"] }, { "name": "gone", "elements": "gone.txt" } ] } }`,
	});
	expect(text("data/nlu.yml")).toBe(
		trimmed(`
			version: "3.1"

			nlu:
			- intent: go
			  examples: |
			    - 🍎 to [Bonn]{"entity":"city","value":"bonn","role":"to"} and [Ulm](city)

			- intent: greet
			  examples: |
			    - hi

			- synonym: bonn
			  examples: |
			    - Bonn am Rhein

			- regex: zip
			  examples: |
			    - [0-9]{5}

			- lookup: fruit
			  examples: |
			    - apple
			`),
	);
	expect(byHand).toEqual(["rasa_1_json_part data/nlu.json:6", "rasa_1_lookup_file data/nlu.json:10"]);
});

test("[OP8] [OP9] forms of Rasa 2.x list their slots, and slots have the mappings", ({ expect }) => {
	const { text, done, byHand } = convert({
		"domain.yml": `
			version: "2.0"
			entities: [city, size, {color: {roles: [a]}}]
			slots:
			  # where to
			  city:
			    type: text
			  size:
			    type: text
			    auto_fill: false
			  color:
			    type: text
			  seen: {type: bool}
			forms:
			  order_form:
			    ignored_intents: [chitchat]
			    required_slots:
			      city:
			      - {type: from_entity, entity: city}
			      - {type: from_text, not_intent: stop}
			      count:
			      - {type: from_intent, intent: one, value: 1}
			    size:
			    - {type: from_text}
			  return_form:
			    city:
			    - {type: from_entity, entity: city}
			    - {type: from_text, not_intent: stop}`,
	});
	expect(text("domain.yml")).toBe(
		trimmed(`
			version: "3.1"
			entities: [ city, size, { color: { roles: [ a ] } } ]
			slots:
			  # where to
			  city:
			    type: text
			    mappings:
			    - type: from_entity
			      entity: city
			      conditions:
			      - active_loop: order_form
			      - active_loop: return_form
			    - type: from_text
			      not_intent: stop
			      conditions:
			      - active_loop: order_form
			        requested_slot: city
			      - active_loop: return_form
			        requested_slot: city
			    - type: from_entity
			      entity: city
			  size:
			    type: text
			    mappings:
			    - type: custom
			  color:
			    type: text
			    mappings:
			    - type: from_entity
			      entity: color
			  seen: { type: bool, mappings: [ { type: custom } ] }
			  count:
			    type: any
			    influence_conversation: false
			    mappings:
			    - type: from_intent
			      intent: one
			      value: 1
			      conditions:
			      - active_loop: order_form
			        requested_slot: count
			forms:
			  order_form:
			    ignored_intents: [ chitchat ]
			    required_slots:
			    - city
			    - count
			  return_form:
			    required_slots:
			    - city
			`),
	);
	expect(done).toContain("rasa_2_slot_without_mappings domain.yml:5");
	expect(done).toContain("rasa_2_slot_auto_fill domain.yml:9");
	expect(done).toContain("rasa_2_form_slot_missing domain.yml:13");
	expect(done).toContain("rasa_2_form_mappings domain.yml:14");
	expect(byHand).toEqual(["rasa_2_form_mappings domain.yml:22"]);
});

const PYTHON = `
	from rasa_sdk.forms import FormAction
	class OrderForm(FormAction):
	    """A form."""
	    def name(self) -> Text:
	        return "order_form"

	    @staticmethod
	    def required_slots(tracker):
	        # all of them
	        return ["city", "count"]

	    def slot_mappings(self):
	        return {
	            "city": [self.from_entity(entity="city", not_intent=["stop", 'no']), self.from_text()],
	            "count": self.from_intent(intent="one", value=True),
	        }

	    def validate_city(self, value, dispatcher, tracker, domain):
	        return {"city": value}

	    def submit(self, dispatcher, tracker, domain):
	        dispatcher.utter_template("utter_done", tracker)
	        return []

	class OtherForm(FormAction):
	    def name(self):
	        return "other_form"
	    def required_slots(tracker):
	        if tracker.get_slot("a"):
	            return ["a"]
	        return ["a", "b"]
`;

test("[OP8] [OP9] [OP13] [OP15] a domain of Rasa 1.x takes the slots of its forms from Python", ({
	expect,
}) => {
	const { text, byHand, done } = convert({
		"domain.yml": `
			intents:
			- greet
			templates:
			  utter_hi:
			  - hi # short
			slots:
			  city:
			    type: unfeaturized
			  count:
			    type: rasa.core.slots.FloatSlot
			  note:
			    type: rasa.shared.core.slots.UnfeaturizedSlot
			forms:
			- order_form
			- other_form
			- lost_form`,
		"actions.py": PYTHON,
	});
	expect(text("domain.yml")).toBe(
		trimmed(`
			intents:
			- greet
			responses:
			  utter_hi:
			  - hi # short
			slots:
			  city:
			    type: any
			    influence_conversation: false
			    mappings:
			    - type: from_entity
			      entity: city
			      not_intent:
			      - stop
			      - no
			      conditions:
			      - active_loop: order_form
			    - type: from_text
			      conditions:
			      - active_loop: order_form
			        requested_slot: city
			  count:
			    type: rasa.core.slots.FloatSlot
			    mappings:
			    - type: from_intent
			      intent: one
			      value: true
			      conditions:
			      - active_loop: order_form
			        requested_slot: count
			  note:
			    type: any
			    influence_conversation: false
			    mappings:
			    - type: custom
			forms:
			  order_form:
			    required_slots:
			    - city
			    - count
			  other_form:
			    required_slots: []
			  lost_form:
			    required_slots: []
			session_config:
			  session_expiration_time: 0
			  carry_over_slots_to_new_session: true
			`),
	);
	expect(done).toContain("rasa_1_session_config domain.yml:null");
	expect(byHand).toEqual([
		"rasa_1_sdk actions.py:1",
		"rasa_1_form_action actions.py:2",
		"rasa_1_form_validation actions.py:18",
		"rasa_1_form_submit actions.py:21",
		"rasa_1_sdk actions.py:22",
		"rasa_1_form_action actions.py:25",
		"rasa_1_form_slots domain.yml:15",
		"rasa_1_form_slots domain.yml:16",
	]);
});

test("[OP9] a form that works out its slots asks for those that its mappings name, and is left to be looked at", ({
	expect,
}) => {
	const { text, byHand } = convert({
		"domain.yml": `
			forms:
			- order_form
			slots:
			  city:
			    type: text`,
		"actions.py": `
			class OrderForm(FormAction):
			    def name(self):
			        return "order_form"
			    def required_slots(tracker):
			        return ["city", "zip"] if tracker.get_slot("a") else ["city"]
			    def slot_mappings(self):
			        return {
			            "city": self.from_text(),
			            "zip": self.from_entity(entity="number"),
			        }
			`,
	});
	expect(text("domain.yml")).toContain("    required_slots:\n    - city\n    - zip\n");
	expect(text("domain.yml")).toContain("- type: from_text");
	expect(byHand).toContain("rasa_1_form_slots domain.yml:2");
});

test("[OP10] policies that are gone become policies of today and rules", ({ expect }) => {
	const { text, done, byHand } = convert({
		"config.yml": `
			language: en
			pipeline:
			- name: WhitespaceTokenizer
			# what decides
			policies:
			- name: MemoizationPolicy # exact
			- name: rasa.core.policies.keras_policy.KerasPolicy
			  max_history: 4
			  batch_size: 3
			- name: FormPolicy
			- name: MappingPolicy
			- name: TwoStageFallbackPolicy
			  nlu_threshold: 0.6
			  core_threshold: 0.2
			  fallback_core_action_name: utter_sorry
			  deny_suggestion_intent_name: nope`,
		"domain.yml": `
			intents:
			- help: {triggers: utter_help}
			- stop:
			    triggers: action_stop
			    use_entities: []
			- restart: {triggers: action_restart}`,
	});
	expect(text("config.yml")).toBe(
		trimmed(`
			language: en
			pipeline:
			- name: WhitespaceTokenizer
			- name: FallbackClassifier
			  threshold: 0.6
			  ambiguity_threshold: 0.1
			# what decides
			policies:
			- name: MemoizationPolicy # exact
			- name: TEDPolicy
			  max_history: 4
			- name: RulePolicy
			  core_fallback_threshold: 0.2
			  core_fallback_action_name: utter_sorry
			`),
	);
	expect(text("domain.yml")).toBe("intents:\n- help\n- stop:\n    use_entities: []\n- restart\n");
	expect(text("rules.yml")).toBe(
		trimmed(`
			version: "3.1"

			rules:
			# Rules that take the place of policies and triggers of Rasa 1.x and 2.x.
			- rule: help is answered with utter_help
			  steps:
			  - intent: help
			  - action: utter_help

			- rule: stop is answered with action_stop
			  steps:
			  - intent: stop
			  - action: action_stop

			- rule: A message that is not understood (in place of TwoStageFallbackPolicy)
			  steps:
			  - intent: nlu_fallback
			  - action: action_two_stage_fallback
			  - active_loop: action_two_stage_fallback
			`),
	);
	expect(done.filter((code) => code.startsWith("rasa_2_policy"))).toEqual([
		"rasa_2_policy config.yml:7",
		"rasa_2_policy config.yml:10",
		"rasa_2_policy config.yml:11",
		"rasa_2_policy config.yml:12",
	]);
	expect(byHand).toEqual(["rasa_2_two_stage_option config.yml:16"]);
});

test("[OP11] names of pipelines and components become those of today", ({ expect }) => {
	const named = convert({ "config.yml": "pipeline: supervised_embeddings # all in one\n" }).text(
		"config.yml",
	);
	expect(named).toContain("- name: CRFEntityExtractor\n");
	expect(named).toContain("- name: DIETClassifier\n  entity_recognition: false\n");
	const { text, done } = convert({
		"config.yml": `
			pipeline:
			- name: "tokenizer_whitespace"
			- intent_entity_featurizer_regex
			- name: NGramFeaturizer
			- name: ConveRTTokenizer
			- name: intent_classifier_tensorflow_embedding
			  epochs: 7
			  droprate: 0.2
			- name: DucklingHTTPExtractor
			  url: http://duckling:8000`,
	});
	expect(text("config.yml")).toBe(
		trimmed(`
			pipeline:
			- name: "WhitespaceTokenizer"
			- RegexFeaturizer
			- name: DIETClassifier
			  epochs: 7
			  entity_recognition: false
			- name: DucklingEntityExtractor
			  url: http://duckling:8000
			`),
	);
	expect(done).toContain("rasa_1_component_option config.yml:8");
});

test("[OP12] what needs no change keeps every byte, and a version alone changes nothing else", ({
	expect,
}) => {
	const stories =
		'version: "2.0"   # old\nstories:\n- story:   odd  \n  steps: [ {intent: a},{action: b} ]\n';
	const { text, paths } = convert({
		"domain.yml": "intents: [a]   # as it was\nslots: {x: {type: text, mappings: []}}\n",
		"data/stories.yml": stories,
		"data/rules.yml": "rules: []\n",
		"endpoints.yml": "tracker_store:\n  store_type: redis # fast\nevent_broker:\n  queue: q\n",
	});
	expect(paths).toEqual(["data/stories.yml", "endpoints.yml"]);
	expect(text("data/stories.yml")).toBe(stories.replace("2.0", "3.1"));
	expect(text("endpoints.yml")).toBe(
		"tracker_store:\n  type: redis # fast\nevent_broker:\n  queues:\n  - q\n",
	);
});

test("[OP14] a converted file never takes the place of another", ({ expect }) => {
	const { paths } = convert({
		"data/nlu.md": "## intent:a\n- b\n",
		"data/nlu.yml": "nlu: []\n",
		"data/nlu_converted.yml": "nlu: []\n",
		"data/rules.yml": "rules: []\n",
		"domain.yml": "intents:\n- help: {triggers: utter_help}\n",
		"README.md": "## intent:a\n- b\n",
	});
	expect(paths).toEqual(["data/nlu_converted_2.yml", "data/rules_converted.yml", "domain.yml"]);
});

function report(yaml: Files, beside: Files) {
	const sources = sourcesOf(yaml);
	const { files } = parseProjectFiles(sources);
	const config = files.find(({ keys }) => keys.includes("pipeline")) ?? null;
	const faults = new FaultList();
	const found = findOldConstructs({ sources, beside: sourcesOf(beside), files, config, faults: [] }, faults);
	return { found, warnings: faults.sorted().map(({ code, file }) => `${code} ${file}`) };
}

test("[OP1] an old project gets one report with every construct", ({ expect }) => {
	const { found, warnings } = report(
		{ "config.yml": "pipeline: supervised_embeddings\n", "domain.yml": "templates:\n  utter_a:\n  - a\n" },
		{ "data/nlu.md": "## intent:a\n- b\n## intent:c\n- d\n", "actions.py": "import rasa_core_sdk\n" },
	);
	expect(found?.map(({ code, file, line }) => `${code} ${file}:${line}`)).toEqual([
		"rasa_old_project .:null",
		"rasa_1_sdk actions.py:1",
		"rasa_1_pipeline_template config.yml:1",
		"rasa_1_markdown_nlu data/nlu.md:1",
		"rasa_1_session_config domain.yml:null",
		"rasa_1_templates domain.yml:1",
	]);
	expect(found?.[3]?.message).toContain("(also at line 3)");
	expect(found?.[0]?.message).toContain("4 of the constructs named here by itself, 1 it leaves to you");
	expect(warnings).toEqual([]);
});

test("[OP2] old files beside a project of today are a warning each", ({ expect }) => {
	const { found, warnings } = report(
		{ "config.yml": "pipeline: []\n", "data/nlu.yml": "nlu: []\n" },
		{ "data/nlu.md": "## intent:a\n- b\n", "data/notes.md": "## Notes\nNothing.\n", "a.json": "{}" },
	);
	expect(found).toBeNull();
	expect(warnings).toEqual(["rasa_1_file data/nlu.md"]);
});

test("[OP16] pipeline and policies of two files become one config.yml; a second configuration adds no rules", ({
	expect,
}) => {
	const { text, paths, replaced, byHand } = convert({
		"core_config.yml": "policies:\n- name: KerasPolicy # old\n",
		"nlu_config.yml": "---\nlanguage: en\npipeline:\n- name: tokenizer_whitespace\n",
	});
	expect(paths).toEqual(["config.yml"]);
	expect(replaced).toEqual(["core_config.yml", "nlu_config.yml"]);
	expect(text("config.yml")).toBe(
		"policies:\n- name: TEDPolicy\n\nlanguage: en\npipeline:\n- name: WhitespaceTokenizer\n",
	);
	expect(byHand).toEqual([]);
	const clash = convert({ "a.yml": "policies: []\n", "b.yml": "policies: []\npipeline: []\n" });
	expect(clash.byHand).toEqual(["rasa_1_config_file a.yml:null", "rasa_1_config_file b.yml:null"]);
	const second = convert({
		"a_config.yml": "policies:\n- name: FallbackPolicy\n  fallback_action_name: utter_a\n",
		"config.yml": "pipeline: []\npolicies:\n- name: FallbackPolicy\n  fallback_action_name: utter_b\n",
	});
	expect(second.text("a_config.yml")).toContain("core_fallback_action_name: utter_a");
	expect(second.text("rules.yml")).toContain("- action: utter_b");
	expect(second.text("rules.yml")).not.toContain("utter_a");
});

test("[OP3] [OP15] a comment that is never closed is kept as one, and Markdown alone tells Rasa 1.x", ({
	expect,
}) => {
	const { text } = convert({
		"data/nlu.md": "## intent:a\n- b\n<!-- later\n- c\n",
		"domain.yml": "intents: [a]\n",
	});
	expect(text("data/nlu.yml")).toContain("# later\n# - c\n- intent: a\n  examples: |\n    - b\n");
	expect(text("domain.yml")).toContain("session_expiration_time: 0");
	const second = convert({
		"data/nlu.md": "## intent:a\n- b\n",
		"domain.yml": 'version: "2.0"\nintents: [a]\n',
	});
	expect(second.text("domain.yml")).toBe('version: "3.1"\nintents: [a]\n');
});
