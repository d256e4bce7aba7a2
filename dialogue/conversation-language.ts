/** In which language a conversation is held: the slot `language`, where the domain declares one (SPEC LG3–LG7). */
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import { MIN_LANGUAGE_CONFIDENCE } from "../nlu/interpreter.ts";
import { LANGUAGE_SLOT } from "./names.ts";
import { slotValue, type Tracker } from "./tracker.ts";

/** BCP 47, or null while nothing is known: the bot then speaks its default language. */
export function conversationLanguage(tracker: Tracker): string | null {
	const value = slotValue(tracker, LANGUAGE_SLOT);
	return typeof value === "string" && value !== "" ? value : null;
}

/**
 * What the latest message says of the conversation's language: one `slot` event where it is written in another one
 * than so far. A language that an action set (the customer asked for it) stays until an action sets it anew.
 */
export function languageEvents(tracker: Tracker): DialogueEvent[] {
	if (!tracker.domain.slots.has(LANGUAGE_SLOT)) return [];
	const detected = tracker.latestMessage?.event.parse_data.language;
	if (detected === undefined || detected.confidence < MIN_LANGUAGE_CONFIDENCE) return [];
	if (conversationLanguage(tracker) === detected.code || isChosen(tracker)) return [];
	return [{ event: "slot", name: LANGUAGE_SLOT, value: detected.code, metadata: { detected: true } }];
}

/** Whether an event says in which language the conversation goes on: what an action says with it is in that one. */
export function setsLanguage(event: DialogueEvent): boolean {
	return event.event === "slot" && event.name === LANGUAGE_SLOT;
}

/** Whether something other than detection set the language last. */
function isChosen(tracker: Tracker): boolean {
	if (conversationLanguage(tracker) === null) return false;
	const last = tracker.events.findLast(setsLanguage);
	return last !== undefined && last.metadata?.["detected"] !== true;
}
