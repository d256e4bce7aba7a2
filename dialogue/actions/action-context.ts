import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { Domain } from "../domain.ts";
import type { Tracker } from "../tracker.ts";
import type { SpeechContext } from "./responses.ts";

/** What an action of the engine may use while it runs. */
export interface ActionContext {
	readonly domain: Domain;
	readonly speech: SpeechContext;
	/** Says a response: its message, or none. What can't be worded is noted, and an honest sentence said instead. */
	readonly say: (response: string, tracker: Tracker) => Promise<DialogueEvent[]>;
	/**
	 * Calls a custom action. Its messages come before its events.
	 *
	 * @throws ActionRejected, ActionFailed
	 */
	callCustomAction(name: string, tracker: Tracker): Promise<DialogueEvent[]>;
	/** Notes a failure that doesn't stop the turn: it goes into the next action's metadata. */
	noteFailure(action: string, error: unknown): void;
}
