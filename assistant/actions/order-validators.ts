import type {
	ActionContext,
	ActionTracker,
	ResponseDraft,
	SlotValidator,
	SlotVerdict,
} from "../../dialogue/action-sdk.ts";
import { readEmail, readOrderNumber, slotText } from "./customer-details.ts";
import type { OrderCredentials, OrderView, ShopPorts } from "./ports.ts";
import { wrongTry } from "./wrong-try.ts";

/** Says why this form can do nothing for an order, or null when it can. */
export type OrderObjection = (order: OrderView, nowMs: number) => ResponseDraft | null;

/**
 * Validators of `order_number` and `email`: each alone by its shape, both together by the shop. A wrong number and a
 * wrong e-mail get the same answer, so that nobody can find out by trying which of the two exists.
 */
export function orderValidators(
	objection: OrderObjection = () => null,
): Record<"order_number" | "email", SlotValidator<ShopPorts>> {
	return {
		order_number(value, context) {
			const orderNumber = readOrderNumber(value);
			if (orderNumber === null) {
				// asked for the number, the customer gave the address first
				if (readEmail(value) !== null) return { value: null };
				return wrongTry(context.tracker, { response: "utter_wrong_order_number" });
			}
			const email = readEmail(slotText(context.tracker, "email"));
			if (email === null || isCandidate(context.tracker, "email")) return { value: orderNumber };
			return checkOrder({ orderNumber, email }, orderNumber, { context, objection });
		},
		email(value, context) {
			const email = readEmail(value);
			if (email === null) {
				// asked for the address, the customer gave the number again
				if (readOrderNumber(value) !== null) return { value: null };
				return wrongTry(context.tracker, { response: "utter_wrong_email" });
			}
			const orderNumber = readOrderNumber(slotText(context.tracker, "order_number"));
			if (orderNumber === null) return { value: email };
			return checkOrder({ orderNumber, email }, email, { context, objection });
		},
	};
}

/** Whether this very message (or the form's beginning) brought the slot: then its own validator runs too. */
function isCandidate(tracker: ActionTracker, slot: string): boolean {
	const last = tracker.events.findLastIndex((event) => event.event !== "slot");
	return tracker.events.slice(last + 1).some((event) => event.event === "slot" && event.name === slot);
}

async function checkOrder(
	credentials: OrderCredentials,
	value: string,
	{ context, objection }: { context: ActionContext<ShopPorts>; objection: OrderObjection },
): Promise<SlotVerdict> {
	const order = await context.ports.shop.findOrder(credentials);
	if (order === null) {
		const verdict = wrongTry(context.tracker, { response: "utter_order_not_found" });
		return { ...verdict, slots: { order_number: null, email: null, ...verdict.slots } };
	}
	const reason = objection(order, context.nowMs);
	if (reason === null) return { value, slots: { wrong_tries: 0, form_problem: null } };
	return {
		value,
		slots: { wrong_tries: 0, form_problem: "not_possible", requested_slot: null },
		responses: [reason],
	};
}
