/** The shop as its callers see it. Equal in shape to the port that the assistant's actions declare for themselves. */

export type OrderStatus =
	| "pending"
	| "paid"
	| "packed"
	| "dispatched"
	| "delivered"
	| "cancelled"
	| "returned";

/** Amounts are in the currency's minor unit. Times are epoch milliseconds. */
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
	/** ISO 4217. */
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

/** Both as the customer wrote them. A wrong number and a wrong address get the same answer. */
export interface OrderCredentials {
	readonly orderNumber: string;
	readonly email: string;
}

/** A change with a key that was seen before changes nothing and gets the first outcome. */
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

export interface ReturnRequest {
	readonly reason: string;
	readonly kind: "refund" | "exchange";
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

export interface Shop {
	findOrder(credentials: OrderCredentials): Promise<OrderView | null>;
	cancelOrder(credentials: OrderCredentials, change: Change): Promise<CancelOutcome>;
	changeDeliveryAddress(
		credentials: OrderCredentials,
		address: string,
		change: Change,
	): Promise<AddressOutcome>;
	requestReturn(
		credentials: OrderCredentials,
		request: ReturnRequest,
		change: Change,
	): Promise<ReturnOutcome>;
	listRefunds(credentials: OrderCredentials): Promise<readonly RefundView[] | null>;
	searchProducts(words: string): Promise<readonly ProductView[]>;
	openTicket(ticket: TicketDraft, change: Change): Promise<{ readonly ticketNumber: string }>;
}
