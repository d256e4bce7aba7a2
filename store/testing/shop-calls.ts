/** How the tests of the shop ask for the demo orders, and in whose name. */
import type { Change, OrderCredentials } from "../../contracts/shop.ts";
import type { DemoOrder } from "../demo-orders.ts";
import { TODAY_MS } from "./backend.ts";

export const credentials = ({ number, email }: DemoOrder): OrderCredentials => ({
	orderNumber: number,
	email,
});

export const change = (idempotencyKey: string, nowMs = TODAY_MS): Change => ({
	idempotencyKey,
	nowMs,
	conversationId: "conversation-1",
});

/** The refunds of an order, for `countRows`. */
export const refundsOf = (order: DemoOrder): string =>
	`refunds r join orders o on o.id = r.order_id where o.number = '${order.number}'`;
