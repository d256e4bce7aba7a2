import { test } from "vitest";
import type { Database } from "../database.ts";
import { createShop } from "../shop.ts";
import { countRows } from "./count-rows.ts";
import { change } from "./shop-calls.ts";

/**
 * How tickets are opened on any database.
 *
 * @param seeded - a database with the demo shop, of its own for each call
 */
export function ticketContract(name: string, seeded: () => Promise<Database>): void {
	test(`[SH10] ${name}: a ticket gets a number, and the same key the same number`, async ({ expect }) => {
		const db = await seeded();
		const shop = createShop(db);
		const ticket = {
			topic: "damaged_parcel",
			summary: "Box torn\0 open; '); drop table tickets; --",
			email: " Anna@Example.com",
			orderNumber: "#10005",
		} as const;
		const opened = await Promise.all(
			Array.from({ length: 5 }, () => shop.openTicket(ticket, change("ticket-1"))),
		);
		const numbers = new Set(opened.map(({ ticketNumber }) => ticketNumber));
		expect(numbers.size).toBe(1);
		expect([...numbers][0]).toMatch(/^T-\d{5,}$/);
		const other = await shop.openTicket(
			{ topic: "handover", summary: "Wants a person.", email: null, orderNumber: "the blue one" },
			change("ticket-2"),
		);
		expect(numbers).not.toContain(other.ticketNumber);
		expect(
			await countRows(
				db,
				`tickets where email = 'anna@example.com' and order_number = 'A-10005'
			and status = 'open' and idempotency_key = 'ticket-1'`,
			),
		).toBe(1);
		expect(await countRows(db, "tickets where order_number = 'the blue one' and email is null")).toBe(1);
	});
}
