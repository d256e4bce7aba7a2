import { test } from "vitest";
import { Document, LineCounter } from "yaml";
import { FaultList } from "../project/fault.ts";
import { YamlNode } from "../project/yaml-node.ts";
import { readStories } from "./project/read-stories.ts";
import { parseProjectFiles, type ProjectFile } from "../project/project-files.ts";
import { buildProject, dedent, faultCodes } from "./testing/bot.ts";
import { explicitEvents } from "./training/generate-trackers.ts";

const domain = (files: Record<string, string>) => buildProject(files).project.domain;
const steps = (stories: string, kind: "stories" | "rules" = "stories") => {
	const { project } = buildProject({
		"domain.yml": `
			intents: [greet, ask, faq]
			entities: [city]
			slots:
			  name: {type: text, mappings: [{type: custom}]}
			  likes: {type: bool, mappings: [{type: custom}]}
			  tags: {type: list, mappings: [{type: custom}]}
			  town: {type: text, mappings: [{type: from_entity, entity: city}]}
			forms: {form: {required_slots: [name]}}
			actions: [act]
			responses: {utter_hi: [{text: hi}]}`,
		"data.yml": stories,
	});
	return kind === "stories" ? project.stories : project.rules;
};
const said = (stories: string, kind: "stories" | "rules" = "stories") =>
	steps(stories, kind).flatMap((step) =>
		explicitEvents(
			step,
			domain({
				"d.yml":
					"entities: [city]\nslots: {town: {type: text, mappings: [{type: from_entity, entity: city}]}}",
			}),
		).map((event) => {
			if (event.event === "action") return event.name ?? `bot ${event.action_text}`;
			if (event.event === "user") return `user ${event.parse_data.intent?.name ?? event.text}`;
			if (event.event === "slot") return `${event.name}=${JSON.stringify(event.value)}`;
			return event.event === "active_loop" ? `loop=${event.name}` : event.event;
		}),
	);

test("[LO1] one file may hold a domain, stories and rules", ({ expect }) => {
	const { project } = buildProject({
		"all.yml": `
			intents: [greet]
			responses: {utter_hi: [{text: hi}]}
			rules:
			- rule: greet
			  steps: [{intent: greet}, {action: utter_hi}]
			policies: [{name: RulePolicy}]`,
	});
	expect(project.domain.intents.has("greet")).toBe(true);
	expect(project.rules.length).toBe(1);
	expect(project.policies.map((policy) => policy.name)).toEqual(["RulePolicy"]);
});

test("[LO2] a newer file is skipped, an older one read", ({ expect }) => {
	const files = {
		"old.yml": `version: "2.0"\nintents: [old]`,
		"new.yml": `version: "3.2"\nintents: [newer]`,
	};
	expect([...domain(files).intents.keys()]).toContain("old");
	expect([...domain(files).intents.keys()]).not.toContain("newer");
	expect(faultCodes(files)).toContain("newer_version new.yml:1");
});

test("[LO3] [LO4] constructs of Rasa 1.x and 2.x are all named at once, with their lines", ({ expect }) => {
	const codes = faultCodes({
		"config.yml": `
			policies:
			- name: FormPolicy
			- name: MappingPolicy
			- name: RulePolicy
			- name: MyPolicy`,
		"domain.yml": `
			intents:
			- greet: {triggers: action_x}
			slots:
			  a: {type: text}
			  b: {type: unfeaturized, mappings: []}
			  c: {type: text, auto_fill: false, mappings: [{type: custom}]}
			  d: {type: text, mappings: [{type: from_somewhere}]}
			  e: {type: colour, mappings: []}
			  f: {type: any, influence_conversation: true, mappings: []}
			forms:
			  form:
			    required_slots:
			      a: [{type: from_text}]
			templates: {utter_x: [{text: x}]}
			responses: {utter_y: [{channel: rest}]}`,
		"stories.yml": `
			stories:
			- story: s
			  steps: [{form: form}]`,
	});
	expect(codes).toEqual(
		expect.arrayContaining([
			"rasa_2_policy config.yml:2",
			"rasa_2_policy config.yml:3",
			"unknown_policy config.yml:5",
			"rasa_2_mapping_policy domain.yml:2",
			"rasa_2_slot_without_mappings domain.yml:4",
			"rasa_1_slot_type domain.yml:5",
			"rasa_2_slot_auto_fill domain.yml:6",
			"unknown_mapping domain.yml:7",
			"unknown_slot_type domain.yml:8",
			"any_slot_influences domain.yml:9",
			"rasa_1_templates domain.yml:14",
			"response_says_nothing domain.yml:15",
			"rasa_1_form_step stories.yml:3",
		]),
	);
	expect(codes.some((code) => code.startsWith("rasa_2_form_mappings domain.yml:1"))).toBe(true);
});

