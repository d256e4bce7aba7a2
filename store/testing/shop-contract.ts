import { test } from "vitest";
import type { Database } from "../database.ts";
import { type DemoOrder, demoOrders } from "../demo-orders.ts";
import { createShop } from "../shop.ts";
import type { Change, OrderCredentials } from "../../contracts/shop.ts";
import { TODAY_MS } from "./backend.ts";
import { countRows, digestOf, SHOP_TABLES } from "./count-rows.ts";

const DAY_MS = 86_400_000;

const credentials = ({ number, email }: DemoOrder): OrderCredentials => ({ orderNumber: number, email });
const change = (idempotencyKey: string, nowMs = TODAY_MS): Change => ({
	idempotencyKey,
	nowMs,
	conversationId: "conversation-1",
});
const refundsOf = (order: DemoOrder): string =>
	`refunds r join orders o on o.id = r.order_id where o.number = '${order.number}'`;

/**
 * What the shop must do on any database.
 *
 * @param seeded - a database with the demo shop, of its own for each call
 */
// oxlint-disable-next-line max-lines-per-function -- a list of tests, each of which stands alone
export function shopContract(name: string, seeded: () => Promise<Database>): void {
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

	test(`[SH7] ${name}: what is delivered can come back for thirty days, once`, async ({ expect }) => {
		const db = await seeded();
		const shop = createShop(db);
		const request = { reason: "It does not fit.", kind: "refund" } as const;
		const order = await shop.findOrder(credentials(demoOrders.delivered));
		const closesMs = (order?.deliveredAtMs ?? 0) + 30 * DAY_MS;
		const back = (key: string, nowMs: number) =>
			shop.requestReturn(credentials(demoOrders.delivered), request, change(key, nowMs));
		expect(await back("late", closesMs + 1)).toEqual({ status: "window_closed", order, windowDays: 30 });
		const accepted = await back("in-time", closesMs);
		expect(accepted).toMatchObject({ status: "accepted", order, refundCents: order?.totalCents });
		const returnNumber = accepted.status === "accepted" ? accepted.returnNumber : "";
		expect(returnNumber).toMatch(/^R-\d{5,}$/);
		expect(await back("again", closesMs)).toEqual({ status: "already_requested", returnNumber, order });
		expect(
			await countRows(
				db,
				`returns where number = '${returnNumber}' and kind = 'refund' and reason = 'It does not fit.'
				and status = 'requested' and conversation_id = 'conversation-1' and idempotency_key = 'in-time'`,
			),
		).toBe(1);
		expect(await shop.listRefunds(credentials(demoOrders.delivered))).toMatchObject([
			{ status: "pending", amountCents: order?.totalCents },
		]);

		const outcomeOf = async (which: keyof typeof demoOrders) =>
			(await shop.requestReturn(credentials(demoOrders[which]), request, change(`r-${which}`))).status;
		for (const which of ["pending", "paid", "packed", "dispatched", "cancelled", "late"] as const)
			expect(await outcomeOf(which), which).toBe("not_delivered");
		expect(await outcomeOf("deliveredLongAgo")).toBe("window_closed");
		expect(await outcomeOf("returned")).toBe("already_requested");
		expect(await outcomeOf("returnRequested")).toBe("already_requested");
	});

	test(`[SH7] ${name}: an exchange promises no money`, async ({ expect }) => {
		const db = await seeded();
		const shop = createShop(db);
		const exchanged = await shop.requestReturn(
			credentials(demoOrders.delivered),
			{ reason: "Too small.", kind: "exchange" },
			change("exchange"),
		);
		expect(exchanged).toMatchObject({ status: "accepted", refundCents: 0 });
		expect(await countRows(db, refundsOf(demoOrders.delivered))).toBe(0);
	});

	test(`[SH8] ${name}: twenty at once return an order once, with one number`, async ({ expect }) => {
		const db = await seeded();
		const shop = createShop(db);
		const outcomes = await Promise.all(
			Array.from({ length: 20 }, (_, index) =>
				shop.requestReturn(
					credentials(demoOrders.delivered),
					{ reason: `try ${index}`, kind: "refund" },
					change(`many-${index}`),
				),
			),
		);
		const statuses = outcomes.map(({ status }) => status).sort();
		expect(statuses).toEqual(["accepted", ...Array.from({ length: 19 }, () => "already_requested")]);
		const numbers = new Set(
			outcomes.map((outcome) => ("returnNumber" in outcome ? outcome.returnNumber : "")),
		);
		expect(numbers.size).toBe(1);
		expect(await countRows(db, refundsOf(demoOrders.delivered))).toBe(1);
	});

	test(`[SH9] ${name}: products are found by words, numbers and nearly right words`, async ({ expect }) => {
		const shop = createShop(await seeded());
		const first = async (words: string) => (await shop.searchProducts(words))[0]?.sku;
		expect(await first("Do you have the noise cancelling headphones?")).toBe("ELE-301");
		expect(await first("is the stand mixer available")).toBe("KIT-214");
		expect(await first("kit-207")).toBe("KIT-207");
		expect(await first("kit207")).toBe("KIT-207");
		expect(await first("headphons")).toBe("ELE-301");
		expect(await first("blutooth speker")).toBe("ELE-303");
		const kettles = (await shop.searchProducts("red kettel")).map(({ sku }) => sku);
		expect(kettles).toEqual(expect.arrayContaining(["KIT-201", "KIT-202"]));
		expect((await shop.searchProducts("cable lamp tent knife pan")).length).toBe(5);
		for (const odd of [
			"",
			"   ",
			"' | :* & !(",
			"the and of",
			"xyzzy",
			"\0\uD800",
			"%",
			"\\",
			"$$",
			"a".repeat(100_000),
		])
			expect(await shop.searchProducts(odd), odd.slice(0, 10)).toEqual([]);
	});

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
