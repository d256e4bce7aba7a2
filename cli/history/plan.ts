/** Who writes when, in which language and about what: sixty days of a shop's customer care. Pure: a seed gives the same days. */
import { uuidV7 } from "../../contracts/ids.ts";
import { type SeededRandom, seededRandom } from "../../store/seed/random.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
export const HISTORY_DAYS = 60;
/** When the first of all conversations begins, on the first day: by it a second seeding finds the days of the first. */
export const FIRST_HOUR = 9;

/** How much is written at each hour (UTC), Monday to Sunday: a shop in the middle of Europe. */
const HOURS = [2, 1, 1, 1, 1, 3, 8, 18, 32, 40, 44, 42, 38, 36, 37, 36, 34, 34, 38, 40, 34, 22, 11, 5];
const WEEKDAYS = [12, 11, 10, 10, 9, 6, 5];
const LANGUAGES = [
	["en", 52],
	["de", 20],
	["fr", 9],
	["es", 8],
	["tr", 6],
	["ar", 5],
] as const;
const CHANNELS = [
	["chat", 82],
	["rest", 11],
	["callback", 7],
] as const;
/** What customers come for; some come for two things. */
const CONCERNS = [
	["order_status", 24],
	["delivery_date", 9],
	["return_order", 10],
	["cancel_order", 6],
	["change_delivery_address", 5],
	["refund_status", 6],
	["missing_parcel", 5],
	["damaged_parcel", 5],
	["complaint", 4],
	["product_question", 6],
	["availability", 5],
	["price", 3],
	["opening_hours", 4],
	["delivery_options", 4],
	["payment_problem", 3],
	["invoice", 2],
	["password_reset", 2],
	["talk_to_person", 4],
	["out_of_scope", 3],
	["discount_code", 2],
] as const;

/** Somebody who writes, once or again. */
export interface Customer {
	readonly id: string;
	readonly language: string;
	readonly channel: string;
	/** Which of the shop's orders is theirs. */
	readonly orderPlace: number;
}

/** A conversation that is to be had. */
export interface PlannedConversation {
	readonly id: string;
	readonly customer: Customer;
	readonly startMs: number;
	readonly concerns: readonly string[];
	/** What happens in it by chance. */
	readonly seed: number;
}

/** @param firstDayMs - midnight (UTC) of the first day; @returns in order of their beginning */
export function planHistory(
	seed: number,
	conversations: number,
	firstDayMs: number,
): readonly PlannedConversation[] {
	const random = seededRandom(seed);
	const starts = startsOf(random, conversations, firstDayMs);
	const lastOf = new Map<Customer, number>();
	const customers: Customer[] = [];
	return starts.map((startMs, place): PlannedConversation => {
		const known = place > 20 && random.int(100) < 34 ? returning(random, customers, lastOf, startMs) : null;
		const customer = known ?? newCustomer(random, seed, customers.length);
		if (known === null) customers.push(customer);
		lastOf.set(customer, startMs);
		return {
			id: uuidV7(startMs, bytesOf(seed, 2, place)),
			customer,
			startMs,
			concerns: concernsOf(random),
			seed: seed * 1_000_003 + place,
		};
	});
}

/** The id of the very first customer, whose first conversation begins the history. */
export function firstCustomerId(seed: number): string {
	return uuidV7(0, bytesOf(seed, 1, 0));
}

function startsOf(random: SeededRandom, conversations: number, firstDayMs: number): number[] {
	const first = firstDayMs + FIRST_HOUR * HOUR_MS;
	const others = Array.from({ length: conversations - 1 }, () => {
		for (;;) {
			const day = random.int(HISTORY_DAYS);
			const weekday = (new Date(firstDayMs + day * DAY_MS).getUTCDay() + 6) % 7;
			const hour = random.int(24);
			// a little more every week, and a day of trouble with a carrier
			const growth = 70 + (day * 30) / HISTORY_DAYS + (day === 41 ? 90 : 0);
			const weight = ((WEEKDAYS[weekday] ?? 0) / 12) * ((HOURS[hour] ?? 0) / 44) * (growth / 190);
			const startMs = firstDayMs + day * DAY_MS + hour * HOUR_MS + random.int(HOUR_MS);
			if (random.int(10_000) < weight * 10_000 && startMs > first) return startMs;
		}
	});
	return [first, ...others.toSorted((one, other) => one - other)];
}

/** Somebody who wrote some days ago; often the same matter brings them back soon. */
function returning(
	random: SeededRandom,
	customers: readonly Customer[],
	lastOf: ReadonlyMap<Customer, number>,
	startMs: number,
): Customer | null {
	const withinMs = random.pick([2, 3, 7, 14, 30]) * DAY_MS;
	for (let tries = 0; tries < 60; tries += 1) {
		const candidate = customers[random.int(customers.length)];
		const last = candidate === undefined ? undefined : lastOf.get(candidate);
		// a talk lasts a while: the next one begins after it
		if (candidate !== undefined && last !== undefined && startMs - last < withinMs && startMs - last > DAY_MS)
			return candidate;
	}
	return null;
}

function newCustomer(random: SeededRandom, seed: number, place: number): Customer {
	return {
		id: uuidV7(0, bytesOf(seed, 1, place)),
		language: weighted(random, LANGUAGES),
		channel: weighted(random, CHANNELS),
		orderPlace: random.int(1_000_000),
	};
}

function concernsOf(random: SeededRandom): string[] {
	const first = weighted(random, CONCERNS);
	const second = random.int(100) < 22 ? weighted(random, CONCERNS) : first;
	return first === second ? [first] : [first, second];
}

export function weighted<Name extends string>(
	random: SeededRandom,
	choices: readonly (readonly [name: Name, weight: number])[],
): Name {
	let left = random.int(choices.reduce((sum, [, weight]) => sum + weight, 0));
	for (const [name, weight] of choices) {
		if (left < weight) return name;
		left -= weight;
	}
	throw new Error("There is nothing to choose from.");
}

/** Ten bytes that are the same for the same thing. */
function bytesOf(seed: number, kind: number, place: number): Uint8Array {
	const random = seededRandom(seed * 31 + kind * 1_000_000_007 + place * 7);
	return Uint8Array.from({ length: 10 }, () => random.int(256));
}