test("[LO6] merge keys, and characters by their number", ({ expect }) => {
	const files = (text: string): readonly ProjectFile[] =>
		parseProjectFiles([{ path: "domain.yml", text }]).files;
	const [file] = files(
		dedent(`
			base: &base {type: text, influence_conversation: false}
			more: &more {type: any, mappings: []}
			slots:
			  a: {<<: *base, mappings: [{type: custom}]}
			  b:
			    type: bool
			    <<: [*base, *more]`),
	);
	const slots = file?.root.get("slots")?.entries() ?? [];
	expect(
		slots.map(({ value }) => value.entries()?.map((entry) => [entry.key, entry.value.scalar()])),
	).toEqual([
		[
			["type", "text"],
			["influence_conversation", false],
			["mappings", null],
		],
		[
			["type", "bool"],
			["influence_conversation", false],
			["mappings", null],
		],
	]);
	const said = (text: string): string | null | undefined => files(text)[0]?.root.get("text")?.string();
	expect(said(String.raw`text: Hi \u2764 \ud83d\ude00 \U0001F600 \user`)).toBe(String.raw`Hi ❤ 😀 😀 \user`);
	expect(said(String.raw`text: C:\\u2764`)).toBe(String.raw`C:\\u2764`);
	expect(said(String.raw`text: é \u2764`)).toBe(String.raw`é \u2764`);
});

test("[LO7] what would never end is a fault with its line", ({ expect }) => {
	const faults = (text: string): string[] =>
		parseProjectFiles([{ path: "domain.yml", text }]).faults.map(
			({ code, line, message }) => `${code} ${line}: ${message.slice(0, 40)}`,
		);
	expect(faults("slots:\n  x: &x\n    initial_value: {a: [*x]}\n")).toEqual([
		"yaml_aliases 3: *x stands within what it repeats, and wo",
	]);
	expect(faults("a: &a [1]\nb: [*a, *a]\nc: &c {d: *a}\n")).toEqual([]);
	const bomb = Array.from(
		{ length: 9 },
		(_, index) => `m${index + 1}: &m${index + 1} [${`*m${index},`.repeat(9)}]`,
	);
	expect(faults(["m0: &m0 [x]", ...bomb].join("\n"))[0]).toMatch(/^yaml_aliases 3/);
	const deep = 20_000;
	expect(faults(`a: ${"[".repeat(deep)}${"]".repeat(deep)}`)).toEqual([
		"yaml_syntax 1: Lists and mappings are nested too deeply",
	]);
});

test("[LO7] a file of very many stories is read, faults and all", ({ expect }) => {
	const many = 150_000;
	const steps = [{ action: "a" }, "x"];
	const document = new Document(
		{ stories: Array.from({ length: many }, () => ({ story: "s", steps })) },
		null,
		{
			aliasDuplicateObjects: false,
		},
	);
	const where = { file: "s.yml", line: 1 };
	const root = new YamlNode({ file: "s.yml", document, lines: new LineCounter() }, document.contents, where);
	const faults = new FaultList();
	const { domain } = buildProject({}).project;
	const { stories } = readStories([{ path: "s.yml", root, keys: ["stories"] }], domain, faults);
	expect(stories).toHaveLength(many);
	const all = new FaultList();
	all.addAll(faults.sorted());
	expect(all.sorted()).toHaveLength(many);
});

