/** What forms and the two-stage fallback have in common (SPEC FO1). */
import type { DialogueEvent, DialogueEventOf } from "../../contracts/dialogue-event.ts";
import type { Tracker } from "../tracker.ts";
import { activeLoopName } from "../tracker.ts";
import type { ActionContext } from "./action-context.ts";

/** A loop: what it does when it begins, each time it runs, and when it ends. */
export interface Loop {
	readonly name: string;
	activate(tracker: Tracker, context: ActionContext): Promise<DialogueEvent[]>;
	isDone(tracker: Tracker, eventsSoFar: readonly DialogueEvent[]): boolean;
	run(
		tracker: Tracker,
		context: ActionContext,
		eventsSoFar: readonly DialogueEvent[],
	): Promise<DialogueEvent[]>;
	deactivate(tracker: Tracker, context: ActionContext): Promise<DialogueEvent[]>;
}

/** Runs a loop once. */
export async function runLoop(
	loop: Loop,
	tracker: Tracker,
	context: ActionContext,
): Promise<DialogueEvent[]> {
	const events: DialogueEvent[] = [];
	if (activeLoopName(tracker) !== loop.name) {
		events.push({ event: "active_loop", name: loop.name });
		events.push(...(await loop.activate(tracker, context)));
	}
	if (!loop.isDone(tracker, events)) events.push(...(await loop.run(tracker, context, events)));
	if (loop.isDone(tracker, events)) {
		events.push({ event: "active_loop", name: null });
		events.push(...(await loop.deactivate(tracker, context)));
	}
	return events;
}

/** The slot events among these. */
export function slotEvents(events: readonly DialogueEvent[]): DialogueEventOf<"slot">[] {
	return events.filter((event) => event.event === "slot");
}
