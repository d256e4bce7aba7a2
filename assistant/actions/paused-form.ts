import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { ActionResult, ActionTracker } from "../../dialogue/action-sdk.ts";
import { slotText } from "./customer-details.ts";

/** Forms worth coming back to, by the name that customers read. */
const TITLES: ReadonlyMap<string, string> = new Map([
	["address_form", "change of address"],
	["return_form", "return"],
	["damaged_parcel_form", "damage report"],
	["complaint_form", "complaint"],
]);

/** How customers read the form's name, or null for a form that is not come back to. */
export function formTitle(form: string): string | null {
	return TITLES.get(form) ?? null;
}

/** Adds the offer to go on with the form that was left for this question, where there is one. */
export function withResumeOffer(result: ActionResult, tracker: ActionTracker): ActionResult {
	const title = formTitle(slotText(tracker, "paused_form"));
	if (title === null) return result;
	const wait: DialogueEvent = { event: "slot", name: "pending_confirmation", value: "resume_form" };
	return {
		events: [...result.events, wait],
		responses: [...result.responses, { response: "utter_offer_resume", values: { form_title: title } }],
	};
}
