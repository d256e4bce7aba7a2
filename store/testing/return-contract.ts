import { test } from "vitest";
import type { Database } from "../database.ts";
import { demoOrders } from "../demo-orders.ts";
import { createShop } from "../shop.ts";
import { TODAY_MS } from "./backend.ts";
import { countRows } from "./count-rows.ts";
import { change, credentials, refundsOf } from "./shop-calls.ts";

const DAY_MS = 86_400_000;

/**
 * What the shop must do with returns on any database.
 *
 * @param seeded - a database with the demo shop, of its own for each call
 */
// oxlint-disable-next-line max-lines-per-function -- a list of tests, each of which stands alone
export function returnContract(name: string, seeded: () => Promise<Database>): void {
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

	test(`[SH12] ${name}: a return is found by its number, by the conversation that registered it alone`, async ({
		expect,
	}) => {
		const shop = createShop(await seeded());
		const { number: orderNumber, email } = demoOrders.delivered;
		const accepted = await shop.requestReturn(
			{ orderNumber, email },
			{ reason: "x", kind: "refund" },
			{ idempotencyKey: "own", nowMs: TODAY_MS, conversationId: "conversation-1" },
		);
		const number = "returnNumber" in accepted ? accepted.returnNumber : "";
		expect(await shop.findReturn(number, "conversation-1")).toEqual({
			returnNumber: number,
			orderNumber,
			status: "requested",
		});
		expect(await shop.findReturn(number, "conversation-2")).toBe(null);
		expect(await shop.findReturn(`${number}' or '1'='1`, "conversation-1")).toBe(null);
		expect(await shop.findReturn("", "conversation-1")).toBe(null);
	});
}
