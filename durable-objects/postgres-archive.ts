import { z } from "zod";
import { DialogueEvent } from "../contracts/dialogue-event.ts";
import type { JsonValue } from "../contracts/parse-data.ts";
import { flushConversation, loadConversationLog, takeLease } from "../store/conversation-log.ts";
import type { DeskRow } from "../store/flush-statement.ts";
import { readConversation } from "../store/conversations.ts";
import type { Database } from "../store/database.ts";
import type { ConversationArchive } from "./conversation-ports.ts";
import type { DeskState } from "./desk/desk-state.ts";
import { FeedbackEvent, type LogEntry, ReadEvent, SystemEvent } from "./log-entry.ts";

/** What comes back from Postgres is checked like everything else that crosses a border. */
const Entry = z.intersection(
	z.object({ seq: z.int().positive(), atMs: z.int(), eventId: z.string() }),
	z.discriminatedUnion("kind", [
		z.object({ kind: z.literal("dialogue"), event: DialogueEvent }),
		z.object({ kind: z.literal("feedback"), event: FeedbackEvent }),
		z.object({ kind: z.literal("read"), event: ReadEvent }),
		z.object({ kind: z.literal("system"), event: SystemEvent }),
	]),
);

/**
 * The archive of conversations in Postgres.
 *
 * @param db - for the outbox, which nobody waits for
 * @param rebuildDb - for reading a conversation back, which a customer waits for: the same database, less patience
 */
export function postgresArchive(db: Database, rebuildDb: Database = db): ConversationArchive {
	return {
		flush: ({ conversation, entries, leaseEpoch }) =>
			flushConversation(db, {
				conversation: { ...conversation, desk: toDeskRow(conversation.desk) },
				entries: entries.map(toRow),
				leaseEpoch,
			}),
		async claim(conversationId) {
			const lease = await takeLease(rebuildDb, conversationId);
			if (lease === null) return null;
			const stored = await readConversation(rebuildDb, conversationId);
			if (stored === null) return null;
			const { id, visitorId, channel, siteKey, createdAtMs } = stored;
			return { id, visitorId, channel, siteKey, createdAtMs, ...lease };
		},
		async load(conversationId, afterSeq, limit) {
			const rows = await loadConversationLog(rebuildDb, conversationId, afterSeq, limit);
			return rows.map((row): LogEntry => Entry.parse(row));
		},
	};
}

function toDeskRow(desk: DeskState): DeskRow {
	const { status, assignee, priority, waitingSinceMs, snoozedUntilMs } = desk;
	return {
		status,
		assigneeId: assignee?.id ?? null,
		priority,
		waitingSinceMs,
		snoozedUntilMs,
		state: { ...desk },
	};
}

function toRow(entry: LogEntry) {
	const { seq, atMs, kind, event, eventId } = entry;
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: events are JSON by their schemas
	return { seq, atMs, kind, eventId, event: event as unknown as JsonValue };
}
