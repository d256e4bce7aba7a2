import {
	changeOf,
	knownCredentials,
	readEmail,
	readOrderNumber,
	recentTexts,
	slotText,
} from "./customer-details.ts";
import type { TicketTopic } from "../../contracts/shop.ts";
import { defineShopAction, type ShopContext } from "./shop-sdk.ts";

const MAX_SUMMARY_CHARS = 2_000;
/** How much of the conversation a person gets to read in the ticket itself. */
const SUMMARY_MESSAGES = 10;

/** Opens a ticket with what is known of the customer, for a person to answer. */
async function openTicket(context: ShopContext, topic: TicketTopic, summary: string): Promise<string> {
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

/** A ticket for a person, once a conversation. Live hand-over is not promised. */
const openHandover = defineShopAction({
	name: "action_open_handover",
	async run(context) {
		const { tracker } = context;
		const open = slotText(tracker, "handover_ticket");
		if (open !== "")
			return {
				events: [],
				responses: [{ response: "utter_handover_already_open", values: { ticket: open } }],
			};
		const summary = recentTexts(tracker, SUMMARY_MESSAGES, MAX_SUMMARY_CHARS);
		const ticket = await openTicket(
			context,
			"handover",
			summary === "" ? "Wants to talk to a person." : summary,
		);
		const email = readEmail(slotText(tracker, "email"));
		const response = email === null ? "utter_handover_opened_without_email" : "utter_handover_opened";
		return {
			events: [{ event: "slot", name: "handover_ticket", value: ticket }],
			responses: [{ response, values: { ticket, email } }],
		};
	},
});

/** After too many wrong tries in a form. */
const offerPerson = defineShopAction({
	name: "action_offer_person",
	run: () => ({
		events: [{ event: "slot", name: "pending_confirmation", value: "handover" }],
		responses: [{ response: "utter_offer_person" }],
	}),
});

export const ticketActions = [reportDamage, submitComplaint, openHandover, offerPerson];
