/** The two-stage fallback: ask what was meant, ask to rephrase, give up (SPEC TS1–TS4). */
import type { DialogueEvent, DialogueEventOf } from "../../contracts/dialogue-event.ts";
import {
	ACTION_DEFAULT_ASK_AFFIRMATION,
	ACTION_DEFAULT_ASK_REPHRASE,
	ACTION_DEFAULT_FALLBACK,
	ACTION_LISTEN,
	ACTION_TWO_STAGE_FALLBACK,
	INTENT_NLU_FALLBACK,
	INTENT_OUT_OF_SCOPE,
} from "../names.ts";
import { eventsAfterRestart, type Tracker } from "../tracker.ts";
import type { ActionContext } from "./action-context.ts";
import type { Loop } from "./loop.ts";

type RunAction = (name: string, tracker: Tracker, context: ActionContext) => Promise<DialogueEvent[]>;

/** @param runAction - runs the default actions that this loop is made of; a project may override each */
export function twoStageFallbackLoop(runAction: RunAction): Loop {
	return {
		name: ACTION_TWO_STAGE_FALLBACK,
		activate: () => Promise.resolve([]),
		isDone: (tracker) => isClarified(tracker) || isGivenUp(tracker),
		run(tracker, context, eventsSoFar) {
			const isNew = eventsSoFar.some((event) => event.event === "active_loop");
			const shouldAffirm = isNew || tracker.latestMessage?.intent === INTENT_NLU_FALLBACK;
			const action = shouldAffirm ? ACTION_DEFAULT_ASK_AFFIRMATION : ACTION_DEFAULT_ASK_REPHRASE;
			return runAction(action, tracker, context);
		},
		deactivate(tracker, context) {
			if (isGivenUp(tracker)) return runAction(ACTION_DEFAULT_FALLBACK, tracker, context);
			return Promise.resolve([{ event: "rewind" }, ...clarifiedMessage(tracker)]);
		},
	};
}

function isClarified(tracker: Tracker): boolean {
	const intent = tracker.latestMessage?.intent ?? null;
	return intent !== INTENT_NLU_FALLBACK && intent !== INTENT_OUT_OF_SCOPE;
}

function isGivenUp(tracker: Tracker): boolean {
	const [first, second, third] = latestIntents(tracker, 3);
	if (first === INTENT_NLU_FALLBACK && second === INTENT_NLU_FALLBACK) return true;
	return first === INTENT_OUT_OF_SCOPE && second === INTENT_NLU_FALLBACK && third === INTENT_OUT_OF_SCOPE;
}

/** Intents of the latest messages, newest first; a message that was taken back holds its place with undefined. */
function latestIntents(tracker: Tracker, count: number): (string | null | undefined)[] {
	return eventsAfterRestart(tracker)
		.filter((event) => event.event === "user" || event.event === "rewind")
		.slice(-count)
		.toReversed()
		.map((event) => (event.event === "user" ? (event.parse_data.intent?.name ?? null) : undefined));
}

/** The message that the user has confirmed, once more and for certain: the normal flow answers it. */
function clarifiedMessage(tracker: Tracker): DialogueEvent[] {
	const event = tracker.latestMessage?.event;
	if (event === undefined) return [];
	const intent = event.parse_data.intent ?? { name: null, confidence: 0 };
	const clarified: DialogueEventOf<"user"> = {
		...event,
		parse_data: { ...event.parse_data, intent: { ...intent, confidence: 1 } },
	};
	return [{ event: "action", name: ACTION_LISTEN }, clarified];
}
