/**
 * The shop's business tables, as far as the assistant's actions ask about them. An order is the root of what happens
 * to it: every change locks its row first, so `return_number` and `status` there are always the latest truth.
 */
import { sql } from "drizzle-orm";
import {
	boolean,
	check,
	index,
	integer,
	jsonb,
	pgSequence,
	pgTable,
	primaryKey,
	text,
	uniqueIndex,
} from "drizzle-orm/pg-core";
import type { JsonValue } from "../contracts/parse-data.ts";
import { cents, instant, tsvector } from "./columns.ts";

/** Numbers that customers read out. They start above those of the demo data. */
export const returnNumbers = pgSequence("return_numbers", { startWith: 30001 });
export const ticketNumbers = pgSequence("ticket_numbers", { startWith: 50001 });

export const customers = pgTable(
	"customers",
	{
		id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
		/** Always lower case: the form that `normalizeEmail` gives. */
		email: text("email").notNull().unique(),
		name: text("name").notNull(),
		phone: text("phone"),
		address: text("address").notNull(),
		createdAt: instant("created_at").notNull(),
		/** Whoever this is has asked to be erased; it happens when the last order is done. */
		eraseAfterOrders: boolean("erase_after_orders").notNull().default(false),
	},
	(table) => [check("customers_email", sql`${table.email} = lower(${table.email})`)],
);

export const products = pgTable(
	"products",
	{
		id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
		sku: text("sku").notNull().unique(),
		name: text("name").notNull(),
		description: text("description").notNull(),
		category: text("category").notNull(),
		priceCents: cents("price_cents").notNull(),
		currency: text("currency").notNull(),
		stock: integer("stock").notNull(),
		isActive: boolean("is_active").notNull().default(true),
		search: tsvector("search")
			.notNull()
			.generatedAlwaysAs(
				sql`setweight(to_tsvector('english', "name"), 'A') || setweight(to_tsvector('simple', "sku"), 'A') || setweight(to_tsvector('english', "category"), 'B') || setweight(to_tsvector('english', "description"), 'C')`,
			),
		/** Three-letter pieces of name and SKU, for words with typing errors. */
		trigrams: text("trigrams")
			.array()
			.notNull()
			.generatedAlwaysAs(sql`word_trigrams("name" || ' ' || "sku")`),
	},
	(table) => [
		index("products_search").using("gin", table.search),
		index("products_trigrams").using("gin", table.trigrams),
		check("products_price", sql`${table.priceCents} >= 0`),
		check("products_stock", sql`${table.stock} >= 0`),
		check("products_currency", sql`${table.currency} ~ '^[A-Z]{3}$'`),
	],
);

export const orders = pgTable(
	"orders",
	{
		id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
		/** `A-10023`: the form that `normalizeOrderNumber` gives. */
		number: text("number").notNull().unique(),
		customerId: integer("customer_id")
			.notNull()
			.references(() => customers.id),
		status: text("status", {
			enum: ["pending", "paid", "packed", "dispatched", "delivered", "cancelled", "returned"],
		}).notNull(),
		placedAt: instant("placed_at").notNull(),
		paidAt: instant("paid_at"),
		promisedAt: instant("promised_at"),
		dispatchedAt: instant("dispatched_at"),
		deliveredAt: instant("delivered_at"),
		cancelledAt: instant("cancelled_at"),
		carrier: text("carrier"),
		trackingNumber: text("tracking_number"),
		shippingCents: cents("shipping_cents").notNull(),
		totalCents: cents("total_cents").notNull(),
		currency: text("currency").notNull(),
		deliveryAddress: text("delivery_address").notNull(),
		/** The return that is under way or done; null again when it is rejected. */
		returnNumber: text("return_number"),
	},
	(table) => [
		index("orders_by_customer").on(table.customerId, table.placedAt.desc()),
		check("orders_number", sql`${table.number} ~ '^A-[0-9]+$'`),
		check(
			"orders_status",
			sql`${table.status} in ('pending', 'paid', 'packed', 'dispatched', 'delivered', 'cancelled', 'returned')`,
		),
		check(
			"orders_amounts",
			sql`${table.shippingCents} >= 0 and ${table.totalCents} >= ${table.shippingCents}`,
		),
		check("orders_currency", sql`${table.currency} ~ '^[A-Z]{3}$'`),
		check(
			"orders_paid",
			sql`${table.status} not in ('paid', 'packed', 'dispatched', 'delivered', 'returned') or ${table.paidAt} is not null`,
		),
		check(
			"orders_dispatched",
			sql`(${table.status} in ('dispatched', 'delivered', 'returned')) = (${table.dispatchedAt} is not null)`,
		),
		check(
			"orders_delivered",
			sql`(${table.status} in ('delivered', 'returned')) = (${table.deliveredAt} is not null)`,
		),
		check("orders_cancelled", sql`(${table.status} = 'cancelled') = (${table.cancelledAt} is not null)`),
	],
);

