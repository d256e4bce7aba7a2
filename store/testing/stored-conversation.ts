/** Conversations in Postgres for tests, as their objects would have stored them. */
import { flushConversation } from "../conversation-log.ts";
import type { Database } from "../database.ts";
import type { ConversationRow } from "../flush-statement.ts";
import type { LogEntryRow } from "../log-projection.ts";

/** Nobody's, in the chat, with the bot, without a word: what a test is about is in `more`. */
export function conversationRow(
	id: string,
	atMs: number,
	more: Partial<ConversationRow> = {},
): ConversationRow {
	return {
		id,
		visitorId: null,
		channel: "chat",
		createdAtMs: atMs,
		lastActivityAtMs: atMs,
		owner: "bot",
		lastSeq: 0,
		preview: null,
		modelId: null,
		...more,
	};
}

/** @throws Error when it was not stored */
export async function storeConversation(
	db: Database,
	row: ConversationRow,
	entries: readonly LogEntryRow[] = [],
): Promise<void> {
	const conversation = { ...row, lastSeq: entries.at(-1)?.seq ?? row.lastSeq };
	const { status } = await flushConversation(db, { conversation, entries, leaseEpoch: 1 });
	if (status !== "stored") throw new Error(`Conversation ${row.id} was not stored: ${status}.`);
}
