import { test } from "vitest";
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { JsonValue } from "../../contracts/parse-data.ts";
import type { ActionResult, ResponseDraft } from "../action-sdk.ts";
import { assistantOf, TestConversation, type TestAction } from "../testing/bot.ts";
import { appendEvents, slotValue } from "../tracker.ts";
import { interpolate } from "./interpolate.ts";
import { revertFallbackEvents } from "./revert-fallback-events.ts";

const RULES = "policies: [{name: RulePolicy}]";
const slots = (values: Record<string, JsonValue>): DialogueEvent[] =>
	Object.entries(values).map(([name, value]) => ({ event: "slot", name, value }));
const result = (events: DialogueEvent[], responses: ResponseDraft[] = []): ActionResult => ({
	events,
	responses,
});
function talkTo(
	domain: string,
	data = "rules: []",
	actions: Record<string, TestAction> = {},
	config = RULES,
): TestConversation {
	return new TestConversation(
		assistantOf({ "config.yml": config, "domain.yml": domain, "data.yml": data }),
		actions,
	);
}

const MAPPINGS = `
	intents: [greet, tell, deny]
	entities: [city, {person: {roles: [host]}}]
	slots:
	  first: {type: text, influence_conversation: false, mappings: [{type: from_entity, entity: city, intent: tell}, {type: from_intent, intent: deny, value: none}]}
	  all: {type: list, influence_conversation: false, mappings: [{type: from_entity, entity: city}]}
	  host: {type: text, influence_conversation: false, mappings: [{type: from_entity, entity: person, role: host}]}
	  guest: {type: text, influence_conversation: false, mappings: [{type: from_entity, entity: person}]}
	  words: {type: text, influence_conversation: false, mappings: [{type: from_text, not_intent: [greet, deny]}]}
	  refused: {type: bool, influence_conversation: false, mappings: [{type: from_intent, not_intent: [greet, tell], value: false}]}
	  ghost: {type: text, influence_conversation: false, mappings: [{type: from_entity, entity: nobody}, {type: from_intent, intent: nothing, value: x}]}`;

test("[SF1] [SF2] [SF3] [SF8] entities, intents and texts fill slots, the first mapping that yields", async ({
	expect,
}) => {
	const talk = talkTo(MAPPINGS);
	const text = `/tell{"city": ["Rome", "Oslo"], "person": "Ann"}`;
	const filled = (await talk.say(text))
		.filter((event) => event.event === "slot")
		.map((event) => [event.name, event.value]);
	expect(filled).toEqual([
		["first", "Oslo"],
		["all", ["Rome", "Oslo"]],
		["guest", "Ann"],
		["words", text],
	]);
	expect((await talk.hear("/deny")).slice(0, 2)).toEqual([`first="none"`, "refused=false"]);
	expect((await talk.hear("/greet")).slice(0, 1)).toEqual(["action_default_fallback"]);
	talk.tracker = appendEvents(talk.tracker, [{ event: "action", name: "action_listen" }]);
	const interpreter = {
		parse: (said: string) => ({
			text: said,
			intent: { name: "tell", confidence: 1 },
			entities: [{ entity: "person", value: "Bob", role: "host" }],
			intent_ranking: [],
		}),
	};
	const roles = new TestConversation(
		assistantOf({ "config.yml": RULES, "domain.yml": MAPPINGS }),
		{},
		interpreter,
	);
	expect(await roles.hear("Bob invites")).toEqual(expect.arrayContaining([`host="Bob"`]));
	expect(slotValue(roles.tracker, "guest")).toBeNull();
});

const FORM = `
	intents: [begin, tell, chat, yes]
	entities: [city]
	slots:
	  from: {type: text, influence_conversation: false, mappings: [{type: from_entity, entity: city}]}
	  to: {type: text, influence_conversation: false, mappings: [{type: from_entity, entity: city}]}
	  note: {type: text, influence_conversation: false, mappings: [{type: from_text, conditions: [{active_loop: trip, requested_slot: note}]}]}
	  why: {type: text, influence_conversation: false, mappings: [{type: from_trigger_intent, intent: begin, value: holiday}]}
	  free: {type: text, influence_conversation: false, mappings: [{type: from_text, conditions: [{active_loop: null}]}]}
	forms: {trip: {required_slots: [from, to, note], ignored_intents: [chat]}}
	responses:
	  utter_ask_from: [{text: from?}]
	  utter_ask_trip_to: [{text: to?}]
	  utter_ask_to: [{text: wrong}]
	  utter_done: [{text: done}]
	  utter_chat: [{text: chat}]`;
