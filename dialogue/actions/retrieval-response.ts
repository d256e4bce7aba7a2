import { z } from "zod";
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { Tracker } from "../tracker.ts";
import type { ActionContext } from "./action-context.ts";

const Selection = z.object({ response: z.object({ utter_action: z.string() }) });

/**
 * Says what the response selector chose for a retrieval intent (SPEC AC11). A message without a selection (a literal
 * one, for instance) is answered with nothing, as in Rasa.
 */
export async function retrievalResponse(
	intent: string,
	tracker: Tracker,
	context: ActionContext,
): Promise<DialogueEvent[]> {
	const selected = selectedResponse(intent, tracker);
	return selected === null ? [] : context.say(selected, tracker);
}

/** The response that the selector chose for the latest message, by name. */
export function selectedResponse(intent: string, tracker: Tracker): string | null {
	const selector = tracker.latestMessage?.event.parse_data.response_selector ?? {};
	const own = Object.hasOwn(selector, intent) ? selector[intent] : undefined;
	return Selection.safeParse(own ?? selector["default"]).data?.response.utter_action ?? null;
}
