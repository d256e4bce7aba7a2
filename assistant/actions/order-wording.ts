import { dateInWords, dayInWords } from "./dates-in-words.ts";
import type { OrderLineView, OrderStatus, OrderView } from "../../contracts/shop.ts";

const MAX_NAMED_LINES = 3;
const list = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** `€1,049.90`: the currency's own number of decimals. */
export function amountInWords(cents: number, currency: string): string {
	const format = new Intl.NumberFormat("en-GB", { style: "currency", currency });
	const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
	return format.format(cents / 10 ** decimals);
}

/** `2 × Terra Vase and Dune Rug`; from the fourth line on only counted. */
export function itemsInWords(lines: readonly OrderLineView[]): string {
	const named = lines
		.slice(0, MAX_NAMED_LINES)
		.map((line) => (line.quantity === 1 ? line.name : `${line.quantity} × ${line.name}`));
	const rest = lines.length - named.length;
	if (rest > 0) named.push(`${rest} more`);
	return list.format(named);
}

const STATES: Readonly<Record<OrderStatus, string>> = {
	pending: "waiting for payment",
	paid: "paid",
	packed: "packed",
	dispatched: "on its way",
	delivered: "delivered",
	cancelled: "cancelled",
	returned: "returned",
};

/** The state as it fits into "your order is …". */
export function stateInWords(status: OrderStatus): string {
	return STATES[status];
}

/** The values that responses on an order may name in braces. */
export function orderValues(order: OrderView, nowMs: number): Record<string, string> {
	const day = (atMs: number | null): string => (atMs === null ? "soon" : dayInWords(atMs, nowMs));
	return {
		number: order.number,
		state: stateInWords(order.status),
		items: itemsInWords(order.lines),
		total: amountInWords(order.totalCents, order.currency),
		address: order.deliveryAddress,
		carrier: order.carrier ?? "our carrier",
		tracking: order.trackingNumber ?? "not known yet",
		placed: dateInWords(order.placedAtMs, nowMs),
		promised: day(order.promisedAtMs),
		dispatched: order.dispatchedAtMs === null ? "already" : day(order.dispatchedAtMs),
		delivered: order.deliveredAtMs === null ? "already" : day(order.deliveredAtMs),
	};
}
