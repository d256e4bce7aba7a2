import { appliedEvents } from "../applied-events.ts";
import { pastStates, stateJson, withoutTextOfIntents, type DialogueState } from "../dialogue-state.ts";
import { lastStates } from "../policies/memoization-policy.ts";
import type { Place } from "../policies/prediction.ts";
import type { TrainingTracker } from "./generate-trackers.ts";

/** A history of states and the action that followed. */
export interface Example {
	readonly states: readonly DialogueState[];
	readonly action: string;
	readonly place: Place;
}

export interface ExampleOptions {
	/** Null: from the beginning. */
	readonly maxHistory: number | null;
	/** Leaves initial values of slots out: rules don't ask for them. */
	readonly omitUnsetSlots: boolean;
}

/** Every predictable action of these stories with its history, each once (SPEC TT8). */
export function examplesOf(trackers: readonly TrainingTracker[], options: ExampleOptions): Example[] {
	const seen = new Set<string>();
	const ids = new Map<string, number>();
	return trackers.flatMap((tracker) =>
		trackerExamples(tracker, options)
			.filter((example) => {
				const key = `${example.states.map((state) => idOf(ids, stateJson(state))).join(" ")} ${example.action}`;
				if (seen.has(key)) return false;
				seen.add(key);
				return true;
			})
			.map((example) => ({ ...example, states: withoutTextOfIntents(example.states) })),
	);
}

function trackerExamples(tracker: TrainingTracker, options: ExampleOptions): Example[] {
	const applied = appliedEvents(tracker.running.events);
	const states = options.omitUnsetSlots
		? pastStates(tracker.running.memory.domain, applied, { omitUnsetSlots: true })
		: tracker.running.states;
	const examples: Example[] = [];
	let count = 0;
	for (const event of applied) {
		if (event.event !== "action") continue;
		count += 1;
		if (tracker.unpredictable.has(event)) continue;
		const history = lastStates(states.slice(0, count), options.maxHistory);
		examples.push({ states: history, action: event.name ?? event.action_text ?? "", place: tracker.place });
	}
	return examples;
}

function idOf(ids: Map<string, number>, text: string): number {
	const known = ids.get(text);
	if (known !== undefined) return known;
	ids.set(text, ids.size);
	return ids.size - 1;
}
