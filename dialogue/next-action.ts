import type { Assistant } from "./assistant.ts";
import { ACTION_LISTEN, ACTION_SESSION_START, FOLLOWUP_POLICY } from "./names.ts";
import { chooseAction, type Choice } from "./policies/ensemble.ts";
import { clearFollowup, latestActionName, type Tracker } from "./tracker.ts";

/** Rasa's limit of actions in one turn; after it the turn stops. */
export const MAX_ACTIONS_PER_TURN = 10;

/** The next action and the tracker that it was chosen on. */
export interface NextAction {
	readonly choice: Choice;
	readonly tracker: Tracker;
}

/** The next action: a follow-up that an event asked for, or what the policies choose (SPEC MP6–MP8). */
export function nextAction(assistant: Assistant, tracker: Tracker): NextAction {
	const followup = tracker.followupAction;
	if (followup === null || followup === "")
		return { choice: chooseAction(assistant.policies, tracker), tracker };
	const ready = clearFollowup(tracker);
	if (assistant.domain.actionIndex.has(followup))
		return { choice: certainChoice(followup, FOLLOWUP_POLICY), tracker: ready };
	return { choice: chooseAction(assistant.policies, ready), tracker: ready };
}

/** An action that nobody had to predict. */
export function certainChoice(action: string, policy: string | null): Choice {
	const trace = policy === null ? null : { policy, action, confidence: 1, kind: "followup", others: [] };
	return { action, policy, confidence: 1, isEndToEnd: false, hideRuleTurn: false, events: [], trace };
}

/** Whether the turn has gone on for too long: ten actions since the bot last listened. */
export function isActionLimitReached(tracker: Tracker): boolean {
	if (endsTurn(latestActionName(tracker))) return false;
	let count = 0;
	for (const event of tracker.events.newestFirst()) {
		if (event.event !== "action") continue;
		if (endsTurn(event.name) || count >= MAX_ACTIONS_PER_TURN) break;
		count += 1;
	}
	return count >= MAX_ACTIONS_PER_TURN;
}

/** After these the bot waits for the user. */
export function endsTurn(action: string | null): boolean {
	return action === ACTION_LISTEN || action === ACTION_SESSION_START;
}
