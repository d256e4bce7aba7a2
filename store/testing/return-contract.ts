import { test } from "vitest";
import type { Database } from "../database.ts";
import { demoOrders } from "../demo-orders.ts";
import { createShop } from "../shop.ts";
import { TODAY_MS } from "./backend.ts";

/**
 * What holds of a registered return on any database.
 *
 * @param seeded - a database with the demo shop, of its own for each call
 */
export function returnContract(name: string, seeded: () => Promise<Database>): void {
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
