/** A story played against the policies as `rasa test` does (SPEC TE1–TE5). */
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import type { Assistant } from "./assistant.ts";
import { isBuiltInForm } from "./domain.ts";
import { isActionLimitReached, nextAction } from "./next-action.ts";
import { activeLoopName, appendEvents, createTracker, type Tracker } from "./tracker.ts";
import type { TrainingTracker } from "./training/generate-trackers.ts";

/** One action of a story and what was predicted in its place. */
export interface PlayedAction {
	readonly expected: string | null;
	readonly predicted: string | null;
	readonly policy: string | null;
	readonly confidence: number | null;
	/** `action_unlikely_intent` was predicted first: a warning only. */
	readonly unlikelyIntent: boolean;
}

/** Says what a user event becomes on the tracker: as the story has it, or as the NLU reads it. */
export type ReadUserEvent = (event: DialogueEvent & { event: "user" }) => DialogueEvent;

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
	event: DialogueEvent & { event: "action" },
): { played: PlayedAction; tracker: Tracker } {
	const expected = event.name ?? event.action_text ?? null;
	if (isActionLimitReached(before)) {
		const played = {
			expected,
			predicted: "circuit breaker tripped",
			policy: null,
			confidence: null,
			unlikelyIntent: false,
		};
		return { played, tracker: appendEvents(before, [event]) };
	}
	let next = nextAction(assistant, before);
	if (mayHaveBeenRejected(assistant, next.tracker, next.choice.action, expected)) {
		const rejection: DialogueEvent = { event: "action_execution_rejected", name: next.choice.action };
		next = nextAction(assistant, appendEvents(next.tracker, [rejection]));
	}
	const { choice, tracker } = next;
	const executed: DialogueEvent = { ...event, policy: choice.policy, confidence: choice.confidence };
	return {
		played: {
			expected,
			predicted: choice.action,
			policy: choice.policy,
			confidence: choice.confidence,
			unlikelyIntent: false,
		},
		tracker: appendEvents(tracker, [executed]),
	};
}

/** The active form is predicted where the story goes elsewhere: it must have turned the message down. */
function mayHaveBeenRejected(
	assistant: Assistant,
	tracker: Tracker,
	predicted: string,
	expected: string | null,
): boolean {
	return (
		predicted !== expected &&
		activeLoopName(tracker) === predicted &&
		isBuiltInForm(assistant.domain, predicted)
	);
}
