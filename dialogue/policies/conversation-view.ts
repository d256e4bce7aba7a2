import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import { appliedHead, lookBackFrom } from "../applied-history.ts";
import { statesOf, type DialogueState, type RuleOnlyData } from "../dialogue-state.ts";
import type { Domain } from "../domain.ts";
import { ACTION_UNLIKELY_INTENT, SHOULD_NOT_BE_SET } from "../names.ts";
import type { Tracker } from "../tracker.ts";
import type { ActiveLoopState, ExecutedAction, UserTurn } from "../tracker-memory.ts";

/** What a policy may ask of a conversation. */
export interface ConversationView {
	readonly domain: Domain;
	readonly latestAction: ExecutedAction | null;
	readonly latestMessage: UserTurn | null;
	/** Null as well where a rule says that no loop may be active. */
	readonly activeLoop: ActiveLoopState | null;
	/** The newest applied events, oldest first: back to the first one that `isFirst` accepts, all when there is none. */
	appliedBackTo(isFirst: (event: DialogueEvent) => boolean): readonly DialogueEvent[];
	/** The newest states, oldest first. A caller that gets `limit` of them must not think that it has seen all. */
	states(limit: number): readonly DialogueState[];
	/** The newest states that policies see which learn from stories: no rule-only turns, no `action_unlikely_intent`. */
	storyStates(limit: number, hidden: RuleOnlyData): readonly DialogueState[];
}

/** The view of a live tracker. */
export function viewOf(tracker: Tracker): ConversationView {
	const { domain } = tracker;
	const head = appliedHead(domain, tracker.events);
	return {
		domain,
		latestAction: tracker.latestAction,
		latestMessage: tracker.latestMessage,
		activeLoop: realLoop(tracker.activeLoop),
		appliedBackTo(isFirst) {
			const events: DialogueEvent[] = [];
			for (let node = head; node.event !== null && node.parent !== null; node = node.parent) {
				events.push(node.event);
				if (isFirst(node.event)) break;
			}
			return events.reverse();
		},
		states: (limit) => statesOf(lookBackFrom(domain, head, undefined).newest, limit),
		storyStates(limit, hidden) {
			const states: DialogueState[] = [];
			let link = lookBackFrom(domain, head, hidden).newest;
			for (; link !== null && states.length < limit; link = link.older)
				if (link.state.action?.name !== ACTION_UNLIKELY_INTENT) states.push(link.state);
			return states.reverse();
		},
	};
}

/** The loop, unless it is only a rule's mark that none may be active. */
export function realLoop(loop: ActiveLoopState | null): ActiveLoopState | null {
	return loop === null || loop.name === SHOULD_NOT_BE_SET ? null : loop;
}
