import type { ConversationArchive } from "./conversation-ports.ts";
import type { ConversationState } from "./conversation-row.ts";
import { followDesk, FRESH_DESK } from "./desk/desk-state.ts";
import type { LogBeginning } from "./event-log.ts";
import type { LogEntry } from "./log-entry.ts";

/** Entries of one page of the load. */
const PAGE = 1_000;

/**
 * Everything that Postgres knows of a conversation, claimed for this object. Nothing is written here: the caller writes
 * all of it at once, or nothing.
 *
 * @returns null when Postgres does not know the conversation
 * @throws whatever the archive throws while Postgres is away; Error when its log has a gap
 */
export async function rebuildLog(
	archive: ConversationArchive,
	conversationId: string,
): Promise<LogBeginning | null> {
	const archived = await archive.claim(conversationId);
	if (archived === null) return null;
	const entries: LogEntry[] = [];
	while (entries.length < archived.lastSeq) {
		// pages come in order
		const page = await archive.load(conversationId, entries.length, PAGE);
		if (page.length === 0) break;
		for (const entry of page) {
			if (entry.seq !== entries.length + 1)
				throw new Error(`the log in Postgres has a gap before entry ${entry.seq}`);
			entries.push(entry);
		}
	}
	if (entries.length < archived.lastSeq)
		throw new Error(`the log in Postgres ends at ${entries.length} of ${archived.lastSeq}`);
	const state: ConversationState = {
		id: conversationId,
		visitorId: archived.visitorId,
		channel: archived.channel,
		siteKey: archived.siteKey,
		createdAtMs: archived.createdAtMs,
		leaseEpoch: archived.leaseEpoch,
		desk: entries.reduce(followDesk, FRESH_DESK),
		modelId: latestModelId(entries),
		flushedSeq: entries.length,
		flushFailures: 0,
		flushAtMs: 0,
		// the inbox may have missed the end of the last object's time
		reportedSeq: 0,
	};
	return { state, entries, messages: messagesOf(entries) };
}

/** The model that answered last. */
export function latestModelId(entries: readonly LogEntry[]): string | null {
	for (const entry of entries.toReversed()) {
		const modelId = entry.kind === "dialogue" ? entry.event.metadata?.["model_id"] : undefined;
		if (typeof modelId === "string") return modelId;
	}
	return null;
}

/**
 * The messages of a log and where their turns end. The last one's is pending when the bot neither listened again nor
 * gave up: its turn is continued.
 */
export function messagesOf(entries: readonly LogEntry[]): LogBeginning["messages"] {
	const messages: { id: string; seq: number; toSeq: number | null }[] = [];
	for (const entry of entries) {
		const last = messages.at(-1);
		const id = messageIdOf(entry);
		if (last !== undefined && last.toSeq === null && (id !== null || endsTurn(entry)))
			last.toSeq = id === null ? entry.seq : entry.seq - 1;
		if (id !== null) messages.push({ id, seq: entry.seq, toSeq: null });
	}
	return messages;
}

function messageIdOf(entry: LogEntry): string | null {
	if (entry.kind !== "dialogue" || entry.event.event !== "user") return null;
	if (entry.event.metadata?.["is_external"] === true) return null;
	return entry.event.message_id ?? null;
}

function endsTurn(entry: LogEntry): boolean {
	if (entry.kind === "dialogue")
		return entry.event.event === "action" && entry.event.name === "action_listen";
	if (entry.kind !== "system") return false;
	return ["turn_failed", "discarded_draft", "owner_changed"].includes(entry.event.type);
}
