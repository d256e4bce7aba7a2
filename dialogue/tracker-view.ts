/** The tracker as Rasa's HTTP API shows it: up to a moment, and with the events that are asked for (SPEC TV1–TV2). */
import { appliedEvents } from "./applied-events.ts";
import type { TrackerState } from "./ports.ts";
import { appendEvents, createTracker, eventsAfterRestart, type Tracker, trackerState } from "./tracker.ts";

/** Rasa's `include_events`. */
export const EVENT_VERBOSITIES = ["NONE", "APPLIED", "AFTER_RESTART", "ALL"] as const;
export type EventVerbosity = (typeof EVENT_VERBOSITIES)[number];

/** The tracker as it was. @param untilSeconds - seconds since the epoch, as events have them; the moment included */
export function trackerUntil(tracker: Tracker, untilSeconds: number): Tracker {
	const events = tracker.events.toArray();
	const after = events.findIndex((event) => (event.timestamp ?? 0) > untilSeconds);
	if (after < 0) return tracker;
	return appendEvents(createTracker(tracker.domain, tracker.senderId), events.slice(0, after));
}

/** Rasa's `current_state` with as much of the log as is wanted. */
export function trackerView(tracker: Tracker, verbosity: EventVerbosity): TrackerState {
	return { ...trackerState(tracker), events: shown(tracker, verbosity) };
}

function shown(tracker: Tracker, verbosity: EventVerbosity): TrackerState["events"] {
	if (verbosity === "NONE") return null;
	if (verbosity === "APPLIED") return appliedEvents(tracker.events.toArray());
	return verbosity === "ALL" ? tracker.events.toArray() : eventsAfterRestart(tracker);
}
