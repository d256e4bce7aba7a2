import { StoreUnavailable } from "../../store/failures.ts";
import type { ArchiveBatch, ConversationArchive } from "../conversation-ports.ts";
import type { LogEntry } from "../log-entry.ts";

export interface StoredConversation {
	readonly entries: Map<number, LogEntry>;
	leaseEpoch: number;
	row: ArchiveBatch["conversation"];
}

/** What a test says of its archive, and what it learns. */
export interface ScriptedArchive {
	readonly isArchiveAway: boolean;
	/** Thrown at every call. */
	readonly archiveFault: Error | null;
	/** Whether the customer's data were erased meanwhile: a flush hears it. */
	readonly isArchiveErased: boolean;
	readonly archive: Map<string, StoredConversation>;
	readonly flushes: ArchiveBatch[];
}

/** The archive as Postgres would be, as long as nothing keeps it away. */
export function archiveInMemory(scripted: ScriptedArchive): ConversationArchive {
	const reach = (): void => {
		if (scripted.isArchiveAway) throw new StoreUnavailable("postgres", "it cannot be reached");
		if (scripted.archiveFault !== null) throw scripted.archiveFault;
	};
	return {
		async flush(batch) {
			await Promise.resolve();
			reach();
			if (scripted.isArchiveErased) return { status: "erased" };
			scripted.flushes.push(batch);
			const stored = scripted.archive.get(batch.conversation.id) ?? {
				entries: new Map<number, LogEntry>(),
				leaseEpoch: batch.leaseEpoch,
				row: batch.conversation,
			};
			if (stored.leaseEpoch > batch.leaseEpoch)
				return { status: "superseded", leaseEpoch: stored.leaseEpoch };
			const [first] = batch.entries;
			if (first !== undefined && first.seq <= stored.entries.size + 1)
				for (const entry of batch.entries) stored.entries.set(entry.seq, entry);
			stored.row = batch.conversation;
			scripted.archive.set(batch.conversation.id, stored);
			return { status: "stored", throughSeq: stored.entries.size };
		},
		async claim(conversationId) {
			await Promise.resolve();
			reach();
			const stored = scripted.archive.get(conversationId);
			if (stored === undefined) return null;
			stored.leaseEpoch += 1;
			const { id, visitorId, channel, siteKey, createdAtMs } = stored.row;
			return {
				id,
				visitorId,
				channel,
				siteKey,
				createdAtMs,
				leaseEpoch: stored.leaseEpoch,
				lastSeq: stored.entries.size,
			};
		},
		async load(conversationId, afterSeq, limit) {
			await Promise.resolve();
			reach();
			const entries = [...(scripted.archive.get(conversationId)?.entries.values() ?? [])];
			return entries.filter((entry) => entry.seq > afterSeq).slice(0, limit);
		},
	};
}
