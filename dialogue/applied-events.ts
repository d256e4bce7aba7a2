/**
 * Which events of a log count (SPEC TR5–TR8): a restart or a new session forgets, `rewind` and `undo` take back, and a
 * form that went on without a detour looks as if it had run once, however many slots it asked for.
 */
import type { DialogueEvent } from "../contracts/dialogue-event.ts";

/** The events that make up the current state, oldest first. */
export function appliedEvents(events: readonly DialogueEvent[]): DialogueEvent[] {
	const loopNames = new Set<string>();
	for (const event of events)
		if (event.event === "active_loop" && event.name !== null && event.name !== "") loopNames.add(event.name);
	let applied: DialogueEvent[] = [];
	for (const event of events.slice(latestSessionStart(events))) {
		if (event.event === "undo") undoThrough(applied, "action");
		else if (event.event === "rewind") {
			undoThrough(applied, "user");
			undoThrough(applied, "action");
		} else if (isRepeatedLoop(event, loopNames, applied))
			applied = withoutTurnsSinceLoop(event.name, applied);
		else applied.push(event);
	}
	return applied;
}

/** Index after the last event that forgets everything before it. */
function latestSessionStart(events: readonly DialogueEvent[]): number {
	return events.findLastIndex((event) => event.event === "restart" || event.event === "session_started") + 1;
}

function undoThrough(applied: DialogueEvent[], kind: "action" | "user"): void {
	for (let event = applied.pop(); event !== undefined; event = applied.pop())
		if (event.event === kind) return;
}

function isRepeatedLoop(
	event: DialogueEvent,
	loopNames: ReadonlySet<string>,
	applied: readonly DialogueEvent[],
): event is DialogueEvent & { event: "action"; name: string } {
	if (event.event !== "action" || event.name === null || !loopNames.has(event.name)) return false;
	return !isFirstOrAfterDetour(event.name, applied);
}

function isFirstOrAfterDetour(loop: string, applied: readonly DialogueEvent[]): boolean {
	let nextAction: string | null = null;
	for (let index = applied.length - 1; index >= 0; index -= 1) {
		const event = applied[index];
		if (event === undefined) continue;
		if (event.event === "active_loop" && event.name === null) return true;
		if (event.event === "action_execution_rejected" && event.name === loop) return true;
		if (event.event === "user" && nextAction !== null && nextAction !== loop) return true;
		if (event.event !== "action") continue;
		if (event.name === loop) return false;
		nextAction = event.name;
	}
	return true;
}

/** Takes actions, user messages and their featurisation out, back to the loop's last run; what they set stays. */
function withoutTurnsSinceLoop(loop: string, applied: readonly DialogueEvent[]): DialogueEvent[] {
	const lastRun = applied.findLastIndex((event) => event.event === "action" && event.name === loop);
	return applied.filter(
		(event, index) =>
			index <= lastRun ||
			(event.event !== "action" && event.event !== "user" && event.event !== "user_featurization"),
	);
}
