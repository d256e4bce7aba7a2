import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { ActionContext, ActionResult } from "../../dialogue/action-sdk.ts";
import { slotText } from "./customer-details.ts";

/** Forms worth coming back to. */
const RESUMABLE: ReadonlySet<string> = new Set([
	"address_form",
	"return_form",
	"damaged_parcel_form",
	"complaint_form",
]);

/** How customers read the form's name, or null for a form that is not come back to. */
export function formTitle(form: string, { phrase }: Pick<ActionContext<unknown>, "phrase">): string | null {
	return RESUMABLE.has(form) ? phrase(`utter_form_title_${form}`) : null;
}

/** Adds the offer to go on with the form that was left for this question, where there is one. */
export function withResumeOffer(result: ActionResult, context: ActionContext<unknown>): ActionResult {
	const title = formTitle(slotText(context.tracker, "paused_form"), context);
	if (title === null) return result;
	const wait: DialogueEvent = { event: "slot", name: "pending_confirmation", value: "resume_form" };
	return {
		events: [...result.events, wait],
		responses: [...result.responses, { response: "utter_offer_resume", values: { form_title: title } }],
	};
}
