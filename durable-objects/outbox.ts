import { backoffMs } from "./backoff.ts";
import type { ArchiveBatch, ArchiveOutcome, ConversationPorts } from "./conversation-ports.ts";
import { latestOf } from "./conversation-preview.ts";
import type { EventLog } from "./event-log.ts";
import { errorText } from "../observability/scrub.ts";
import { StoreUnavailable } from "../store/failures.ts";

/** How long entries wait for others to go with them, in milliseconds. */
export const FLUSH_DELAY_MS = 1_000;
/** Entries of one flush. */
const BATCH = 500;

export type DrainOutcome =
	| { readonly status: "drained" | "waiting" | "erased" }
	| { readonly status: "superseded"; readonly leaseEpoch: number };

/**
 * Brings the log to Postgres, batch by batch, and notes how far it got. A failure is noted with the time of the next
 * try; it never gives up, and nothing leaves the log. Never throws.
 */
export async function drainOutbox(log: EventLog, ports: ConversationPorts): Promise<DrainOutcome> {
	if (log.state.flushedSeq >= log.lastSeq) return { status: "drained" };
	if (log.state.flushAtMs > ports.nowMs()) return { status: "waiting" };
	try {
		while (log.state.flushedSeq < log.lastSeq) {
			// batches go in order
			const outcome = await ports.archive.flush(nextBatch(log));
			if (log.isClosed) return { status: "waiting" };
			if (outcome.status !== "stored") return outcome;
			if (!moved(log, outcome)) throw new Error("the flush stored nothing");
		}
		ports.log({ event: "outbox.drained", conversationId: log.state.id, throughSeq: log.state.flushedSeq });
		return { status: "drained" };
	} catch (error) {
		if (log.isClosed) return { status: "waiting" };
		noteFailure(log, ports, error);
		return { status: "waiting" };
	}
}

/** When the outbox wants to be woken (epoch ms), or null when Postgres has everything. */
export function outboxDueMs(
	state: { flushedSeq: number; flushFailures: number; flushAtMs: number },
	lastSeq: number,
	nowMs: number,
): number | null {
	if (state.flushedSeq >= lastSeq) return null;
	return state.flushFailures > 0 ? state.flushAtMs : nowMs + FLUSH_DELAY_MS;
}

/** Postgres may have less than we noted (it was restored to an earlier time): then we go on from what it has. */
function moved(log: EventLog, outcome: ArchiveOutcome & { status: "stored" }): boolean {
	const before = log.state.flushedSeq;
	const through = Math.min(outcome.throughSeq, log.lastSeq);
	log.update({ flushedSeq: through, flushFailures: 0, flushAtMs: 0 });
	return through !== before;
}

function nextBatch(log: EventLog): ArchiveBatch {
	const { id, visitorId, channel, siteKey, createdAtMs, desk, modelId, leaseEpoch, flushedSeq } = log.state;
	const entries = log.read(flushedSeq, BATCH);
	const latest = latestOf(log, desk.owner === "queue");
	return {
		conversation: {
			id,
			visitorId,
			channel,
			siteKey,
			createdAtMs,
			lastActivityAtMs: latest.atMs ?? createdAtMs,
			owner: desk.owner,
			ownerEpoch: desk.epoch,
			lastSeq: entries.at(-1)?.seq ?? flushedSeq,
			preview: latest.preview,
			modelId,
			desk,
		},
		entries,
		leaseEpoch,
	};
}

function noteFailure(log: EventLog, ports: ConversationPorts, error: unknown): void {
	const attempts = log.state.flushFailures + 1;
	// a database that is away is no fault of ours; what it refuses is, and is told once, not at every try
	if (attempts === 1 && !(error instanceof StoreUnavailable))
		ports.report(error, { event: "object.failed", conversationId: log.state.id, handler: "outbox" });
	const retryInMs = backoffMs(attempts, ports.random());
	log.update({ flushFailures: attempts, flushAtMs: ports.nowMs() + retryInMs });
	ports.log({
		event: "outbox.failed",
		conversationId: log.state.id,
		attempts,
		waiting: log.lastSeq - log.state.flushedSeq,
		retryInMs,
		error: errorText(error),
	});
}
