/** Orders of the demo data that have a story to tell, one for each state: for the README, demonstrations and tests. */

export interface DemoOrder {
	readonly number: string;
	readonly email: string;
}

/** Number and e-mail open the order in the chat. The same on every machine. See docs/demo-data.md. */
export const demoOrders = {
	/** Waits for its payment. */
	pending: { number: "A-10001", email: "anna@example.com" },
	/** Paid: can still be cancelled or sent elsewhere. */
	paid: { number: "A-10002", email: "ben@example.com" },
	/** Packed: the last moment to cancel. */
	packed: { number: "A-10003", email: "clara@example.com" },
	/** On its way: too late to cancel. */
	dispatched: { number: "A-10004", email: "david@example.com" },
	/** Delivered two days before the seeding: can be returned. */
	delivered: { number: "A-10005", email: "emma@example.com" },
	/** Delivered long ago: the return window is closed. */
	deliveredLongAgo: { number: "A-10006", email: "finn@example.com" },
	/** Cancelled, the refund paid. */
	cancelled: { number: "A-10007", email: "greta@example.com" },
	/** Sent back and received, the refund approved. */
	returned: { number: "A-10008", email: "hugo@example.com" },
	/** Delivered, a return announced, the refund waits for the parcel. */
	returnRequested: { number: "A-10009", email: "ida@example.com" },
	/** On its way, and later than promised. */
	late: { number: "A-10010", email: "jonas@example.com" },
} as const satisfies Record<string, DemoOrder>;

export type DemoOrderName = keyof typeof demoOrders;
