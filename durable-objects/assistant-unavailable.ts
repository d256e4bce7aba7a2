import { ConversationUnavailable } from "./conversation-rpc.ts";

/** A client is asked to come back after this long; the next call begins another load anyway. */
const RETRY_MS = 2_000;

/** The model can't be loaded now. Whoever tried has reported why, so that those who wait for it need not. */
export class AssistantUnavailable extends ConversationUnavailable {
	constructor(options?: { cause: unknown }) {
		super(RETRY_MS, options);
		this.name = "AssistantUnavailable";
	}
}
