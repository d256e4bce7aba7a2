import { slotText } from "./customer-details.ts";
import { waitFor } from "./pending-confirmation.ts";
import { setSlots, type ShopContext, type ShopEvent, type ShopResult, type ShopTracker } from "./shop-sdk.ts";

/** Forms worth coming back to. */
const RESUMABLE = ["address_form", "return_form", "damaged_parcel_form", "complaint_form"] as const;
type ResumableForm = (typeof RESUMABLE)[number];

/** The form of that name, or null for one that is not come back to. */
export function resumableForm(name: string): ResumableForm | null {
	return RESUMABLE.find((form) => form === name) ?? null;
}

/** How customers read the form's name, or null for a form that is not come back to. */
export function formTitle(name: string, { phrase }: Pick<ShopContext, "phrase">): string | null {
	const form = resumableForm(name);
	return form === null ? null : phrase(`utter_form_title_${form}`);
}

/** Nothing waits to be gone on with. */
export const nothingPaused = (): ShopEvent[] =>
	setSlots({ paused_form: null, paused_order_number: null, paused_email: null });

/** Takes the form out of the waiting room, with the order that it was about and whose it is. */
export function takeUpPaused(tracker: ShopTracker): ShopEvent[] {
	const orderNumber = slotText(tracker, "paused_order_number");
	const email = slotText(tracker, "paused_email");
	return [
		...(orderNumber === "" ? [] : setSlots({ order_number: orderNumber })),
		...(email === "" ? [] : setSlots({ email, tried_email: null })),
		...nothingPaused(),
	];
}

/** Adds the offer to go on with the form that was left for this question, where there is one. */
export function withResumeOffer(result: ShopResult, context: ShopContext): ShopResult {
	const title = formTitle(slotText(context.tracker, "paused_form"), context);
	if (title === null) return result;
	return {
		events: [...result.events, waitFor("resume_form")],
		responses: [...result.responses, { response: "utter_offer_resume", values: { form_title: title } }],
	};
}
