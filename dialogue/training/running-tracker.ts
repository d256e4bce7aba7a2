import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import { currentState, type DialogueState } from "../dialogue-state.ts";
import type { Domain } from "../domain.ts";
import { realLoop, type ConversationView } from "../policies/conversation-view.ts";
import { TrackerMemory } from "../tracker-memory.ts";

/**
 * A tracker that notes its states as it goes, one for each action and one for now. Training sees stories this way, and
 * where a story runs a form twice its states differ from those of a conversation; Rasa's do as well (SPEC TT5).
 */
export class RunningTracker {
	readonly memory: TrackerMemory;
	readonly events: DialogueEvent[];
	readonly states: DialogueState[];

	constructor(domain: Domain) {
		this.memory = TrackerMemory.initial(domain);
		this.events = [];
		this.states = [currentState(this.memory, false)];
	}

	/** A tracker that has come as far as this one. */
	copy(): RunningTracker {
		const copy = new RunningTracker(this.memory.domain);
		const { memory } = copy;
		Object.assign(memory, TrackerMemory.of({ domain: memory.domain, ...this.memory.snapshot() }));
		for (const event of this.events) copy.events.push(event);
		copy.states.length = 0;
		for (const state of this.states) copy.states.push(state);
		return copy;
	}

	apply(event: DialogueEvent): void {
		this.events.push(event);
		this.memory.apply(event, this.events);
		if (event.event === "undo") this.states.splice(-2);
		else if (event.event === "rewind" || event.event === "restart") this.states.splice(0);
		else if (event.event !== "action") this.states.pop();
		this.states.push(currentState(this.memory, false));
	}

	view(): ConversationView {
		const { memory, states, events } = this;
		return {
			domain: memory.domain,
			latestAction: memory.latestAction,
			latestMessage: memory.latestMessage,
			activeLoop: realLoop(memory.activeLoop),
			appliedBackTo: () => events,
			states: () => states,
			storyStates: () => states,
		};
	}
}
