import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import { appliedEvents } from "../applied-events.ts";
import { pastStates, type DialogueState, type RuleOnlyData } from "../dialogue-state.ts";
import type { Domain } from "../domain.ts";
import { SHOULD_NOT_BE_SET } from "../names.ts";
import type { Tracker } from "../tracker.ts";
import type { ActiveLoopState, ExecutedAction, UserTurn } from "../tracker-memory.ts";

/** What a policy may ask of a conversation. Costly answers are worked out once. */
export interface ConversationView {
	readonly domain: Domain;
	readonly latestAction: ExecutedAction | null;
	readonly latestMessage: UserTurn | null;
	/** Null as well where a rule says that no loop may be active. */
	readonly activeLoop: ActiveLoopState | null;
	applied(): readonly DialogueEvent[];
	/** All states, or with `hidden` only what policies that learn from stories see. */
	states(hidden?: RuleOnlyData): readonly DialogueState[];
}

/** The view of a live tracker. */
export function viewOf(tracker: Tracker): ConversationView {
	let applied: readonly DialogueEvent[] | null = null;
	let allStates: readonly DialogueState[] | null = null;
	let visibleStates: readonly DialogueState[] | null = null;
	const view: ConversationView = {
		domain: tracker.domain,
		latestAction: tracker.latestAction,
		latestMessage: tracker.latestMessage,
		activeLoop: realLoop(tracker.activeLoop),
		applied: () => (applied ??= appliedEvents(tracker.events)),
		states(hidden) {
			if (hidden === undefined) return (allStates ??= pastStates(tracker.domain, view.applied(), {}));
			return (visibleStates ??= pastStates(tracker.domain, view.applied(), { hidden }));
		},
	};
	return view;
}

/** The loop, unless it is only a rule's mark that none may be active. */
export function realLoop(loop: ActiveLoopState | null): ActiveLoopState | null {
	return loop === null || loop.name === SHOULD_NOT_BE_SET ? null : loop;
}
