import type { Domain } from "../domain.ts";
import { stateJson, withoutTextOfIntents, type DialogueState, type RuleOnlyData } from "../dialogue-state.ts";
import { ACTION_UNLIKELY_INTENT } from "../names.ts";
import { viewOf } from "../policies/conversation-view.ts";
import { appendEvents, createTracker, type Tracker } from "../tracker.ts";
import type { Example } from "./examples.ts";
import type { TrainingTracker } from "./generate-trackers.ts";

const NOTHING_HIDDEN: RuleOnlyData = { slots: new Set(), loops: new Set() };

/**
 * Every predictable action of stories with what a policy sees of a conversation that goes so, each once (SPEC LP14).
 * `examplesOf` is what Rasa learns by heart: in a story that runs a form twice its histories and actions are out of
 * step.
 */
export class LivedExamples {
	readonly #domain: Domain;
	readonly #maxHistory: number;
	readonly #seen = new Set<string>();
	readonly #ids = new StateIds();

	constructor(domain: Domain, maxHistory: number) {
		this.#domain = domain;
		this.#maxHistory = maxHistory;
	}

	/** Those of these stories that none had that were asked for before. */
	of(stories: readonly TrainingTracker[]): Example[] {
		return stories.flatMap((story) => this.#ofStory(story));
	}

	#ofStory({ running, unpredictable, place }: TrainingTracker): Example[] {
		const examples: Example[] = [];
		let tracker: Tracker = createTracker(this.#domain, "");
		for (const event of running.events) {
			if (event.event === "action" && event.name !== ACTION_UNLIKELY_INTENT && !unpredictable.has(event)) {
				const states = viewOf(tracker).storyStates(this.#maxHistory, NOTHING_HIDDEN);
				const action = event.name ?? event.action_text ?? "";
				const key = `${states.map((state) => this.#ids.of(state)).join(" ")} ${action}`;
				if (!this.#seen.has(key)) examples.push({ states: withoutTextOfIntents(states), action, place });
				this.#seen.add(key);
			}
			tracker = appendEvents(tracker, [event]);
		}
		return examples;
	}
}

/** States that say the same have the same number; each is written out once. */
class StateIds {
	readonly #byState = new WeakMap<DialogueState, number>();
	readonly #byText = new Map<string, number>();

	of(state: DialogueState): number {
		const known = this.#byState.get(state);
		if (known !== undefined) return known;
		const text = stateJson(state);
		const id = this.#byText.get(text) ?? this.#byText.size;
		this.#byText.set(text, id);
		this.#byState.set(state, id);
		return id;
	}
}
