import { changeOf, knownCredentials, readEmail, readOrderNumber, slotText } from "./customer-details.ts";
import type { TicketTopic } from "../../contracts/shop.ts";
import { defineShopAction, type ShopContext } from "./shop-sdk.ts";

/** Opens a ticket with what is known of the customer, for a person to answer. */
export async function openTicket(context: ShopContext, topic: TicketTopic, summary: string): Promise<string> {
	const { orderNumber, email } = knownCredentials(context.tracker);
	const { ticketNumber } = await context.ports.shop.openTicket(
		{ topic, summary, email: readEmail(email), orderNumber: readOrderNumber(orderNumber) },
		changeOf(context),
	);
	return ticketNumber;
}

const reportDamage = defineShopAction({
	name: "action_report_damage",
	async run(context) {
		const { tracker } = context;
		const { orderNumber, email } = knownCredentials(tracker);
		const isReplacement = slotText(tracker, "damage_wish") === "replacement";
		const summary = `Wants ${isReplacement ? "a replacement" : "a refund"}. ${slotText(tracker, "damage_description")}`;
		const ticket = await openTicket(context, "damaged_parcel", summary);
		const wish = context.phrase(isReplacement ? "utter_words_replacement" : "utter_words_refund");
		return {
			events: [],
			responses: [
				{ response: "utter_damage_reported", values: { ticket, number: orderNumber, email, wish } },
			],
		};
	},
});

const submitComplaint = defineShopAction({
	name: "action_submit_complaint",
	async run(context) {
		const ticket = await openTicket(context, "complaint", slotText(context.tracker, "complaint_text"));
		const { email } = knownCredentials(context.tracker);
		return { events: [], responses: [{ response: "utter_complaint_submitted", values: { ticket, email } }] };
	},
});

export const ticketActions = [reportDamage, submitComplaint];
