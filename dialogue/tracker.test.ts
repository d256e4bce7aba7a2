import { test } from "vitest";
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import { appliedEvents } from "./applied-events.ts";
import { pastStates, readByIntent, stateJson } from "./dialogue-state.ts";
import { assistantOf } from "./testing/bot.ts";
import { appendEvents, createTracker, slotValue, trackerState, type Tracker } from "./tracker.ts";

const { domain } = assistantOf({
	"domain.yml": `
		intents: [greet, ask, {quiet: {use_entities: []}}]
		entities: [city, {person: {roles: [host, guest]}}]
		slots:
		  name: {type: text, mappings: [{type: custom}]}
		  tags: {type: list, mappings: [{type: custom}]}
		  level: {type: float, initial_value: 0.5, mappings: [{type: custom}]}
		  __proto__: {type: text, mappings: [{type: custom}]}
		forms: {form: {required_slots: [name]}}
		actions: [act]`,
});
const user = (
	intent: string,
	text: string | null = null,
	entities: { entity: string; value: string; role?: string }[] = [],
): DialogueEvent => ({
	event: "user",
	text,
	parse_data: { text: text ?? "", intent: { name: intent, confidence: 0.9 }, entities },
});
const action = (name: string): DialogueEvent => ({ event: "action", name });
const slot = (name: string, value: string | null): DialogueEvent => ({ event: "slot", name, value });
const listen = action("action_listen");
const after = (...events: DialogueEvent[]): Tracker => appendEvents(createTracker(domain, "v"), events);
const names = (events: readonly DialogueEvent[]): string[] =>
	events.map((event) =>
		event.event === "action"
			? (event.name ?? "")
			: event.event === "user"
				? `user ${event.parse_data.intent?.name}`
				: event.event,
	);

/** A seeded walk over every kind of event. */
function randomEvents(seed: number, count: number): DialogueEvent[] {
	let state = seed;
	const next = (below: number): number => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state % below;
	};
	const makers: (() => DialogueEvent)[] = [
		() => listen,
		() => action("form"),
		() => action("act"),
		() => user(next(2) === 0 ? "greet" : "ask", next(2) === 0 ? null : "words"),
		() =>
			slot(
				["name", "tags", "level", "__proto__", "unknown"][next(5)] ?? "",
				["a", "b", null][next(3)] ?? null,
			),
		() => ({ event: "active_loop", name: next(2) === 0 ? "form" : null }),
		() => ({ event: "rewind" }),
		() => ({ event: "undo" }),
		() => ({ event: "restart" }),
		() => ({ event: "session_started" }),
		() => ({ event: "reset_slots" }),
		() => ({ event: "followup", name: "act" }),
		() => (next(2) === 0 ? { event: "pause" } : { event: "resume" }),
		() => ({ event: "action_execution_rejected", name: "form" }),
		() => ({ event: "loop_interrupted", is_interrupted: true }),
		() => ({ event: "user_featurization", use_text_for_featurization: next(2) === 0 }),
		() => ({ event: "entities", entities: [{ entity: "city", value: "Rome" }] }),
		() => ({ event: "bot", text: "hi" }),
	];
	return Array.from({ length: count }, () => makers[next(makers.length)]?.() ?? listen);
}

test("[TR1] folding the log anew gives the live tracker, after any walk", ({ expect }) => {
	for (let seed = 1; seed <= 200; seed += 1) {
		let live = createTracker(domain, "v");
		for (const event of randomEvents(seed, 60)) live = appendEvents(live, [event]);
		const folded = appendEvents(createTracker(domain, "v"), live.events.toArray());
		const copied = appendEvents(createTracker(domain, "v"), structuredClone([...live.events]));
		expect(folded).toEqual(live);
		expect(trackerState(copied)).toEqual(trackerState(live));
		expect(pastStates(domain, appliedEvents(copied.events.toArray()), {})).toEqual(
			pastStates(domain, appliedEvents(live.events.toArray()), {}),
		);
	}
});

