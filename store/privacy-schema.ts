/** Erasures: what is to be erased, how far that is, and what is left to show for it. No content, only ids and counts. */
import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";

/**
 * One row an erasure; it stays, for its receipt, and so that no late write brings back what was erased (migration
 * erasure-guards).
 */
export const erasures = pgTable(
	"erasures",
	{
		id: uuid("id").primaryKey(),
		/** Whose data; null for conversations that retention lets go. */
		contactId: uuid("contact_id"),
		/** `data`: all but the account. `account`: the account too. `conversations`: those named in the row alone. */
		scope: text("scope", { enum: ["data", "account", "conversations"] }).notNull(),
		/** Conversations to be erased beside those that Postgres knows as the contact's; emptied as they go. */
		conversationIds: jsonb("conversation_ids").$type<string[]>().notNull(),
		/** Conversations that were used since are left alone; null: none is. */
		inactiveBefore: instant("inactive_before"),
		status: text("status", { enum: ["running", "done"] }).notNull(),
		requestedBy: text("requested_by", {
			enum: ["visitor", "user", "api_key", "operator", "system"],
		}).notNull(),
		/** What was erased so far, by kind. */
		counts: jsonb("counts").$type<Record<string, number>>().notNull(),
		attempts: integer("attempts").notNull().default(0),
		/** Nobody else works on it before this. */
		nextTryAt: instant("next_try_at").notNull(),
		/** Which part was away at the last try. */
		lastError: text("last_error"),
		requestedAt: instant("requested_at").notNull(),
		finishedAt: instant("finished_at"),
	},
	(table) => [
		uniqueIndex("erasures_one_running")
			.on(table.contactId)
			.where(sql`${table.status} = 'running'`),
		index("erasures_due")
			.on(table.nextTryAt)
			.where(sql`${table.status} = 'running'`),
		index("erasures_by_contact").on(table.contactId, table.requestedAt.desc()),
		check("erasures_status", sql`(${table.status} = 'done') = (${table.finishedAt} is not null)`),
		check("erasures_scope", sql`${table.scope} in ('data', 'account', 'conversations')`),
	],
);