const TRIP = `
	rules:
	- rule: begin
	  steps: [{intent: begin}, {action: trip}, {active_loop: trip}]
	- rule: end
	  condition: [{active_loop: trip}]
	  steps: [{action: trip}, {active_loop: null}, {action: utter_done}]
	- rule: chat
	  steps: [{intent: chat}, {action: utter_chat}]`;

test("[FO1] [FO7] [FO8] [FO9] [SF4] [SF5] [SF7] [SF9] a form from beginning to end, with a detour", async ({
	expect,
}) => {
	const talk = talkTo(FORM, TRIP);
	expect(await talk.hear("/begin")).toEqual([
		`free="/begin"`,
		"trip",
		"loop=trip",
		`why="holiday"`,
		`requested_slot="from"`,
		`"from?"`,
		"action_listen",
	]);
	expect(await talk.hear(`/tell{"city": "Rome"}`)).toEqual([
		`from="Rome"`,
		"trip",
		`requested_slot="to"`,
		`"to?"`,
		"action_listen",
	]);
	expect(await talk.hear(`/chat{"city": "Bonn"}`)).toEqual([
		"rejected trip",
		"utter_chat",
		`"chat"`,
		"trip",
		`requested_slot="to"`,
		`"to?"`,
		"action_listen",
	]);
	expect(await talk.hear(`/tell{"city": "Oslo"}`)).toEqual([
		`to="Oslo"`,
		"trip",
		`requested_slot="note"`,
		"action_listen",
	]);
	expect(await talk.hear("/yes")).toEqual([
		`note="/yes"`,
		"trip",
		"requested_slot=null",
		"loop=null",
		"utter_done",
		`"done"`,
		"action_listen",
	]);
});

test("[FO3] [SF6] what fills nothing rejects the form; after that conditioned mappings of the slot are off", async ({
	expect,
}) => {
	const domain = FORM.replace(
		"mappings: [{type: from_entity, entity: city}]",
		"mappings: [{type: from_text, intent: tell, conditions: [{active_loop: trip, requested_slot: from}]}]",
	);
	const story = `
	stories:
	- story: not now
	  steps: [{intent: begin}, {action: trip}, {active_loop: trip}, {intent: yes}, {action: utter_chat}]`;
	const policies = "policies: [{name: MemoizationPolicy}, {name: RulePolicy}]";
	const talk = talkTo(domain, `${TRIP}${story}`, {}, policies);
	await talk.say("/begin");
	expect(await talk.hear("/yes")).toEqual(["rejected trip", "utter_chat", `"chat"`, "action_listen"]);
	expect(await talk.hear("/tell")).not.toContain(`from="/tell"`);
	const filled = talkTo(domain, TRIP);
	await filled.say("/begin");
	expect(await filled.hear("/tell")).toContain(`from="/tell"`);
});

const VALIDATED = `${FORM}
	actions: [validate_trip]`;

test("[FO2] [FO4] [FO5] [FO6] validation sees the candidates and has its way", async ({ expect }) => {
	const seen: JsonValue[] = [];
	const validate: TestAction = ({ tracker }) => {
		const candidates = [...(tracker.events ?? [])].reverse();
		const end = candidates.findIndex((event) => event.event !== "slot");
		const values = Object.fromEntries(
			candidates
				.slice(0, end)
				.flatMap((event) => (event.event === "slot" ? [[event.name, event.value]] : [])),
		);
		seen.push(values);
		if (values["from"] === "Nowhere") return result(slots({ from: null }), [{ text: "no such town" }]);
		if (values["from"] === "Rome") return result(slots({ from: "ROME", requested_slot: "note" }));
		return result([]);
	};
	const talk = talkTo(VALIDATED, TRIP, { validate_trip: validate });
	expect(await talk.hear(`/begin{"city": "Nowhere"}`)).toEqual([
		`from="Nowhere"`,
		`to="Nowhere"`,
		`free="/begin{\\"city\\": \\"Nowhere\\"}"`,
		"trip",
		"loop=trip",
		`"no such town"`,
		"from=null",
		`why="holiday"`,
		`requested_slot="from"`,
		`"from?"`,
		"action_listen",
	]);
	expect(seen).toEqual([{ from: "Nowhere", to: "Nowhere" }]);
	expect(await talk.hear(`/tell{"city": "Rome"}`)).toEqual([
		`from="Rome"`,
		"trip",
		`from="ROME"`,
		`requested_slot="note"`,
		"action_listen",
	]);
	expect(seen[1]).toEqual({ from: "Rome" });
});