test("[LO5] names of JavaScript's own are names like any other", ({ expect }) => {
	const spec = domain({
		"domain.yml": `
			intents: [__proto__, constructor]
			entities: [toString]
			slots:
			  constructor: {type: text, mappings: [{type: from_entity, entity: toString}]}
			  __proto__: {type: text, mappings: [{type: custom}]}
			responses: {utter_constructor: [{text: hi}]}
			actions: [hasOwnProperty]`,
	});
	expect(spec.slots.get("constructor")?.type).toBe("text");
	expect(spec.slots.get("__proto__")?.type).toBe("text");
	expect(spec.intents.has("__proto__")).toBe(true);
	expect(spec.intents.has("valueOf")).toBe(false);
	expect(spec.actionIndex.has("hasOwnProperty")).toBe(true);
	expect(spec.actionIndex.has("toString")).toBe(false);
});

test("[DO1] domains are merged, first definitions stay, twins are reported", ({ expect }) => {
	const files = {
		"a.yml": `
			intents: [greet, greet]
			responses: {utter_hi: [{text: first}]}`,
		"b.yml": `
			intents: [bye]
			responses: {utter_hi: [{text: second}], utter_bye: [{text: bye}]}`,
	};
	expect(domain(files).responses.get("utter_hi")?.[0]?.content).toEqual({ text: "first" });
	expect([...domain(files).intents.keys()]).toEqual(expect.arrayContaining(["greet", "bye"]));
	expect(faultCodes(files)).toEqual(
		expect.arrayContaining(["duplicate_intent a.yml:1", "duplicate_in_domain b.yml:2"]),
	);
});

test("[DO2] a form of one file is no action of a later one; in the same file it overrides the form", ({
	expect,
}) => {
	const split = domain({ "a.yml": "forms: {f: {required_slots: []}}", "b.yml": "actions: [f]" });
	expect(split.userActions.has("f")).toBe(false);
	const same = domain({ "a.yml": "forms: {f: {required_slots: []}}\nactions: [f]" });
	expect(same.userActions.has("f")).toBe(true);
});

test("[DO3] the first session configuration that is not the default counts", ({ expect }) => {
	const { spec } = domain({
		"a.yml": "session_config: {session_expiration_time: 60, carry_over_slots_to_new_session: true}",
		"b.yml": "session_config: {session_expiration_time: 5, carry_over_slots_to_new_session: false}",
		"c.yml": "session_config: {session_expiration_time: 9}",
	});
	expect([spec.sessionExpirationMinutes, spec.carryOverSlots]).toEqual([5, false]);
});

test("[DO4] the order of actions", ({ expect }) => {
	const { actionNames } = domain({
		"domain.yml": `
			actions: [action_z, utter_b, action_listen]
			responses: {utter_c: [{text: c}], utter_a: [{text: a}], utter_b: [{text: b}]}
			forms: {form_x: {required_slots: []}}
			stories: [{story: s, steps: [{user: hello}, {bot: Welcome}]}]`,
	});
	expect(actionNames.length).toBe(13 + 6);
	expect(actionNames.slice(13)).toEqual(["action_z", "utter_b", "utter_a", "utter_c", "form_x", "Welcome"]);
});

test("[DO5] [DO7] [DO8] what is added by itself", ({ expect }) => {
	const spec = domain({
		"domain.yml": `
			intents: [faq]
			actions: [action_query_knowledge_base]
			forms: {f: {required_slots: []}}
			nlu: [{intent: faq/name, examples: "- who"}]`,
	});
	expect([...spec.intents.keys()]).toEqual([
		"back",
		"faq",
		"nlu_fallback",
		"out_of_scope",
		"restart",
		"session_start",
	]);
	expect([...spec.slots.keys()]).toEqual([
		"requested_slot",
		"knowledge_base_listed_objects",
		"knowledge_base_last_object",
		"knowledge_base_last_object_type",
		"session_started_metadata",
	]);
	expect(spec.intents.get("faq")?.isRetrieval).toBe(true);
	expect(spec.actionIndex.has("utter_faq")).toBe(true);
});

