/** What becomes of calls that come again under their Idempotency-Key, where several routes say the same of it. */
import type { Repeat } from "../middleware/idempotency.ts";

/** Answers that let somebody in are not kept for a repeat: they would lie in Redis for a day. */
export const OPENS_A_SESSION: Repeat = {
	how: "told",
	why: "it opened a session, and is kept nowhere: sign in, or ask with another key",
};

export const CHANGES_NOTHING: Repeat = { how: "harmless", why: "it changes nothing" };

export const NEXT_TICKET: Repeat = {
	how: "harmless",
	why: "a ticket is good once, and this is the next one",
};

export const COMMAND_HAS_ID: Repeat = { how: "known", why: "the command's own `id` names it" };
