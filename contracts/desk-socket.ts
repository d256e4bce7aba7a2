/**
 * An agent's socket of one conversation, version 1. Frames are JSON texts; see docs/desk-socket.md. What changes the
 * conversation goes by REST (desk-commands.ts); this is what it looks like meanwhile.
 *
 * As on the customer's socket, `seq` numbers the log from 1 without a gap, and the client asserts `from === lastSeq + 1`.
 * An agent sees every entry: a span has exactly `to - from + 1` of them.
 */
import { z } from "zod";
import { DeskEvent } from "./desk.ts";
import { Person, Standing } from "./desk-commands.ts";
import { ErrorCode } from "./errors.ts";
import { ConversationId } from "./ids.ts";
import type { Permission } from "./permissions.ts";

export const DESK_PROTOCOL_VERSION = 1;

const Seq = z.int().nonnegative();

/** What an agent's client may send. `hello` comes first. */
export const DeskClientFrame = z.discriminatedUnion("type", [
	z.object({ type: z.literal("hello"), protocol: z.int(), lastSeq: Seq }),
	/** What the agent is doing; told to colleagues, and to the customer while the agent types a reply as the one who answers. */
	z.object({ type: z.literal("doing"), what: z.enum(["viewing", "typing", "noting", "away"]) }),
	/** Everything up to `seq` was read by this agent. */
	z.object({ type: z.literal("read"), seq: Seq }),
]);
export type DeskClientFrame = z.infer<typeof DeskClientFrame>;

/** What an agent must be allowed for each frame: a kind of frame without one does not compile. */
export const DESK_FRAME_NEEDS = {
	hello: "conversations:read",
	doing: "conversations:read",
	read: "conversations:write",
} as const satisfies Record<DeskClientFrame["type"], Permission>;

/** A colleague who has the conversation open. */
export const Colleague = Person.extend({ doing: z.enum(["viewing", "typing", "noting"]) });
export type Colleague = z.infer<typeof Colleague>;

const span = { from: Seq, to: Seq, entries: z.array(DeskEvent) };

export const DeskServerFrame = z.discriminatedUnion("type", [
	/** The answer to `hello`: everything after `lastSeq`; the rest of a long log follows in `entries`. */
	z.object({
		type: z.literal("welcome"),
		protocol: z.int(),
		conversationId: ConversationId,
		standing: Standing,
		colleagues: z.array(Colleague),
		/** Whether the customer has the conversation open, and how far they have read. */
		visitor: z.object({ isOnline: z.boolean(), readSeq: Seq }),
		/** The customer's place in the queue, from 1; null where it is in none. */
		place: z.int().positive().nullable(),
		...span,
	}),
	/** The log has grown. `standing` is how it stands after that. */
	z.object({ type: z.literal("entries"), ...span, standing: Standing }),
	/** Who else is here, all of them, whenever that changes: the collision notice. Without the agent itself. */
	z.object({ type: z.literal("colleagues"), colleagues: z.array(Colleague) }),
	z.object({
		type: z.literal("presence"),
		who: z.enum(["visitor", "bot"]),
		state: z.enum(["typing", "idle"]),
	}),
	z.object({ type: z.literal("visitor"), isOnline: z.boolean(), readSeq: Seq }),
	z.object({ type: z.literal("place"), place: z.int().positive().nullable() }),
	z.object({
		type: z.literal("error"),
		code: ErrorCode,
		message: z.string(),
		retryAfterMs: z.int().positive().optional(),
	}),
]);
export type DeskServerFrame = z.infer<typeof DeskServerFrame>;
