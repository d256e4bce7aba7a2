import { sql } from "drizzle-orm";
import { test } from "vitest";
import { type Database, answered } from "../database.ts";
import { demoOrders } from "../demo-orders.ts";
import { seedShop } from "../seed-shop.ts";
import { createShop } from "../shop.ts";
import { TODAY_MS } from "./backend.ts";
import { SHOP_TABLES, countRows, digestOf } from "./count-rows.ts";

const DAY_MS = 86_400_000;

/** What seeding must do on any database. @param seeded - a database that was seeded once, of its own for each call */
export function seedContract(name: string, seeded: () => Promise<Database>): void {
	test(`[SD2] ${name}: seeding again changes nothing, not even what customers changed`, async ({
		expect,
	}) => {
		const db = await seeded();
		expect(await countRows(db, "orders")).toBe(300);
		const shop = createShop(db);
		const change = (idempotencyKey: string) => ({ idempotencyKey, nowMs: TODAY_MS, conversationId: "c" });
		const paid = { orderNumber: demoOrders.paid.number, email: demoOrders.paid.email };
		const delivered = { orderNumber: demoOrders.delivered.number, email: demoOrders.delivered.email };
		await shop.cancelOrder(paid, change("1"));
		await shop.requestReturn(delivered, { reason: "x", kind: "refund" }, change("2"));
		await answered(db.execute(sql`update products set stock = 0, price_cents = 1 where sku = 'KIT-201'`));
		const before = await digestOf(db, SHOP_TABLES);
		const nothing = {
			customers: 0,
			products: 0,
			orders: 0,
			orderLines: 0,
			returns: 0,
			refunds: 0,
			tickets: 0,
		};
		expect(await seedShop(db, { nowMs: TODAY_MS })).toEqual(nothing);
		expect(await seedShop(db, { nowMs: TODAY_MS + 40 * DAY_MS })).toEqual(nothing);
		expect(await digestOf(db, SHOP_TABLES)).toBe(before);
	});

	test(`[SD2] ${name}: a seeding that broke off is completed`, async ({ expect }) => {
		const db = await seeded();
		const before = await digestOf(
			db,
			SHOP_TABLES.filter((table) => table === "customers" || table === "orders"),
		);
		for (const table of ["tickets", "refunds", "returns", "order_lines"])
			await answered(db.execute(sql.raw(`delete from ${table}`)));
		const added = await seedShop(db, { nowMs: TODAY_MS });
		expect(added).toMatchObject({ customers: 0, products: 0, orders: 0 });
		expect(added.orderLines).toBeGreaterThan(300);
		expect(
			await digestOf(
				db,
				SHOP_TABLES.filter((table) => table === "customers" || table === "orders"),
			),
		).toBe(before);
	});
}
