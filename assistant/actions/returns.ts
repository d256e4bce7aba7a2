import { changeOf, knownCredentials, slotText } from "./customer-details.ts";
import { amountInWords, orderValues, reasonInWords } from "./order-wording.ts";
import { withResumeOffer } from "./paused-form.ts";
import type { OrderView, ReturnOutcome } from "../../contracts/shop.ts";
import { type Wording, wordingOf } from "./wording.ts";
import { defineShopAction, type ShopEvent, type ShopIntent, type ShopResponse } from "./shop-sdk.ts";

/** As our terms promise; the shop's data checks it again when the return is registered. */
const RETURN_WINDOW_DAYS = 30;
const DAY_MS = 86_400_000;
/** After so many days without a parcel the bot speaks of the label again. */
const REMINDER_DAYS = 3;

/** Why an order can't be returned, said before the customer has to give reasons; null when it can. */
export function returnObjection(order: OrderView, wording: Wording): ShopResponse | null {
	const { nowMs } = wording;
	const values = { ...orderValues(order, wording), days: RETURN_WINDOW_DAYS };
	if (order.status === "cancelled" || order.status === "returned")
		return { response: "utter_return_nothing_left", values };
	if (order.status !== "delivered") return { response: "utter_return_not_delivered", values };
	const isOver = order.deliveredAtMs !== null && nowMs > order.deliveredAtMs + RETURN_WINDOW_DAYS * DAY_MS;
	return isOver ? { response: "utter_return_window_closed", values } : null;
}

function returnKind(slots: Readonly<Record<string, unknown>>): "refund" | "exchange" {
	return slots["return_kind"] === "exchange" ? "exchange" : "refund";
}

/** Shows what will be registered and asks for the last yes. */
const askConfirmation = defineShopAction({
	name: "action_ask_return_form_return_confirmed",
	async run(context) {
		const { tracker, ports } = context;
		const wording = wordingOf(context);
		const order = await ports.shop.findOrder(knownCredentials(tracker));
		if (order === null) return { events: [], responses: [{ response: "utter_order_not_found" }] };
		const values = {
			...orderValues(order, wording),
			reason: reasonInWords(slotText(tracker, "return_reason"), wording),
			amount: amountInWords(order.totalCents, order.currency, wording),
		};
		const isExchange = returnKind(tracker.slots) === "exchange";
		return {
			events: [],
			responses: [{ response: isExchange ? "utter_confirm_exchange" : "utter_confirm_return", values }],
		};
	},
});

const submitReturn = defineShopAction({
	name: "action_submit_return",
	async run(context) {
		const { ports, tracker } = context;
		const credentials = knownCredentials(tracker);
		const kind = returnKind(tracker.slots);
		const request = { reason: slotText(tracker, "return_reason"), kind };
		const outcome = await ports.shop.requestReturn(credentials, request, changeOf(context));
		const answer = returnAnswer(outcome, { kind, email: credentials.email, wording: wordingOf(context) });
		const events = outcome.status === "accepted" ? [reminderOf(outcome.returnNumber, context.nowMs)] : [];
		return withResumeOffer({ events, responses: [answer] }, context);
	},
});

function returnAnswer(
	outcome: ReturnOutcome,
	asked: { kind: "refund" | "exchange"; email: string; wording: Wording },
): ShopResponse {
	if (outcome.status === "not_found") return { response: "utter_order_not_found" };
	const values = { ...orderValues(outcome.order, asked.wording), email: asked.email };
	if (outcome.status === "not_delivered") return { response: "utter_return_not_delivered", values };
	if (outcome.status === "window_closed")
		return { response: "utter_return_window_closed", values: { ...values, days: outcome.windowDays } };
	if (outcome.status === "already_requested")
		return { response: "utter_return_already", values: { ...values, return: outcome.returnNumber } };
	const amount = amountInWords(outcome.refundCents, outcome.order.currency, asked.wording);
	const response = asked.kind === "exchange" ? "utter_exchange_accepted" : "utter_return_accepted";
	return { response, values: { ...values, return: outcome.returnNumber, amount } };
}

const discardReturn = defineShopAction({
	name: "action_discard_return",
	run: (context) =>
		withResumeOffer({ events: [], responses: [{ response: "utter_return_discarded" }] }, context),
});

/** Rings after some days; nothing that the customer says meanwhile stops it. */
function reminderOf(returnNumber: string, nowMs: number): ShopEvent {
	return {
		event: "reminder",
		intent: "EXTERNAL_return_label_unused" satisfies ShopIntent,
		entities: { return_number: returnNumber },
		date_time: new Date(nowMs + REMINDER_DAYS * DAY_MS).toISOString(),
		name: `return_label_${returnNumber}`,
		kill_on_user_msg: false,
	};
}

/** Says that the label waits, where nothing of the return has come back yet. */
const remindOfReturn = defineShopAction({
	name: "action_remind_of_return",
	async run({ tracker, ports }) {
		const number = tracker.latestEntities("return_number")[0]?.value;
		if (typeof number !== "string") return { events: [], responses: [] };
		const found = await ports.shop.findReturn(number, tracker.senderId);
		if (found?.status !== "requested") return { events: [], responses: [] };
		const values = { return: found.returnNumber, number: found.orderNumber };
		return { events: [], responses: [{ response: "utter_return_label_unused", values }] };
	},
});

export const returnActions = [askConfirmation, submitReturn, discardReturn, remindOfReturn];
