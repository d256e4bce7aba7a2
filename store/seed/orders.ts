/** The demo shop's orders with all that follows from them. Pure: the same seed and day give the same data. */
import { type DemoOrderName, demoOrders } from "../demo-orders.ts";
import type { OrderStatus } from "../../contracts/shop.ts";
import { seedAddress, seedCustomers } from "./people.ts";
import { seedProducts } from "./products.ts";
import { type SeededRandom, seededRandom } from "./random.ts";

export interface SeedOrder {
	readonly number: string;
	readonly email: string;
	readonly status: OrderStatus;
	/** All times are epoch milliseconds. */
	readonly placedAtMs: number;
	readonly paidAtMs: number | null;
	readonly promisedAtMs: number | null;
	readonly dispatchedAtMs: number | null;
	readonly deliveredAtMs: number | null;
	readonly cancelledAtMs: number | null;
	readonly carrier: string | null;
	readonly trackingNumber: string | null;
	readonly shippingCents: number;
	readonly totalCents: number;
	readonly deliveryAddress: string;
	readonly returnNumber: string | null;
	readonly lines: readonly SeedLine[];
}

export interface SeedLine {
	readonly line: number;
	readonly sku: string;
	readonly name: string;
	readonly quantity: number;
	readonly unitPriceCents: number;
}

export const SEED_ORDERS = 300;
const FIRST_NUMBER = 10_001;
const FIRST_RETURN = 20_001;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FREE_SHIPPING_FROM_CENTS = 6_000;
const SHIPPING_CENTS = 490;
const CARRIERS = ["Postbird", "Swiftline", "GreenVan"] as const;

/** How an order came about: its state, and how many days before the reference day it reached it. */
interface Course {
	readonly status: OrderStatus;
	readonly daysAgo: number;
	readonly isPaid: boolean;
	readonly hasReturn: boolean;
	readonly isLate: boolean;
}

const course = (status: OrderStatus, daysAgo: number, more: Partial<Course> = {}): Course => ({
	status,
	daysAgo,
	isPaid: status !== "pending",
	hasReturn: status === "returned",
	isLate: false,
	...more,
});

const DEMO_COURSES: Record<DemoOrderName, Course> = {
	pending: course("pending", 1),
	paid: course("paid", 1),
	packed: course("packed", 1),
	dispatched: course("dispatched", 1),
	delivered: course("delivered", 2),
	deliveredLongAgo: course("delivered", 75),
	cancelled: course("cancelled", 9),
	returned: course("returned", 12),
	returnRequested: course("delivered", 6, { hasReturn: true }),
	late: course("dispatched", 8, { isLate: true }),
};

/** @param referenceMs - the day that the demo data takes for today, as epoch milliseconds of its beginning */
export function seedOrders(referenceMs: number): readonly SeedOrder[] {
	const random = seededRandom(10_023);
	const demo = new Map<string, readonly [Course, string]>(
		Object.entries(demoOrders).map(([name, { number, email }]) => [
			number,
			// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: the keys of demoOrders, which `as const` types
			[DEMO_COURSES[name as DemoOrderName], email],
		]),
	);
	let returns = 0;
	return Array.from({ length: SEED_ORDERS }, (_, index) => {
		const number = `A-${FIRST_NUMBER + index}`;
		const [way, email] = demo.get(number) ?? [
			anyCourse(random),
			seedCustomers[random.int(seedCustomers.length)]?.email ?? "",
		];
		const returnNumber = way.hasReturn ? `R-${FIRST_RETURN + returns++}` : null;
		const customer = seedCustomers.findIndex((candidate) => candidate.email === email);
		const deliveryAddress = seedAddress(customer, random.int(10) === 0 ? 1 : 0);
		const lines = someLines(random);
		const goodsCents = lines.reduce((sum, line) => sum + line.quantity * line.unitPriceCents, 0);
		const shippingCents = goodsCents >= FREE_SHIPPING_FROM_CENTS ? 0 : SHIPPING_CENTS;
		return {
			number,
			email,
			status: way.status,
			...times(way, referenceMs, random),
			shippingCents,
			totalCents: goodsCents + shippingCents,
			deliveryAddress,
			returnNumber,
			lines,
		};
	});
}

/** Most orders of a shop are delivered; the others are where the questions come from. */
function anyCourse(random: SeededRandom): Course {
	const share = random.int(100);
	if (share < 5) return course("pending", random.int(3));
	if (share < 15) return course("paid", random.int(3));
	if (share < 21) return course("packed", random.int(2));
	if (share < 34) return course("dispatched", random.int(4));
	if (share < 44) return course("cancelled", 1 + random.int(90), { isPaid: random.int(4) > 0 });
	if (share < 54) return course("returned", 5 + random.int(80));
	if (share < 59) return course("delivered", 2 + random.int(12), { hasReturn: true });
	return course("delivered", random.int(120));
}

type Times = Omit<
	SeedOrder,
	| "number"
	| "email"
	| "status"
	| "shippingCents"
	| "totalCents"
	| "deliveryAddress"
	| "returnNumber"
	| "lines"
>;

/** Works back from the day on which the order reached its state, so that each step comes after the one before. */
function times(way: Course, referenceMs: number, random: SeededRandom): Times {
	const reachedMs = referenceMs - way.daysAgo * DAY_MS - random.int(10 * HOUR_MS);
	const transitMs = (1 + random.int(3)) * DAY_MS;
	const stockMs = (6 + random.int(40)) * HOUR_MS;
	const arrived = way.status === "delivered" || way.status === "returned";
	// a parcel that came back was delivered three days before
	const deliveredAtMs = arrived ? reachedMs - (way.status === "returned" ? 3 * DAY_MS : 0) : null;
	const sent = arrived || way.status === "dispatched";
	const dispatchedAtMs = deliveredAtMs === null ? (sent ? reachedMs : null) : deliveredAtMs - transitMs;
	const placedAtMs = (dispatchedAtMs ?? reachedMs) - stockMs;
	const promisedMs = placedAtMs + (way.isLate ? 4 : 6) * DAY_MS;
	return {
		placedAtMs,
		paidAtMs: way.isPaid ? placedAtMs + HOUR_MS : null,
		promisedAtMs: way.status === "pending" || way.status === "cancelled" ? null : promisedMs,
		dispatchedAtMs,
		deliveredAtMs,
		cancelledAtMs: way.status === "cancelled" ? reachedMs : null,
		carrier: sent ? random.pick(CARRIERS) : null,
		trackingNumber: sent ? `TRK${100_000_000 + random.int(899_999_999)}` : null,
	};
}

function someLines(random: SeededRandom): SeedLine[] {
	const first = random.int(seedProducts.length);
	return Array.from({ length: 1 + random.int(3) }, (_, index) => {
		// steps of 17 never meet the same product twice in so few
		const product = seedProducts[(first + index * 17) % seedProducts.length];
		return {
			line: index + 1,
			sku: product?.sku ?? "",
			name: product?.name ?? "",
			quantity: random.int(5) === 0 ? 2 : 1,
			unitPriceCents: product?.priceCents ?? 0,
		};
	});
}