test("[DO6] which entities enter the state with an intent", ({ expect }) => {
	const { intents } = domain({
		"domain.yml": `
			entities:
			- city: {roles: [from, to]}
			- hidden: {influence_conversation: false}
			- date
			intents:
			- plain
			- none: {use_entities: []}
			- some: {use_entities: [city]}
			- without: {ignore_entities: [city]}`,
	});
	const used = (name: string) => intents.get(name)?.usedEntities;
	expect(used("plain")).toEqual(["city", "city#from", "city#to", "date"]);
	expect(used("none")).toEqual([]);
	expect(used("some")).toEqual(["city", "city#from", "city#to"]);
	expect(used("without")).toEqual(["date"]);
});

test("[SL1] class paths of Rasa's slots are their types", ({ expect }) => {
	const { slots } = domain({ "d.yml": "slots: {a: {type: rasa.shared.core.slots.TextSlot, mappings: []}}" });
	expect(slots.get("a")?.type).toBe("text");
});

test("[SR1] stories without a name or steps are skipped", ({ expect }) => {
	const codes = faultCodes({ "s.yml": `stories: [{steps: [{intent: a}]}, {story: b}]` });
	expect(codes).toEqual(expect.arrayContaining(["nameless_story s.yml:1", "empty_story s.yml:1"]));
});

test("[SR2] [SR4] [TT1] every kind of step, with the listening that goes without saying", ({ expect }) => {
	expect(
		said(`
			stories:
			- story: s
			  steps:
			  - intent: greet
			  - metadata: ignored
			  - action: utter_hi
			  - user: Where is it?
			  - bot: Over there.
			  - slot_was_set: [{name: Ann}]
			  - active_loop: form
			  - active_loop: null`),
	).toEqual([
		"action_listen",
		"user greet",
		"utter_hi",
		"action_listen",
		"user Where is it?",
		"bot Over there.",
		`name="Ann"`,
		"loop=form",
		"loop=null",
		"action_listen",
	]);
});

test("[SR3] intents lose a leading slash and, in training, their response key", ({ expect }) => {
	expect(
		said("stories: [{story: s, steps: [{intent: /greet}, {action: utter_hi}, {intent: faq/name}]}]").filter(
			(step) => step.startsWith("user"),
		),
	).toEqual(["user greet", "user faq"]);
});

test("[SR5] [TT2] entities of stories set the slots that are mapped from them", ({ expect }) => {
	const inText = said(`stories: [{story: s, steps: [{intent: ask, user: "to [Rome](city)"}]}]`);
	const listed = said("stories: [{story: s, steps: [{intent: ask, entities: [{city: Rome}]}]}]");
	const inJson = said(
		`stories: [{story: s, steps: [{intent: ask, user: 'to [Roma]{"entity": "city", "value": "Rome"}'}]}]`,
	);
	for (const events of [inText, listed, inJson]) expect(events).toContain(`town="Rome"`);
	expect(
		faultCodes({
			"s.yml": `stories: [{story: s, steps: [{intent: ask, user: 'to [Roma]{"entity": city}'}]}]`,
		}),
	).toContain("bad_annotation s.yml:1");
});

test("[SR6] [SR11] a rule's conditions, its marks of whatever comes, and null", ({ expect }) => {
	expect(
		said(
			`
			rules:
			- rule: r
			  condition: [{active_loop: null}, {slot_was_set: [{name: null}]}]
			  wait_for_user_input: false
			  steps: [{intent: greet}, {action: utter_hi}]
			- rule: start
			  conversation_start: true
			  steps: [{intent: greet}, {action: utter_hi}]`,
			"rules",
		),
	).toEqual([
		"loop=should_not_be_set",
		`name="should_not_be_set"`,
		"...",
		"action_listen",
		"user greet",
		"utter_hi",
		"...",
		"action_listen",
		"action_listen",
		"user greet",
		"utter_hi",
		"action_listen",
	]);
	expect(said("stories: [{story: s, steps: [{intent: greet}, {slot_was_set: [{name: null}]}]}]")).toContain(
		"name=null",
	);
});

