import type { ShopResponseName } from "./shop-sdk.ts";

/** Intents that make sense as a guess: a button says `utter_title_` and the name. Not a yes, not small talk. */
const GUESSES = [
	"availability",
	"cancel_order",
	"capabilities",
	"change_delivery_address",
	"change_email",
	"complaint",
	"create_account",
	"damaged_parcel",
	"delete_account",
	"delivery_date",
	"delivery_options",
	"discount_code",
	"exchange_item",
	"invoice",
	"missing_parcel",
	"opening_hours",
	"order_status",
	"password_reset",
	"payment_methods",
	"payment_problem",
	"price",
	"product_question",
	"refund_status",
	"return_order",
	"return_policy",
	"talk_to_person",
] as const;

/** The response that holds what a button says for an intent; null for an intent that is no guess. */
export function titleResponse(intent: string): ShopResponseName | null {
	const guess = GUESSES.find((name) => name === intent);
	return guess === undefined ? null : `utter_title_${guess}`;
}
