import { test } from "vitest";
import type { Database } from "../database.ts";
import { demoOrders } from "../demo-orders.ts";
import { createShop } from "../shop.ts";
import { TODAY_MS } from "./backend.ts";
import { countRows, digestOf, SHOP_TABLES } from "./count-rows.ts";
import { change, credentials, refundsOf } from "./shop-calls.ts";

/**
 * What the shop must do with orders on any database.
 *
 * @param seeded - a database with the demo shop, of its own for each call
 */
// oxlint-disable-next-line max-lines-per-function -- a list of tests, each of which stands alone
export function orderContract(name: string, seeded: () => Promise<Database>): void {
	test(`[SH1] ${name}: orders are found however the number and the address are written`, async ({
		expect,
	}) => {
		const shop = createShop(await seeded());
		const { number, email } = demoOrders.delivered;
		const digits = number.slice(2);
		for (const written of [
			number,
			`#${digits}`,
			digits,
			`a${digits}`,
			` a - ${digits} `,
			`Order no. ${digits}`,
		])
			for (const address of [email, email.toUpperCase(), ` <${email}>. `, `mailto:${email}`]) {
				const order = await shop.findOrder({ orderNumber: written, email: address });
				expect(order?.number, `${written} ${address}`).toBe(number);
			}
	});

	test(`[SH2] ${name}: a wrong number and a wrong address get the same answer everywhere`, async ({
		expect,
	}) => {
		const db = await seeded();
		const shop = createShop(db);
		const before = await digestOf(db, SHOP_TABLES);
		const wrong = [
			{ orderNumber: demoOrders.paid.number, email: demoOrders.packed.email },
			{ orderNumber: demoOrders.paid.number, email: "nobody@example.com" },
			{ orderNumber: "A-99999", email: demoOrders.paid.email },
			{ orderNumber: "B-10002", email: demoOrders.paid.email },
			{ orderNumber: "", email: "" },
			{ orderNumber: "A-10002' or '1'='1", email: "' or '1'='1" },
			{ orderNumber: "A-10002\0", email: "\uD800" },
		];
		for (const asked of wrong) {
			expect(await shop.findOrder(asked)).toBeNull();
			expect(await shop.listRefunds(asked)).toBeNull();
			expect(await shop.cancelOrder(asked, change("w1"))).toEqual({ status: "not_found" });
			expect(await shop.changeDeliveryAddress(asked, "x", change("w2"))).toEqual({ status: "not_found" });
			const request = { reason: "x", kind: "refund" } as const;
			expect(await shop.requestReturn(asked, request, change("w3"))).toEqual({ status: "not_found" });
		}
		expect(await digestOf(db, SHOP_TABLES)).toBe(before);
	});

	test(`[SH3] ${name}: an order is cancelled before dispatch only, and what was paid comes back`, async ({
		expect,
	}) => {
		const db = await seeded();
		const shop = createShop(db);
		const paid = await shop.findOrder(credentials(demoOrders.paid));
		const cancelled = await shop.cancelOrder(credentials(demoOrders.paid), change("c-paid"));
		expect(cancelled).toEqual({
			status: "cancelled",
			order: { ...paid, status: "cancelled" },
			refundCents: paid?.totalCents,
		});
		expect(await shop.findOrder(credentials(demoOrders.paid))).toEqual({ ...paid, status: "cancelled" });
		expect(await shop.listRefunds(credentials(demoOrders.paid))).toEqual([
			{
				orderNumber: demoOrders.paid.number,
				amountCents: paid?.totalCents,
				currency: "EUR",
				status: "pending",
				createdAtMs: TODAY_MS,
				paidAtMs: null,
			},
		]);
		const unpaid = await shop.cancelOrder(credentials(demoOrders.pending), change("c-pending"));
		expect(unpaid).toMatchObject({ status: "cancelled", refundCents: 0 });
		expect(await countRows(db, refundsOf(demoOrders.pending))).toBe(0);
		const packed = await shop.cancelOrder(credentials(demoOrders.packed), change("c-packed"));
		expect(packed.status).toBe("cancelled");
		for (const late of ["dispatched", "delivered", "returned", "late"] as const) {
			const order = await shop.findOrder(credentials(demoOrders[late]));
			const outcome = await shop.cancelOrder(credentials(demoOrders[late]), change(`c-${late}`));
			expect(outcome).toEqual({ status: "too_late", order });
		}
		const again = await shop.cancelOrder(credentials(demoOrders.cancelled), change("c-cancelled"));
		expect(again.status).toBe("already_cancelled");
		expect(await countRows(db, refundsOf(demoOrders.cancelled))).toBe(1);
	});

	test(`[SH4] ${name}: twenty at once cancel an order once, with one refund`, async ({ expect }) => {
		const db = await seeded();
		const shop = createShop(db);
		const outcomes = await Promise.all(
			Array.from({ length: 20 }, (_, index) =>
				shop.cancelOrder(credentials(demoOrders.paid), change(`many-${index}`)),
			),
		);
		const statuses = outcomes.map(({ status }) => status).sort();
		expect(statuses).toEqual([...Array.from({ length: 19 }, () => "already_cancelled"), "cancelled"]);
		for (const outcome of outcomes) expect(outcome).toMatchObject({ order: { status: "cancelled" } });
		expect(await countRows(db, refundsOf(demoOrders.paid))).toBe(1);
		expect(await countRows(db, "order_changes where change = 'cancel'")).toBe(20);
	});

	test(`[SH5] ${name}: a known key changes nothing and gets the first outcome`, async ({ expect }) => {
		const db = await seeded();
		const shop = createShop(db);
		const both = await Promise.all(
			Array.from({ length: 10 }, () => shop.cancelOrder(credentials(demoOrders.paid), change("same"))),
		);
		for (const outcome of both) expect(outcome).toEqual(both[0]);
		expect(both[0]).toMatchObject({ status: "cancelled" });
		expect(await countRows(db, "order_changes where idempotency_key = 'same' and repeats = 9")).toBe(1);

		const to = (address: string, key: string) =>
			shop.changeDeliveryAddress(credentials(demoOrders.packed), address, change(key));
		await to("First street 1", "first");
		await to("Second street 2", "second");
		expect(await to("First street 1", "first")).toMatchObject({
			status: "changed",
			order: { deliveryAddress: "Second street 2" },
		});

		const back = () =>
			shop.requestReturn(credentials(demoOrders.delivered), { reason: "x", kind: "refund" }, change("back"));
		const accepted = await back();
		expect(accepted).toMatchObject({ status: "accepted" });
		expect(await back()).toEqual(accepted);
		expect(await countRows(db, refundsOf(demoOrders.delivered))).toBe(1);

		const late = () => shop.cancelOrder(credentials(demoOrders.dispatched), change("late"));
		expect(await late()).toEqual(await late());
	});

	test(`[SH6] ${name}: the address can be changed before dispatch only`, async ({ expect }) => {
		const shop = createShop(await seeded());
		for (const open of ["pending", "paid", "packed"] as const) {
			const order = await shop.findOrder(credentials(demoOrders[open]));
			const moved = { ...order, deliveryAddress: "Neue Gasse 5\uFFFD, Wien" };
			expect(
				await shop.changeDeliveryAddress(
					credentials(demoOrders[open]),
					"Neue Gasse 5\0, Wien",
					change(`a-${open}`),
				),
			).toEqual({ status: "changed", order: moved });
			expect(await shop.findOrder(credentials(demoOrders[open]))).toEqual(moved);
		}
		for (const closed of ["dispatched", "delivered", "cancelled", "returned"] as const) {
			const order = await shop.findOrder(credentials(demoOrders[closed]));
			expect(
				await shop.changeDeliveryAddress(credentials(demoOrders[closed]), "Elsewhere", change(`a-${closed}`)),
			).toEqual({ status: "too_late", order });
			expect(await shop.findOrder(credentials(demoOrders[closed]))).toEqual(order);
		}
	});

	test(`[SH11] ${name}: refunds of an order, newest first`, async ({ expect }) => {
		const shop = createShop(await seeded());
		expect(await shop.listRefunds(credentials(demoOrders.dispatched))).toEqual([]);
		expect(await shop.listRefunds(credentials(demoOrders.cancelled))).toMatchObject([{ status: "paid" }]);
		expect(await shop.listRefunds(credentials(demoOrders.returned))).toMatchObject([{ status: "approved" }]);
		expect(await shop.listRefunds(credentials(demoOrders.returnRequested))).toMatchObject([
			{ status: "pending" },
		]);
	});
}
