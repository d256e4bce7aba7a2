/** What a button says for an intent. Intents that make no sense as a guess (a yes, small talk) have none. */
const TITLES: ReadonlyMap<string, string> = new Map([
	["availability", "Is it in stock?"],
	["cancel_order", "Cancel an order"],
	["capabilities", "What can you do?"],
	["change_delivery_address", "Change the delivery address"],
	["change_email", "Change my e-mail"],
	["complaint", "Make a complaint"],
	["create_account", "Create an account"],
	["damaged_parcel", "Something arrived damaged"],
	["delete_account", "Delete my account"],
	["delivery_date", "When will it arrive?"],
	["delivery_options", "Delivery and its cost"],
	["discount_code", "Discount codes"],
	["exchange_item", "Exchange something"],
	["invoice", "My invoice"],
	["missing_parcel", "My parcel is missing"],
	["opening_hours", "Opening hours"],
	["order_status", "Where is my order?"],
	["password_reset", "I can't sign in"],
	["payment_problem", "A problem with a payment"],
	["price", "What does it cost?"],
	["product_question", "A question about a product"],
	["refund_status", "Where is my refund?"],
	["return_order", "Return something"],
	["talk_to_person", "Talk to a person"],
]);

export function titleOfIntent(intent: string): string | null {
	return TITLES.get(intent) ?? null;
}
