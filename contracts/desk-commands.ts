/** What people of the company do with a conversation, and how it stands after that. Routes: docs/api.md. */
import { z } from "zod";
import { ErrorBody } from "./errors.ts";
import { MessageId } from "./ids.ts";
import { MAX_TEXT_CHARS, Owner } from "./protocol.ts";

const Instant = z.iso.datetime();

/** Somebody of the company, by the name that customers and colleagues see. */
export const Person = z.object({ id: z.uuid(), name: z.string() });
export type Person = z.infer<typeof Person>;

/** Whether somebody still has to do something. Who that is says the owner; the bot's conversations are `open` too. */
export const ConversationStatus = z.enum(["open", "snoozed", "resolved"]);
export type ConversationStatus = z.infer<typeof ConversationStatus>;

export const Priority = z.enum(["low", "normal", "high", "urgent"]);
export type Priority = z.infer<typeof Priority>;

/** Why the bot gave a conversation away. */
export const HandoffReason = z.enum(["asked", "failures", "negative", "action"]);
export type HandoffReason = z.infer<typeof HandoffReason>;

/** How a conversation stands: the same in the answers of commands, on the socket and in the lists. */
export const Standing = z.object({
	owner: Owner,
	/** Counts the changes of hands. Give it as `expectedEpoch` to do something only if nobody was faster. */
	epoch: z.int().nonnegative(),
	/** Who answers while the owner is `person`; null otherwise. */
	assignee: Person.nullable(),
	status: ConversationStatus,
	/** When a snoozed one wakes by itself; null while it sleeps until the customer writes. */
	snoozedUntil: Instant.nullable(),
	priority: Priority,
	/** Since when the customer has waited for a person's answer; null when nobody waits. */
	waitingSince: Instant.nullable(),
	/** Since when it has been in the queue. */
	queuedAt: Instant.nullable(),
	/** The customer's messages that no person has read. */
	unread: z.int().nonnegative(),
	/** Who was mentioned in a note and has not looked since. */
	mentioned: z.array(z.uuid()),
	lastSeq: z.int().nonnegative(),
});
export type Standing = z.infer<typeof Standing>;

/** `id` is the client's, as a message's: a command that comes twice is done once and answered the same. */
const Command = z.object({ id: MessageId });
/** Refused with 409 when the conversation changed hands since: `expectedEpoch` is the epoch that the agent saw. */
const Fenced = Command.extend({ expectedEpoch: z.int().nonnegative().optional() });
/** Refused with 409 when the customer has written since: `seenSeq` is the last entry of the log that the agent knew. */
export const SeenSeq = z.int().nonnegative().optional();
const Text = z.string().trim().min(1).max(MAX_TEXT_CHARS);

export const TakeOver = Fenced;
export const HandBack = Fenced;
export const Enqueue = Fenced;
/** `userId` null puts it back into the queue. */
export const Assign = Fenced.extend({ userId: z.uuid().nullable() });
/** `resolve` says it and closes the conversation in one step. */
export const AgentMessage = Fenced.extend({
	text: Text,
	resolve: z.boolean().default(false),
	/** Asked for where it is closed. */
	seenSeq: SeenSeq,
});
export const Note = Command.extend({ text: Text, mentions: z.array(z.uuid()).max(20).default([]) });
/** `until` null: until the customer writes. */
export const Snooze = Command.extend({
	until: z.iso.datetime({ offset: true }).nullable(),
	seenSeq: SeenSeq,
});
export const Resolve = Fenced.extend({ seenSeq: SeenSeq });
export const Reopen = Command;
export const SetPriority = Command.extend({ priority: Priority });

/** The answer of every command. `seq` is the first entry that it brought; null when there was nothing to do. */
export const DeskOutcome = z.object({ seq: z.int().positive().nullable(), standing: Standing });
export type DeskOutcome = z.infer<typeof DeskOutcome>;

/** A 409 of a command: somebody was faster, or the agent is not the one who answers. It says how things stand. */
export const DeskConflict = z.object({
	error: ErrorBody.shape.error.extend({ standing: Standing }),
});
export type DeskConflict = z.infer<typeof DeskConflict>;

/** Who can be given a conversation and mentioned in a note: everybody who may answer customers. */
export const AgentList = z.object({ agents: z.array(Person) });
