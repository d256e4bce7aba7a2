/** Who outside is told what happens in conversations. What waits for delivery stands in the conversations' objects. */
import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { WebhookEventType } from "../contracts/webhooks.ts";
import { instant } from "./columns.ts";

export const webhooks = pgTable(
	"webhooks",
	{
		id: uuid("id").primaryKey(),
		url: text("url").notNull(),
		events: jsonb("events").$type<WebhookEventType[]>().notNull(),
		/** Sealed with this row's id: see sealed-texts.ts. */
		secret: text("secret").notNull(),
		enabled: boolean("enabled").notNull().default(true),
		/** Nothing that happened before is told. */
		activeSince: instant("active_since").notNull(),
		createdAt: instant("created_at").notNull(),
	},
	(table) => [check("webhooks_url", sql`length(${table.url}) <= 2000`)],
);

/** Which delivery it is: of what entry, by which webhook. */
const deliveryColumns = () => ({
	id: text("id").primaryKey(),
	webhookId: uuid("webhook_id")
		.notNull()
		.references(() => webhooks.id, { onDelete: "cascade" }),
	conversationId: uuid("conversation_id").notNull(),
	seq: integer("seq").notNull(),
	type: text("type").notNull(),
});

/** Deliveries that were given up: their place, not their content, so that an erasure has nothing to look for here. */
export const webhookDeadLetters = pgTable(
	"webhook_dead_letters",
	{
		...deliveryColumns(),
		attempts: integer("attempts").notNull(),
		error: text("error").notNull(),
		queuedAt: instant("queued_at").notNull(),
		failedAt: instant("failed_at").notNull(),
	},
	(table) => [
		index("webhook_dead_letters_newest").on(table.webhookId, table.failedAt.desc(), table.id.desc()),
	],
);

/** How each delivery of the last days fares: its place, never its content. Noted as far as Postgres can be reached. */
export const webhookDeliveries = pgTable(
	"webhook_deliveries",
	{
		...deliveryColumns(),
		status: text("status").notNull(),
		attempts: integer("attempts").notNull(),
		/** What the receiver answered with; null where it did not answer. */
		httpStatus: integer("http_status"),
		error: text("error"),
		/** Milliseconds of the last attempt. */
		tookMs: integer("took_ms").notNull(),
		queuedAt: instant("queued_at").notNull(),
		triedAt: instant("tried_at").notNull(),
		/** When it is tried again; null where it is not. */
		nextAt: instant("next_at"),
	},
	(table) => [
		index("webhook_deliveries_newest").on(table.webhookId, table.triedAt.desc(), table.id.desc()),
		index("webhook_deliveries_by_conversation").on(table.conversationId),
		index("webhook_deliveries_by_time").on(table.triedAt),
		check("webhook_deliveries_status", sql`${table.status} in ('delivered', 'waiting', 'given_up')`),
	],
);
