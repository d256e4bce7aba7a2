/** What a customer may see of the log. Pure: the one place that decides it. */
import { z } from "zod";
import type { DialogueEvent, DialogueEventOf } from "../contracts/dialogue-event.ts";
import type { JsonValue } from "../contracts/parse-data.ts";
import { Button, type ConversationEvent, type Owner } from "../contracts/protocol.ts";
import type { LogEntry, SystemEvent } from "./log-entry.ts";

/** Key of a user event's metadata: what the customer saw when a button sent a payload (its title). */
export const DISPLAY_TEXT = "display_text";

/** Keys of a bot event's `data` that a page may render beside text, buttons and image. */
const EXTRA_KEYS = ["custom", "attachment", "elements", "quick_replies"];

const OWNER_LINES: Record<Owner, string> = {
	bot: "The assistant answers again.",
	queue: "A person will be with you soon.",
	person: "A person has joined the conversation.",
};

const RESOLVED_LINE = "This conversation has been closed. Write again whenever you like.";

/** The customer's view of one entry, or null when it is none of the customer's business. */
export function visibleEvent(entry: LogEntry): ConversationEvent | null {
	const place = { seq: entry.seq, atMs: entry.atMs };
	if (entry.kind === "system") return systemEvent(place, entry.event);
	if (entry.kind !== "dialogue") return null;
	const { event } = entry;
	if (event.event === "user") return visitorEvent(place, event);
	if (event.event === "bot") return botEvent(place, event);
	if (event.event === "agent" && typeof event.text === "string") {
		const name = event.metadata?.["name"];
		return { kind: "agent", ...place, name: typeof name === "string" ? name : "", text: event.text };
	}
	return null;
}

export function visibleEvents(entries: readonly LogEntry[]): ConversationEvent[] {
	return entries.map(visibleEvent).filter((event) => event !== null);
}

/** The same of events that have not got their place in the log: for an answer that tells what they say. */
export function visibleDialogue(events: readonly DialogueEvent[]): ConversationEvent[] {
	return events
		.map((event) => visibleEvent({ kind: "dialogue", event, seq: 0, atMs: 0, eventId: "" }))
		.filter((event) => event !== null);
}

interface Place {
	readonly seq: number;
	readonly atMs: number;
}

function systemEvent(place: Place, event: SystemEvent): ConversationEvent | null {
	if (event.type === "resolved") return { kind: "system", ...place, code: "resolved", text: RESOLVED_LINE };
	// who answers a customer that has been helped is no news to them
	if (event.type !== "owner_changed" || event.reason === "resolved") return null;
	const { owner, assignee } = event;
	const text =
		owner === "person" && assignee !== undefined
			? `${assignee.name} has joined the conversation.`
			: OWNER_LINES[owner];
	const named = owner === "person" && assignee !== undefined ? { name: assignee.name } : {};
	return { kind: "system", ...place, code: "owner_changed", text, owner, ...named };
}

function visitorEvent(place: Place, event: DialogueEventOf<"user">): ConversationEvent | null {
	// reminders and a session's start stand in Rasa's log as user events, and are nobody's words
	if (event.metadata?.["is_external"] === true || event.text === null || event.text === "/session_start")
		return null;
	const title = event.metadata?.[DISPLAY_TEXT];
	const pressed = typeof title === "string";
	return {
		kind: "visitor",
		...place,
		messageId: event.message_id ?? "",
		text: pressed ? title : event.text,
		payload: pressed ? event.text : null,
	};
}

function botEvent(place: Place, event: DialogueEventOf<"bot">): ConversationEvent {
	const data = event.data ?? {};
	const image = data["image"];
	const extra = Object.fromEntries(
		Object.entries(data).filter(([key, value]) => EXTRA_KEYS.includes(key) && !isEmpty(value)),
	);
	return {
		kind: "bot",
		...place,
		text: event.text,
		buttons: z.array(Button).safeParse(data["buttons"]).data ?? [],
		imageUrl: typeof image === "string" && image !== "" ? image : null,
		extra: Object.keys(extra).length === 0 ? null : extra,
	};
}

function isEmpty(value: JsonValue): boolean {
	if (value === null || value === "") return true;
	return typeof value === "object" && Object.keys(value).length === 0;
}