export const orderLines = pgTable(
	"order_lines",
	{
		orderId: integer("order_id")
			.notNull()
			.references(() => orders.id, { onDelete: "cascade" }),
		line: integer("line").notNull(),
		productId: integer("product_id")
			.notNull()
			.references(() => products.id),
		/** As it was called and priced when it was ordered. */
		name: text("name").notNull(),
		quantity: integer("quantity").notNull(),
		unitPriceCents: cents("unit_price_cents").notNull(),
	},
	(table) => [
		primaryKey({ columns: [table.orderId, table.line] }),
		index("order_lines_by_product").on(table.productId),
		check("order_lines_quantity", sql`${table.quantity} > 0`),
		check("order_lines_price", sql`${table.unitPriceCents} >= 0`),
	],
);

export const returns = pgTable(
	"returns",
	{
		id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
		number: text("number").notNull().unique(),
		orderId: integer("order_id")
			.notNull()
			.references(() => orders.id, { onDelete: "cascade" }),
		kind: text("kind", { enum: ["refund", "exchange"] }).notNull(),
		reason: text("reason").notNull(),
		status: text("status", { enum: ["requested", "received", "closed", "rejected"] }).notNull(),
		conversationId: text("conversation_id"),
		idempotencyKey: text("idempotency_key").notNull().unique(),
		requestedAt: instant("requested_at").notNull(),
	},
	(table) => [
		uniqueIndex("returns_one_open")
			.on(table.orderId)
			.where(sql`${table.status} <> 'rejected'`),
		check("returns_kind", sql`${table.kind} in ('refund', 'exchange')`),
		check("returns_status", sql`${table.status} in ('requested', 'received', 'closed', 'rejected')`),
	],
);

export const refunds = pgTable(
	"refunds",
	{
		id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
		orderId: integer("order_id")
			.notNull()
			.references(() => orders.id, { onDelete: "cascade" }),
		cause: text("cause", { enum: ["cancellation", "return", "goodwill"] }).notNull(),
		amountCents: cents("amount_cents").notNull(),
		currency: text("currency").notNull(),
		status: text("status", { enum: ["pending", "approved", "paid", "rejected"] }).notNull(),
		idempotencyKey: text("idempotency_key").notNull().unique(),
		createdAt: instant("created_at").notNull(),
		paidAt: instant("paid_at"),
	},
	(table) => [
		index("refunds_by_order").on(table.orderId, table.createdAt.desc()),
		uniqueIndex("refunds_one_cancellation")
			.on(table.orderId)
			.where(sql`${table.cause} = 'cancellation'`),
		check("refunds_cause", sql`${table.cause} in ('cancellation', 'return', 'goodwill')`),
		check("refunds_status", sql`${table.status} in ('pending', 'approved', 'paid', 'rejected')`),
		check("refunds_amount", sql`${table.amountCents} > 0`),
		check("refunds_paid", sql`(${table.status} = 'paid') = (${table.paidAt} is not null)`),
	],
);

export const tickets = pgTable(
	"tickets",
	{
		id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
		number: text("number").notNull().unique(),
		topic: text("topic", {
			enum: ["damaged_parcel", "missing_parcel", "complaint", "handover", "payment", "account", "other"],
		}).notNull(),
		summary: text("summary").notNull(),
		status: text("status", { enum: ["open", "solved"] })
			.notNull()
			.default("open"),
		email: text("email"),
		/** As the customer gave it; an order of that number need not exist. */
		orderNumber: text("order_number"),
		/** No foreign key: the action that opens a ticket runs before the outbox has brought the conversation here. */
		conversationId: text("conversation_id"),
		idempotencyKey: text("idempotency_key").notNull().unique(),
		createdAt: instant("created_at").notNull(),
	},
	(table) => [
		check(
			"tickets_topic",
			sql`${table.topic} in ('damaged_parcel', 'missing_parcel', 'complaint', 'handover', 'payment', 'account', 'other')`,
		),
		check("tickets_status", sql`${table.status} in ('open', 'solved')`),
	],
);

/** What the assistant's actions did to orders: the first outcome of each idempotency key, for repeats and for audits. */
export const orderChanges = pgTable(
	"order_changes",
	{
		idempotencyKey: text("idempotency_key").primaryKey(),
		orderId: integer("order_id")
			.notNull()
			.references(() => orders.id, { onDelete: "cascade" }),
		change: text("change", { enum: ["cancel", "address", "return"] }).notNull(),
		outcome: text("outcome").notNull(),
		detail: jsonb("detail").$type<JsonValue>().notNull(),
		/** How often the same key came again. */
		repeats: integer("repeats").notNull().default(0),
		conversationId: text("conversation_id").notNull(),
		at: instant("at").notNull(),
	},
	(table) => [
		index("order_changes_by_order").on(table.orderId, table.at.desc()),
		check("order_changes_change", sql`${table.change} in ('cancel', 'address', 'return')`),
	],
);
