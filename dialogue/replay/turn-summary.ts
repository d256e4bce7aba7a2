/** One side of a turn, in what people compare: what was understood, done, said and set (SPEC RY8). */
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { TurnSide } from "../../contracts/desk-replay.ts";
import type { JsonValue } from "../../contracts/parse-data.ts";
import { ACTION_LISTEN, ACTION_SESSION_START } from "../names.ts";

export const TURN_PARTS = ["intent", "entities", "actions", "texts", "slots"] as const;
export type TurnPart = (typeof TURN_PARTS)[number];

export function turnSummary(events: readonly DialogueEvent[]): TurnSide {
	const message = events.find((event) => event.event === "user");
	const { intent, entities } = message?.event === "user" ? message.parse_data : {};
	const slots = new Map<string, JsonValue>();
	for (const event of events) if (event.event === "slot") slots.set(event.name, event.value);
	return {
		intent: intent === undefined ? null : { name: intent.name, confidence: intent.confidence },
		entities: (entities ?? []).map(({ entity, value }) => ({ entity, value: value ?? null })),
		actions: events.flatMap(actionsOf),
		texts: events.flatMap((event) => (event.event === "bot" && event.text !== null ? [event.text] : [])),
		slots: [...slots]
			.map(([name, value]) => ({ name, value }))
			.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
	};
}

/** Which parts are not the same; how sure the model was is none. */
export function differingParts(one: TurnSide, other: TurnSide): TurnPart[] {
	const shown = (summary: TurnSide, part: TurnPart): string =>
		JSON.stringify(part === "intent" ? (summary.intent?.name ?? null) : summary[part]);
	return TURN_PARTS.filter((part) => shown(one, part) !== shown(other, part));
}

/** Listening and a session's start are the engine's own, and in every turn. */
function actionsOf(event: DialogueEvent): string[] {
	if (event.event === "action_execution_rejected") return [`${event.name} (declined)`];
	if (event.event !== "action") return [];
	if (event.name === ACTION_LISTEN || event.name === ACTION_SESSION_START) return [];
	return [event.name ?? `“${event.action_text ?? ""}”`];
}
