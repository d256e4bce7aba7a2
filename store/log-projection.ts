/** What of a log entry goes into the tables that people read and search. Pure. */
import { z } from "zod";
import { DialogueEvent } from "../contracts/dialogue-event.ts";
import type { JsonValue } from "../contracts/parse-data.ts";

/** One entry of a conversation's log, as the object's outbox hands it over. */
export interface LogEntryRow {
	/** From 1, without a gap. */
	readonly seq: number;
	/** Epoch milliseconds of the append. */
	readonly atMs: number;
	readonly kind: "dialogue" | "feedback" | "read" | "system";
	readonly event: JsonValue;
	/** The same for every try to store this entry, and never the same for two entries of one conversation. */
	readonly eventId: string;
}

/** A row of `messages`, without its place. */
export interface VisibleMessage {
	readonly author: "visitor" | "bot" | "agent";
	readonly text: string | null;
}

/** A row of `feedback`, without its conversation. */
export interface FeedbackMark {
	readonly messageSeq: number;
	readonly rating: "up" | "down" | null;
	readonly reason: string | null;
}

/** A row of `csat`, without its conversation. */
export interface CsatMark {
	readonly resolvedSeq: number;
	readonly csat: number;
	readonly comment: string | null;
}

const SeenUser = z.object({ text: z.string(), metadata: z.record(z.string(), z.unknown()).optional() });
const SeenFeedback = z.object({
	seq: z.int().positive(),
	rating: z.enum(["up", "down"]).nullable(),
	reason: z.string().nullish(),
});
const SeenCsat = z.object({
	seq: z.int().positive(),
	csat: z.int().min(1).max(5),
	comment: z.string().nullish(),
});

/**
 * What people see of an entry: the words of a customer, the bot or a person; null for everything else.
 *
 * A pressed button stands in the log as its payload and is shown by its title (`metadata.display_text`). What the host itself
 * tells the engine (a session's start, a reminder) is a `user` event in Rasa's log and nobody's words.
 */
export function visibleMessage(entry: LogEntryRow): VisibleMessage | null {
	if (entry.kind !== "dialogue") return null;
	const event = DialogueEvent.safeParse(entry.event);
	if (!event.success) return null;
	if (event.data.event === "bot") return { author: "bot", text: event.data.text };
	if (event.data.event === "agent") return { author: "agent", text: event.data.text ?? null };
	if (event.data.event !== "user") return null;
	const user = SeenUser.safeParse(event.data);
	if (!user.success) return null;
	const metadata = user.data.metadata ?? {};
	if (metadata["is_external"] === true || user.data.text === "/session_start") return null;
	const shown = metadata["display_text"];
	return { author: "visitor", text: typeof shown === "string" ? shown : user.data.text };
}

/** The judgement of a message that an entry of kind `feedback` records. */
export function feedbackMark(entry: LogEntryRow): FeedbackMark | null {
	if (entry.kind !== "feedback") return null;
	const mark = SeenFeedback.safeParse(entry.event);
	if (!mark.success) return null;
	return { messageSeq: mark.data.seq, rating: mark.data.rating, reason: mark.data.reason ?? null };
}

/** The rating of a resolution that an entry of kind `feedback` records. */
export function csatMark(entry: LogEntryRow): CsatMark | null {
	if (entry.kind !== "feedback") return null;
	const mark = SeenCsat.safeParse(entry.event);
	if (!mark.success) return null;
	return { resolvedSeq: mark.data.seq, csat: mark.data.csat, comment: mark.data.comment ?? null };
}
