/** The shop as the assistant's actions ask it and as store/ answers: one shape, so that neither room imports the other. */

export type OrderStatus =
	| "pending"
	| "paid"
	| "packed"
	| "dispatched"
	| "delivered"
	| "cancelled"
	| "returned";

/** Amounts are in the currency's minor unit (cents). Times are epoch milliseconds. */
export interface OrderView {
	readonly number: string;
	readonly status: OrderStatus;
	readonly placedAtMs: number;
	readonly promisedAtMs: number | null;
	readonly dispatchedAtMs: number | null;
	readonly deliveredAtMs: number | null;
	readonly carrier: string | null;
	readonly trackingNumber: string | null;
	readonly totalCents: number;
	/** ISO 4217, e.g. `EUR`. */
	readonly currency: string;
	readonly deliveryAddress: string;
	readonly lines: readonly OrderLineView[];
}

export interface OrderLineView {
	readonly sku: string;
	readonly name: string;
	readonly quantity: number;
	readonly unitPriceCents: number;
}

export interface ProductView {
	readonly sku: string;
	readonly name: string;
	readonly description: string;
	readonly priceCents: number;
	readonly currency: string;
	readonly stock: number;
}

export interface RefundView {
	readonly orderNumber: string;
	readonly amountCents: number;
	readonly currency: string;
	readonly status: "pending" | "approved" | "paid" | "rejected";
	readonly createdAtMs: number;
	readonly paidAtMs: number | null;
}

/** Who asks for which order. A wrong number and a wrong e-mail get the same answer, so that nobody can probe. */
export interface OrderCredentials {
	/** As the customer wrote it: `A-10023`, `a10023`, `#10023`. */
	readonly orderNumber: string;
	readonly email: string;
}

/** What changes data carries the turn's idempotency key: a repeat gets the first outcome and changes nothing. */
export interface Change {
	readonly idempotencyKey: string;
	readonly nowMs: number;
	readonly conversationId: string;
}

export type CancelOutcome =
	| { readonly status: "cancelled"; readonly order: OrderView; readonly refundCents: number }
	| { readonly status: "too_late"; readonly order: OrderView }
	| { readonly status: "already_cancelled"; readonly order: OrderView }
	| { readonly status: "not_found" };

export type AddressOutcome =
	| { readonly status: "changed"; readonly order: OrderView }
	| { readonly status: "too_late"; readonly order: OrderView }
	| { readonly status: "not_found" };

export interface ReturnRequest {
	readonly reason: string;
	readonly kind: "refund" | "exchange";
}

export type ReturnOutcome =
	| {
			readonly status: "accepted";
			readonly returnNumber: string;
			readonly order: OrderView;
			readonly refundCents: number;
	  }
	| { readonly status: "already_requested"; readonly returnNumber: string; readonly order: OrderView }
	| { readonly status: "not_delivered"; readonly order: OrderView }
	| { readonly status: "window_closed"; readonly order: OrderView; readonly windowDays: number }
	| { readonly status: "not_found" };

/** A return as it is now. */
export interface ReturnView {
	readonly returnNumber: string;
	readonly orderNumber: string;
	/** `requested`: nothing has come back yet. */
	readonly status: "requested" | "received" | "closed" | "rejected";
}

export type TicketTopic =
	| "damaged_parcel"
	| "missing_parcel"
	| "complaint"
	| "handover"
	| "payment"
	| "account"
	| "other";

export interface TicketDraft {
	readonly topic: TicketTopic;
	readonly summary: string;
	readonly email: string | null;
	readonly orderNumber: string | null;
}

/** What can be asked of the shop, and changed in it. */
export interface Shop {
	findOrder(credentials: OrderCredentials): Promise<OrderView | null>;
	/** Only before dispatch. A paid order gets a refund row. */
	cancelOrder(credentials: OrderCredentials, change: Change): Promise<CancelOutcome>;
	/** Only before dispatch. */
	changeDeliveryAddress(
		credentials: OrderCredentials,
		address: string,
		change: Change,
	): Promise<AddressOutcome>;
	/** Only of delivered orders and within 30 days of delivery. */
	requestReturn(
		credentials: OrderCredentials,
		request: ReturnRequest,
		change: Change,
	): Promise<ReturnOutcome>;
	/** A return that this conversation registered; null for every other. */
	findReturn(returnNumber: string, conversationId: string): Promise<ReturnView | null>;
	/** Refunds of one order, newest first; null when the credentials match no order. */
	listRefunds(credentials: OrderCredentials): Promise<readonly RefundView[] | null>;
	/** Up to five products whose name, SKU or description matches the words, best first. */
	searchProducts(words: string): Promise<readonly ProductView[]>;
	openTicket(ticket: TicketDraft, change: Change): Promise<{ readonly ticketNumber: string }>;
}
