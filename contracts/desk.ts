/** The REST API for those who care for customers: what the desk's pages list, search and change. */
import { z } from "zod";
import { AnalyticsChoices, Name } from "./analytics-filter.ts";
import { VisitorAttributes } from "./identity.ts";
import { ConversationId } from "./ids.ts";
import { ConversationStatus, Person, Priority } from "./desk-commands.ts";
import { CsatRating, Owner } from "./protocol.ts";

const Instant = z.iso.datetime();
const Cursor = z.string().max(64).optional();
/** Entries of a log are numbered in 31 bits. */
const MAX_SEQ = 2_147_483_647;

const PageSize = z.coerce.number().int().min(1).max(100).default(20);
const Words = z.string().trim().min(1).max(200).optional();
/** A query's instant: with a zone, for a day begins elsewhere at another time. */
const QueryInstant = z.iso.datetime({ offset: true }).optional();

export const LabelColor = z.enum(["gray", "red", "amber", "green", "teal", "blue", "violet", "pink"]);
const LabelName = z.string().trim().min(1).max(40);
export const NewLabel = z.object({ name: LabelName, color: LabelColor.default("gray") });
export const ChangeLabel = z
	.object({ name: LabelName, color: LabelColor })
	.partial()
	.refine((change) => Object.keys(change).length > 0, "changes nothing");
export const Label = z.object({ id: z.uuid(), name: z.string(), color: LabelColor });
export type Label = z.infer<typeof Label>;
export const LabelList = z.object({ labels: z.array(Label), nextCursor: z.string().nullable() });
/** Without a `limit` all of them: a picker offers them as one types. */
export const LabelQuery = z.object({
	cursor: Cursor,
	limit: z.coerce.number().int().min(1).max(1_000).optional(),
});

/** All filters must hold. `search` looks for words in messages, as PostgreSQL's websearch_to_tsquery reads them. */
export const DeskQuery = z.object({
	search: Words,
	owner: Owner.optional(),
	status: ConversationStatus.optional(),
	/** Whose they are: a user's id. */
	assigneeId: z.uuid().optional(),
	channel: z.string().min(1).max(40).optional(),
	contactId: z.uuid().optional(),
	labelId: z.uuid().optional(),
	/** A message was taken to mean this. */
	intent: Name.optional(),
	/** BCP 47, of the conversation; `und` is not known. */
	language: z.string().min(1).max(35).optional(),
	/** A user's id: this person answered in it. */
	agentId: z.string().min(1).max(64).optional(),
	/** Last activity at or after this instant. */
	from: QueryInstant,
	/** Last activity before this instant. */
	to: QueryInstant,
	cursor: Cursor,
	limit: PageSize,
});
export type DeskQuery = z.infer<typeof DeskQuery>;

/** What a search can be narrowed by: what the last 90 days had, most first. */
export const SearchChoices = AnalyticsChoices.omit({ sites: true });

export const DeskConversation = z.object({
	id: ConversationId,
	contactId: z.string().nullable(),
	channel: z.string(),
	owner: Owner,
	status: ConversationStatus,
	assignee: Person.nullable(),
	priority: Priority,
	createdAt: Instant,
	lastActivityAt: Instant,
	preview: z.string().nullable(),
	messages: z.int().nonnegative(),
	lastSeq: z.int().nonnegative(),
	modelId: z.string().nullable(),
	labels: z.array(Label),
});
export type DeskConversation = z.infer<typeof DeskConversation>;
/** Words of a message around what was looked for, in their order; `isHit`: these are it. */
export const SearchHit = z.array(z.object({ text: z.string(), isHit: z.boolean() }));
export type SearchHit = z.infer<typeof SearchHit>;
export const FoundConversation = DeskConversation.extend({
	/** Of the newest message that was found; null where no words were looked for. */
	hit: SearchHit.nullable(),
});
export type FoundConversation = z.infer<typeof FoundConversation>;
export const DeskConversationList = z.object({
	conversations: z.array(FoundConversation),
	nextCursor: z.string().nullable(),
});
export const SetLabels = z.object({ labelIds: z.array(z.uuid()).max(20) });

/** The log as it was written: messages, and what the bot thought, with slots, actions and policies. */
export const DeskEvent = z.object({
	seq: z.int().positive(),
	at: Instant,
	kind: z.enum(["dialogue", "feedback", "read", "system"]),
	event: z.json(),
});
export type DeskEvent = z.infer<typeof DeskEvent>;
export const DeskEventsQuery = z.object({
	after: z.coerce.number().int().nonnegative().max(MAX_SEQ).default(0),
	limit: z.coerce.number().int().min(1).max(500).default(200),
});
export const DeskEventPage = z.object({
	events: z.array(DeskEvent),
	/** Give this as `after` for the next page; null at the end of the log. */
	after: z.int().nullable(),
});