test("[FO6] what is requested may be no name at all: it is waited for, and shown as it is", async ({
	expect,
}) => {
	const domain = FORM.replace("utter_ask_from:", "utter_ask_5: [{text: five?}]\n\t  utter_ask_from:");
	const seen: JsonValue[] = [];
	const validate: TestAction = ({ tracker }) => {
		seen.push(tracker.slots["requested_slot"] ?? null);
		return result(seen.length === 1 ? slots({ requested_slot: 5 }) : []);
	};
	const talk = talkTo(`${domain}\n\tactions: [validate_trip]`, TRIP, { validate_trip: validate });
	expect(await talk.hear("/begin")).toEqual(expect.arrayContaining(["requested_slot=5", `"five?"`]));
	expect(await talk.hear("/chat")).toContain("rejected trip");
	expect(seen.slice(0, 2)).toEqual([null, 5]);
});

const FALLBACK = `
	intents: [greet]
	responses: {utter_hi: [{text: hi}], utter_ask_rephrase: [{text: rephrase?}], utter_default: [{text: sorry}]}`;
const FALLBACK_RULES = `
	rules:
	- rule: fallback
	  steps: [{intent: nlu_fallback}, {action: action_two_stage_fallback}, {active_loop: action_two_stage_fallback}]
	- rule: hi
	  steps: [{intent: greet}, {action: utter_hi}]`;
const guessing = {
	parse: (text: string) => ({
		text,
		intent: { name: "nlu_fallback", confidence: 0.3 },
		entities: [],
		intent_ranking: [
			{ name: "nlu_fallback", confidence: 0.3 },
			{ name: "greet", confidence: 0.2 },
		],
	}),
};
const unclear = () =>
	new TestConversation(
		assistantOf({ "config.yml": RULES, "domain.yml": FALLBACK, "data.yml": FALLBACK_RULES }),
		{},
		guessing,
	);

test("[TS1] [TS4] asks what was meant; the answer goes the normal way", async ({ expect }) => {
	const talk = unclear();
	const asked = await talk.say("hlelo");
	expect(asked.find((event) => event.event === "bot")).toMatchObject({
		text: "Did you mean 'greet'?",
		data: {
			buttons: [
				{ title: "Yes", payload: "/greet" },
				{ title: "No", payload: "/out_of_scope" },
			],
		},
	});
	const events = await talk.say("/greet");
	expect(events.map((event) => event.event)).toEqual([
		"user",
		"user_featurization",
		"action",
		"active_loop",
		"rewind",
		"action",
		"user",
		"user_featurization",
		"action",
		"bot",
		"action",
	]);
	expect(events[6]).toMatchObject({ parse_data: { intent: { name: "greet", confidence: 1 } } });
	expect(events[9]).toMatchObject({ text: "hi" });
});

test("[TS2] [TS3] a denial asks to rephrase; two fallbacks, or a second denial, give up", async ({
	expect,
}) => {
	const denied = unclear();
	await denied.say("hlelo");
	expect(await denied.hear("/out_of_scope")).toEqual([
		"action_two_stage_fallback",
		`"rephrase?"`,
		"action_listen",
	]);
	expect(await denied.hear("hm")).toEqual([
		"action_two_stage_fallback",
		`"Did you mean 'greet'?"`,
		"action_listen",
	]);
	expect(await denied.hear("/out_of_scope")).toEqual([
		"action_two_stage_fallback",
		"loop=null",
		`"sorry"`,
		"rewind",
		"action_listen",
	]);
	const twice = unclear();
	await twice.say("hlelo");
	expect(await twice.hear("hlelo")).toEqual([
		"action_two_stage_fallback",
		"loop=null",
		`"sorry"`,
		"rewind",
		"action_listen",
	]);
});

const BASIC = `
	intents: [greet, stop]
	slots: {name: {type: text, influence_conversation: false, mappings: [{type: custom}]}}
	forms: {f: {required_slots: [name]}}
	actions: [act, utter_missing]
	responses: {utter_hi: [{text: hi}], utter_restart: [{text: again}], utter_back: [{text: back}], utter_default: [{text: sorry}]}`;

