/** A tracker as Rasa's servers get it, those of actions and those that word responses. */
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import { ParseData } from "../contracts/parse-data.ts";
import type { TrackerState } from "../dialogue/ports.ts";
import { inCodePoints } from "./message-offsets.ts";

export interface ServerTrackerOptions {
	/** So many events go along, the newest; null for all. Slots, latest message and active loop stand beside them. */
	readonly newest: number | null;
	/** By what name the server knows who speaks. */
	readonly sender: string;
}

/** What goes out, as JSON. */
export type ServerTracker = Omit<TrackerState, "latest_message"> & { readonly latest_message: unknown };

/** Bounded, and with offsets as Python counts them. */
export function serverTracker(
	tracker: TrackerState,
	{ newest, sender }: ServerTrackerOptions,
): ServerTracker {
	const { events, latest_message: latest } = tracker;
	const message = ParseData.partial().safeParse(latest);
	return {
		...tracker,
		sender_id: sender,
		latest_message: message.success ? inCodePoints(message.data, message.data.text ?? null) : latest,
		events: newestOf(events, newest)?.map(eventInCodePoints) ?? null,
	};
}

function newestOf(events: TrackerState["events"], newest: number | null): TrackerState["events"] {
	if (newest === null || events === null) return events;
	return newest === 0 ? [] : events.slice(-newest);
}

function eventInCodePoints(event: DialogueEvent): DialogueEvent {
	if (event.event !== "user") return event;
	return { ...event, parse_data: inCodePoints(event.parse_data, event.text) };
}
