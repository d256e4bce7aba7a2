import type { Desk } from "../../contracts/reception.ts";

/** A desk without people: a test in which somebody is there says so. */
export const NOBODY_THERE: Desk = {
	reception: async () => ({ takesConversations: false, nextOpeningAtMs: null }),
};
