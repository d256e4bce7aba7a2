import type { Owner } from "../contracts/protocol.ts";

/** The conversation's one row: what it is, who owns it, and how far Postgres has its log. */
export interface ConversationState {
	readonly id: string;
	readonly visitorId: string | null;
	readonly channel: string;
	readonly createdAtMs: number;
	readonly owner: Owner;
	/** Counts the changes of `owner`: the fence that stale answers do not pass. */
	readonly ownerEpoch: number;
	/** The claim under which this object writes to Postgres. */
	readonly leaseEpoch: number;
	readonly modelId: string | null;
	readonly flushedSeq: number;
	readonly flushFailures: number;
	/** Not before this time (epoch ms) the outbox tries again. */
	readonly flushAtMs: number;
}

/** The row of a conversation that begins now. */
export function freshState(
	begin: { readonly id: string; readonly visitorId: string | null; readonly channel: string },
	nowMs: number,
): ConversationState {
	return {
		id: begin.id,
		visitorId: begin.visitorId,
		channel: begin.channel,
		createdAtMs: nowMs,
		owner: "bot",
		ownerEpoch: 0,
		leaseEpoch: 1,
		modelId: null,
		flushedSeq: 0,
		flushFailures: 0,
		flushAtMs: 0,
	};
}

type StateRow = {
	id: string;
	visitor_id: string | null;
	channel: string;
	created_at_ms: number;
	owner: string;
	owner_epoch: number;
	lease_epoch: number;
	model_id: string | null;
	flushed_seq: number;
	flush_failures: number;
	flush_at_ms: number;
};

/** The row, or null before there is one. */
export function readState(sql: SqlStorage): ConversationState | null {
	const [row] = sql.exec<StateRow>("SELECT * FROM conversation").toArray();
	if (row === undefined) return null;
	return {
		id: row.id,
		visitorId: row.visitor_id,
		channel: row.channel,
		createdAtMs: row.created_at_ms,
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: only insertState and writeState write it
		owner: row.owner as Owner,
		ownerEpoch: row.owner_epoch,
		leaseEpoch: row.lease_epoch,
		modelId: row.model_id,
		flushedSeq: row.flushed_seq,
		flushFailures: row.flush_failures,
		flushAtMs: row.flush_at_ms,
	};
}

export function insertState(sql: SqlStorage, state: ConversationState): void {
	sql.exec(
		`INSERT INTO conversation (only_row, id, visitor_id, channel, created_at_ms, owner, owner_epoch, lease_epoch,
			model_id, flushed_seq, flush_failures, flush_at_ms) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		state.id,
		state.visitorId,
		state.channel,
		state.createdAtMs,
		state.owner,
		state.ownerEpoch,
		state.leaseEpoch,
		state.modelId,
		state.flushedSeq,
		state.flushFailures,
		state.flushAtMs,
	);
}

/** Writes what may change of it. */
export function writeState(sql: SqlStorage, state: ConversationState): void {
	sql.exec(
		`UPDATE conversation SET owner = ?, owner_epoch = ?, lease_epoch = ?, model_id = ?, flushed_seq = ?,
			flush_failures = ?, flush_at_ms = ?`,
		state.owner,
		state.ownerEpoch,
		state.leaseEpoch,
		state.modelId,
		state.flushedSeq,
		state.flushFailures,
		state.flushAtMs,
	);
}
