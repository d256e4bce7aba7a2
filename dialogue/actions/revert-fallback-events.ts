import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import { appliedEvents } from "../applied-events.ts";
import { ACTION_DEFAULT_ASK_AFFIRMATION, ACTION_DEFAULT_ASK_REPHRASE, ACTION_LISTEN } from "../names.ts";
import type { Tracker } from "../tracker.ts";

/** Rasa's legacy two-stage fallback: takes its questions back and repeats the message that they led to. */
export function revertFallbackEvents(tracker: Tracker): DialogueEvent[] {
	const applied = appliedEvents(tracker.events.toArray());
	const executed = applied.flatMap((event) =>
		event.event === "action" && event.name !== ACTION_LISTEN ? [event.name] : [],
	);
	const message = applied.findLast((event) => event.event === "user");
	if (message === undefined) return [];
	const rewind: DialogueEvent = { event: "rewind" };
	const listen: DialogueEvent = { event: "action", name: ACTION_LISTEN };
	const rephrased: DialogueEvent[] = [rewind, rewind, rewind, listen];
	if (executed.at(-1) === ACTION_DEFAULT_ASK_REPHRASE) return [...rephrased, message];
	if (executed.at(-1) !== ACTION_DEFAULT_ASK_AFFIRMATION) return [];
	const intent = message.parse_data.intent ?? { name: null, confidence: 0 };
	const certain = { ...message, parse_data: { ...message.parse_data, intent: { ...intent, confidence: 1 } } };
	const affirmed: DialogueEvent[] = [rewind, rewind, listen];
	return executed.at(-2) === ACTION_DEFAULT_ASK_REPHRASE
		? [...affirmed, ...rephrased, certain]
		: [...affirmed, certain];
}
