import type { DialogueEvent } from "../../../contracts/dialogue-event.ts";
import type { TrackerState } from "../../../dialogue/ports.ts";
import { appendEvents, createTracker } from "../../../dialogue/tracker.ts";
import { type EventVerbosity, trackerView } from "../../../dialogue/tracker-view.ts";
import type { LoadedAssistant } from "../../../durable-objects/loaded-assistant.ts";

/** The tracker of a conversation that nobody has begun, as Rasa shows it: with its session started, and kept nowhere. */
export function newTracker(
	{ assistant, modelId, assistantId }: LoadedAssistant,
	sender: string,
	verbosity: EventVerbosity,
	nowMs: number,
): TrackerState {
	const metadata = { model_id: modelId, assistant_id: assistantId };
	const timestamp = nowMs / 1_000;
	const events: DialogueEvent[] = [
		{ event: "action", name: "action_session_start", policy: null, confidence: 1, timestamp, metadata },
		{ event: "session_started", timestamp, metadata },
		{ event: "action", name: "action_listen", policy: null, confidence: null, timestamp, metadata },
	];
	return trackerView(appendEvents(createTracker(assistant.domain, sender), events), verbosity);
}