test("[AC1] [AC2] [AC3] [AC5] default actions say their response and do their work", async ({ expect }) => {
	const talk = talkTo(BASIC, "rules: [{rule: r, steps: [{intent: stop}, {action: action_deactivate_loop}]}]");
	expect(
		(await talk.say("/restart")).flatMap((event) => (event.event === "bot" ? [event.text] : [])),
	).toEqual(["again"]);
	expect(await talk.hear("/back")).toEqual(["action_back", `"back"`, "rewind", "rewind", "action_listen"]);
	expect(await talk.hear("/greet")).toEqual([
		"action_default_fallback",
		`"sorry"`,
		"rewind",
		"action_listen",
	]);
	expect(await talk.hear("/stop")).toEqual([
		"action_deactivate_loop",
		"loop=null",
		"requested_slot=null",
		"action_listen",
	]);
});

test("[AC4] [MP1] an expired session is followed by a new one, slots carried over where the domain says so", async ({
	expect,
}) => {
	for (const carries of [true, false]) {
		const session = `session_config: {session_expiration_time: 5, carry_over_slots_to_new_session: ${carries}}`;
		const talk = talkTo(
			`${BASIC}\n	${session}`,
			"rules: [{rule: r, steps: [{intent: greet}, {action: utter_hi}]}]",
		);
		const startsSession = async () =>
			(await talk.say("/greet")).some((event) => event.event === "session_started");
		expect(await startsSession()).toBe(true);
		talk.tracker = appendEvents(talk.tracker, slots({ name: "Ann" }));
		talk.nowSeconds += 200;
		expect(await startsSession()).toBe(false);
		talk.nowSeconds += 301;
		expect(await startsSession()).toBe(true);
		expect(slotValue(talk.tracker, "name")).toBe(carries ? "Ann" : null);
	}
});

test("[AC6] a default action that the domain lists is the project's own", async ({ expect }) => {
	const talk = talkTo(
		BASIC.replace("actions: [act,", "actions: [action_default_fallback, act,"),
		"rules: []",
		{
			action_default_fallback: () => result([{ event: "rewind" }], [{ text: "mine" }]),
		},
	);
	expect(await talk.hear("/greet")).toEqual(["action_default_fallback", `"mine"`, "rewind", "action_listen"]);
});

test("[AC7] a missing response says nothing", async ({ expect }) => {
	expect(
		await talkTo(BASIC, "rules: [{rule: r, steps: [{intent: greet}, {action: utter_missing}]}]").hear(
			"/greet",
		),
	).toEqual(["utter_missing", "action_listen"]);
});

test("[AC8] [RE5] [RE6] messages of an action come first; its values override slots", async ({ expect }) => {
	const domain = BASIC.replace("utter_hi: [{text: hi}]", `utter_hi: [{text: "hi {name}", hint: soft}]`);
	const talk = talkTo(domain, "rules: [{rule: r, steps: [{intent: greet}, {action: act}]}]", {
		act: () =>
			result(slots({ name: "Bob" }), [
				{ response: "utter_hi", values: { name: "Ann" } },
				{ text: "and more", buttons: [{ title: "A", payload: "/a" }] },
			]),
	});
	const events = await talk.say("/greet");
	expect(events.slice(-4).map((event) => event.event)).toEqual(["bot", "bot", "slot", "action"]);
	expect(events.at(-4)).toMatchObject({
		text: "hi Ann",
		metadata: { utter_action: "utter_hi", hint: "soft" },
	});
	expect(events.at(-3)).toMatchObject({
		text: "and more",
		data: { buttons: [{ title: "A", payload: "/a" }], image: null },
	});
});

test("[AC9] a bot text of an end-to-end story is said as it stands", async ({ expect }) => {
	const talk = talkTo(
		BASIC,
		"stories: [{story: s, steps: [{intent: greet}, {bot: Welcome!}]}]",
		{},
		"policies: [{name: MemoizationPolicy}, {name: RulePolicy}]",
	);
	expect(await talk.hear("/greet")).toEqual(["bot: Welcome!", `"Welcome!"`, "action_listen"]);
});

test("[AC10] the legacy fallback takes its questions back", ({ expect }) => {
	const user = (name: string): DialogueEvent => ({
		event: "user",
		text: name,
		parse_data: { intent: { name, confidence: 0.4 } },
	});
	const action = (name: string): DialogueEvent => ({ event: "action", name });
	const { tracker } = talkTo(BASIC);
	const asked = appendEvents(tracker, [
		action("action_listen"),
		user("greet"),
		action("action_default_ask_affirmation"),
		action("action_listen"),
		user("stop"),
	]);
	expect(revertFallbackEvents(asked).map((event) => event.event)).toEqual([
		"rewind",
		"rewind",
		"action",
		"user",
	]);
	const rephrased = appendEvents(asked, [
		action("action_default_ask_rephrase"),
		action("action_listen"),
		user("greet"),
	]);
	expect(revertFallbackEvents(rephrased).map((event) => event.event)).toEqual([
		"rewind",
		"rewind",
		"rewind",
		"action",
		"user",
	]);
	expect(revertFallbackEvents(tracker)).toEqual([]);
});

