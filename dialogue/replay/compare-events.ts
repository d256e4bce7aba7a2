/** What must be equal when a recorded event is compared with a replayed one (SPEC RY4, RY5). */
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";

/** `exact`: all of it. `behaviour`: what was understood, done, said and set, by whatever model. */
export type Comparison = "exact" | "behaviour";

/** An event as text; equal texts, equal events. Keys are sorted: an event that went through a database is the same. */
export function eventText(event: DialogueEvent, comparison: Comparison): string {
	return sortedJson(comparison === "exact" ? event : behaviourOf(event));
}

function behaviourOf(event: DialogueEvent): unknown {
	switch (event.event) {
		case "user": {
			const { intent, entities } = event.parse_data;
			return {
				event: "user",
				text: event.text,
				intent: intent?.name ?? null,
				entities: (entities ?? []).map(({ entity, value, role, group }) => ({ entity, value, role, group })),
			};
		}
		case "action":
			return { event: "action", name: event.name, action_text: event.action_text ?? null };
		case "bot":
			return { event: "bot", text: event.text, data: event.data };
		case "action_execution_rejected":
			return { event: event.event, name: event.name };
		default: {
			const { metadata: _metadata, timestamp: _timestamp, ...rest } = event;
			return rest;
		}
	}
}

function sortedJson(value: unknown): string {
	return JSON.stringify(value, (_key, item: unknown) =>
		typeof item === "object" && item !== null && !Array.isArray(item)
			? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
			: item,
	);
}
