/**
 * The figures of the desk. Written by the database itself, in the transaction that stores a conversation's entries
 * (migrations/, `analytics_fold`); what each column means stands in docs/analytics.md. Nothing here has words of anybody.
 */
import { sql } from "drizzle-orm";
import {
	bigint,
	boolean,
	date,
	foreignKey,
	index,
	integer,
	pgTable,
	primaryKey,
	smallint,
	text,
	uuid,
} from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";
import { conversations } from "./schema.ts";

export const count = (name: string) => integer(name).notNull().default(0);
export const sum = (name: string) => bigint(name, { mode: "number" }).notNull().default(0);

/** What conversations add up to, by the names of the view `conversation_measures`. */
export const measures = () => ({
	conversations: sum("conversations"),
	contained: sum("contained"),
	confirmed: sum("confirmed"),
	assumed: sum("assumed"),
	returned: sum("returned"),
	resolvedByPerson: sum("resolved_by_person"),
	handedOff: sum("handed_off"),
	handoffs: sum("handoffs"),
	visitorMessages: sum("visitor_messages"),
	botMessages: sum("bot_messages"),
	agentMessages: sum("agent_messages"),
	asked: sum("asked"),
	fallbacks: sum("fallbacks"),
	thumbsUp: sum("thumbs_up"),
	thumbsDown: sum("thumbs_down"),
	rated1: sum("rated_1"),
	rated2: sum("rated_2"),
	rated3: sum("rated_3"),
	rated4: sum("rated_4"),
	rated5: sum("rated_5"),
	botResponseN: sum("bot_response_n"),
	botResponseMs: sum("bot_response_ms"),
	personResponseN: sum("person_response_n"),
	personResponseMs: sum("person_response_ms"),
	waitingN: sum("waiting_n"),
	waitingMs: sum("waiting_ms"),
	resolutionN: sum("resolution_n"),
	resolutionMs: sum("resolution_ms"),
});

/** One row a conversation: what its log up to `through_seq` amounts to. */
export const conversationFacts = pgTable(
	"conversation_facts",
	{
		conversationId: uuid("conversation_id").primaryKey(),
		throughSeq: count("through_seq"),
		contactId: uuid("contact_id"),
		channel: text("channel").notNull(),
		/** Empty while nothing is known. */
		language: text("language").notNull().default(""),
		modelId: text("model_id"),
		isTest: boolean("is_test").notNull().default(false),
		/** The customer's first message; null before it: such a conversation is not counted. */
		startedAt: instant("started_at"),
		lastMessageAt: instant("last_message_at"),
		/** The last message before the first silence of more than 72 hours. */
		restedAt: instant("rested_at"),
		isReturnedHere: boolean("is_returned_here").notNull().default(false),
		visitorMessages: count("visitor_messages"),
		botMessages: count("bot_messages"),
		agentMessages: count("agent_messages"),
		asked: count("asked"),
		fallbacks: count("fallbacks"),
		handoffs: count("handoffs"),
		thumbsUp: count("thumbs_up"),
		thumbsDown: count("thumbs_down"),
		rating: smallint("rating"),
		botResponseMs: bigint("bot_response_ms", { mode: "number" }),
		personResponseMs: bigint("person_response_ms", { mode: "number" }),
		waitingMs: bigint("waiting_ms", { mode: "number" }),
		resolvedAt: instant("resolved_at"),
		resolvedBy: text("resolved_by"),
		/** Of the contact's conversations: when the next one began, when the first one did, … */
		nextStartedAt: instant("next_started_at"),
		contactStartedAt: instant("contact_started_at"),
		/** … in which seven days since then this one began, and whether it is the first in these. */
		contactWeek: integer("contact_week"),
		opensWeek: boolean("opens_week").notNull().default(false),
		/** How far the fold has come: who answers, since when somebody waits, … */
		owner: text("owner").notNull().default("bot"),
		firstHandoffAt: instant("first_handoff_at"),
		waitingSince: instant("waiting_since"),
		/** … what the customer's latest message was, and what became of it, … */
		isToBot: boolean("is_to_bot").notNull().default(false),
		isFallback: boolean("is_fallback").notNull().default(false),
		isAnswered: boolean("is_answered").notNull().default(false),
		isThanks: boolean("is_thanks").notNull().default(false),
		/** … and which form asks for which slot. */
		activeForm: text("active_form"),
		askedSlot: text("asked_slot"),
	},
	(table) => [
		foreignKey({ columns: [table.conversationId], foreignColumns: [conversations.id] }).onDelete("cascade"),
		index("conversation_facts_by_start").on(table.startedAt, table.conversationId),
		index("conversation_facts_by_contact").on(table.contactId, table.startedAt),
		index("conversation_facts_by_cohort")
			.on(table.contactStartedAt, table.contactWeek)
			.where(sql`${table.opensWeek} and not ${table.isTest}`),
		// the conversations behind numbers that few of them have
		index("conversation_facts_with_fallbacks")
			.on(table.startedAt, table.conversationId)
			.where(sql`${table.fallbacks} > 0`),
		index("conversation_facts_with_people")
			.on(table.startedAt, table.conversationId)
			.where(sql`${table.agentMessages} > 0`),
		index("conversation_facts_with_thumbs")
			.on(table.startedAt, table.conversationId)
			.where(sql`${table.thumbsUp} + ${table.thumbsDown} > 0`),
		// … which are counted without a look at the rows, newest first
		index("conversation_facts_of_fallbacks")
			.on(table.startedAt, table.conversationId, table.channel, table.language)
			.where(sql`${table.fallbacks} > 0 and not ${table.isTest}`),
		index("conversation_facts_of_people")
			.on(table.startedAt, table.conversationId, table.channel, table.language)
			.where(sql`${table.agentMessages} > 0 and not ${table.isTest}`),
		index("conversation_facts_of_thumbs")
			.on(
				table.startedAt,
				table.conversationId,
				table.channel,
				table.language,
				table.thumbsUp,
				table.thumbsDown,
			)
			.where(sql`${table.thumbsUp} + ${table.thumbsDown} > 0 and not ${table.isTest}`),
		index("conversation_facts_by_resolver")
			.on(table.resolvedBy, table.startedAt, table.conversationId)
			.where(sql`${table.resolvedBy} is not null`),
	],
);

