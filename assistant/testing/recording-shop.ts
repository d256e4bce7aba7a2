import type {
	AddressOutcome,
	CancelOutcome,
	Change,
	OrderCredentials,
	OrderView,
	ProductView,
	RefundView,
	ReturnOutcome,
	ReturnView,
	Shop,
} from "../../contracts/shop.ts";

/** What the fake shop is asked to know. An order opens for this one e-mail only. */
export interface ShopContents {
	readonly email: string;
	readonly orders: readonly OrderView[];
	readonly products?: readonly ProductView[];
	readonly refunds?: readonly RefundView[];
	readonly returns?: readonly ReturnView[];
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
	/** While this is true, every call fails as it does when the database is gone. */
	isDown = false;
	readonly #contents: ShopContents;

	constructor(contents: ShopContents) {
		this.#contents = contents;
	}

	callsOf(method: keyof Shop): readonly (readonly unknown[])[] {
		return this.calls.filter((call) => call.method === method).map((call) => call.args);
	}

	async findOrder(credentials: OrderCredentials): Promise<OrderView | null> {
		await this.#record("findOrder", [credentials]);
		return this.#find(credentials);
	}

	async cancelOrder(credentials: OrderCredentials, change: Change): Promise<CancelOutcome> {
		await this.#record("cancelOrder", [credentials, change]);
		const order = this.#find(credentials);
		if (order === null) return { status: "not_found" };
		const cancelled: CancelOutcome = { status: "cancelled", order, refundCents: order.totalCents };
		return this.#contents.cancel ?? cancelled;
	}

	async changeDeliveryAddress(
		credentials: OrderCredentials,
		address: string,
		change: Change,
	): Promise<AddressOutcome> {
		await this.#record("changeDeliveryAddress", [credentials, address, change]);
		const order = this.#find(credentials);
		if (order === null) return { status: "not_found" };
		const changed: AddressOutcome = { status: "changed", order: { ...order, deliveryAddress: address } };
		return this.#contents.address ?? changed;
	}

	async requestReturn(
		credentials: OrderCredentials,
		request: { readonly reason: string; readonly kind: "refund" | "exchange" },
		change: Change,
	): Promise<ReturnOutcome> {
		await this.#record("requestReturn", [credentials, request, change]);
		const order = this.#find(credentials);
		if (order === null) return { status: "not_found" };
		const accepted: ReturnOutcome = {
			status: "accepted",
			returnNumber: "R-2001",
			order,
			refundCents: order.totalCents,
		};
		return this.#contents.returned ?? accepted;
	}

	async findReturn(returnNumber: string, conversationId: string): Promise<ReturnView | null> {
		await this.#record("findReturn", [returnNumber, conversationId]);
		return this.#contents.returns?.find((other) => other.returnNumber === returnNumber) ?? null;
	}

	async listRefunds(credentials: OrderCredentials): Promise<readonly RefundView[] | null> {
		await this.#record("listRefunds", [credentials]);
		return this.#find(credentials) === null ? null : (this.#contents.refunds ?? []);
	}

	async searchProducts(words: string): Promise<readonly ProductView[]> {
		await this.#record("searchProducts", [words]);
		const wanted = words.toLowerCase().split(" ");
		const isMatch = (product: ProductView): boolean =>
			wanted.every((word) => product.name.toLowerCase().includes(word.replace(/s$/u, "")));
		return (this.#contents.products ?? []).filter(isMatch);
	}

	async openTicket(
		ticket: Parameters<Shop["openTicket"]>[0],
		change: Change,
	): Promise<{ readonly ticketNumber: string }> {
		await this.#record("openTicket", [ticket, change]);
		return { ticketNumber: "T-3001" };
	}

	async #record(method: keyof Shop, args: readonly unknown[]): Promise<void> {
		this.calls.push({ method, args });
		if (this.isDown) throw new Error("The shop's database does not answer.");
	}

	#find({ orderNumber, email }: OrderCredentials): OrderView | null {
		if (email !== this.#contents.email) return null;
		return this.#contents.orders.find((order) => order.number === orderNumber) ?? null;
	}
}
