import { z } from "zod";
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import { HandoffReason, Person, Priority } from "../contracts/desk-commands.ts";
import { VerifiedVisitor } from "../contracts/identity.ts";
import { JsonValue } from "../contracts/parse-data.ts";
import { CsatRating, Owner } from "../contracts/protocol.ts";

/** What a customer thinks of the message `seq`; `rating` null takes an earlier one back. */
export const MessageFeedback = z.object({
	seq: z.int().positive(),
	rating: z.enum(["up", "down"]).nullable(),
	reason: z.string().optional(),
});
export type MessageFeedback = z.infer<typeof MessageFeedback>;

/** How a customer found the help that the resolution `seq` has ended. */
export const CsatFeedback = z.object({
	seq: z.int().positive(),
	csat: CsatRating,
	comment: z.string().optional(),
});
export type CsatFeedback = z.infer<typeof CsatFeedback>;

export const FeedbackEvent = z.union([MessageFeedback, CsatFeedback]);
export type FeedbackEvent = z.infer<typeof FeedbackEvent>;

/** `who` has read everything up to the entry `seq`; of people of the company it says which one. */
export const ReadEvent = z.object({
	who: z.enum(["visitor", "agent"]),
	seq: z.int().nonnegative(),
	agentId: z.string().optional(),
});
export type ReadEvent = z.infer<typeof ReadEvent>;

/** Who did it, and the id that their client gave to the command; without `by` it happened by itself. */
const done = { by: Person.optional(), command: z.string().optional() };

/** What happened to the conversation itself. The dialogue engine never sees these. */
export const SystemEvent = z.discriminatedUnion("type", [
	z.object({
		type: z.literal("owner_changed"),
		owner: Owner,
		epoch: z.int(),
		/** Who answers from now on, where the owner is a person. */
		assignee: Person.optional(),
		reason: z
			.enum([
				"taken_over",
				"handed_back",
				"queued",
				"assigned",
				"handoff",
				"left_queue",
				"resolved",
				"reopened",
			])
			.optional(),
		/** With the reason `handoff`: why the bot gave it away. */
		handoff: HandoffReason.optional(),
		...done,
	}),
	z.object({ type: z.literal("resolved"), ...done }),
	/** Open again, after it was resolved or asleep. */
	z.object({ type: z.literal("reopened"), reason: z.enum(["customer_wrote", "woke"]).optional(), ...done }),
	/** `untilMs`: when it wakes (epoch ms); null while it sleeps until the customer writes. */
	z.object({ type: z.literal("snoozed"), untilMs: z.int().nullable(), ...done }),
	z.object({ type: z.literal("priority_changed"), priority: Priority, ...done }),
	/** For colleagues only. */
	z.object({ type: z.literal("note_added"), text: z.string(), mentions: z.array(z.string()), ...done }),
	/** What the bot computed under an older ownership epoch: kept for people to look at, never shown or folded. */
	z.object({
		type: z.literal("discarded_draft"),
		turnId: z.string(),
		epoch: z.int(),
		currentEpoch: z.int(),
		events: z.array(JsonValue),
	}),
	z.object({ type: z.literal("reminder_fired"), name: z.string() }),
	z.object({
		type: z.literal("reminder_dropped"),
		name: z.string(),
		reason: z.enum(["not_bot_owned", "failed"]),
	}),
	/** Who speaks here, by the name that a channel of Rasa's gave: action servers know the conversation by it. */
	z.object({ type: z.literal("sender_named"), name: z.string() }),
	/** Somebody vouched for the customer. `mergedFrom`: the anonymous visitor whose conversation it was until now. */
	z.object({
		type: z.literal("visitor_identified"),
		visitorId: z.string(),
		mergedFrom: z.string().nullable(),
		visitor: VerifiedVisitor.nullable(),
	}),
	z.object({ type: z.literal("turn_failed"), turnId: z.string(), error: z.string() }),
]);
export type SystemEvent = z.infer<typeof SystemEvent>;

/** An entry before the log has numbered it. */
export type NewEntry =
	| { readonly kind: "dialogue"; readonly event: DialogueEvent }
	| { readonly kind: "feedback"; readonly event: FeedbackEvent }
	| { readonly kind: "read"; readonly event: ReadEvent }
	| { readonly kind: "system"; readonly event: SystemEvent };

/** An entry of the log. `seq` counts every entry from 1 without a gap; `eventId` is unique in the world. */
export type LogEntry = NewEntry & { readonly seq: number; readonly atMs: number; readonly eventId: string };

export function dialogueEntries(events: readonly DialogueEvent[]): NewEntry[] {
	return events.map((event) => ({ kind: "dialogue", event }));
}
