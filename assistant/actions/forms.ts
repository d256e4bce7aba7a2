import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import { type ActionTracker, defineAction } from "../../dialogue/action-sdk.ts";
import { readOrderNumber, slotText } from "./customer-details.ts";
import { formTitle, withResumeOffer } from "./paused-form.ts";
import type { ShopPorts } from "./ports.ts";

const FORM_OF_INTENT: ReadonlyMap<string, string> = new Map([
	["order_status", "order_lookup_form"],
	["delivery_date", "order_lookup_form"],
	["cancel_order", "order_lookup_form"],
	["refund_status", "order_lookup_form"],
	["missing_parcel", "order_lookup_form"],
	["change_delivery_address", "address_form"],
	["return_order", "return_form"],
	["exchange_item", "return_form"],
	["damaged_parcel", "damaged_parcel_form"],
	["complaint", "complaint_form"],
	["talk_to_person", "handover_form"],
]);

/** What a form asks for itself: forgotten when it begins anew. Order number and e-mail are remembered. */
const OWN_SLOTS: ReadonlyMap<string, readonly string[]> = new Map([
	["address_form", ["new_address"]],
	["return_form", ["return_reason", "return_confirmed"]],
	["damaged_parcel_form", ["damage_description", "damage_wish"]],
	["complaint_form", ["complaint_text"]],
]);

const setSlot = (name: string, value: string | number | null): DialogueEvent => ({
	event: "slot",
	name,
	value,
});

function forgetOwnSlots(form: string, tracker: ActionTracker): DialogueEvent[] {
	return (OWN_SLOTS.get(form) ?? [])
		.filter((slot) => (tracker.slots[slot] ?? null) !== null && tracker.latestEntities(slot).length === 0)
		.map((slot) => setSlot(slot, null));
}

/** Takes the form out of the waiting room, with the order that it was about. */
function takeUpPaused(tracker: ActionTracker): DialogueEvent[] {
	const orderNumber = slotText(tracker, "paused_order_number");
	const restored = orderNumber === "" ? [] : [setSlot("order_number", orderNumber)];
	return [...restored, setSlot("paused_form", null), setSlot("paused_order_number", null)];
}

/** "My other order", "eine andere Bestellung", "un autre colis", "otro pedido", "diğer siparişim", "طلب آخر". */
const OTHER_ORDER: readonly RegExp[] = [
	/\b(?:other|another|different|second) (?:\w+ )?(?:order|parcel|package)\b/i,
	/\b(?:ander|zweit|weiter)\p{L}* (?:\p{L}+ )?(?:Bestellung|Auftrag|Paket|Lieferung)/iu,
	/\b(?:autre|deuxième|seconde?) (?:\p{L}+ )?(?:commande|colis)|\b(?:commande|colis) (?:différente?|suivante?)/iu,
	/\b(?:otr[oa]|segund[oa]) (?:\p{L}+ )?(?:pedido|paquete|compra)/iu,
	/(?:diğer|başka|öbür|ikinci) (?:bir )?(?:sipariş|paket|koli|kargo)/iu,
	/(?:طلب|طلبي|طرد|الطلب|الطرد)\p{L}* (?:ال)?(?:آخر|اخر|أخر|ثاني|ثانية|مختلف)/u,
];

/** "Where is my other order?" means none of those that were talked about, unless it brings its own number. */
function asksForOtherOrder(tracker: ActionTracker): boolean {
	const text = tracker.latestMessage?.text ?? "";
	return OTHER_ORDER.some((pattern) => pattern.test(text)) && readOrderNumber(text) === null;
}

/** Runs before each form that a question begins: a fresh start, a detour from another form, or the same again. */
const enterForm = defineAction<ShopPorts>({
	name: "action_enter_form",
	run(context) {
		const { tracker } = context;
		const target = FORM_OF_INTENT.get(tracker.latestMessage?.intent.name ?? "") ?? "order_lookup_form";
		const left = tracker.activeLoop;
		if (left === target) return { events: [], responses: [{ response: "utter_form_goes_on" }] };
		const title = left === null ? null : formTitle(left, context);
		if (target === "order_lookup_form" && left !== null && title !== null) {
			const orderNumber = readOrderNumber(slotText(tracker, "order_number"));
			const other = asksForOtherOrder(tracker) ? [setSlot("order_number", null)] : [];
			return {
				events: [
					...other,
					setSlot("paused_form", left),
					setSlot("paused_order_number", orderNumber),
					setSlot("wrong_tries", 0),
				],
				responses: [{ response: "utter_form_paused", values: { form_title: title } }],
			};
		}
		const isOther = target === "order_lookup_form" && asksForOtherOrder(tracker);
		const isComingBack = slotText(tracker, "paused_form") === target;
		const events = isComingBack ? takeUpPaused(tracker) : forgetOwnSlots(target, tracker);
		if (isOther) events.push(setSlot("order_number", null));
		return { events: [...events, setSlot("wrong_tries", 0)], responses: [] };
	},
});

/** After a form that could do nothing for its order; its validation has said why. */
const closeForm = defineAction<ShopPorts>({
	name: "action_close_form",
	run: (context) => withResumeOffer({ events: [], responses: [] }, context),
});

const resumeForm = defineAction<ShopPorts>({
	name: "action_resume_form",
	run(context) {
		const { tracker } = context;
		const form = slotText(tracker, "paused_form");
		const title = formTitle(form, context);
		const waitNoMore = setSlot("pending_confirmation", "nothing");
		if (title === null)
			return { events: [waitNoMore], responses: [{ response: "utter_affirm_without_context" }] };
		return {
			events: [...takeUpPaused(tracker), waitNoMore, { event: "followup", name: form }],
			responses: [{ response: "utter_form_resumed", values: { form_title: title } }],
		};
	},
});

/** Order number or e-mail given without a question: the last question is asked again for them. */
const noteDetails = defineAction<ShopPorts>({
	name: "action_note_details",
	run({ tracker }) {
		const orderNumber = readOrderNumber(tracker.latestMessage?.text ?? null);
		if (orderNumber === null) {
			const isAddress = tracker.latestEntities("email").length > 0;
			const response = isAddress ? "utter_details_noted" : "utter_details_without_context";
			return { events: [], responses: [{ response }] };
		}
		const events = [setSlot("order_number", orderNumber)];
		const form = lastOrderForm(tracker);
		if (form === null) return { events, responses: [{ response: "utter_details_noted" }] };
		return {
			events: [...events, ...forgetOwnSlots(form, tracker), { event: "followup", name: form }],
			responses: [],
		};
	},
});

function lastOrderForm(tracker: ActionTracker): string | null {
	const last = tracker.events.findLast((event) => event.event === "active_loop" && event.name !== null);
	const form = last?.event === "active_loop" ? last.name : null;
	return form !== null && form !== "complaint_form" && form !== "handover_form" ? form : null;
}

export const formActions = [enterForm, closeForm, resumeForm, noteDetails];
