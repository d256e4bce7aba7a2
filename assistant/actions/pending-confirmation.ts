import type { ProjectDomain } from "./domain-types.ts";
import type { ShopEvent } from "./shop-sdk.ts";

/** What a yes or no would be an answer to, until the next message that is neither. */
export const waitFor = (what: NonNullable<ProjectDomain["slots"]["pending_confirmation"]>): ShopEvent => ({
	event: "slot",
	name: "pending_confirmation",
	value: what,
});