test("[TR2] appending leaves the tracker as it was", ({ expect }) => {
	const before = after(listen, user("greet"));
	const snapshot = structuredClone({ events: before.events, slots: before.slots });
	appendEvents(before, [slot("name", "Ann"), { event: "restart" }]);
	expect({ events: before.events, slots: before.slots }).toEqual(snapshot);
});

test("[TR3] what the follow-up action is", ({ expect }) => {
	expect(after().followupAction).toBe("action_listen");
	expect(after(listen).followupAction).toBeNull();
	expect(after(listen, user("greet"), { event: "followup", name: "act" }).followupAction).toBe("act");
	expect(after(listen, { event: "followup", name: "act" }, user("greet")).followupAction).toBeNull();
	expect(after(listen, { event: "restart" }).followupAction).toBe("action_session_start");
	expect(after(listen, user("greet"), { event: "rewind" }).followupAction).toBe("action_listen");
});

test("[TR4] actions end interruption and rejection", ({ expect }) => {
	const loop: DialogueEvent = { event: "active_loop", name: "form" };
	const disturbed = after(
		listen,
		user("ask"),
		action("form"),
		loop,
		{ event: "action_execution_rejected", name: "form" },
		{ event: "loop_interrupted", is_interrupted: true },
	);
	expect(disturbed.activeLoop).toMatchObject({ isInterrupted: true, isRejected: true });
	expect(appendEvents(disturbed, [action("act")]).activeLoop).toMatchObject({
		isInterrupted: false,
		isRejected: true,
	});
	expect(appendEvents(disturbed, [action("form")]).activeLoop).toMatchObject({
		isInterrupted: false,
		isRejected: false,
	});
});

test("[TR5] a restart and a new session forget", ({ expect }) => {
	const tracker = after(listen, user("greet"), slot("name", "Ann"), { event: "session_started" }, listen);
	expect(slotValue(tracker, "name")).toBeNull();
	expect(slotValue(tracker, "level")).toBe(0.5);
	expect(names(appliedEvents(tracker.events.toArray()))).toEqual(["action_listen"]);
});

test("[TR6] rewind and undo", ({ expect }) => {
	const events = [
		listen,
		user("greet"),
		slot("name", "Ann"),
		action("act"),
		listen,
		user("ask"),
		action("act"),
	];
	expect(names(appliedEvents([...events, { event: "undo" }]))).toEqual([
		"action_listen",
		"user greet",
		"slot",
		"act",
		"action_listen",
		"user ask",
	]);
	expect(names(appliedEvents([...events, { event: "rewind" }]))).toEqual([
		"action_listen",
		"user greet",
		"slot",
		"act",
	]);
	expect(slotValue(after(...events, { event: "rewind" }, { event: "rewind" }), "name")).toBeNull();
});

test("[TR7] [TR8] a form that goes on looks as if it had run once; after a detour both runs stay", ({
	expect,
}) => {
	const started = [
		listen,
		user("ask"),
		action("form"),
		{ event: "active_loop", name: "form" } as const,
		listen,
	];
	const happy = [...started, user("greet"), slot("name", "Ann"), action("form"), listen];
	expect(names(appliedEvents(happy))).toEqual([
		"action_listen",
		"user ask",
		"form",
		"active_loop",
		"slot",
		"action_listen",
	]);
	const rejected = [
		...started,
		user("greet"),
		{ event: "action_execution_rejected", name: "form" } as const,
		action("act"),
		action("form"),
		listen,
	];
	expect(names(appliedEvents(rejected)).filter((name) => name === "form")).toEqual(["form", "form"]);
	const detour = [...started, user("greet"), action("act"), action("form"), listen];
	expect(names(appliedEvents(detour)).filter((name) => name === "form")).toEqual(["form", "form"]);
});

test("[TR9] an unknown slot changes nothing", ({ expect }) => {
	expect(after(slot("nobody", "x")).slots).toEqual(after().slots);
});

