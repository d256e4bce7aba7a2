/**
 * The socket protocol of a conversation, version 1. Frames are JSON texts. See docs/protocol.md.
 *
 * `seq` numbers every entry of the conversation's log, from 1, without a gap. A customer's frame carries only what a
 * customer may see; so each frame of events says which span of the log it covers (`from`..`to`), and the client
 * asserts `from === lastSeq + 1`.
 */
import { z } from "zod";
import { ErrorCode } from "./errors.ts";
import { ConversationId, MessageId } from "./ids.ts";
import { MessageMetadata } from "./metadata.ts";

export const PROTOCOL_VERSION = 1;

/** Longest text of one message, in UTF-16 units: Rasa's REST clients send far less; the composer shows it when near. */
export const MAX_TEXT_CHARS = 4_000;
/** Longest frame that the object reads, in bytes of UTF-8. A longer one is answered with `payload_too_large`. */
export const MAX_FRAME_BYTES = 32_768;

const Seq = z.int().nonnegative();
const Text = z.string().min(1).max(MAX_TEXT_CHARS);

export const Button = z.object({ title: z.string(), payload: z.string() });
export type Button = z.infer<typeof Button>;

/** Who answers: the bot, nobody yet (a queue), or a person. */
export const Owner = z.enum(["bot", "queue", "person"]);
export type Owner = z.infer<typeof Owner>;

/** What a customer sees of the log. `atMs` is epoch milliseconds of the append. */
export const ConversationEvent = z.discriminatedUnion("kind", [
	z.object({
		kind: z.literal("visitor"),
		seq: Seq,
		atMs: z.int(),
		messageId: z.string(),
		text: z.string(),
		/** What a pressed button sent, e.g. `/affirm`: lets every tab mark the choice. */
		payload: z.string().nullable(),
	}),
	z.object({
		kind: z.literal("bot"),
		seq: Seq,
		atMs: z.int(),
		text: z.string().nullable(),
		buttons: z.array(Button),
		imageUrl: z.string().nullable(),
		/** Rasa's `custom`, `attachment`, `elements` and `quick_replies`, where a response has them. */
		extra: z.record(z.string(), z.json()).nullable(),
	}),
	z.object({ kind: z.literal("agent"), seq: Seq, atMs: z.int(), name: z.string(), text: z.string() }),
	z.object({
		kind: z.literal("system"),
		seq: Seq,
		atMs: z.int(),
		code: z.enum(["session_started", "owner_changed", "resolved"]),
		text: z.string(),
		/** With `owner_changed`: who answers from now on. */
		owner: Owner.optional(),
		/** With `owner` person: who it is. */
		name: z.string().optional(),
	}),
]);
export type ConversationEvent = z.infer<typeof ConversationEvent>;

/** How a customer found the help that a resolution has ended: from 1, bad, to 5, good. */
export const CsatRating = z.int().min(1).max(5);
/** Longest text that goes with a judgement or a rating. */
export const MAX_OPINION_CHARS = 1_000;
const Opinion = z.string().max(MAX_OPINION_CHARS);

/** What a client may send. `hello` comes first; `lastSeq` is the last entry that the client has covered, 0 for none. */
export const ClientFrame = z.discriminatedUnion("type", [
	z.object({ type: z.literal("hello"), protocol: z.int(), lastSeq: Seq }),
	z.object({
		type: z.literal("message"),
		id: MessageId,
		text: Text,
		/** A button's payload: the engine reads this, people read `text` (the button's title). */
		payload: Text.optional(),
		metadata: MessageMetadata.optional(),
	}),
	z.object({ type: z.literal("typing") }),
	z.object({ type: z.literal("read"), seq: Seq }),
	z.object({
		type: z.literal("feedback"),
		seq: Seq,
		rating: z.enum(["up", "down"]).nullable(),
		reason: Opinion.optional(),
	}),
	/** Of the system event `resolved` at `seq`; each has one rating, and the last word counts. */
	z.object({ type: z.literal("csat"), seq: Seq, rating: CsatRating, comment: Opinion.optional() }),
	/** Waits no longer for a person: the bot answers again. Nothing happens outside of the queue. */
	z.object({ type: z.literal("leave_queue") }),
]);
export type ClientFrame = z.infer<typeof ClientFrame>;

/** The span `from`..`to` of the log and those of its entries that this client may see. */
const span = { from: Seq, to: Seq, events: z.array(ConversationEvent) };

export const ServerFrame = z.discriminatedUnion("type", [
	/** The answer to `hello`: everything after `lastSeq`; `from` > `to` when there is nothing new. */
	z.object({
		type: z.literal("welcome"),
		protocol: z.int(),
		conversationId: ConversationId,
		owner: Owner,
		...span,
	}),
	/** The message with this id stands in the log at `seq`. A repeated id gets its first acknowledgement again. */
	z.object({ type: z.literal("ack"), id: MessageId, seq: Seq }),
	z.object({ type: z.literal("events"), ...span }),
	z.object({
		type: z.literal("presence"),
		who: z.enum(["bot", "agent", "visitor"]),
		state: z.enum(["typing", "idle"]),
		name: z.string().optional(),
	}),
	/** What this customer has said of messages and of resolutions: what stands after `welcome`, then each change. */
	z.object({
		type: z.literal("feedback"),
		messages: z.array(
			z.object({ seq: Seq, rating: z.enum(["up", "down"]).nullable(), reason: z.string().optional() }),
		),
		resolutions: z.array(z.object({ seq: Seq, rating: CsatRating, comment: z.string().optional() })),
	}),
	/**
	 * The customer's place in the queue, from 1; null once it has left it. `isAttended`: somebody at the desk takes
	 * conversations, whatever the hour; absent where nobody can say. Told when either changes.
	 */
	z.object({
		type: z.literal("queue"),
		place: z.int().positive().nullable(),
		isAttended: z.boolean().optional(),
	}),
	/** Up to which entry the other side has read. */
	z.object({ type: z.literal("read"), who: z.enum(["agent", "visitor"]), seq: Seq }),
	z.object({
		type: z.literal("error"),
		code: ErrorCode,
		message: z.string(),
		/** The message that was refused, where the frame had a readable id. */
		id: z.string().optional(),
		retryAfterMs: z.int().positive().optional(),
	}),
]);
export type ServerFrame = z.infer<typeof ServerFrame>;

/** Why the server closes a socket; `comeBack` says whether the client should connect again by itself. */
export const CLOSE_CODES = {
	/** The server restarts or drains. */
	goingAway: { code: 1001, comeBack: true },
	/** The conversation moved to another object: resume there. */
	moved: { code: 4001, comeBack: true },
	/** The token was revoked or has expired: get a new ticket first. */
	unauthorized: { code: 4003, comeBack: false },
	/** The conversation was erased. */
	erased: { code: 4004, comeBack: false },
	/** The client speaks a protocol that this server no longer has: reload the page. */
	protocol: { code: 4005, comeBack: false },
	/** Too many frames after having been asked to slow down. */
	flooding: { code: 4008, comeBack: false },
} as const;
