import { changeOf, knownCredentials, recentTexts } from "./customer-details.ts";
import { dateInWords, dayInWords, isDayOver } from "./dates-in-words.ts";
import { amountInWords, orderValues } from "./order-wording.ts";
import { withResumeOffer } from "./paused-form.ts";
import type { OrderView, RefundView } from "../../contracts/shop.ts";
import { type Wording, wordingOf } from "./wording.ts";
import {
	defineShopAction,
	type ShopAction,
	type ShopContext,
	type ShopResult,
	type ShopResponse,
} from "./shop-sdk.ts";

const MAX_SUMMARY_CHARS = 1_000;

/** Answers on the order that the lookup found. It can be gone since, or an old answer was never checked. */
function answerOnOrder(
	name: ShopAction,
	answer: (order: OrderView, context: ShopContext) => Promise<ShopResponse[]> | ShopResponse[],
): ReturnType<typeof defineShopAction> {
	return defineShopAction({
		name,
		async run(context): Promise<ShopResult> {
			const order = await context.ports.shop.findOrder(knownCredentials(context.tracker));
			const responses: ShopResponse[] =
				order === null ? [{ response: "utter_order_not_found" }] : await answer(order, context);
			return withResumeOffer({ events: [], responses }, context);
		},
	});
}

const orderStatus = answerOnOrder("action_order_status", (order, context) => {
	const { nowMs } = context;
	const values = orderValues(order, wordingOf(context));
	const state: ShopResponse = { response: `utter_order_${order.status}`, values };
	const isUnderWay = order.status === "paid" || order.status === "packed" || order.status === "dispatched";
	if (!isUnderWay || order.promisedAtMs === null) return [state];
	const isLate = isDayOver(order.promisedAtMs, nowMs);
	return [state, { response: isLate ? "utter_delivery_overdue" : "utter_order_promised", values }];
});

const deliveryDate = answerOnOrder("action_delivery_date", (order, context) => {
	const { nowMs } = context;
	const values = orderValues(order, wordingOf(context));
	if (order.status === "delivered") return [{ response: "utter_delivery_done", values }];
	if (order.status === "cancelled" || order.status === "returned")
		return [{ response: "utter_delivery_none", values }];
	if (order.promisedAtMs === null) return [{ response: "utter_delivery_no_date", values }];
	if (isDayOver(order.promisedAtMs, nowMs)) return [{ response: "utter_delivery_overdue", values }];
	const response =
		order.status === "dispatched" ? "utter_delivery_promised_tracking" : "utter_delivery_promised";
	return [{ response, values }];
});

const refundStatus = answerOnOrder("action_refund_status", async (order, context) => {
	const { ports, tracker } = context;
	const refunds = await ports.shop.listRefunds(knownCredentials(tracker));
	if (refunds === null || refunds.length === 0)
		return [{ response: "utter_refund_none", values: { number: order.number } }];
	return refunds.map((refund) => refundAnswer(refund, wordingOf(context)));
});

function refundAnswer(refund: RefundView, wording: Wording): ShopResponse {
	return {
		response: `utter_refund_${refund.status}`,
		values: {
			number: refund.orderNumber,
			amount: amountInWords(refund.amountCents, refund.currency, wording),
			created: dateInWords(refund.createdAtMs, wording),
			paid:
				refund.paidAtMs === null
					? wording.phrase("utter_words_already")
					: dayInWords(refund.paidAtMs, wording),
		},
	};
}

/** A parcel is missing when it should be there: delivered on paper, or later than promised. */
const missingParcel = answerOnOrder("action_missing_parcel", async (order, context) => {
	const { tracker, ports, nowMs } = context;
	const values = orderValues(order, wordingOf(context));
	if (order.status === "cancelled" || order.status === "returned")
		return [{ response: "utter_missing_none", values }];
	if (order.status !== "dispatched" && order.status !== "delivered")
		return [{ response: "utter_missing_not_dispatched", values }];
	const isDue = order.promisedAtMs !== null && isDayOver(order.promisedAtMs, nowMs);
	if (order.status === "dispatched" && !isDue) return [{ response: "utter_missing_in_transit", values }];
	const { email } = knownCredentials(tracker);
	const summary = `Parcel of order ${order.number} is missing (${order.status}). The customer wrote:\n${recentTexts(tracker, 3, MAX_SUMMARY_CHARS)}`;
	const { ticketNumber } = await ports.shop.openTicket(
		{ topic: "missing_parcel", summary, email, orderNumber: order.number },
		changeOf(context),
	);
	return [{ response: "utter_missing_reported", values: { ...values, ticket: ticketNumber, email } }];
});

export const orderAnswers = [orderStatus, deliveryDate, refundStatus, missingParcel];
