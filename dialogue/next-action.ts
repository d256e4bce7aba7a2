import type { DialogueEventOf } from "../contracts/dialogue-event.ts";
import type { Assistant } from "./assistant.ts";
import { ACTION_LISTEN, ACTION_SESSION_START, FOLLOWUP_POLICY } from "./names.ts";
import { chooseAction, type Choice } from "./policies/ensemble.ts";
import { clearFollowup, latestActionName, type Tracker } from "./tracker.ts";

type ActionEvent = DialogueEventOf<"action">;

/** Rasa's limit of actions in one turn; after it the turn stops. */
export const MAX_ACTIONS_PER_TURN = 10;

/** The next action and the tracker that it was chosen on. */
export interface NextAction {
	readonly choice: Choice;
	readonly tracker: Tracker;
}

/** Why the bot listens after an action that failed, in the terms of the trace. */
export const FAILURE_KIND = "failed_action";

/** The next action: to listen after a failure, a follow-up that an event asked for, or what the policies choose (SPEC MP6–MP8, MP16). */
export function nextAction(assistant: Assistant, tracker: Tracker): NextAction {
	const failed = failedAction(tracker);
	if (failed !== null) return { choice: listenAfter(failed), tracker: clearFollowup(tracker) };
	const followup = tracker.followupAction;
	if (followup === null || followup === "")
		return { choice: chooseAction(assistant.policies, tracker), tracker };
	const ready = clearFollowup(tracker);
	if (assistant.domain.actionIndex.has(followup))
		return { choice: certainChoice(followup, FOLLOWUP_POLICY), tracker: ready };
	return { choice: chooseAction(assistant.policies, ready), tracker: ready };
}

/** The action that the turn ended with, if it failed. The log alone says so: a turn that was interrupted there ends there too. */
function failedAction({ events }: Tracker): ActionEvent | null {
	const latest = events.findLast(({ event }) => event === "action" || event === "user");
	return latest?.event === "action" && latest.metadata?.["error"] !== undefined ? latest : null;
}

/** Nothing that the stories say next is true any more: what should have happened before it has not. */
function listenAfter({ name, hide_rule_turn: hideRuleTurn = false }: ActionEvent): Choice {
	const because = { policy: null, action: ACTION_LISTEN, confidence: 1, kind: FAILURE_KIND, others: [] };
	const trace = { ...because, matched: [`${name ?? "an action"} failed`] };
	return { ...certainChoice(ACTION_LISTEN, null), hideRuleTurn, trace };
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
