/** Where the turns of a recorded conversation begin and end (SPEC RY2). */
import type { DialogueEvent, DialogueEventOf } from "../../contracts/dialogue-event.ts";
import { ACTION_LISTEN, ACTION_SESSION_START, SESSION_METADATA_SLOT } from "../names.ts";
import { FAILURE_KIND } from "../next-action.ts";

/** One turn: what led up to its message, the message, and everything up to the next listening. */
export interface RecordedTurn {
	/** Index of its first event: the session's start where the message began one, else the message. */
	readonly start: number;
	/** Index after its last event. What lies between two turns came from outside. */
	readonly end: number;
	readonly message: DialogueEventOf<"user">;
	/** The events from `start` to `end`. */
	readonly events: readonly DialogueEvent[];
}

/** The turns in their order. */
export function recordedTurns(events: readonly DialogueEvent[]): RecordedTurn[] {
	const turns: RecordedTurn[] = [];
	let from = 0;
	for (let index = events.findIndex(isMessage); index >= 0;) {
		const message = events[index];
		if (message?.event !== "user") break;
		const end = turnEnd(events, index);
		const start = turnStart(events, from, index);
		turns.push({ start, end, message, events: events.slice(start, end) });
		from = end;
		const next = events.slice(end).findIndex(isMessage);
		index = next < 0 ? -1 : end + next;
	}
	return turns;
}

function isMessage(event: DialogueEvent): boolean {
	return event.event === "user";
}

/** A message that finds no session, or an expired one, begins one first. */
function turnStart(events: readonly DialogueEvent[], from: number, message: number): number {
	const session = events
		.slice(from, message)
		.findLastIndex((event) => event.event === "action" && event.name === ACTION_SESSION_START);
	if (session < 0) return message;
	const before = events[from + session - 1];
	const withMetadata = before?.event === "slot" && before.name === SESSION_METADATA_SLOT && session > 0;
	return from + session - (withMetadata ? 1 : 0);
}

/** The turn ends where a policy chose to listen, a failure made it, or the conversation was restarted; else before the next message. */
function turnEnd(events: readonly DialogueEvent[], message: number): number {
	for (let index = message + 1; index < events.length; index += 1) {
		const event = events[index];
		if (event?.event !== "action") continue;
		if (isAfterFailure(event)) return index + 1;
		if ((event.policy ?? null) === null) continue;
		if (event.name === ACTION_LISTEN) return index + 1;
		if (event.name === ACTION_SESSION_START) return afterSessionStart(events, index);
	}
	const next = events.slice(message + 1).findIndex(isMessage);
	if (next < 0) return events.length;
	return turnStart(events, message + 1, message + 1 + next);
}

function isAfterFailure({ metadata }: DialogueEventOf<"action">): boolean {
	const trace = metadata?.["trace"];
	return (
		typeof trace === "object" && trace !== null && !Array.isArray(trace) && trace["kind"] === FAILURE_KIND
	);
}

function afterSessionStart(events: readonly DialogueEvent[], index: number): number {
	const listening = events
		.slice(index)
		.findIndex((event) => event.event === "action" && event.name === ACTION_LISTEN);
	return listening < 0 ? events.length : index + listening + 1;
}
