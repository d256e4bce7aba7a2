import type { JsonValue } from "../../contracts/parse-data.ts";
import type { Change, OrderCredentials } from "../../contracts/shop.ts";
import type { ShopContext, ShopSlot, ShopTracker } from "./shop-sdk.ts";

const ORDER_NUMBER = /(?:^|[^\p{L}\p{N}])(?:a[-\s]?|#\s?)?(\d{5})(?![\p{L}\p{N}])/iu;
const EMAIL = /(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/;

/** The order number in what a customer wrote (`a10023`, `it's #10023`, `١٠٠٢٣`), as the shop writes it, or null. */
export function readOrderNumber(value: JsonValue | undefined): string | null {
	const text = typeof value === "string" ? withPlainDigits(value.replace(EMAIL, " ")) : "";
	const digits = ORDER_NUMBER.exec(text)?.[1];
	return digits === undefined ? null : `A-${digits}`;
}

/** Arabic keyboards write the digits from U+0660, Persian ones those from U+06F0. */
function withPlainDigits(text: string): string {
	return text.replaceAll(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}

/** The e-mail address in what a customer wrote, in lower case, or null. */
export function readEmail(value: JsonValue | undefined): string | null {
	const found = typeof value === "string" ? EMAIL.exec(value)?.[0] : undefined;
	return found?.toLowerCase() ?? null;
}

/** What a customer wrote, without an e-mail address and an order number: what is left was said beside them. */
export function withoutDetails(text: string): string {
	const rest = withPlainDigits(text.replace(EMAIL, " ")).replace(ORDER_NUMBER, " ").trim();
	return readEmail(text) === null && readOrderNumber(text) === null ? text : rest;
}

/** A slot's text; the empty text for anything else. */
export function slotText(tracker: ShopTracker, slot: ShopSlot): string {
	const value = tracker.slots[slot];
	return typeof value === "string" ? value : "";
}

/** What the customer gave so far; what is missing finds no order. */
export function knownCredentials(tracker: ShopTracker): OrderCredentials {
	return { orderNumber: slotText(tracker, "order_number"), email: slotText(tracker, "email") };
}

/** What a change of the shop's data must carry. */
export function changeOf({ idempotencyKey, nowMs, tracker }: ShopContext): Change {
	return { idempotencyKey, nowMs, conversationId: tracker.senderId };
}

/** The customer's own last messages, oldest first, without what buttons sent: for tickets. */
export function recentTexts(tracker: ShopTracker, count: number, maxChars: number): string {
	const texts = tracker.events.flatMap((event) =>
		event.event === "user" && event.text !== null && !event.text.startsWith("/") ? [event.text] : [],
	);
	return texts.slice(-count).join("\n").slice(0, maxChars);
}
