import type { Reception } from "../../contracts/reception.ts";
import { readEmail, recentTexts, slotText } from "./customer-details.ts";
import { openingInWords } from "./dates-in-words.ts";
import { waitFor } from "./pending-confirmation.ts";
import {
	defineShopAction,
	setSlots,
	type ShopAction,
	type ShopContext,
	type ShopResponse,
	type ShopResult,
	type ShopTracker,
} from "./shop-sdk.ts";
import { openTicket } from "./tickets.ts";
import { wordingOf } from "./wording.ts";

const MAX_SUMMARY_CHARS = 2_000;
/** How much of the conversation a person gets to read in the ticket itself. */
const SUMMARY_MESSAGES = 10;

/** The bot falls silent, and the conversation's object puts the customer into the queue. */
const INTO_THE_QUEUE: ShopResult = {
	events: [...setSlots({ requested_slot: null }), { event: "pause", metadata: { handoff: "asked" } }],
	responses: [{ response: "utter_handover_queued" }],
};

/** The yes that may have led here is used up: a no is none to the offer any more. */
const askForTopic = defineShopAction({
	name: "action_ask_handover_form_handover_topic",
	async run(context) {
		const back = whenBack(context, await context.ports.desk.reception());
		return { events: [waitFor("nothing")], responses: [...back, { response: "utter_ask_handover_topic" }] };
	},
});

/** An address is asked for only while nobody comes: somebody who is there asks for it themselves. */
const askForEmail = defineShopAction({
	name: "action_ask_handover_form_email",
	async run(context) {
		const reception = await context.ports.desk.reception();
		if (reception.takesConversations) return INTO_THE_QUEUE;
		const ask: ShopResponse = { response: "utter_ask_handover_form_email" };
		const back = wasToldWhen(context.tracker) ? [] : whenBack(context, reception);
		return { events: [waitFor("nothing")], responses: [...back, ask] };
	},
});

/** Says whether somebody is there, or when: as the site's hours have it, and nothing of hours where it has none. */
const tellOpeningHours = defineShopAction({
	name: "action_opening_hours",
	async run(context) {
		const reception = await context.ports.desk.reception();
		const now: ShopResponse[] = reception.takesConversations
			? [{ response: "utter_desk_open" }]
			: whenBack(context, reception);
		return { events: [], responses: [...now, { response: "utter_opening_hours" }] };
	},
});

/** In the customer's own time zone, where the page has said which. */
function whenBack(context: ShopContext, { nextOpeningAtMs }: Reception): ShopResponse[] {
	if (nextOpeningAtMs === null) return [];
	const opening = openingInWords(nextOpeningAtMs, timeZoneOf(context), wordingOf(context));
	return [{ response: "utter_desk_closed", values: { opening } }];
}

function timeZoneOf({ tracker }: ShopContext): string | null {
	const message = tracker.events.findLast(({ event }) => event === "user");
	const zone = message?.metadata?.["time_zone"];
	return typeof zone === "string" ? zone : null;
}

/** A person where somebody is there, else a ticket, once a conversation. */
const openHandover = defineShopAction({
	name: "action_open_handover",
	async run(context) {
		const reception = await context.ports.desk.reception();
		if (reception.takesConversations) return INTO_THE_QUEUE;
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
			responses: [
				...(wasToldWhen(tracker) ? [] : whenBack(context, reception)),
				{ response, values: { ticket, email } },
			],
		};
	},
});

/** The form's first question says when somebody is back. */
const FIRST_QUESTIONS: ReadonlySet<string> = new Set<ShopAction>([
	"action_ask_handover_form_handover_topic",
	"action_ask_handover_form_email",
]);

function wasToldWhen({ events }: ShopTracker): boolean {
	return events.some((event) => event.event === "action" && FIRST_QUESTIONS.has(event.name ?? ""));
}

/** After too many wrong tries in a form. */
const offerPerson = defineShopAction({
	name: "action_offer_person",
	run: () => ({
		events: [waitFor("handover")],
		responses: [{ response: "utter_offer_person" }],
	}),
});

export const handoverActions = [askForTopic, askForEmail, tellOpeningHours, openHandover, offerPerson];
