/** A conversation as a test story of Rasa's, to be kept and played again (SPEC TV4). */
import { stringify } from "yaml";
import type { DialogueEvent, DialogueEventOf } from "../contracts/dialogue-event.ts";
import type { Entity, JsonValue } from "../contracts/parse-data.ts";
import { appliedEvents } from "./applied-events.ts";
import { ACTION_LISTEN, ACTION_SESSION_START, RULE_SNIPPET } from "./names.ts";

const UNSAID: readonly (string | null)[] = [ACTION_LISTEN, ACTION_SESSION_START, RULE_SNIPPET, null];

type Step = { [key: string]: JsonValue };

/** @param options.allSessions - a story for each session of the log, not of the last one alone */
export function storyText(
	name: string,
	events: readonly DialogueEvent[],
	options: { readonly allSessions: boolean },
): string {
	const sessions = options.allSessions ? sessionsOf(events) : [events];
	const told = sessions.map((session) => stepsOf(appliedEvents(session))).filter((steps) => steps.length > 0);
	const stories = told.map((steps, index) => ({
		story: told.length > 1 ? `${name}, story ${index + 1}` : name,
		steps,
	}));
	return stringify({ version: "3.1", stories });
}

function sessionsOf(events: readonly DialogueEvent[]): DialogueEvent[][] {
	const sessions: DialogueEvent[][] = [[]];
	for (const event of events)
		if (event.event === "session_started") sessions.push([]);
		else sessions.at(-1)?.push(event);
	return sessions;
}

function stepsOf(events: readonly DialogueEvent[]): Step[] {
	const steps: Step[] = [];
	for (const event of events) {
		const step = stepOf(event);
		if (step === null) continue;
		const before = steps.at(-1)?.["slot_was_set"];
		const set = step["slot_was_set"];
		// slots that are set one after the other stand in one step
		if (Array.isArray(before) && Array.isArray(set)) before.push(...set);
		else steps.push(step);
	}
	return steps;
}

function stepOf(event: DialogueEvent): Step | null {
	switch (event.event) {
		case "user":
			return userStep(event);
		case "action":
			if (typeof event.action_text === "string" && event.action_text !== "")
				return { bot: event.action_text };
			return UNSAID.includes(event.name) ? null : { action: event.name };
		case "slot":
			return { slot_was_set: [{ [event.name]: event.value }] };
		case "active_loop":
			return { active_loop: event.name };
		default:
			return null;
	}
}

function userStep(event: DialogueEventOf<"user">): Step {
	const intent = event.parse_data.intent?.name ?? null;
	return {
		...(intent === null ? {} : { intent }),
		user: annotated(event.text ?? "", event.parse_data.entities ?? []),
	};
}

/** The text with its entities written into it. A literal message names its own already. */
function annotated(text: string, entities: readonly Entity[]): string {
	if (text.startsWith("/")) return text;
	let written = text;
	const placed = entities.flatMap((entity) => {
		const { start, end } = entity;
		return typeof start === "number" && typeof end === "number" && start < end
			? [{ ...entity, start, end }]
			: [];
	});
	let leftmost = text.length;
	for (const entity of placed.toSorted((a, b) => b.start - a.start)) {
		if (entity.end > leftmost) continue; // it overlaps one that stands already
		leftmost = entity.start;
		const span = text.slice(entity.start, entity.end);
		written = `${written.slice(0, entity.start)}[${span}]${markOf(entity, span)}${written.slice(entity.end)}`;
	}
	return written;
}

function markOf(entity: Entity, span: string): string {
	const { entity: name, value, role, group } = entity;
	if (value === span && typeof role !== "string" && typeof group !== "string") return `(${name})`;
	return JSON.stringify({
		entity: name,
		...(value === span ? {} : { value: typeof value === "string" ? value : JSON.stringify(value) }),
		...(typeof role === "string" ? { role } : {}),
		...(typeof group === "string" ? { group } : {}),
	});
}
