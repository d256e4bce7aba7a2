/**
 * The tracker: what a conversation amounts to. It is a fold over the log and nothing else; every method gives a new
 * tracker and leaves the old one as it was.
 */
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import type { JsonValue } from "../contracts/parse-data.ts";
import { appliedHead, growHistory } from "./applied-history.ts";
import type { Domain } from "./domain.ts";
import { EventLog } from "./event-log.ts";
import {
	TrackerMemory,
	type MemorySnapshot,
	type ActiveLoopState,
	type ExecutedAction,
	type UserTurn,
} from "./tracker-memory.ts";
import type { TrackerState } from "./ports.ts";

/** The state of one conversation: what the fold amounts to, and the log that it was folded from. */
export interface Tracker extends MemorySnapshot {
	readonly domain: Domain;
	readonly senderId: string;
	/** The whole log, oldest first, reverted events included. */
	readonly events: EventLog;
}

/** The tracker of a conversation in which nothing has happened yet. */
export function createTracker(domain: Domain, senderId: string): Tracker {
	return { domain, senderId, events: EventLog.EMPTY, ...TrackerMemory.initial(domain).snapshot() };
}

/** The tracker after these events. Events of slots that the domain doesn't know change nothing (SPEC TR9). */
export function appendEvents(tracker: Tracker, events: readonly DialogueEvent[]): Tracker {
	if (events.length === 0) return tracker;
	const { domain, senderId } = tracker;
	let memory = TrackerMemory.of(tracker);
	let log = tracker.events;
	let pending: DialogueEvent[] = [];
	const grow = (): void => {
		const grown = log.append(pending);
		growHistory(domain, { before: log, appended: pending, log: grown });
		log = grown;
		pending = [];
	};
	for (const event of events) {
		pending.push(event);
		if (event.event !== "rewind" && event.event !== "undo") {
			memory.apply(event, []);
			continue;
		}
		// what is left after taking back is what the applied events amount to
		grow();
		memory = TrackerMemory.of({ domain, ...appliedHead(domain, log).memory });
	}
	if (pending.length > 0) grow();
	return { domain, senderId, events: log, ...memory.snapshot() };
}

/** The same tracker with its follow-up action used up (SPEC MP7). */
export function clearFollowup(tracker: Tracker): Tracker {
	return { ...tracker, followupAction: null };
}

/** The value of a slot; null as well for a slot that doesn't exist. */
export function slotValue(tracker: Tracker, name: string): JsonValue {
	return tracker.slots.get(name) ?? null;
}

/** Name of the active loop, or null. */
export function activeLoopName(tracker: Tracker): string | null {
	return tracker.activeLoop?.name ?? null;
}

/** Name of the latest action (the text of an end-to-end one), or null at the very beginning. */
export function latestActionName(tracker: Tracker): string | null {
	return tracker.latestAction === null ? null : (tracker.latestAction.name ?? tracker.latestAction.text);
}

/** The events after the last `restart`. */
export function eventsAfterRestart(tracker: Tracker): readonly DialogueEvent[] {
	return tracker.events.after((event) => event.event === "restart") ?? tracker.events.toArray();
}

/** Rasa's `current_state` with all events (SPEC TR10). */
export function trackerState(tracker: Tracker): TrackerState {
	const latestUser = tracker.events.findLast((event) => event.event === "user");
	const message = tracker.latestMessage;
	return {
		sender_id: tracker.senderId,
		slots: Object.fromEntries(tracker.slots),
		latest_message: message === null ? emptyMessage() : messageJson(message),
		latest_event_time: tracker.events.last()?.timestamp ?? null,
		followup_action: tracker.followupAction,
		paused: tracker.isPaused,
		events: tracker.events.toArray(),
		latest_input_channel: latestUser?.input_channel ?? null,
		active_loop: activeLoopJson(tracker.activeLoop),
		latest_action: latestActionJson(tracker.latestAction),
		latest_action_name: latestActionName(tracker),
	};
}

function messageJson(message: UserTurn): JsonValue {
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: entities came through their schema; all their values are JSON
	const entities = [...message.entities] as unknown as JsonValue;
	return { ...message.parseData, entities };
}

function emptyMessage(): JsonValue {
	return { intent: {}, entities: [], text: null, message_id: null, metadata: {} };
}

function activeLoopJson(loop: ActiveLoopState | null): JsonValue {
	if (loop === null) return {};
	return {
		name: loop.name,
		is_interrupted: loop.isInterrupted,
		rejected: loop.isRejected,
		trigger_message: loop.triggerMessage,
	};
}

function latestActionJson(action: ExecutedAction | null): JsonValue {
	if (action === null) return {};
	return action.name === null ? { action_text: action.text } : { action_name: action.name };
}
