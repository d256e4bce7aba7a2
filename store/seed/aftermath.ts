/** What came after the demo shop's orders: returns, refunds, tickets. Pure. */
import type { RefundView, TicketTopic } from "../../contracts/shop.ts";
import type { SeedOrder } from "./orders.ts";
import { seededRandom } from "./random.ts";

export interface SeedReturn {
	readonly number: string;
	readonly orderNumber: string;
	readonly kind: "refund" | "exchange";
	readonly reason: string;
	readonly status: "requested" | "closed";
	readonly requestedAtMs: number;
}

export interface SeedRefund {
	readonly key: string;
	readonly orderNumber: string;
	readonly cause: "cancellation" | "return";
	readonly amountCents: number;
	readonly status: RefundView["status"];
	readonly createdAtMs: number;
	readonly paidAtMs: number | null;
}

export interface SeedTicket {
	readonly number: string;
	readonly topic: TicketTopic;
	readonly summary: string;
	readonly status: "open" | "solved";
	readonly email: string;
	readonly orderNumber: string;
	readonly createdAtMs: number;
}

const DAY_MS = 86_400_000;
const REASONS = [
	"It does not fit.",
	"I expected another colour.",
	"I found it elsewhere for less.",
	"It arrived too late for the birthday.",
	"It is larger than I thought.",
] as const;

const COMPLAINTS: readonly [readonly [TicketTopic, string], ...(readonly [TicketTopic, string])[]] = [
	["damaged_parcel", "The box was torn open and the contents are scratched."],
	["missing_parcel", "Tracking says delivered, but nothing has arrived."],
	["complaint", "Nobody called back although it was promised twice."],
	["payment", "The amount was taken from the card twice."],
	["other", "Asks for an invoice with another company name."],
];

/** Returns of the orders that carry a return number. */
export function seedReturns(orders: readonly SeedOrder[]): readonly SeedReturn[] {
	const random = seededRandom(20_001);
	return orders.flatMap((order) => {
		if (order.returnNumber === null || order.deliveredAtMs === null) return [];
		return {
			number: order.returnNumber,
			orderNumber: order.number,
			kind: "refund" as const,
			reason: random.pick(REASONS),
			status: order.status === "returned" ? ("closed" as const) : ("requested" as const),
			requestedAtMs: order.deliveredAtMs + DAY_MS,
		};
	});
}

/** A refund for each return and for each cancelled order that was paid: pending, then approved, then paid, by age. */
export function seedRefunds(orders: readonly SeedOrder[], referenceMs: number): readonly SeedRefund[] {
	return orders.flatMap((order): SeedRefund[] => {
		const isCancellation = order.status === "cancelled" && order.paidAtMs !== null;
		if (!isCancellation && order.returnNumber === null) return [];
		const createdAtMs = order.cancelledAtMs ?? (order.deliveredAtMs ?? 0) + DAY_MS;
		const status = refundStatus(order, referenceMs - createdAtMs);
		return [
			{
				key: `demo-refund-${order.number}`,
				orderNumber: order.number,
				cause: isCancellation ? "cancellation" : "return",
				amountCents: order.totalCents,
				status,
				createdAtMs,
				paidAtMs: status === "paid" ? createdAtMs + 5 * DAY_MS : null,
			},
		];
	});
}

function refundStatus(order: SeedOrder, ageMs: number): SeedRefund["status"] {
	if (order.status === "delivered") return "pending";
	if (order.status === "returned") return ageMs > 20 * DAY_MS ? "paid" : "approved";
	return ageMs > 7 * DAY_MS ? "paid" : "pending";
}

/** A ticket for every twelfth order that left the house some days ago. */
export function seedTickets(orders: readonly SeedOrder[], referenceMs: number): readonly SeedTicket[] {
	const random = seededRandom(40_001);
	const sent = orders.filter(
		({ dispatchedAtMs }) => (dispatchedAtMs ?? referenceMs) < referenceMs - 2 * DAY_MS,
	);
	return sent
		.filter((_, index) => index % 12 === 0)
		.map((order, index) => {
			const [topic, summary] = random.pick(COMPLAINTS);
			return {
				number: `T-${40_001 + index}`,
				topic,
				summary,
				status: random.int(3) === 0 ? "open" : "solved",
				email: order.email,
				orderNumber: order.number,
				createdAtMs: (order.dispatchedAtMs ?? 0) + 2 * DAY_MS,
			};
		});
}
