/**
 * The inbox of a team, live: version 1. Frames are JSON texts; see docs/desk-socket.md.
 *
 * The inbox counts its changes in `version`, from 1 without a gap. A `changed` frame covers the versions `from`..`to`, and
 * the client asserts `from === version + 1`; if that fails, or after a loss of the line, it says `hello` with its version
 * and gets what it lacks, or `isFresh: true`: then it forgets its rows and lists anew.
 */
import { z } from "zod";
import { Label } from "./desk.ts";
import { HandoffReason, Person, Standing } from "./desk-commands.ts";
import { ErrorCode } from "./errors.ts";
import { ConversationId } from "./ids.ts";
import { NoticeKind } from "./notices.ts";
import type { Permission } from "./permissions.ts";

export const INBOX_PROTOCOL_VERSION = 1;
/** Rows of one page. */
export const MAX_INBOX_PAGE = 200;

const Instant = z.iso.datetime();
const Version = z.int().nonnegative();

/** One line of the inbox. */
export const InboxRow = z.object({
	id: ConversationId,
	contactId: z.string().nullable(),
	/** Of somebody who has an account. */
	contactName: z.string().nullable(),
	channel: z.string(),
	createdAt: Instant,
	lastActivityAt: Instant,
	preview: z.string().nullable(),
	/** Who said the last message. */
	lastAuthor: z.enum(["visitor", "bot", "agent"]).nullable(),
	...Standing.shape,
	/** From 1; null where it is not in the queue. */
	place: z.int().positive().nullable(),
	handoffReason: HandoffReason.nullable(),
	/** Who had it when it was resolved; null while it is not. */
	resolvedFrom: Person.nullable(),
	/** Until when a person should have answered; null when nobody waits. */
	responseDueAt: Instant.nullable(),
	/** True from that instant on, until somebody answers. */
	isOverdue: z.boolean(),
	labels: z.array(Label),
});
export type InboxRow = z.infer<typeof InboxRow>;

export const InboxView = z.enum(["mine", "unassigned", "all", "mentions"]);
export type InboxView = z.infer<typeof InboxView>;
/** `bot`: open, and the bot answers. `open`: open, and a person or the queue has it. */
export const InboxStatus = z.enum(["open", "bot", "snoozed", "resolved"]);
export type InboxStatus = z.infer<typeof InboxStatus>;
export const InboxSort = z.enum(["waiting", "activity", "priority"]);
export type InboxSort = z.infer<typeof InboxSort>;

const Count = z.int().nonnegative();
const StatusCounts = z.object({ open: Count, bot: Count, snoozed: Count, resolved: Count });
/** How many there are of each status in each view, for the agent who asks. */
export const InboxCounts = z.object({
	mine: StatusCounts,
	unassigned: StatusCounts,
	all: StatusCounts,
	mentions: StatusCounts,
});
export type InboxCounts = z.infer<typeof InboxCounts>;

/** Only who is `available` is given anything. `do_not_disturb`: at the desk, and busy with what they have. */
export const Availability = z.enum(["available", "do_not_disturb", "away"]);
export type Availability = z.infer<typeof Availability>;
/** Somebody at the desk. `open`: conversations that are theirs and open. */
export const AgentAtDesk = Person.extend({ availability: Availability, isOnline: z.boolean(), open: Count });
export type AgentAtDesk = z.infer<typeof AgentAtDesk>;

export const AssignmentRule = z.enum(["manual", "round_robin", "by_load"]);
export type AssignmentRule = z.infer<typeof AssignmentRule>;
/** Who is at the desk, and by which rule they are given the queue. */
const desk = {
	agents: z.array(AgentAtDesk),
	assignment: AssignmentRule,
	/** Nobody is given more. */
	maxOpenPerAgent: z.int().positive(),
};

/** Which lines are listed, in which order. */
export const InboxQuestion = z.object({
	view: InboxView,
	/** Null: however it stands. */
	status: InboxStatus.nullable().default("open"),
	sort: InboxSort.default("activity"),
	/** Only what has this label. */
	labelId: z.uuid().nullable().default(null),
	/** Only what came in by this channel. */
	channel: z.string().min(1).max(40).nullable().default(null),
});
export type InboxQuestion = z.infer<typeof InboxQuestion>;

