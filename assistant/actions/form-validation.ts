import { readEmail, readOrderNumber, withoutDetails } from "./customer-details.ts";
import { address } from "./address-validator.ts";
import { readTopic, saysWhatItIsAbout } from "./handover-topic.ts";
import { orderValues } from "./order-wording.ts";
import { orderValidators } from "./order-validators.ts";
import type { OrderView } from "../../contracts/shop.ts";
import { returnObjection } from "./returns.ts";
import type { Wording } from "./wording.ts";
import { wrongTry } from "./wrong-try.ts";
import { defineShopForm, type ShopResponse, type ShopValidator } from "./shop-sdk.ts";

const MAX_TEXT_CHARS = 1_000;
/** Below this nobody can act on a description. */
const MIN_DESCRIPTION_CHARS = 8;

const email: ShopValidator<"email"> = (value, { tracker }) => {
	const address = readEmail(value);
	if (address === null) return wrongTry(tracker, { response: "utter_wrong_email" });
	return { value: address, slots: { wrong_tries: 0, form_problem: null } };
};

const description: ShopValidator<"damage_description" | "complaint_text"> = (value, { tracker }) => {
	const text = typeof value === "string" ? value.trim().slice(0, MAX_TEXT_CHARS) : "";
	// asked what happened, the customer gave the order's number or the address
	const said = withoutDetails(text);
	if (said !== text && said.length < MIN_DESCRIPTION_CHARS) return { value: null };
	if (text.length >= MIN_DESCRIPTION_CHARS) return { value: text };
	return wrongTry(tracker, { response: "utter_description_too_short" });
};

/** Asked for a reason, the whole answer is the reason, not only the words that the NLU knows as one. */
const reason: ShopValidator<"return_reason"> = (value, { tracker }) => {
	const message = tracker.latestMessage?.text ?? "";
	const isAnswer = tracker.requestedSlot === "return_reason" && message !== "" && !message.startsWith("/");
	const given = isAnswer ? message : value;
	const text = typeof given === "string" ? given.trim().slice(0, MAX_TEXT_CHARS) : "";
	return /\p{L}{2}/u.test(text)
		? { value: text }
		: wrongTry(tracker, { response: "utter_description_too_short" });
};

/** "No, too small" and "no, A-10007" correct what was shown: it is shown anew, with the correction. */
const confirmed: ShopValidator<"return_confirmed"> = (value, { tracker }) => {
	if (typeof value !== "boolean") return { value: null };
	if (value) return { value };
	const text = tracker.latestMessage?.text ?? "";
	const reasons = tracker.latestEntities("return_reason").map((entity) => entity.value);
	const better = reasons.findLast((reason) => typeof reason === "string");
	if (typeof better === "string") return { value: null, slots: { return_reason: better } };
	return { value: readOrderNumber(text) === null ? value : null };
};

const wish: ShopValidator<"damage_wish"> = (value, { tracker }) =>
	value === "replacement" || value === "refund"
		? { value }
		: wrongTry(tracker, { response: "utter_wish_unclear" });

/** Asked only where a ticket would say nothing; never where somebody takes the conversation. */
const topic: ShopValidator<"handover_topic"> = async (value, { tracker, ports }) => {
	if ((await ports.desk.reception()).takesConversations) return { value: "said before" };
	const text = tracker.latestMessage?.text ?? "";
	const isAnswer = tracker.requestedSlot === "handover_topic" && !text.startsWith("/");
	const answer = isAnswer ? readTopic(text) : null;
	if (answer !== null) return { value: answer.slice(0, MAX_TEXT_CHARS) };
	return { value: saysWhatItIsAbout(tracker) && typeof value === "string" ? value : null };
};

function addressObjection(order: OrderView, wording: Wording): ShopResponse | null {
	if (order.status === "pending" || order.status === "paid" || order.status === "packed") return null;
	return {
		response: order.status === "dispatched" ? "utter_address_too_late_tracking" : "utter_address_too_late",
		values: orderValues(order, wording),
	};
}

export const formValidations = [
	defineShopForm({ form: "order_lookup_form", validators: orderValidators() }),
	defineShopForm({
		form: "address_form",
		validators: { ...orderValidators(addressObjection), new_address: address },
	}),
	defineShopForm({
		form: "return_form",
		validators: { ...orderValidators(returnObjection), return_reason: reason, return_confirmed: confirmed },
	}),
	defineShopForm({
		form: "damaged_parcel_form",
		validators: { ...orderValidators(), damage_description: description, damage_wish: wish },
	}),
	defineShopForm({
		form: "complaint_form",
		validators: { complaint_text: description, email },
	}),
	defineShopForm({ form: "handover_form", validators: { handover_topic: topic, email } }),
];
