import { dateInWords, dayInWords } from "./dates-in-words.ts";
import type { OrderLineView, OrderView } from "../../contracts/shop.ts";
import type { ShopResponseName } from "./shop-sdk.ts";
import type { Wording } from "./wording.ts";

const MAX_NAMED_LINES = 3;

/** `€1,049.90`: the currency's own number of decimals. */
export function amountInWords(cents: number, currency: string, { locale }: Wording): string {
	const format = new Intl.NumberFormat(locale, { style: "currency", currency });
	const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
	return format.format(cents / 10 ** decimals);
}

/** `2 × Terra Vase and Dune Rug`; from the fourth line on only counted. */
export function itemsInWords(lines: readonly OrderLineView[], { locale, phrase }: Wording): string {
	const named = lines.slice(0, MAX_NAMED_LINES).map((line) => isolated(itemInWords(line), locale));
	const rest = lines.length - named.length;
	if (rest > 0) named.push(phrase("utter_words_more_items", { count: rest }));
	return new Intl.ListFormat(locale, { type: "conjunction" }).format(named);
}

function itemInWords({ name, quantity }: OrderLineView): string {
	return quantity === 1 ? name : `${quantity} × ${name}`;
}

/** Between words that run from right to left a Latin name keeps its own direction, and the list keeps its order. */
function isolated(name: string, locale: string): string {
	return locale.startsWith("ar") ? `\u2068${name}\u2069` : name;
}

/** What the buttons of a return's reason stand for; every other reason is the customer's own words. */
const REASONS: ReadonlyMap<string, ShopResponseName> = new Map<string, ShopResponseName>([
	["too small", "utter_words_too_small"],
	["too big", "utter_words_too_big"],
	["not liked", "utter_words_not_liked"],
	["wrong article sent", "utter_words_wrong_article"],
	["other", "utter_words_other_reason"],
]);

/** A return's reason as it is shown to the customer; the shop keeps it as it is. */
export function reasonInWords(reason: string, { phrase }: Wording): string {
	const response = REASONS.get(reason);
	return response === undefined ? reason : phrase(response);
}

/** The values that responses on an order may name in braces. */
export function orderValues(order: OrderView, wording: Wording): Record<string, string> {
	const { phrase } = wording;
	const day = (atMs: number | null, unknown: ShopResponseName): string =>
		atMs === null ? phrase(unknown) : dayInWords(atMs, wording);
	return {
		number: order.number,
		state: phrase(`utter_state_${order.status}`),
		items: itemsInWords(order.lines, wording),
		total: amountInWords(order.totalCents, order.currency, wording),
		address: order.deliveryAddress,
		carrier: order.carrier ?? phrase("utter_words_our_carrier"),
		tracking: order.trackingNumber ?? phrase("utter_words_not_known_yet"),
		placed: dateInWords(order.placedAtMs, wording),
		promised: day(order.promisedAtMs, "utter_words_soon"),
		dispatched: day(order.dispatchedAtMs, "utter_words_already"),
		delivered: day(order.deliveredAtMs, "utter_words_already"),
	};
}
