/** The demo shop's data. Pure: the same day gives the same shop. */
import { seedRefunds, seedReturns, seedTickets } from "./seed/aftermath.ts";
import { seedOrders } from "./seed/orders.ts";
import { seedCustomers } from "./seed/people.ts";
import { seedProducts } from "./seed/products.ts";
import { seededRandom } from "./seed/random.ts";

const DAY_MS = 86_400_000;

/** The whole demo shop as data. @param nowMs - the day it falls on is the one that all dates count back from */
export function demoShop(nowMs: number) {
	const referenceMs = nowMs - (nowMs % DAY_MS);
	const random = seededRandom(30_001);
	const orders = seedOrders(referenceMs);
	return {
		customers: seedCustomers.map((customer, index) => ({
			...customer,
			createdAtMs: referenceMs - (200 + index * 11) * DAY_MS,
		})),
		// every ninth is sold out: availability is a question, too
		products: seedProducts.map((product, index) => ({
			...product,
			stock: index % 9 === 8 ? 0 : 2 + random.int(90),
		})),
		orders,
		orderLines: orders.flatMap(({ number, lines }) =>
			lines.map((line) => ({ orderNumber: number, ...line })),
		),
		returns: seedReturns(orders),
		refunds: seedRefunds(orders, referenceMs),
		tickets: seedTickets(orders, referenceMs),
	};
}
