import type { Database } from "./database.ts";
import { cancelOrder, changeDeliveryAddress, requestReturn } from "./order-changes.ts";
import { findOrder, findReturn, listRefunds } from "./orders.ts";
import { searchProducts } from "./products.ts";
import type { Shop } from "../contracts/shop.ts";
import { openTicket } from "./tickets.ts";

/** The shop on this database: what the assistant's actions ask and change. */
export function createShop(db: Database): Shop {
	return {
		findOrder: (credentials) => findOrder(db, credentials),
		cancelOrder: (credentials, change) => cancelOrder(db, credentials, change),
		changeDeliveryAddress: (credentials, address, change) =>
			changeDeliveryAddress(db, credentials, address, change),
		requestReturn: (credentials, request, change) => requestReturn(db, credentials, request, change),
		findReturn: (returnNumber, conversationId) => findReturn(db, returnNumber, conversationId),
		listRefunds: (credentials) => listRefunds(db, credentials),
		searchProducts: (words) => searchProducts(db, words),
		openTicket: (ticket, change) => openTicket(db, ticket, change),
	};
}