test("[SR7] [SR8] [SR9] checkpoints and alternatives cut a story into steps", ({ expect }) => {
	const parts = steps(`
		stories:
		- story: s
		  steps:
		  - checkpoint: start
		    slot_was_set: [{likes: true}]
		  - or: [{intent: greet}, {intent: ask}]
		  - action: utter_hi
		  - checkpoint: end`);
	expect(
		parts.map((part) => [part.startCheckpoints.length, part.events.length, part.endCheckpoints.length]),
	).toEqual([
		[1, 1, 1],
		[1, 1, 1],
		[1, 1, 1],
	]);
	expect(parts[0]?.startCheckpoints[0]).toEqual({ name: "start", conditions: [["likes", true]] });
	expect(parts[2]?.endCheckpoints).toEqual(["end"]);
	expect(
		faultCodes({
			"s.yml": "stories: [{story: s, steps: [{intent: a}, {checkpoint: c, slot_was_set: [{likes: true}]}]}]",
		}),
	).toContain("checkpoint_conditions s.yml:1");
});

test("[SR10] a slot that is only named", ({ expect }) => {
	const events = said("stories: [{story: s, steps: [{intent: greet}, {slot_was_set: [name, tags, likes]}]}]");
	expect(events).toEqual(expect.arrayContaining([`name="filled"`, `tags=["filled"]`, "likes=null"]));
});

test("[CF1] [CF2] Rasa's suggestion where no policies are named, with their defaults", ({ expect }) => {
	const { trained, faults } = buildProject({
		"config.yml": "recipe: default.v1",
		"domain.yml": "{intents: [greet], responses: {utter_a: [{text: a}]}}",
		"data.yml": "stories: [{story: s, steps: [{intent: greet}, {action: utter_a}]}]",
	});
	expect(faults).toEqual([]);
	expect(trained.policies.map((policy) => policy.kind)).toEqual([
		"MemoizationPolicy",
		"RulePolicy",
		"UnexpecTEDIntentPolicy",
		"TEDPolicy",
	]);
	const [rule] = trained.policies.filter((policy) => policy.kind === "RulePolicy");
	expect([rule?.fallbackAction, rule?.fallbackThreshold, rule?.enableFallback, rule?.priority]).toEqual([
		"action_default_fallback",
		0.3,
		true,
		4,
	]);
});

test("[CF4] forms need the RulePolicy", ({ expect }) => {
	const domain = "{slots: {s: {type: text, mappings: [{type: custom}]}}, forms: {f: {required_slots: [s]}}}";
	const policies = (names: string): string[] =>
		faultCodes({ "config.yml": `policies: [${names}]`, "domain.yml": domain });
	expect(policies("{name: MemoizationPolicy}")).toEqual(["form_without_rule_policy config.yml:1"]);
	expect(policies("{name: MemoizationPolicy}, {name: RulePolicy}")).toEqual([]);
});

test("[CF3] an unknown policy is an error", ({ expect }) => {
	expect(faultCodes({ "config.yml": "policies: [{name: GuessPolicy}]" })).toEqual([
		"unknown_policy config.yml:1",
	]);
});

test("[CF3] a policy of the project's own is refused, also where it is called as one of Rasa's", ({
	expect,
}) => {
	const { project, faults } = buildProject({
		"config.yml": `
			policies:
			- name: rasa.core.policies.rule_policy.RulePolicy
			- name: policies.mine.TEDPolicy
			- name: WhitespaceTokenizer`,
	});
	expect(project.policies.map(({ name }) => name)).toEqual(["RulePolicy"]);
	const known =
		"Use RulePolicy, MemoizationPolicy, AugmentedMemoizationPolicy, TEDPolicy, UnexpecTEDIntentPolicy.";
	expect(
		faults.filter(({ severity }) => severity === "error").map(({ line, message }) => [line, message]),
	).toEqual([
		[3, `Policy policies.mine.TEDPolicy is not known: one of your own in Python does not run here. ${known}`],
		[4, `Policy WhitespaceTokenizer is not known. ${known}`],
	]);
});
