/** What the entries of a log tell of a turn. Pure. */
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import type { JsonValue } from "../contracts/parse-data.ts";
import type { LogEntry } from "./log-entry.ts";

/** What the log line of a turn says of its message. */
export interface MessageIntent {
	readonly intent: string | null;
	readonly confidence: number | null;
}

/** Where the message stands among the entries that it brought, and what it was taken to mean. */
export function loggedMessage(entries: readonly LogEntry[]): { seq: number; intent: MessageIntent } {
	for (const { seq, kind, event } of entries.toReversed())
		if (kind === "dialogue" && event.event === "user") {
			const { name = null, confidence = null } = event.parse_data.intent ?? {};
			return { seq, intent: { intent: name, confidence } };
		}
	throw new Error("the engine took a message without logging it");
}

export function namedSender(entries: readonly LogEntry[]): string | null {
	for (const { kind, event } of entries)
		if (kind === "system" && event.type === "sender_named") return event.name;
	return null;
}

export function asJson(events: readonly DialogueEvent[]): JsonValue[] {
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: events are JSON by their schema
	return events as unknown as JsonValue[];
}
