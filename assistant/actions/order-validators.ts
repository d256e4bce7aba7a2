import { readEmail, readOrderNumber, slotText } from "./customer-details.ts";
import type { OrderCredentials, OrderView } from "../../contracts/shop.ts";
import { type Wording, wordingOf } from "./wording.ts";
import { wrongTry } from "./wrong-try.ts";
import type { ShopContext, ShopTracker, ShopResponse, ShopVerdict, ShopValidator } from "./shop-sdk.ts";

type CredentialVerdict = ShopVerdict<"order_number" | "email">;

/** Says why this form can do nothing for an order, or null when it can. */
export type OrderObjection = (order: OrderView, wording: Wording) => ShopResponse | null;

/**
 * Validators of `order_number` and `email`: each alone by its shape, both together by the shop. A wrong number and a
 * wrong e-mail get the same answer, so that nobody can find out by trying which of the two exists.
 */
export function orderValidators(objection: OrderObjection = () => null): {
	readonly order_number: ShopValidator<"order_number">;
	readonly email: ShopValidator<"email">;
} {
	return {
		order_number(value, context) {
			const orderNumber = readOrderNumber(value);
			if (orderNumber === null) {
				// asked for the number, the customer gave the address first
				if (readEmail(value) !== null) return { value: null };
				return wrongTry(context.tracker, { response: "utter_wrong_order_number" });
			}
			if (isCandidate(context.tracker, "email")) return { value: orderNumber };
			const email = readEmail(slotText(context.tracker, "email")) ?? triedEmail(context.tracker);
			if (email === null) return { value: orderNumber };
			return checkOrder({ orderNumber, email }, orderNumber, { context, objection });
		},
		email(value, context) {
			const typedNumber = readOrderNumber(value);
			const email = readEmail(value) ?? (typedNumber === null ? null : triedEmail(context.tracker));
			if (email === null) {
				// asked for the address, the customer gave the number again
				if (typedNumber !== null) return { value: null };
				return wrongTry(context.tracker, { response: "utter_wrong_email" });
			}
			const orderNumber = typedNumber ?? readOrderNumber(slotText(context.tracker, "order_number"));
			if (orderNumber === null) return { value: email };
			return checkOrder({ orderNumber, email }, email, { context, objection });
		},
	};
}

/** The e-mail of the last pair that matched no order: a number given alone is tried with it. */
function triedEmail(tracker: ShopTracker): string | null {
	return readEmail(slotText(tracker, "tried_email"));
}

/** Whether this very message (or the form's beginning) brought the slot: then its own validator runs too. */
function isCandidate(tracker: ShopTracker, slot: string): boolean {
	const last = tracker.events.findLastIndex((event) => event.event !== "slot");
	return tracker.events.slice(last + 1).some((event) => event.event === "slot" && event.name === slot);
}

async function checkOrder(
	credentials: OrderCredentials,
	value: string,
	{ context, objection }: { context: ShopContext; objection: OrderObjection },
): Promise<CredentialVerdict> {
	const order = await context.ports.shop.findOrder(credentials);
	if (order === null) return pairNotFound(credentials, context.tracker);
	const found = { ...credentialSlots(credentials, context.tracker), wrong_tries: 0 };
	const reason = objection(order, wordingOf(context));
	if (reason === null) return { value, slots: { ...found, form_problem: null } };
	return {
		value,
		slots: { ...found, form_problem: "not_possible", requested_slot: null },
		responses: [reason],
	};
}

/** Says which pair failed. The number is kept and the e-mail asked for; another number goes with the same e-mail. */
function pairNotFound({ orderNumber, email }: OrderCredentials, tracker: ShopTracker): CredentialVerdict {
	const values = { number: orderNumber, email };
	const verdict = wrongTry(tracker, { response: "utter_pair_not_found", values });
	const isLastTry = verdict.slots?.["form_problem"] !== undefined;
	const kept = isLastTry
		? { order_number: null, tried_email: null }
		: { order_number: orderNumber, tried_email: email };
	return { ...verdict, slots: { ...kept, email: null, ...verdict.slots } };
}

/** What a pair that was found sets besides the slot that was asked for. */
function credentialSlots(
	{ orderNumber, email }: OrderCredentials,
	tracker: ShopTracker,
): CredentialVerdict["slots"] {
	if (triedEmail(tracker) === null) return {};
	return { order_number: orderNumber, email, tried_email: null };
}
