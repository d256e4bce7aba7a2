/**
 * Conversations in Postgres. The conversation's object writes here through its outbox and can be rebuilt from here;
 * nothing in these tables is needed to answer a customer who is in the middle of a conversation.
 */
import { sql } from "drizzle-orm";
import {
	check,
	foreignKey,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	smallint,
	text,
	uuid,
} from "drizzle-orm/pg-core";
import type { JsonValue } from "../contracts/parse-data.ts";
import { DEFAULT_SITE_KEY } from "../contracts/sites.ts";
import { instant, tsvector } from "./columns.ts";

/** People who write to us. An anonymous visitor's id is the `sub` of the visitor's token. */
export const contacts = pgTable("contacts", {
	id: uuid("id").primaryKey(),
	createdAt: instant("created_at").notNull(),
	lastSeenAt: instant("last_seen_at").notNull(),
});

/**
 * One row a conversation. `lease_epoch` fences the objects that claim it: the higher one wins. `revision` counts the
 * writes, so that a flush notices a write that came between its snapshot and its lock (see conversation-log.ts).
 */
export const conversations = pgTable(
	"conversations",
	{
		id: uuid("id").primaryKey(),
		contactId: uuid("contact_id").references(() => contacts.id, { onDelete: "set null" }),
		channel: text("channel").notNull(),
		/** By which site it came in. No reference: a site may go, and its conversations stay. */
		siteKey: text("site_key").notNull().default(DEFAULT_SITE_KEY),
		owner: text("owner", { enum: ["bot", "queue", "person"] }).notNull(),
		ownerEpoch: integer("owner_epoch").notNull().default(0),
		leaseEpoch: integer("lease_epoch").notNull(),
		revision: integer("revision").notNull().default(0),
		/** The log in conversation_events is complete from 1 up to here. */
		lastSeq: integer("last_seq").notNull().default(0),
		preview: text("preview"),
		modelId: text("model_id"),
		status: text("status", { enum: ["open", "snoozed", "resolved"] })
			.notNull()
			.default("open"),
		/** Who answers, while the owner is a person. No reference: the log says it, and accounts are erased without it. */
		assigneeId: uuid("assignee_id"),
		priority: text("priority", { enum: ["low", "normal", "high", "urgent"] })
			.notNull()
			.default("normal"),
		/** Since when the customer has waited for a person. */
		waitingSince: instant("waiting_since"),
		snoozedUntil: instant("snoozed_until"),
		/** How it stands at the desk, as its object has it: what an inbox is rebuilt from. */
		desk: jsonb("desk").$type<JsonValue>(),
		createdAt: instant("created_at").notNull(),
		lastActivityAt: instant("last_activity_at").notNull(),
	},
	(table) => [
		index("conversations_by_activity").on(table.lastActivityAt.desc(), table.id.desc()),
		index("conversations_by_contact").on(table.contactId, table.lastActivityAt.desc(), table.id.desc()),
		index("conversations_by_assignee")
			.on(table.assigneeId, table.lastActivityAt.desc(), table.id.desc())
			.where(sql`${table.assigneeId} is not null`),
		check("conversations_owner", sql`${table.owner} in ('bot', 'queue', 'person')`),
		check("conversations_status", sql`${table.status} in ('open', 'snoozed', 'resolved')`),
		check("conversations_priority", sql`${table.priority} in ('low', 'normal', 'high', 'urgent')`),
		check("conversations_counters", sql`${table.leaseEpoch} >= 0 and ${table.lastSeq} >= 0`),
	],
);

/**
 * The log, entry for entry as the object has it. Append-only, never updated. Its one unique key begins with
 * `conversation_id`, so that the table can be split by hash of it without another key in the way.
 */
export const conversationEvents = pgTable(
	"conversation_events",
	{
		conversationId: uuid("conversation_id").notNull(),
		seq: integer("seq").notNull(),
		eventId: text("event_id").notNull(),
		kind: text("kind", { enum: ["dialogue", "feedback", "read", "system"] }).notNull(),
		event: jsonb("event").$type<JsonValue>().notNull(),
		at: instant("at").notNull(),
	},
	(table) => [
		primaryKey({ columns: [table.conversationId, table.seq] }),
		foreignKey({ columns: [table.conversationId], foreignColumns: [conversations.id] }).onDelete("cascade"),
		check("conversation_events_seq", sql`${table.seq} > 0`),
		check("conversation_events_kind", sql`${table.kind} in ('dialogue', 'feedback', 'read', 'system')`),
	],
);

/** What people can read and search of the log: one row for each entry with words of a customer, the bot or a person. */
export const messages = pgTable(
	"messages",
	{
		conversationId: uuid("conversation_id").notNull(),
		seq: integer("seq").notNull(),
		author: text("author", { enum: ["visitor", "bot", "agent"] }).notNull(),
		text: text("text"),
		at: instant("at").notNull(),
		/** `simple`: customers write in many languages, and names and numbers must be found as written. */
		search: tsvector("search")
			.notNull()
			.generatedAlwaysAs(sql`to_tsvector('simple', left(coalesce("text", ''), 50000))`),
	},
	(table) => [
		primaryKey({ columns: [table.conversationId, table.seq] }),
		foreignKey({ columns: [table.conversationId], foreignColumns: [conversations.id] }).onDelete("cascade"),
		index("messages_search").using("gin", table.search),
		check("messages_author", sql`${table.author} in ('visitor', 'bot', 'agent')`),
	],
);

/** What a customer thought of one message, as of the last time that it was said. */
export const feedback = pgTable(
	"feedback",
	{
		conversationId: uuid("conversation_id").notNull(),
		/** The message that is judged. */
		messageSeq: integer("message_seq").notNull(),
		/** The log entry that says so; an older one never replaces a newer one. */
		entrySeq: integer("entry_seq").notNull(),
		/** Null: taken back. */
		rating: text("rating", { enum: ["up", "down"] }),
		reason: text("reason"),
		at: instant("at").notNull(),
	},
	(table) => [
		primaryKey({ columns: [table.conversationId, table.messageSeq] }),
		foreignKey({ columns: [table.conversationId], foreignColumns: [conversations.id] }).onDelete("cascade"),
		index("feedback_by_time").on(table.at.desc(), table.conversationId, table.messageSeq),
		check("feedback_rating", sql`${table.rating} in ('up', 'down')`),
	],
);

/** How a customer found the help that a resolution has ended, as of the last time that it was said. */
export const csat = pgTable(
	"csat",
	{
		conversationId: uuid("conversation_id").notNull(),
		/** The log entry of the resolution. */
		resolvedSeq: integer("resolved_seq").notNull(),
		/** The log entry that says so; an older one never replaces a newer one. */
		entrySeq: integer("entry_seq").notNull(),
		/** From 1, bad, to 5, good. */
		rating: smallint("rating").notNull(),
		comment: text("comment"),
		at: instant("at").notNull(),
	},
	(table) => [
		primaryKey({ columns: [table.conversationId, table.resolvedSeq] }),
		foreignKey({ columns: [table.conversationId], foreignColumns: [conversations.id] }).onDelete("cascade"),
		index("csat_by_time").on(table.at.desc(), table.conversationId, table.resolvedSeq),
		check("csat_rating", sql`${table.rating} between 1 and 5`),
	],
);
