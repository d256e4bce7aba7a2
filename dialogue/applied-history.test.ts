import { test } from "vitest";
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import { appliedEvents } from "./applied-events.ts";
import { appliedHead, lookBackFrom } from "./applied-history.ts";
import { pastStates, stateJson, statesOf } from "./dialogue-state.ts";
import { assistantOf } from "./testing/bot.ts";
import { appendEvents, createTracker, trackerState, type Tracker } from "./tracker.ts";

const { domain } = assistantOf({
	"domain.yml": `
		intents: [greet, ask]
		slots:
		  name: {type: text, mappings: [{type: custom}]}
		  level: {type: float, initial_value: 0.5, mappings: [{type: custom}]}
		forms: {form: {required_slots: [name]}, other_form: {required_slots: [level]}}
		actions: [act]`,
});
const HIDDEN = { slots: new Set(["level"]), loops: new Set(["other_form"]) };

/** A seeded walk in which forms run again, are left, rejected and taken back, more often than in any real conversation. */
function walk(seed: number, count: number): DialogueEvent[] {
	let state = seed;
	const next = (below: number): number => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((state / 2 ** 32) * below);
	};
	const action = (name: string): DialogueEvent => ({ event: "action", name, hide_rule_turn: next(4) === 0 });
	const loop = (): string => (next(2) === 0 ? "form" : "other_form");
	const common = [
		() => action("action_listen"),
		() => action(loop()),
		() => action(loop()),
		() => action("act"),
		(): DialogueEvent => ({
			event: "user",
			text: "words",
			parse_data: { intent: { name: next(2) === 0 ? "greet" : "ask", confidence: 1 } },
		}),
		(): DialogueEvent => ({ event: "slot", name: "name", value: next(2) === 0 ? "a" : null }),
		(): DialogueEvent => ({ event: "slot", name: "level", value: next(10) / 10 }),
		(): DialogueEvent => ({ event: "active_loop", name: next(3) === 0 ? null : loop() }),
		(): DialogueEvent => ({ event: "user_featurization", use_text_for_featurization: next(2) === 0 }),
		(): DialogueEvent => ({ event: "followup", name: "act" }),
	];
	const rare = [
		(): DialogueEvent => ({ event: "rewind" }),
		(): DialogueEvent => ({ event: "undo" }),
		(): DialogueEvent => ({ event: "action_execution_rejected", name: loop() }),
		(): DialogueEvent => ({ event: "session_started" }),
		(): DialogueEvent => ({ event: "restart" }),
	];
	return Array.from({ length: count }, () => {
		const makers = next(12) === 0 ? rare : common;
		return (makers[next(makers.length)] ?? (() => action("act")))();
	});
}

function chainOf(tracker: Tracker): DialogueEvent[] {
	const events: DialogueEvent[] = [];
	for (
		let node = appliedHead(domain, tracker.events);
		node.event !== null && node.parent !== null;
		node = node.parent
	)
		events.push(node.event);
	return events.reverse();
}

test("[AH1] grown event by event, the applied events are those of the whole log", ({ expect }) => {
	for (let seed = 1; seed <= 300; seed += 1) {
		let tracker = createTracker(domain, "v");
		for (const event of walk(seed, 60)) tracker = appendEvents(tracker, [event]);
		expect(chainOf(tracker), `seed ${seed}`).toEqual(appliedEvents(tracker.events.toArray()));
	}
});

test("[AH2] the states that policies see are those of the whole log, whatever rules hide", ({ expect }) => {
	for (let seed = 1; seed <= 300; seed += 1) {
		let tracker = createTracker(domain, "v");
		for (const event of walk(seed, 60)) {
			tracker = appendEvents(tracker, [event]);
			if (event.event !== "user") continue; // where policies are asked, and often enough in between
			const applied = appliedEvents(tracker.events.toArray());
			const head = appliedHead(domain, tracker.events);
			for (const hidden of [undefined, HIDDEN]) {
				const seen = statesOf(lookBackFrom(domain, head, hidden).newest, Number.POSITIVE_INFINITY);
				const whole = pastStates(domain, applied, hidden === undefined ? {} : { hidden });
				expect(seen.map(stateJson), `seed ${seed}`).toEqual(whole.map(stateJson));
			}
		}
	}
});

test("[AH3] events appended one by one, all at once or to a branch give the same tracker", ({ expect }) => {
	for (let seed = 1; seed <= 100; seed += 1) {
		const events = walk(seed, 60);
		let live = createTracker(domain, "v");
		for (const event of events) live = appendEvents(live, [event]);
		const atOnce = appendEvents(createTracker(domain, "v"), events);
		const half = appendEvents(createTracker(domain, "v"), events.slice(0, 30));
		appendEvents(half, walk(seed + 1_000, 20)); // another branch must not disturb this one
		const branched = appendEvents(half, events.slice(30));
		for (const other of [atOnce, branched]) {
			expect(trackerState(other), `seed ${seed}`).toEqual(trackerState(live));
			expect(chainOf(other)).toEqual(chainOf(live));
		}
	}
});
