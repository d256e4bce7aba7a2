/** Orders and tickets as the desk sees them: an agent needs no credentials of the customer's. */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, queryRows } from "../database.ts";
import { normalizeOrderNumber } from "../normalize.ts";
import { msOf, orderJson, OrderRow } from "../orders.ts";
import { storableText } from "../storable.ts";
import { allOf, behindCursor, type Page, pageOf, type PageQuestion } from "./page.ts";

const DeskOrderRow = z.object({
	id: z.int(),
	order: OrderRow,
	customer: z.object({ name: z.string(), email: z.string() }),
});
export type DeskOrderRow = z.infer<typeof DeskOrderRow>;

const ORDER = sql`json_build_object('id', o.id, 'order', ${orderJson()},
	'customer', json_build_object('name', c.name, 'email', c.email)) as row`;
const ORDERS = sql.raw("orders o join customers c on c.id = o.customer_id");

/** Newest first. @param search - a number as customers write it, an address or a part of the name; null for all */
export async function searchOrders(
	db: Database,
	{ search, cursor, limit }: PageQuestion & { readonly search: string | null },
): Promise<Page<DeskOrderRow>> {
	const conditions = allOf([
		behindCursor(cursor, { at: "o.placed_at", key: "o.id" }, "int"),
		search === null ? null : orderMatches(search),
	]);
	const rows = await queryRows(
		db,
		DeskOrderRow,
		sql`select ${ORDER} from ${ORDERS} where ${conditions} order by o.placed_at desc, o.id desc limit ${limit + 1}`,
	);
	return pageOf(rows, limit, ({ order, id }) => ({ atMs: order.placedAtMs, key: id }));
}

function orderMatches(search: string): SQL {
	const number = normalizeOrderNumber(search);
	if (number !== null) return sql`o.number = ${number}`;
	const words = storableText(search).toLowerCase();
	return sql`(strpos(c.email, ${words}) > 0 or strpos(lower(c.name), ${words}) > 0)`;
}

/** Null when there is no order of this number, however it is written. */
export async function findOrderByNumber(db: Database, typed: string): Promise<DeskOrderRow | null> {
	const number = normalizeOrderNumber(typed) ?? "";
	const [order] = await queryRows(
		db,
		DeskOrderRow,
		sql`select ${ORDER} from ${ORDERS} where o.number = ${number}`,
	);
	return order ?? null;
}

const TicketRow = z.object({
	id: z.int(),
	number: z.string(),
	topic: z.string(),
	summary: z.string(),
	status: z.enum(["open", "solved"]),
	email: z.string().nullable(),
	orderNumber: z.string().nullable(),
	conversationId: z.string().nullable(),
	createdAtMs: z.number(),
});
export type TicketRow = z.infer<typeof TicketRow>;

const TICKET = sql`json_build_object('id', t.id, 'number', t.number, 'topic', t.topic, 'summary', t.summary,
	'status', t.status, 'email', t.email, 'orderNumber', t.order_number, 'conversationId', t.conversation_id,
	'createdAtMs', ${msOf("t.created_at")}) as row`;

/** Newest first. @param search - a number of the ticket or the order, or a part of the address or the summary */
export async function listTickets(
	db: Database,
	{
		search,
		status,
		cursor,
		limit,
	}: PageQuestion & { readonly search: string | null; readonly status: string | null },
): Promise<Page<TicketRow>> {
	const words = search === null ? null : storableText(search).toLowerCase();
	const conditions = allOf([
		behindCursor(cursor, { at: "t.created_at", key: "t.id" }, "int"),
		status === null ? null : sql`t.status = ${status}`,
		words === null
			? null
			: sql`(lower(t.number) = ${words} or lower(t.order_number) = ${words}
				or strpos(lower(t.email), ${words}) > 0 or strpos(lower(t.summary), ${words}) > 0)`,
	]);
	const rows = await queryRows(
		db,
		TicketRow,
		sql`select ${TICKET} from tickets t where ${conditions} order by t.created_at desc, t.id desc limit ${limit + 1}`,
	);
	return pageOf(rows, limit, ({ createdAtMs, id }) => ({ atMs: createdAtMs, key: id }));
}

/** Null when there is no ticket of this number. */
export async function setTicketStatus(
	db: Database,
	number: string,
	status: "open" | "solved",
): Promise<TicketRow | null> {
	const [ticket] = await queryRows(
		db,
		TicketRow,
		sql`update tickets t set status = ${status} where t.number = ${number} returning ${TICKET}`,
	);
	return ticket ?? null;
}
