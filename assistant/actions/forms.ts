import { readEmail, readOrderNumber, slotText } from "./customer-details.ts";
import { misreadReason } from "./given-reason.ts";
import { formTitle, resumableForm, takeUpPaused, withResumeOffer } from "./paused-form.ts";
import type { ProjectDomain } from "./domain-types.ts";
import {
	defineShopAction,
	setSlots,
	type ShopAction,
	type ShopEvent,
	type ShopForm,
	type ShopIntent,
	type ShopTracker,
} from "./shop-sdk.ts";

const FORM_OF_INTENT: ReadonlyMap<string, ShopForm> = new Map<ShopIntent, ShopForm>([
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

type OwnSlot = Exclude<ProjectDomain["forms"][ShopForm], "order_number" | "email">;

/** What a form asks for itself: forgotten when it begins anew. Order number and e-mail are remembered. */
const OWN_SLOTS: ReadonlyMap<string, readonly OwnSlot[]> = new Map<ShopForm, readonly OwnSlot[]>([
	["address_form", ["new_address"]],
	["return_form", ["return_reason", "return_confirmed"]],
	["damaged_parcel_form", ["damage_description", "damage_wish"]],
	["complaint_form", ["complaint_text"]],
]);

function forgetOwnSlots(form: string, tracker: ShopTracker): ShopEvent[] {
	return (OWN_SLOTS.get(form) ?? [])
		.filter((slot) => tracker.slots[slot] !== null && !isJustSaid(slot, tracker))
		.flatMap((slot) => setSlots({ [slot]: null }));
}

/** Whether the message itself names the slot's value. */
function isJustSaid(slot: OwnSlot, tracker: ShopTracker): boolean {
	return (slot === "return_reason" || slot === "damage_wish") && tracker.latestEntities(slot).length > 0;
}

/** "My other order", "eine andere Bestellung", "un autre colis", "otro pedido", "diğer siparişim", "طلب آخر". */
const OTHER_ORDER: readonly RegExp[] = [
	/\b(?:other|another|different|second) (?:\w{1,40} )?(?:order|parcel|package)\b/i,
	/\b(?:ander|zweit|weiter)\p{L}{0,20} (?:\p{L}{1,40} )?(?:Bestellung|Auftrag|Paket|Lieferung)/iu,
	/\b(?:autre|deuxième|seconde?) (?:\p{L}{1,40} )?(?:commande|colis)|\b(?:commande|colis) (?:différente?|suivante?)/iu,
	/\b(?:otr[oa]|segund[oa]) (?:\p{L}{1,40} )?(?:pedido|paquete|compra)/iu,
	/(?:diğer|başka|öbür|ikinci) (?:bir )?(?:sipariş|paket|koli|kargo)/iu,
	/(?:طلب|طلبي|طرد|الطلب|الطرد)\p{L}{0,20} (?:ال)?(?:آخر|اخر|أخر|ثاني|ثانية|مختلف)/u,
];

/** "Where is my other order?" means none of those that were talked about, unless it brings its own number. */
function asksForOtherOrder(tracker: ShopTracker): boolean {
	const text = tracker.latestMessage?.text ?? "";
	return OTHER_ORDER.some((pattern) => pattern.test(text)) && readOrderNumber(text) === null;
}

/** Runs before each form that a question begins: a fresh start, a detour from another form, or the same again. */
const enterForm = defineShopAction({
	name: "action_enter_form",
	run(context) {
		const { tracker } = context;
		const target = FORM_OF_INTENT.get(tracker.latestMessage?.intent.name ?? "") ?? "order_lookup_form";
		const left = tracker.activeLoop;
		const reason = misreadReason(tracker);
		if (reason !== null)
			return { events: [...reason, { event: "followup", name: "return_form" }], responses: [] };
		if (left === target) return { events: [], responses: [{ response: "utter_form_goes_on" }] };
		const title = left === null ? null : formTitle(left, context);
		if (target === "order_lookup_form" && left !== null && title !== null) {
			const whose = {
				paused_order_number: readOrderNumber(slotText(tracker, "order_number")),
				paused_email: readEmail(slotText(tracker, "email")),
			};
			const other = asksForOtherOrder(tracker) ? setSlots({ order_number: null }) : [];
			return {
				events: [...other, ...setSlots({ paused_form: left, ...whose, wrong_tries: 0 })],
				responses: [{ response: "utter_form_paused", values: { form_title: title } }],
			};
		}
		const isOther = target === "order_lookup_form" && asksForOtherOrder(tracker);
		const isComingBack = slotText(tracker, "paused_form") === target;
		const events = isComingBack ? takeUpPaused(tracker) : forgetOwnSlots(target, tracker);
		if (isOther) events.push(...setSlots({ order_number: null }));
		return { events: [...events, ...setSlots({ wrong_tries: 0 })], responses: [] };
	},
});

/** After a form that could do nothing for its order; its validation has said why. */
const closeForm = defineShopAction({
	name: "action_close_form",
	run: (context) => withResumeOffer({ events: [], responses: [] }, context),
});

const resumeForm = defineShopAction({
	name: "action_resume_form",
	run(context) {
		const { tracker } = context;
		const form = resumableForm(slotText(tracker, "paused_form"));
		const waitNoMore = setSlots({ pending_confirmation: "nothing" });
		if (form === null)
			return { events: waitNoMore, responses: [{ response: "utter_affirm_without_context" }] };
		return {
			events: [...takeUpPaused(tracker), ...waitNoMore, { event: "followup", name: form }],
			responses: [{ response: "utter_form_resumed", values: { form_title: formTitle(form, context) } }],
		};
	},
});

/** Order number or e-mail given without a question: the last question is asked again for them. */
const noteDetails = defineShopAction({
	name: "action_note_details",
	run({ tracker }) {
		const orderNumber = readOrderNumber(tracker.latestMessage?.text ?? null);
		if (orderNumber === null) {
			const isAddress = tracker.latestEntities("email").length > 0;
			const response = isAddress ? "utter_details_noted" : "utter_details_without_context";
			return { events: [], responses: [{ response }] };
		}
		const events = setSlots({ order_number: orderNumber });
		const form = lastOrderForm(tracker);
		if (form === null) return { events, responses: [{ response: "utter_details_noted" }] };
		return {
			events: [...events, ...forgetOwnSlots(form, tracker), { event: "followup", name: form }],
			responses: [],
		};
	},
});

/** "No, the other order": the number is forgotten, the e-mail is not, and the last question is asked again. */
const otherOrder = defineShopAction({
	name: "action_other_order",
	run({ tracker }) {
		const given = readOrderNumber(tracker.latestMessage?.text ?? null);
		if (given === null && tracker.activeLoop === null && isAboutProducts(tracker))
			return { events: [], responses: [{ response: "utter_which_product" }] };
		const events = setSlots({ order_number: given, wrong_tries: 0, tried_email: null });
		const responses = given === null ? [{ response: "utter_other_order" as const }] : [];
		// a form that runs asks by itself
		if (tracker.activeLoop !== null) return { events, responses };
		const form = lastOrderForm(tracker) ?? "order_lookup_form";
		const topic = slotText(tracker, "lookup_topic") === "" ? setSlots({ lookup_topic: "order_status" }) : [];
		return {
			events: [...events, ...topic, ...forgetOwnSlots(form, tracker), { event: "followup", name: form }],
			responses,
		};
	},
});

const PRODUCT_ACTIONS: ReadonlySet<string> = new Set<ShopAction>([
	"action_product_question",
	"action_availability",
	"action_price",
]);

/** "And the other one?" after an answer on a product asks for no order. */
function isAboutProducts({ events }: ShopTracker): boolean {
	const answer = events.findLast(
		(event) => event.event === "action" && event.name !== "action_listen" && event.name !== null,
	);
	return answer?.event === "action" && PRODUCT_ACTIONS.has(answer.name ?? "");
}

/** Forms that are about an order. */
const ORDER_FORMS = ["order_lookup_form", "address_form", "return_form", "damaged_parcel_form"] as const;

function lastOrderForm(tracker: ShopTracker): ShopForm | null {
	const last = tracker.events.findLast((event) => event.event === "active_loop" && event.name !== null);
	const name = last?.event === "active_loop" ? last.name : null;
	return ORDER_FORMS.find((form) => form === name) ?? null;
}

export const formActions = [enterForm, closeForm, resumeForm, noteDetails, otherOrder];
