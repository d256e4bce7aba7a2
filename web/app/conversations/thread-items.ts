import { z } from "zod";
import { Button } from "../../../contracts/protocol.ts";
import { dateFormat } from "../../ui/short-time.ts";
import { draftTexts } from "./draft-texts.ts";
import type { Entry, SystemEvent } from "./log-entries.ts";

interface Place {
	readonly seq: number;
	readonly atMs: number;
}
/** A line of the thread, as it is drawn. */
export type ThreadItem = Place &
	(
		| { readonly kind: "visitor"; readonly text: string; readonly payload: string | null }
		| {
				readonly kind: "bot";
				readonly text: string | null;
				readonly buttons: readonly z.infer<typeof Button>[];
				readonly imageUrl: string | null;
				readonly rating: "up" | "down" | null;
				readonly reason: string | null;
		  }
		| { readonly kind: "agent"; readonly name: string; readonly text: string }
		| { readonly kind: "note"; readonly name: string; readonly text: string }
		/** What the bot would have said, and nobody was shown. */
		| { readonly kind: "draft"; readonly text: string }
		| { readonly kind: "system"; readonly text: string }
	);

const OWNERS: Readonly<Record<string, string>> = {
	bot: "The bot answers.",
	queue: "It waits for a person.",
	person: "A person answers.",
};
const HANDOFFS: Readonly<Record<string, string>> = {
	asked: "the customer asked for a person",
	failures: "the bot did not understand",
	negative: "the customer is not content",
	action: "an action wished it",
};

/** What is drawn of the log: messages, notes, and what happened to the conversation. */
export function threadItems(entries: readonly Entry[]): ThreadItem[] {
	const ratings = new Map<number, { rating: "up" | "down" | null; reason: string | null }>();
	for (const entry of entries)
		if (entry.kind === "feedback" && "rating" in entry.event)
			ratings.set(entry.event.seq, { rating: entry.event.rating, reason: entry.event.reason ?? null });
	return entries.flatMap((entry): ThreadItem[] => {
		const item = itemOf(entry);
		if (item === null) return [];
		return [item.kind === "bot" ? { ...item, ...ratings.get(item.seq) } : item];
	});
}

/** How many messages were said, by whomever. */
export function messagesIn(entries: readonly Entry[]): number {
	return threadItems(entries).filter(({ kind }) => ["visitor", "bot", "agent"].includes(kind)).length;
}

function itemOf(entry: Entry): ThreadItem | null {
	const place = { seq: entry.seq, atMs: entry.atMs };
	if (entry.kind === "system") return systemItem(place, entry.event);
	if (entry.kind === "feedback" && "csat" in entry.event) {
		const { csat, comment } = entry.event;
		return {
			kind: "system",
			...place,
			text: `The customer gives it ${csat} of 5${comment === undefined ? "" : `: ${comment}`}`,
		};
	}
	if (entry.kind !== "dialogue") return null;
	const { event } = entry;
	if (event.event === "user") {
		// reminders and a session's start stand in Rasa's log as user events, and are nobody's words
		if (event.metadata?.["is_external"] === true || event.text === null || event.text === "/session_start")
			return null;
		const title = event.metadata?.["display_text"];
		const isPressed = typeof title === "string";
		return {
			kind: "visitor",
			...place,
			text: isPressed ? title : event.text,
			payload: isPressed ? event.text : null,
		};
	}
	if (event.event === "bot") {
		const image = event.data?.["image"];
		return {
			kind: "bot",
			...place,
			text: event.text,
			buttons: z.array(Button).safeParse(event.data?.["buttons"]).data ?? [],
			imageUrl: typeof image === "string" && image !== "" ? image : null,
			rating: null,
			reason: null,
		};
	}
	if (event.event === "agent" && typeof event.text === "string") {
		const name = event.metadata?.["name"];
		return { kind: "agent", ...place, name: typeof name === "string" ? name : "A person", text: event.text };
	}
	return null;
}

function systemItem(place: Place, event: SystemEvent): ThreadItem | null {
	if (event.type === "note_added")
		return { kind: "note", ...place, name: event.by?.name ?? "A colleague", text: event.text ?? "" };
	if (event.type === "discarded_draft") {
		const said = draftTexts(event.events ?? []).join("\n\n");
		if (said !== "") return { kind: "draft", ...place, text: said };
	}
	const text = systemText(event);
	return text === null ? null : { kind: "system", ...place, text };
}

/** What happened to the conversation, and who did it; null for what nobody needs to read. */
function systemText(event: SystemEvent): string | null {
	const by = event.by?.name;
	switch (event.type) {
		case "owner_changed":
			return ownerText(event);
		case "resolved":
			return by === undefined ? "Resolved." : `${by} resolved it.`;
		case "reopened":
			return reopenedText(event);
		case "snoozed":
			return `${by === undefined ? "Put away" : `${by} put it away`} ${untilText(event)}.`;
		case "priority_changed": {
			const priority = event.priority ?? "normal";
			return by === undefined ? `Priority: ${priority}.` : `${by} set the priority to ${priority}.`;
		}
		case "discarded_draft":
			return "The bot's answer came too late and was not shown.";
		case "turn_failed":
			return `The bot failed: ${event.error ?? "the log says why"}`;
		case "reminder_fired":
			return `Reminder: ${event.name ?? ""}`;
		default:
			return null;
	}
}

function ownerText({ owner = "bot", assignee, reason, handoff, by }: SystemEvent): string | null {
	if (reason === "handoff")
		return `The bot gave it to a person: ${HANDOFFS[handoff ?? ""] ?? "it was asked to"}.`;
	// that it is resolved is said already
	if (reason === "resolved") return null;
	if (owner === "person" && assignee !== undefined)
		return by === undefined || by.id === assignee.id
			? `${assignee.name} answers.`
			: `${by.name} gave it to ${assignee.name}.`;
	if (by !== undefined && owner === "queue") return `${by.name} put it into the queue.`;
	if (by !== undefined && owner === "bot") return `${by.name} handed it back to the bot.`;
	return OWNERS[owner] ?? owner;
}

function reopenedText({ reason, by }: SystemEvent): string {
	if (reason === "customer_wrote") return "Open again: the customer wrote.";
	if (reason === "woke") return "Open again: the time has come.";
	return by === undefined ? "Open again." : `${by.name} opened it again.`;
}

function untilText({ untilMs }: SystemEvent): string {
	if (typeof untilMs !== "number") return "until the customer writes";
	return `until ${dateFormat({ dateStyle: "medium", timeStyle: "short" }).format(untilMs)}`;
}
