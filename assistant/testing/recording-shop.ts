import type {
	AddressOutcome,
	CancelOutcome,
	Change,
	OrderCredentials,
	OrderView,
	ProductView,
	RefundView,
	ReturnOutcome,
	Shop,
} from "../actions/ports.ts";

/** What the fake shop is asked to know. An order opens for this one e-mail only. */
export interface ShopContents {
	readonly email: string;
	readonly orders: readonly OrderView[];
	readonly products?: readonly ProductView[];
	readonly refunds?: readonly RefundView[];
	/** What the changing calls answer, where it differs from success. */
	readonly cancel?: CancelOutcome;
	readonly address?: AddressOutcome;
	readonly returned?: ReturnOutcome;
}

/** One call of the shop, with everything that it was given. */
export interface ShopCall {
	readonly method: keyof Shop;
	readonly args: readonly unknown[];
}

/** A shop in memory that remembers every call. */
export class RecordingShop implements Shop {
	readonly calls: ShopCall[] = [];
	readonly #contents: ShopContents;

	constructor(contents: ShopContents) {
		this.#contents = contents;
	}

	callsOf(method: keyof Shop): readonly (readonly unknown[])[] {
		return this.calls.filter((call) => call.method === method).map((call) => call.args);
	}

	findOrder(credentials: OrderCredentials): Promise<OrderView | null> {
		this.calls.push({ method: "findOrder", args: [credentials] });
		return Promise.resolve(this.#find(credentials));
	}

	cancelOrder(credentials: OrderCredentials, change: Change): Promise<CancelOutcome> {
		this.calls.push({ method: "cancelOrder", args: [credentials, change] });
		const order = this.#find(credentials);
		if (order === null) return Promise.resolve({ status: "not_found" });
		const cancelled: CancelOutcome = { status: "cancelled", order, refundCents: order.totalCents };
		return Promise.resolve(this.#contents.cancel ?? cancelled);
	}

	changeDeliveryAddress(
		credentials: OrderCredentials,
		address: string,
		change: Change,
	): Promise<AddressOutcome> {
		this.calls.push({ method: "changeDeliveryAddress", args: [credentials, address, change] });
		const order = this.#find(credentials);
		if (order === null) return Promise.resolve({ status: "not_found" });
		const changed: AddressOutcome = { status: "changed", order: { ...order, deliveryAddress: address } };
		return Promise.resolve(this.#contents.address ?? changed);
	}

	requestReturn(
		credentials: OrderCredentials,
		request: { readonly reason: string; readonly kind: "refund" | "exchange" },
		change: Change,
	): Promise<ReturnOutcome> {
		this.calls.push({ method: "requestReturn", args: [credentials, request, change] });
		const order = this.#find(credentials);
		if (order === null) return Promise.resolve({ status: "not_found" });
		const accepted: ReturnOutcome = {
			status: "accepted",
			returnNumber: "R-2001",
			order,
			refundCents: order.totalCents,
		};
		return Promise.resolve(this.#contents.returned ?? accepted);
	}

	listRefunds(credentials: OrderCredentials): Promise<readonly RefundView[] | null> {
		this.calls.push({ method: "listRefunds", args: [credentials] });
		return Promise.resolve(this.#find(credentials) === null ? null : (this.#contents.refunds ?? []));
	}

	searchProducts(words: string): Promise<readonly ProductView[]> {
		this.calls.push({ method: "searchProducts", args: [words] });
		const wanted = words.toLowerCase().split(" ");
		const isMatch = (product: ProductView): boolean =>
			wanted.every((word) => product.name.toLowerCase().includes(word));
		return Promise.resolve((this.#contents.products ?? []).filter(isMatch));
	}

	openTicket(
		ticket: Parameters<Shop["openTicket"]>[0],
		change: Change,
	): Promise<{ readonly ticketNumber: string }> {
		this.calls.push({ method: "openTicket", args: [ticket, change] });
		return Promise.resolve({ ticketNumber: "T-3001" });
	}

	#find({ orderNumber, email }: OrderCredentials): OrderView | null {
		if (email !== this.#contents.email) return null;
		return this.#contents.orders.find((order) => order.number === orderNumber) ?? null;
	}
}