test("[AC11] a retrieval action says what the selector chose", async ({ expect }) => {
	const selected = (key: string) => ({
		parse: (text: string) => ({
			text,
			intent: { name: "faq", confidence: 1 },
			entities: [],
			intent_ranking: [],
			response_selector: { [key]: { response: { utter_action: "utter_faq/who" } } },
		}),
	});
	const files = {
		"config.yml": RULES,
		"domain.yml": "intents: [faq]\nresponses: {utter_faq/who: [{text: I am a bot}]}",
		"data.yml":
			"rules: [{rule: r, steps: [{intent: faq}, {action: utter_faq}]}]\nnlu: [{intent: faq/who, examples: '- who'}]",
	};
	for (const key of ["faq", "default"])
		expect(await new TestConversation(assistantOf(files), {}, selected(key)).hear("who")).toEqual([
			"utter_faq",
			`"I am a bot"`,
			"action_listen",
		]);
	expect(await new TestConversation(assistantOf(files)).hear("/faq")).toEqual(["utter_faq", "action_listen"]);
});

test("[SF10] [SF11] [SF12] custom mappings are called once, the validation has the last word, failures are noted", async ({
	expect,
}) => {
	const domain = `
		intents: [greet]
		slots:
		  a: {type: text, influence_conversation: false, mappings: [{type: custom, action: action_find}]}
		  b: {type: text, influence_conversation: false, mappings: [{type: custom, action: action_find}]}
		  c: {type: text, influence_conversation: false, mappings: [{type: from_text}]}
		actions: [action_find, action_validate_slot_mappings]`;
	const find: TestAction = () => result([...slots({ a: "A", b: "B" }), { event: "restart" }]);
	const check: TestAction = () => result(slots({ b: null }));
	const talk = talkTo(domain, "rules: []", { action_find: find, action_validate_slot_mappings: check });
	expect((await talk.hear("/greet")).slice(0, 3)).toEqual(["b=null", `a="A"`, `c="/greet"`]);
	expect(talk.calls.map((call) => call.name)).toEqual(["action_find", "action_validate_slot_mappings"]);
	const broken = talkTo(domain, "rules: []", { action_find: () => Promise.reject(new Error("down")) });
	const events = await broken.say("/greet");
	expect(
		events.find((event) => event.event === "action" && event.name === "action_default_fallback")?.metadata,
	).toMatchObject({
		extraction_errors: [{ action: "action_find", code: "failed", message: "down" }],
	});
});

const SAID = `
	intents: [greet]
	slots:
	  mood: {type: text, influence_conversation: false, mappings: [{type: custom}]}
	  count: {type: any, mappings: [{type: custom}]}
	responses:
	  utter_hi:
	  - text: plain
	  - text: other
	  - {text: rest, channel: collector}
	  - {text: good, condition: [{type: slot, name: mood, value: Good}]}
	  - {text: good rest, channel: collector, condition: [{type: slot, name: mood, value: good}, {type: slot, name: count, value: 2}]}`;

test("[RE7] an action server's message fills the response that it names, and what it says goes first", async ({
	expect,
}) => {
	const said = async (remote: Record<string, JsonValue>) => {
		const talk = talkTo(
			`
			intents: [go]
			slots: {name: {type: text, influence_conversation: false, initial_value: Bob, mappings: [{type: custom}]}}
			responses: {utter_hi: [{text: "Hi {name}", buttons: [{title: One, payload: /one}], image: own.png}]}
			actions: [action_x]`,
			"rules: [{rule: r, steps: [{intent: go}, {action: action_x}]}]",
			{ action_x: () => result([], [{ remote }]) },
		);
		return (await talk.say("/go")).find((event) => event.event === "bot");
	};
	const two = { title: "Two", payload: "/two" };
	const named = {
		response: "utter_hi",
		template: "utter_hi",
		text: null,
		buttons: [two],
		name: "Ann",
		image: "",
	};
	expect(await said(named)).toMatchObject({
		text: "Hi Ann",
		data: { image: "own.png", buttons: [{ title: "One", payload: "/one" }, two] },
		metadata: { utter_action: "utter_hi", name: "Ann" },
	});
	expect(await said({ template: "utter_hi", text: "Hello" })).toMatchObject({ text: "Hello" });
	expect(
		await said({ text: "A", attachment: "a.pdf", elements: [{ title: "T" }], custom: {} }),
	).toMatchObject({
		text: "A",
		data: { attachment: "a.pdf", elements: [{ title: "T" }], custom: null },
	});
	expect(await said({ response: "utter_unknown", text: "A" })).toBe(undefined);
});

