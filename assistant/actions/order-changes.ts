import { changeOf, knownCredentials, slotText } from "./customer-details.ts";
import { amountInWords, orderValues } from "./order-wording.ts";
import { formTitle, nothingPaused, withResumeOffer } from "./paused-form.ts";
import type { AddressOutcome, CancelOutcome, OrderView } from "../../contracts/shop.ts";
import { type Wording, wordingOf } from "./wording.ts";
import { waitFor } from "./pending-confirmation.ts";
import {
	defineShopAction,
	setSlots,
	type ShopResponseName,
	type ShopEvent,
	type ShopResponse,
} from "./shop-sdk.ts";

/** Asks for a yes where the order can still be cancelled, otherwise says why it can't. */
const checkCancellation = defineShopAction({
	name: "action_check_cancellation",
	async run(context) {
		const { tracker, ports } = context;
		const order = await ports.shop.findOrder(knownCredentials(tracker));
		if (order === null) return { events: [], responses: [{ response: "utter_order_not_found" }] };
		const refusal = cancelRefusal(order);
		const values = orderValues(order, wordingOf(context));
		if (refusal !== null)
			return withResumeOffer({ events: [], responses: [{ response: refusal, values }] }, context);
		return { events: [waitFor("cancel_order")], responses: [{ response: "utter_confirm_cancel", values }] };
	},
});

function cancelRefusal(order: OrderView): ShopResponseName | null {
	if (order.status === "cancelled") return "utter_cancel_already";
	const hasLeft =
		order.status === "dispatched" || order.status === "delivered" || order.status === "returned";
	return hasLeft ? "utter_cancel_too_late" : null;
}

const cancelOrder = defineShopAction({
	name: "action_cancel_order",
	async run(context) {
		const { ports, tracker } = context;
		const outcome = await ports.shop.cancelOrder(knownCredentials(tracker), changeOf(context));
		return { events: [waitFor("nothing")], responses: [cancelAnswer(outcome, wordingOf(context))] };
	},
});

function cancelAnswer(outcome: CancelOutcome, wording: Wording): ShopResponse {
	if (outcome.status === "not_found") return { response: "utter_order_not_found" };
	const values = orderValues(outcome.order, wording);
	if (outcome.status === "too_late") return { response: "utter_cancel_too_late", values };
	if (outcome.status === "already_cancelled") return { response: "utter_cancel_already", values };
	if (outcome.refundCents === 0) return { response: "utter_cancel_done", values };
	const amount = amountInWords(outcome.refundCents, outcome.order.currency, wording);
	return { response: "utter_cancel_done_refund", values: { ...values, amount } };
}

const changeAddress = defineShopAction({
	name: "action_change_address",
	async run(context) {
		const { ports, tracker } = context;
		const address = slotText(tracker, "new_address");
		const outcome = await ports.shop.changeDeliveryAddress(
			knownCredentials(tracker),
			address,
			changeOf(context),
		);
		return { events: [], responses: [addressAnswer(outcome, wordingOf(context))] };
	},
});

function addressAnswer(outcome: AddressOutcome, wording: Wording): ShopResponse {
	if (outcome.status === "not_found") return { response: "utter_order_not_found" };
	const values = orderValues(outcome.order, wording);
	if (outcome.status === "changed") return { response: "utter_address_changed", values };
	const isUnderWay = outcome.order.status === "dispatched";
	return { response: isUnderWay ? "utter_address_too_late_tracking" : "utter_address_too_late", values };
}

/** The customer said no to what the bot proposed. */
const dropConfirmation = defineShopAction({
	name: "action_drop_confirmation",
	run(context) {
		const { tracker } = context;
		const pending = tracker.slots["pending_confirmation"];
		const events: ShopEvent[] = [waitFor("nothing")];
		if (pending === "cancel_order") {
			const values = { number: slotText(tracker, "order_number") };
			return { events, responses: [{ response: "utter_order_kept", values }] };
		}
		if (pending === "check_cancellation")
			return { events, responses: [{ response: "utter_deny_without_context" }] };
		const title = formTitle(slotText(tracker, "paused_form"), context);
		if (pending !== "resume_form" || title === null)
			return { events, responses: [{ response: "utter_no_person" }] };
		return {
			events: [...events, ...nothingPaused()],
			responses: [{ response: "utter_form_dropped", values: { form_title: title } }],
		};
	},
});

/** A yes to "shall I look whether it can still be cancelled?". */
const beginCancellation = defineShopAction({
	name: "action_begin_cancellation",
	run: () => ({
		events: [
			waitFor("nothing"),
			...setSlots({ lookup_topic: "cancel_order", wrong_tries: 0 }),
			{ event: "followup", name: "order_lookup_form" },
		],
		responses: [],
	}),
});

export const orderChanges = [
	checkCancellation,
	beginCancellation,
	cancelOrder,
	changeAddress,
	dropConfirmation,
];