/**
 * What a conversation has of things that have names: `intent` (n: messages), `confused` (an intent and the other one; n:
 * messages), `form` (m: 1 if completed), `slot` (a form and a slot that it asked for; m: 1 if filled), `agent` (n: messages),
 * `reply` (an agent and a bin of times; n: replies, m: milliseconds in all).
 */
export const conversationFacets = pgTable(
	"conversation_facets",
	{
		conversationId: uuid("conversation_id").notNull(),
		kind: text("kind").notNull(),
		name: text("name").notNull(),
		detail: text("detail").notNull(),
		n: sum("n"),
		m: sum("m"),
	},
	(table) => [
		primaryKey({ columns: [table.conversationId, table.kind, table.name, table.detail] }),
		foreignKey({ columns: [table.conversationId], foreignColumns: [conversations.id] }).onDelete("cascade"),
		index("conversation_facets_by_name").on(table.kind, table.name, table.detail, table.conversationId),
	],
);

/**
 * Sums of conversations by the quarter of an hour in which they began: every time zone's hours and days are made of
 * these. Channel and language `*` stand for all. Test conversations are not in it.
 */
export const analyticsQuarters = pgTable(
	"analytics_quarters",
	{
		quarter: instant("quarter").notNull(),
		channel: text("channel").notNull(),
		language: text("language").notNull(),
		...measures(),
	},
	(table) => [
		primaryKey({ columns: [table.channel, table.language, table.quarter] }),
		index("analytics_quarters_by_day").on(sql`((${table.quarter} at time zone 'UTC')::date)`),
	],
);

/** A named thing, and what conversations had of it. */
export const named = () => ({
	/** Of facets, and: `time` (name: which time, detail: bin), `resolver` (an agent), `rating` (an agent and a rating). */
	kind: text("kind").notNull(),
	name: text("name").notNull(),
	detail: text("detail").notNull(),
	conversations: sum("conversations"),
	n: sum("n"),
	m: sum("m"),
});

/** Sums of facets, and of times by bin, by the day (UTC) in which their conversations began. */
export const analyticsDays = pgTable(
	"analytics_days",
	{
		day: date("day").notNull(),
		channel: text("channel").notNull(),
		language: text("language").notNull(),
		...named(),
	},
	(table) => [
		primaryKey({
			columns: [table.channel, table.language, table.kind, table.day, table.name, table.detail],
		}),
		// not for ranges: a report would read every channel and language
		index("analytics_days_by_day").using("hash", table.day),
	],
);