test("[TR10] [LO5] the tracker as Rasa's JSON", ({ expect }) => {
	const tracker = after(
		{ ...listen, timestamp: 1 },
		{ ...user("greet", "hi"), input_channel: "rest" },
		slot("__proto__", "x"),
		{ event: "active_loop", name: "form" },
	);
	const state = trackerState(tracker);
	expect(Object.getOwnPropertyDescriptor(state.slots, "__proto__")?.value).toBe("x");
	expect(state).toMatchObject({
		sender_id: "v",
		paused: false,
		followup_action: null,
		latest_input_channel: "rest",
		latest_action: { action_name: "action_listen" },
		latest_action_name: "action_listen",
		latest_message: { intent: { name: "greet", confidence: 0.9 }, text: "hi", entities: [] },
		active_loop: { name: "form", is_interrupted: false, rejected: false, trigger_message: { text: "hi" } },
	});
	expect(state.events?.length).toBe(4);
	expect(trackerState(after())).toMatchObject({
		active_loop: {},
		latest_action: {},
		latest_event_time: null,
	});
});

test("[ST1] [ST5] states and their JSON", ({ expect }) => {
	const states = pastStates(domain, [listen, user("greet"), slot("name", "Zoë"), action("act")], {});
	expect(states.map(stateJson)).toEqual([
		`{"slots": {"level": [1.0, 0.5]}}`,
		`{"prev_action": {"action_name": "action_listen"}, "slots": {"level": [1.0, 0.5], "name": [1.0]}, "user": {"intent": "greet"}}`,
		`{"prev_action": {"action_name": "act"}, "slots": {"level": [1.0, 0.5], "name": [1.0]}, "user": {"intent": "greet"}}`,
	]);
	expect(pastStates(domain, [listen], { omitUnsetSlots: true }).map(stateJson)).toEqual([
		"{}",
		`{"prev_action": {"action_name": "action_listen"}}`,
	]);
});

test("[ST2] text or intent", ({ expect }) => {
	const states = pastStates(domain, [listen, user("greet", "hello")], {});
	expect(readByIntent(states, false).at(-1)?.user).toEqual({ intent: "greet", text: null, entities: [] });
	expect(readByIntent(states, true).at(-1)?.user).toEqual({ intent: null, text: "hello", entities: [] });
	const byText = pastStates(
		domain,
		[
			listen,
			user("greet", "hello"),
			{ event: "user_featurization", use_text_for_featurization: true },
			action("act"),
		],
		{},
	);
	expect(byText.at(-1)?.user).toEqual({ intent: null, text: "hello", entities: [] });
});

test("[ST3] entities of the intent, sorted, with their roles", ({ expect }) => {
	const entities = [
		{ entity: "person", value: "Ann", role: "guest" },
		{ entity: "city", value: "Rome" },
		{ entity: "stranger", value: "x" },
	];
	expect(pastStates(domain, [listen, user("greet", null, entities)], {}).at(-1)?.user?.entities).toEqual([
		"city",
		"person",
		"person#guest",
	]);
	expect(pastStates(domain, [listen, user("quiet", null, entities)], {}).at(-1)?.user?.entities).toEqual([]);
});

test("[ST4] hidden turns, and what only rules know, are left out", ({ expect }) => {
	const hidden = { slots: new Set(["name"]), loops: new Set(["form"]) };
	const events: DialogueEvent[] = [
		listen,
		user("greet"),
		slot("name", "Ann"),
		{ event: "action", name: "act", hide_rule_turn: true },
		{ event: "action", name: "action_listen", hide_rule_turn: true },
		user("ask"),
		{ event: "active_loop", name: "form" },
	];
	expect(pastStates(domain, events, { hidden }).map(stateJson)).toEqual([
		`{"slots": {"level": [1.0, 0.5]}}`,
		`{"prev_action": {"action_name": "action_listen"}, "slots": {"level": [1.0, 0.5]}, "user": {"intent": "ask"}}`,
	]);
});
