import type { Entry } from "./log-entries.ts";

/** The slot that the shop's assistant keeps an order in. */
const ORDER_SLOT = "order_number";
const MOST = 3;

/** The orders that a conversation was about, the latest first. */
export function namedOrders(entries: readonly Entry[]): readonly string[] {
	const numbers = entries.flatMap((entry) => {
		if (entry.kind !== "dialogue" || entry.event.event !== "slot" || entry.event.name !== ORDER_SLOT)
			return [];
		return typeof entry.event.value === "string" ? [entry.event.value] : [];
	});
	return [...new Set(numbers.toReversed())].slice(0, MOST);
}