test("[RE1] [RE2] [RE3] which variation is said", async ({ expect }) => {
	const talk = talkTo(SAID, "rules: [{rule: r, steps: [{intent: greet}, {action: utter_hi}]}]");
	const said = async (): Promise<string | null | undefined> =>
		(await talk.say("/greet")).find((event) => event.event === "bot")?.text;
	expect(await said()).toBe("rest");
	talk.tracker = appendEvents(talk.tracker, slots({ mood: "GOOD", count: 2 }));
	expect(await said()).toBe("good rest");
	talk.tracker = appendEvents(talk.tracker, slots({ count: "2" }));
	expect(await said()).toBe("rest");
	const plain = talkTo(
		SAID.replaceAll(", channel: collector", ", channel: other"),
		"rules: [{rule: r, steps: [{intent: greet}, {action: utter_hi}]}]",
	);
	plain.chance = 0.99;
	expect((await plain.say("/greet")).find((event) => event.event === "bot")?.text).toBe("other");
	plain.chance = 0;
	expect((await plain.say("/greet")).find((event) => event.event === "bot")?.text).toBe("plain");
	plain.tracker = appendEvents(plain.tracker, slots({ mood: "good" }));
	expect((await plain.say("/greet")).find((event) => event.event === "bot")?.text).toBe("good");
});

test("[RE3] conditions compare as Python does", async ({ expect }) => {
	const talk = talkTo(
		`
		intents: [greet]
		slots: {v: {type: any, mappings: [{type: custom}]}}
		responses:
		  utter_hi:
		  - {text: "one", condition: [{type: slot, name: v, value: 1}]}
		  - {text: "street", condition: [{type: slot, name: v, value: straße}]}
		  - {text: "map", condition: [{type: slot, name: v, value: {a: [true], b: 2}}]}
		  - text: none`,
		"rules: [{rule: r, steps: [{intent: greet}, {action: utter_hi}]}]",
	);
	const said = async (v: JsonValue): Promise<string | null | undefined> => {
		talk.tracker = appendEvents(talk.tracker, slots({ v }));
		return (await talk.say("/greet")).find((event) => event.event === "bot")?.text;
	};
	await talk.say("/greet");
	expect([await said(true), await said(1), await said("1")]).toEqual(["one", "one", "none"]);
	expect(await said("STRASSE")).toBe("street");
	expect([await said({ b: 2, a: [1] }), await said({ a: [1], c: 2 })]).toEqual(["map", "none"]);
});

test("[RE4] templates are filled wherever they stand", ({ expect }) => {
	const values = new Map<string, JsonValue>([
		["name", "Ann"],
		["none", null],
		["yes", true],
		["list", ["a", 1]],
		["__proto__", "p"],
	]);
	const fill = (value: JsonValue): JsonValue => interpolate(value, values);
	expect(fill("Hi {name}, {none} {yes} {list} {__proto__}")).toBe("Hi Ann, None True ['a', 1] p");
	expect(fill("Hi {name} and {nobody}")).toBe("Hi {name} and {nobody}");
	expect(fill("{{name}} and {{nobody}}")).toBe("{name} and {nobody}");
	expect(fill("{{name}} is {name}")).toBe("{{name}} is {name}");
	expect(fill("{{{name}}}, {name}")).toBe("{Ann}, Ann");
	expect(fill("{name} of list0[1]")).toBe("{name} of list0[1]");
	expect(fill(`/inform{{"a": "b"}}`)).toBe(`/inform{"a": "b"}`);
	expect(fill({ buttons: [{ title: "{name}" }], deep: { text: "{yes}" } })).toEqual({
		buttons: [{ title: "Ann" }],
		deep: { text: "True" },
	});
	expect(fill(`/inform{"priority":"low"}`)).toBe(`/inform{"priority":"low"}`);
	expect(fill("constructor {constructor}")).toBe("constructor {constructor}");
});
