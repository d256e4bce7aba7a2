import type { ServerFrame } from "../contracts/protocol.ts";
import type { ConversationUnavailable } from "./conversation-rpc.ts";
import type { Refusal } from "./open-conversation.ts";

/** What a channel says while the conversation can't be reached. */
export function unavailableRefusal(error: ConversationUnavailable): Refusal {
	return {
		code: "unavailable",
		message: "The conversation can't be reached right now. Please try again.",
		retryAfterMs: error.retryAfterMs,
	};
}

/** For a `Retry-After` header: whole seconds. */
export function retrySeconds(error: ConversationUnavailable): string {
	return String(Math.ceil(error.retryAfterMs / 1_000));
}

/** What a socket hears that sends too much. */
export function slowDownFrame(retryAfterMs: number): ServerFrame {
	return {
		type: "error",
		code: "rate_limited",
		message: "Too many frames. Please slow down.",
		retryAfterMs,
	};
}
