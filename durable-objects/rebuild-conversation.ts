import { errorText } from "../observability/scrub.ts";
import { StoreUnavailable } from "../store/failures.ts";
import type { ConversationPorts } from "./conversation-ports.ts";
import { ConversationUnavailable } from "./conversation-rpc.ts";
import type { LogBeginning } from "./event-log.ts";
import type { OpenConversation } from "./open-conversation.ts";
import { rebuildLog } from "./rebuild.ts";

/** A client is asked to come back after this long when Postgres is away and the conversation must be rebuilt. */
const UNAVAILABLE_RETRY_MS = 5_000;

/**
 * Restores a conversation from Postgres, and tells of it.
 *
 * @param begin - opens it with what Postgres knows (null for nothing), or says that there is none
 * @throws ConversationUnavailable
 */
export async function rebuildConversation(
	ports: ConversationPorts,
	conversationId: string,
	begin: (beginning: LogBeginning | null) => OpenConversation | null,
): Promise<OpenConversation | null> {
	const startedMs = ports.nowMs();
	try {
		const beginning = await rebuildLog(ports.archive, conversationId);
		const conversation = begin(beginning);
		if (beginning === null || conversation === null) return conversation;
		ports.log({
			event: "conversation.rebuilt",
			conversationId,
			lastSeq: conversation.log.lastSeq,
			durationMs: Math.max(0, ports.nowMs() - startedMs),
		});
		return conversation;
	} catch (error) {
		ports.log({ event: "conversation.unavailable", conversationId, error: errorText(error) });
		if (!(error instanceof StoreUnavailable))
			ports.report(error, { event: "object.failed", conversationId, handler: "rebuild" });
		throw new ConversationUnavailable(UNAVAILABLE_RETRY_MS, { cause: error });
	}
}
