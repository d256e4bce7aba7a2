import type { ShopTracker, ShopResponse, ShopVerdict } from "./shop-sdk.ts";

/** After as many wrong answers the form ends and the bot offers a person. */
const MAX_WRONG_TRIES = 3;

/** Refuses a value: says why and asks again, or ends the form when it was the last try. */
export function wrongTry(tracker: ShopTracker, complaint: ShopResponse): ShopVerdict<never> {
	const earlier = tracker.slots["wrong_tries"];
	const tries = (typeof earlier === "number" ? earlier : 0) + 1;
	if (tries < MAX_WRONG_TRIES) return { value: null, slots: { wrong_tries: tries }, responses: [complaint] };
	return {
		value: null,
		slots: { wrong_tries: 0, form_problem: "too_many_tries", requested_slot: null },
	};
}