export const PagedQuery = z.object({ cursor: Cursor, limit: PageSize });
export const Contact = z.object({
	id: z.string(),
	createdAt: Instant,
	lastSeenAt: Instant,
	/** Of the account, or as the company's server said. */
	name: z.string().nullable(),
	email: z.string().nullable(),
	/** Whether an account or the company's server vouches for who it is. */
	verified: z.boolean(),
	/** What the company's server said, of somebody whom it has named. */
	identity: z
		.object({
			site: z.string(),
			subject: z.string(),
			attributes: VisitorAttributes,
			identifiedAt: Instant,
		})
		.nullable(),
	conversations: z.int().nonnegative(),
});
export type Contact = z.infer<typeof Contact>;
export const ContactQuery = PagedQuery.extend({ search: Words });
export const ContactList = z.object({ contacts: z.array(Contact), nextCursor: z.string().nullable() });

export const FeedbackQuery = PagedQuery.extend({ rating: z.enum(["up", "down"]).optional() });
export const FeedbackItem = z.object({
	conversationId: ConversationId,
	messageSeq: z.int().positive(),
	rating: z.enum(["up", "down"]),
	reason: z.string().nullable(),
	at: Instant,
	/** The message that is judged. */
	text: z.string().nullable(),
});
export const FeedbackList = z.object({
	feedback: z.array(FeedbackItem),
	nextCursor: z.string().nullable(),
});

export const CsatQuery = PagedQuery.extend({ rating: z.coerce.number().pipe(CsatRating).optional() });
export const CsatItem = z.object({
	conversationId: ConversationId,
	/** The log entry of the resolution. */
	resolvedSeq: z.int().positive(),
	rating: CsatRating,
	comment: z.string().nullable(),
	at: Instant,
});
export const CsatList = z.object({ csat: z.array(CsatItem), nextCursor: z.string().nullable() });

const Shortcut = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, "1 to 40 characters of a-z 0-9 _ -");
const ReplyText = z.string().trim().min(1).max(4_000);
/** What agents write by `/shortcut`. `{{name}}` and the like stand for what the desk fills in. */
export const CannedReply = z.object({
	id: z.uuid(),
	shortcut: z.string(),
	text: z.string(),
	updatedAt: Instant,
});
export type CannedReply = z.infer<typeof CannedReply>;
export const CannedReplyList = z.object({ replies: z.array(CannedReply), nextCursor: z.string().nullable() });
/** Without a `limit` all of them: a composer offers them as one writes. */
export const CannedReplyQuery = z.object({
	search: Words,
	cursor: z.string().max(64).optional(),
	limit: z.coerce.number().int().min(1).max(1_000).default(1_000),
});
export const NewCannedReply = z.object({ shortcut: Shortcut, text: ReplyText });
export const ChangeCannedReply = z
	.object({ shortcut: Shortcut, text: ReplyText })
	.partial()
	.refine((change) => Object.keys(change).length > 0, "changes nothing");

export const TicketStatus = z.enum(["open", "solved"]);
export const Ticket = z.object({
	number: z.string(),
	topic: z.string(),
	summary: z.string(),
	status: TicketStatus,
	email: z.string().nullable(),
	orderNumber: z.string().nullable(),
	conversationId: z.string().nullable(),
	createdAt: Instant,
});
export type Ticket = z.infer<typeof Ticket>;
export const TicketQuery = z.object({
	status: TicketStatus.optional(),
	search: Words,
	cursor: Cursor,
	limit: PageSize,
});
export const TicketList = z.object({ tickets: z.array(Ticket), nextCursor: z.string().nullable() });
export const ChangeTicket = z.object({ status: TicketStatus });
export const TicketPath = z.object({
	number: z.string().regex(/^T-\d{1,9}$/, "a ticket's number is T-50001"),
});

/** `search`: a number, an address or a part of the customer's name. */
export const OrderQuery = z.object({ search: Words, cursor: Cursor, limit: PageSize });
export const DeskOrder = z.object({
	number: z.string(),
	status: z.string(),
	placedAt: Instant,
	promisedAt: Instant.nullable(),
	deliveredAt: Instant.nullable(),
	carrier: z.string().nullable(),
	trackingNumber: z.string().nullable(),
	/** In the currency's minor unit. */
	totalCents: z.int(),
	currency: z.string(),
	deliveryAddress: z.string(),
	customer: z.object({ name: z.string(), email: z.string() }),
	lines: z.array(z.object({ sku: z.string(), name: z.string(), quantity: z.int(), unitPriceCents: z.int() })),
});
export type DeskOrder = z.infer<typeof DeskOrder>;
export const OrderList = z.object({ orders: z.array(DeskOrder), nextCursor: z.string().nullable() });
export const OrderPath = z.object({ number: z.string().min(1).max(40) });

export const AuditQuery = z.object({
	action: z.string().min(1).max(100).optional(),
	actorId: z.string().min(1).max(100).optional(),
	targetId: z.string().min(1).max(100).optional(),
	/** Only entries below this number. */
	before: z.coerce.number().int().positive().optional(),
	limit: PageSize,
});
export const AuditList = z.object({
	entries: z.array(
		z.object({
			seq: z.int().positive(),
			at: Instant,
			actor: z.object({ kind: z.string(), id: z.string().nullable() }),
			/** The thing and the deed: `user.roles_changed`. */
			action: z.string(),
			target: z.object({ kind: z.string(), id: z.string().nullable() }).nullable(),
			requestId: z.string().nullable(),
			details: z.json(),
			hash: z.string(),
		}),
	),
	/** Give this as `before` for the next page; null at the beginning of the log. */
	before: z.int().nullable(),
});
