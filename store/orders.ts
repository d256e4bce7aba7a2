/** Reading orders: always by number and e-mail together. */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, queryRows } from "./database.ts";
import { normalizeEmail, normalizeOrderNumber } from "./normalize.ts";
import { storableText } from "./storable.ts";
import type { OrderCredentials, OrderView, RefundView, ReturnView } from "../contracts/shop.ts";

/** Epoch milliseconds of an instant, in SQL. */
export const msOf = (column: string): SQL => sql.raw(`(extract(epoch from ${column}) * 1000)::bigint`);

/** An order as `orderJson` builds it. */
export const OrderRow: z.ZodType<OrderView> = z.object({
	number: z.string(),
	status: z.enum(["pending", "paid", "packed", "dispatched", "delivered", "cancelled", "returned"]),
	placedAtMs: z.number(),
	promisedAtMs: z.number().nullable(),
	dispatchedAtMs: z.number().nullable(),
	deliveredAtMs: z.number().nullable(),
	carrier: z.string().nullable(),
	trackingNumber: z.string().nullable(),
	totalCents: z.int(),
	currency: z.string(),
	deliveryAddress: z.string(),
	lines: z.array(z.object({ sku: z.string(), name: z.string(), quantity: z.int(), unitPriceCents: z.int() })),
});

/** What an order's number and address say once normalised. Never null: what cannot match stays what it is, and finds nothing. */
export function orderKey(credentials: OrderCredentials): { readonly number: string; readonly email: string } {
	return {
		number: normalizeOrderNumber(credentials.orderNumber) ?? "",
		email: normalizeEmail(credentials.email) ?? "",
	};
}

/**
 * SQL: the JSON of the order in the row named `o`. A statement sees its own changes only by what it knows of them, so
 * a change passes the new `status` and `address` as SQL.
 */
export function orderJson(status: SQL = sql`o.status`, address: SQL = sql`o.delivery_address`): SQL {
	return sql`json_build_object(
		'number', o.number, 'status', ${status}, 'placedAtMs', ${msOf("o.placed_at")},
		'promisedAtMs', ${msOf("o.promised_at")}, 'dispatchedAtMs', ${msOf("o.dispatched_at")},
		'deliveredAtMs', ${msOf("o.delivered_at")}, 'carrier', o.carrier, 'trackingNumber', o.tracking_number,
		'totalCents', o.total_cents, 'currency', o.currency, 'deliveryAddress', ${address},
		'lines', (
			select coalesce(json_agg(json_build_object('sku', p.sku, 'name', l.name, 'quantity', l.quantity,
				'unitPriceCents', l.unit_price_cents) order by l.line), '[]')
			from order_lines l join products p on p.id = l.product_id where l.order_id = o.id))`;
}

/** The order that these credentials open, or null: without saying whether the number or the address was wrong. */
export async function findOrder(db: Database, credentials: OrderCredentials): Promise<OrderView | null> {
	const { number, email } = orderKey(credentials);
	const [order] = await queryRows(
		db,
		OrderRow,
		sql`select ${orderJson()} as row
			from orders o join customers c on c.id = o.customer_id
			where o.number = ${number} and c.email = ${email}`,
	);
	return order ?? null;
}

const RefundRow = z.object({
	orderNumber: z.string(),
	amountCents: z.int(),
	currency: z.string(),
	status: z.enum(["pending", "approved", "paid", "rejected"]),
	createdAtMs: z.number(),
	paidAtMs: z.number().nullable(),
});

/** Refunds of one order, newest first; null when the credentials open no order. */
export async function listRefunds(
	db: Database,
	credentials: OrderCredentials,
): Promise<readonly RefundView[] | null> {
	const { number, email } = orderKey(credentials);
	const [refunds] = await queryRows(
		db,
		z.array(RefundRow),
		sql`select (
				select coalesce(json_agg(json_build_object('orderNumber', o.number, 'amountCents', r.amount_cents,
					'currency', r.currency, 'status', r.status, 'createdAtMs', ${msOf("r.created_at")},
					'paidAtMs', ${msOf("r.paid_at")}) order by r.created_at desc, r.id desc), '[]')
				from refunds r where r.order_id = o.id) as row
			from orders o join customers c on c.id = o.customer_id
			where o.number = ${number} and c.email = ${email}`,
	);
	return refunds ?? null;
}

const ReturnRow: z.ZodType<ReturnView> = z.object({
	returnNumber: z.string(),
	orderNumber: z.string(),
	status: z.enum(["requested", "received", "closed", "rejected"]),
});

/** A return by its number, for the conversation that registered it alone. */
export async function findReturn(
	db: Database,
	returnNumber: string,
	conversationId: string,
): Promise<ReturnView | null> {
	const [found] = await queryRows(
		db,
		ReturnRow,
		sql`select json_build_object('returnNumber', r.number, 'orderNumber', o.number, 'status', r.status) as row
			from returns r join orders o on o.id = r.order_id
			where r.number = ${storableText(returnNumber)} and r.conversation_id = ${storableText(conversationId)}`,
	);
	return found ?? null;
}
