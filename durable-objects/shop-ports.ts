import type { Shop } from "../contracts/shop.ts";
import { StoreUnavailable } from "../store/failures.ts";
import type { Database } from "../store/database.ts";
import { createShop } from "../store/shop.ts";
import { CircuitBreaker } from "./circuit-breaker.ts";
import { writeLog } from "../observability/log.ts";
import { errorText } from "../observability/scrub.ts";

/**
 * How long the shop may take for one question, in milliseconds. A customer waits for the answer: a turn asks a few times,
 * and after the first that is not answered the breaker refuses the others, so this is what a dead Postgres costs.
 */
export const SHOP_TIMEOUT_MS = 3_500;
/** How long a dead Postgres is left alone: one call in this time pays the time-out, all others nothing. */
const REST_MS = 5_000;

/** The shop that the assistant's actions ask for, on Postgres: away once, it is away at once. */
export function postgresShop(db: Database, breaker: CircuitBreaker): Shop {
	return guardedShop(createShop(db), breaker);
}

/** @throws StoreUnavailable from every method while the breaker is open */
export function guardedShop(shop: Shop, breaker: CircuitBreaker): Shop {
	return {
		findOrder: (credentials) => breaker.call(() => shop.findOrder(credentials)),
		cancelOrder: (credentials, change) => breaker.call(() => shop.cancelOrder(credentials, change)),
		changeDeliveryAddress: (credentials, address, change) =>
			breaker.call(() => shop.changeDeliveryAddress(credentials, address, change)),
		requestReturn: (credentials, request, change) =>
			breaker.call(() => shop.requestReturn(credentials, request, change)),
		findReturn: (returnNumber, conversationId) =>
			breaker.call(() => shop.findReturn(returnNumber, conversationId)),
		listRefunds: (credentials) => breaker.call(() => shop.listRefunds(credentials)),
		searchProducts: (words) => breaker.call(() => shop.searchProducts(words)),
		openTicket: (ticket, change) => breaker.call(() => shop.openTicket(ticket, change)),
	};
}

const breakers = new Map<string, CircuitBreaker>();

/** The breaker of a database, one for all conversations of the isolate: what one has found out, the others need not. */
export function shopBreaker(databaseUrl: string): CircuitBreaker {
	const known = breakers.get(databaseUrl);
	if (known !== undefined) return known;
	const made = new CircuitBreaker({
		restMs: REST_MS,
		nowMs: () => Date.now(),
		isAway: isPostgresAway,
		refusal: () => new StoreUnavailable("postgres", "left alone for some seconds after a failure"),
		onChange: (error) =>
			writeLog(
				error === null
					? { event: "part.back", part: "postgres" }
					: { event: "part.away", part: "postgres", error: errorText(error) },
			),
	});
	breakers.set(databaseUrl, made);
	return made;
}

/** A lost race for a lock (SQLSTATE class 40) concerns one statement, not the database. */
export function isPostgresAway(error: unknown): boolean {
	return error instanceof StoreUnavailable && !error.message.includes("SQLSTATE 40");
}
