import { slotText } from "./customer-details.ts";
import type { ShopContext, ShopEvent, ShopResult } from "./shop-sdk.ts";

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

/** Adds the offer to go on with the form that was left for this question, where there is one. */
export function withResumeOffer(result: ShopResult, context: ShopContext): ShopResult {
	const title = formTitle(slotText(context.tracker, "paused_form"), context);
	if (title === null) return result;
	const wait: ShopEvent = { event: "slot", name: "pending_confirmation", value: "resume_form" };
	return {
		events: [...result.events, wait],
		responses: [...result.responses, { response: "utter_offer_resume", values: { form_title: title } }],
	};
}
