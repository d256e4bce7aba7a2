import type { OrderView, ProductView } from "../../contracts/shop.ts";
import { NOW_MS } from "./test-day.ts";

export const EMAIL = "anna.berg@example.com";
const DAY_MS = 86_400_000;

/** An order of a lamp and two vases, placed ten days ago; `given` says what is different. */
export function orderOf(given: Partial<OrderView>): OrderView {
	return {
		number: "A-10001",
		status: "paid",
		placedAtMs: NOW_MS - 10 * DAY_MS,
		promisedAtMs: NOW_MS + 2 * DAY_MS,
		dispatchedAtMs: null,
		deliveredAtMs: null,
		carrier: "DHL",
		trackingNumber: "JD014600001",
		totalCents: 104_990,
		currency: "EUR",
		deliveryAddress: "Lindenweg 4, 20095 Hamburg",
		lines: [
			{ sku: "LIV-102", name: "Arco Floor Lamp", quantity: 1, unitPriceCents: 12_900 },
			{ sku: "LIV-106", name: "Terra Vase", quantity: 2, unitPriceCents: 3_290 },
		],
		...given,
	};
}

/** A moment so many days from now. */
export function daysFromNow(days: number): number {
	return NOW_MS + days * DAY_MS;
}

export function productOf(given: Partial<ProductView>): ProductView {
	return {
		sku: "KIT-201",
		name: "Copper Electric Kettle",
		description: "1.7 litres.",
		priceCents: 7_990,
		currency: "EUR",
		stock: 12,
		...given,
	};
}