/** What an agent's client may send. `hello` comes first; `version` is the last one covered, null for none. */
export const InboxClientFrame = z.discriminatedUnion("type", [
	z.object({ type: z.literal("hello"), protocol: z.int(), version: Version.nullable() }),
	/** Asks for a page of a list. `request` is the client's own number; the answer carries it. */
	InboxQuestion.extend({
		type: z.literal("list"),
		request: z.int().nonnegative(),
		cursor: z.string().max(200).nullable().default(null),
		limit: z.int().min(1).max(MAX_INBOX_PAGE).default(50),
	}),
	z.object({ type: z.literal("availability"), availability: Availability }),
]);
export type InboxClientFrame = z.infer<typeof InboxClientFrame>;

/** What an agent must be allowed for each frame. Who is in the inbox can be given customers: all of it is for those who may answer. */
export const INBOX_FRAME_NEEDS = {
	hello: "conversations:write",
	list: "conversations:write",
	availability: "conversations:write",
} as const satisfies Record<InboxClientFrame["type"], Permission>;

export const InboxServerFrame = z.discriminatedUnion("type", [
	z.object({
		type: z.literal("welcome"),
		protocol: z.int(),
		me: AgentAtDesk,
		version: Version,
		/** True: what the client had is too old to be brought up to date. Forget all rows, list anew. */
		isFresh: z.boolean(),
		/** What changed since the client's version; empty when `isFresh`. */
		rows: z.array(InboxRow),
		removed: z.array(ConversationId),
		counts: InboxCounts,
		...desk,
	}),
	/** A page, as of `version`: rows whose later changes the client has already heard of are the newer ones. */
	z.object({
		type: z.literal("page"),
		request: z.int().nonnegative(),
		version: Version,
		rows: z.array(InboxRow),
		nextCursor: z.string().nullable(),
	}),
	z.object({
		type: z.literal("changed"),
		from: Version,
		to: Version,
		/** Whole rows as they are now, whether or not the client has listed them. */
		rows: z.array(InboxRow),
		removed: z.array(ConversationId),
		counts: InboxCounts,
	}),
	/** Something that this agent may want to hear of, once. Whoever is not to be disturbed is not told. */
	z.object({
		type: z.literal("notice"),
		kind: NoticeKind,
		conversationId: ConversationId,
		contactId: z.string().nullable(),
		contactName: z.string().nullable(),
		preview: z.string().nullable(),
	}),
	/** Who is at the desk, all of them, and the rule of the queue, whenever that changes. */
	z.object({ type: z.literal("agents"), ...desk }),
	z.object({
		type: z.literal("error"),
		code: ErrorCode,
		message: z.string(),
		request: z.int().nonnegative().optional(),
		retryAfterMs: z.int().positive().optional(),
	}),
]);
export type InboxServerFrame = z.infer<typeof InboxServerFrame>;

export const HandoffQueue = z.enum(["in_hours", "attended"]);
export type HandoffQueue = z.infer<typeof HandoffQueue>;
const between = (least: number, most: number) => {
	const words = `must be ${least} to ${most}`;
	return z.int().min(least, words).max(most, words);
};

/** When the bot gives a conversation away. */
const Handoff = z.object({
	/**
	 * When somebody who asks the shop's bot for a person waits for one, and gets no ticket: `in_hours`, within the
	 * business hours while anybody has an account that may answer; `attended`, only while somebody is at the desk.
	 */
	queue: HandoffQueue.default("in_hours"),
	/** Intents by which customers ask for a person. */
	intents: z.array(z.string().min(1).max(256)).max(50).default(["talk_to_person"]),
	/** Messages in a row that the bot did not understand or failed at; null: never. */
	failures: between(1, 20).nullable().default(2),
	/** Thumbs down, or messages of these intents, without anything good between them; null: never. */
	negative: between(1, 20).nullable().default(2),
	negativeIntents: z.array(z.string().min(1).max(256)).max(50).default(["frustration"]),
});

/** How the desk gives out conversations, and when the bot gives them away. */
export const DeskSettings = z.object({
	assignment: AssignmentRule.default("manual"),
	/** Open conversations that one agent is given at most; who takes more does it by hand. */
	maxOpenPerAgent: between(1, 200).default(5),
	/** Minutes until a person should have answered; null: no clock runs. */
	firstResponseMinutes: between(1, 10_080).nullable().default(15),
	handoff: Handoff.default(() => Handoff.parse({})),
});
export type DeskSettings = z.infer<typeof DeskSettings>;
