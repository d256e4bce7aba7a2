/** A story played against the policies as `rasa test` does (SPEC TE1–TE5). */
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import { selectedResponse } from "./actions/retrieval-response.ts";
import type { Assistant } from "./assistant.ts";
import { isBuiltInForm } from "./domain.ts";
import { ACTION_UNLIKELY_INTENT, UTTER_PREFIX } from "./names.ts";
import { isActionLimitReached, nextAction, type NextAction } from "./next-action.ts";
import { activeLoopName, appendEvents, createTracker, type Tracker } from "./tracker.ts";
import type { TrainingTracker } from "./training/generate-trackers.ts";

type ActionEvent = DialogueEvent & { readonly event: "action" };
type UserEvent = DialogueEvent & { readonly event: "user" };

/** One action of a story and what was predicted in its place. */
export interface PlayedAction {
	readonly event: ActionEvent;
	readonly expected: string | null;
	readonly predicted: string | null;
	readonly policy: string | null;
	readonly confidence: number | null;
	/** `action_unlikely_intent` was predicted first, where the story has none: a warning, no failure (SPEC TE8). */
	readonly isSurprised: boolean;
}

/** What a user event becomes on the tracker: as the story has it, unless the caller has read it otherwise. */
export type ReadUserEvent = (event: UserEvent) => DialogueEvent;

/** Predicts every action of a story but its first event; custom actions are not called. */
export function playStory(
	assistant: Assistant,
	story: TrainingTracker,
	readUser: ReadUserEvent = (event) => event,
): PlayedAction[] {
	const played: PlayedAction[] = [];
	const [first, ...rest] = story.running.events;
	let tracker = appendEvents(createTracker(assistant.domain, story.name), first === undefined ? [] : [first]);
	for (const event of rest) {
		if (event.event === "action") {
			const step = playAction(assistant, tracker, event);
			played.push(step.played);
			tracker = step.tracker;
		} else tracker = appendEvents(tracker, [event.event === "user" ? readUser(event) : event]);
	}
	return played;
}

function playAction(
	assistant: Assistant,
	before: Tracker,
	event: ActionEvent,
): { played: PlayedAction; tracker: Tracker } {
	const expected = event.name ?? event.action_text ?? null;
	const step = { event, expected };
	if (isActionLimitReached(before)) {
		const stopped = { predicted: "circuit breaker tripped", policy: null, confidence: null };
		return { played: { ...step, ...stopped, isSurprised: false }, tracker: appendEvents(before, [event]) };
	}
	const first = predictOrReject(assistant, before, expected);
	const isSurprised = first.choice.action === ACTION_UNLIKELY_INTENT && expected !== ACTION_UNLIKELY_INTENT;
	const { choice, tracker } = isSurprised ? predictAfterSurprise(assistant, first, expected) : first;
	const { policy, confidence } = choice;
	const predicted = predictedName(tracker, choice.action, expected);
	return {
		played: { ...step, predicted, policy, confidence, isSurprised },
		tracker: appendEvents(tracker, [{ ...event, policy, confidence }]),
	};
}

/** The surprise is noted, and the others say what comes next. */
function predictAfterSurprise(
	assistant: Assistant,
	{ choice, tracker }: NextAction,
	expected: string | null,
): NextAction {
	const { action: name, policy, confidence } = choice;
	const surprised = appendEvents(tracker, [{ event: "action", name, policy, confidence }]);
	return predictOrReject(assistant, surprised, expected);
}

/** The active form is predicted where the story goes elsewhere: it must have turned the message down. */
function predictOrReject(assistant: Assistant, before: Tracker, expected: string | null): NextAction {
	const next = nextAction(assistant, before);
	const { action } = next.choice;
	const isForm = activeLoopName(next.tracker) === action && isBuiltInForm(assistant.domain, action);
	if (action === expected || !isForm) return next;
	return nextAction(
		assistant,
		appendEvents(next.tracker, [{ event: "action_execution_rejected", name: action }]),
	);
}

/** A retrieval action is known by the response that was selected, where the story names one. */
function predictedName(tracker: Tracker, action: string, expected: string | null): string {
	const intent = action.startsWith(UTTER_PREFIX) ? action.slice(UTTER_PREFIX.length) : "";
	if (action === expected || tracker.domain.intents.get(intent)?.isRetrieval !== true) return action;
	return selectedResponse(intent, tracker) ?? action;
}
