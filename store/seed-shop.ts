/** Fills the shop's tables with demo data. What is there already, changed or not, stays as it is. */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, queryRows } from "./database.ts";
import { demoShop } from "./seed.ts";

/** Rows that a seeding added, by table; all 0 when it found everything in place. */
export interface SeedReport {
	readonly customers: number;
	readonly products: number;
	readonly orders: number;
	readonly orderLines: number;
	readonly returns: number;
	readonly refunds: number;
	readonly tickets: number;
}

/** Adds what is missing of the demo data. Twice is once: rows are known by their numbers, and a known row is left alone. */
export async function seedShop(db: Database, { nowMs }: { readonly nowMs: number }): Promise<SeedReport> {
	const shop = demoShop(nowMs);
	return {
		customers: await add(db, shop.customers, CUSTOMERS),
		products: await add(db, shop.products, PRODUCTS),
		orders: await add(db, shop.orders, ORDERS),
		orderLines: await add(db, shop.orderLines, ORDER_LINES),
		returns: await add(db, shop.returns, RETURNS),
		refunds: await add(db, shop.refunds, REFUNDS),
		tickets: await add(db, shop.tickets, TICKETS),
	};
}

/** Runs one `insert … select … from given …` over the rows as one JSON parameter; says how many were new. */
async function add(db: Database, rows: readonly unknown[], insert: SQL): Promise<number> {
	const [added] = await queryRows(
		db,
		z.int(),
		sql`with given as (select * from jsonb_array_elements(${JSON.stringify(rows)}::text::jsonb) as g(row)),
			added as (${insert} on conflict do nothing returning 1)
			select count(*)::int as row from added`,
	);
	return added ?? 0;
}

const text = (key: string): SQL => sql.raw(`row->>'${key}'`);
const whole = (key: string): SQL => sql.raw(`(row->>'${key}')::int`);
const instant = (key: string): SQL => sql.raw(`to_timestamp((row->>'${key}')::bigint / 1000.0)`);

const CUSTOMERS = sql`insert into customers (email, name, phone, address, created_at)
	select ${text("email")}, ${text("name")}, ${text("phone")}, ${text("address")}, ${instant("createdAtMs")} from given`;

const PRODUCTS = sql`insert into products (sku, name, description, category, price_cents, currency, stock)
	select ${text("sku")}, ${text("name")}, ${text("description")}, ${text("category")}, ${whole("priceCents")}, 'EUR',
		${whole("stock")}
	from given`;

const ORDERS = sql`insert into orders (number, customer_id, status, placed_at, paid_at, promised_at, dispatched_at,
		delivered_at, cancelled_at, carrier, tracking_number, shipping_cents, total_cents, currency, delivery_address,
		return_number)
	select ${text("number")}, c.id, ${text("status")}, ${instant("placedAtMs")}, ${instant("paidAtMs")},
		${instant("promisedAtMs")}, ${instant("dispatchedAtMs")}, ${instant("deliveredAtMs")}, ${instant("cancelledAtMs")},
		${text("carrier")}, ${text("trackingNumber")}, ${whole("shippingCents")}, ${whole("totalCents")}, 'EUR',
		${text("deliveryAddress")}, ${text("returnNumber")}
	from given join customers c on c.email = ${text("email")}`;

const ORDER_LINES = sql`insert into order_lines (order_id, line, product_id, name, quantity, unit_price_cents)
	select o.id, ${whole("line")}, p.id, ${text("name")}, ${whole("quantity")}, ${whole("unitPriceCents")}
	from given join orders o on o.number = ${text("orderNumber")} join products p on p.sku = ${text("sku")}`;

const RETURNS = sql`insert into returns (number, order_id, kind, reason, status, idempotency_key, requested_at)
	select ${text("number")}, o.id, ${text("kind")}, ${text("reason")}, ${text("status")}, 'demo-' || (${text("number")}),
		${instant("requestedAtMs")}
	from given join orders o on o.number = ${text("orderNumber")}`;

const REFUNDS = sql`insert into refunds (order_id, cause, amount_cents, currency, status, idempotency_key, created_at, paid_at)
	select o.id, ${text("cause")}, ${whole("amountCents")}, 'EUR', ${text("status")}, ${text("key")},
		${instant("createdAtMs")}, ${instant("paidAtMs")}
	from given join orders o on o.number = ${text("orderNumber")}`;

const TICKETS = sql`insert into tickets (number, topic, summary, status, email, order_number, idempotency_key, created_at)
	select ${text("number")}, ${text("topic")}, ${text("summary")}, ${text("status")}, ${text("email")},
		${text("orderNumber")}, 'demo-' || (${text("number")}), ${instant("createdAtMs")}
	from given`;
