import type { Owner } from "../contracts/protocol.ts";
import { DEFAULT_SITE_KEY } from "../contracts/sites.ts";
import type { CreateConversation } from "./conversation-rpc.ts";
import { DeskState, FRESH_DESK } from "./desk/desk-state.ts";

/** The conversation's one row: what it is, how it stands, and how far others have its log. */
export interface ConversationState {
	readonly id: string;
	readonly visitorId: string | null;
	readonly channel: string;
	/** By which site the customer came in. */
	readonly siteKey: string;
	readonly createdAtMs: number;
	/** Follows from the log: only appending changes it. */
	readonly desk: DeskState;
	/** The claim under which this object writes to Postgres. */
	readonly leaseEpoch: number;
	readonly modelId: string | null;
	readonly flushedSeq: number;
	readonly flushFailures: number;
	/** Not before this time (epoch ms) the outbox tries again. */
	readonly flushAtMs: number;
	/** The inbox of the team knows the conversation as of this entry. */
	readonly reportedSeq: number;
}

/** The row of a conversation that begins now. */
export function freshState(begin: CreateConversation, nowMs: number): ConversationState {
	return {
		id: begin.id,
		visitorId: begin.visitorId,
		channel: begin.channel,
		siteKey: begin.siteKey ?? DEFAULT_SITE_KEY,
		createdAtMs: nowMs,
		desk: FRESH_DESK,
		leaseEpoch: 1,
		modelId: null,
		flushedSeq: 0,
		flushFailures: 0,
		flushAtMs: 0,
		reportedSeq: 0,
	};
}

type StateRow = {
	id: string;
	visitor_id: string | null;
	channel: string;
	site_key: string;
	created_at_ms: number;
	owner: string;
	owner_epoch: number;
	lease_epoch: number;
	model_id: string | null;
	flushed_seq: number;
	flush_failures: number;
	flush_at_ms: number;
	desk: string | null;
	reported_seq: number;
};

/** The row, or null before there is one. */
export function readState(sql: SqlStorage): ConversationState | null {
	const [row] = sql.exec<StateRow>("SELECT * FROM conversation").toArray();
	if (row === undefined) return null;
	return {
		id: row.id,
		visitorId: row.visitor_id,
		channel: row.channel,
		siteKey: row.site_key,
		createdAtMs: row.created_at_ms,
		desk: readDesk(row),
		leaseEpoch: row.lease_epoch,
		modelId: row.model_id,
		flushedSeq: row.flushed_seq,
		flushFailures: row.flush_failures,
		flushAtMs: row.flush_at_ms,
		reportedSeq: row.reported_seq,
	};
}

/** A conversation that no release with a desk has touched has no more than an owner. */
function readDesk({ desk, owner, owner_epoch: epoch }: StateRow): DeskState {
	if (desk !== null) return DeskState.parse(JSON.parse(desk));
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: only insertState and writeState write it
	return { ...FRESH_DESK, owner: owner as Owner, epoch };
}

export function insertState(sql: SqlStorage, state: ConversationState): void {
	sql.exec(
		`INSERT INTO conversation (only_row, id, visitor_id, channel, site_key, created_at_ms, owner, owner_epoch, lease_epoch,
			model_id, flushed_seq, flush_failures, flush_at_ms, desk, reported_seq)
		VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		state.id,
		state.visitorId,
		state.channel,
		state.siteKey,
		state.createdAtMs,
		state.desk.owner,
		state.desk.epoch,
		state.leaseEpoch,
		state.modelId,
		state.flushedSeq,
		state.flushFailures,
		state.flushAtMs,
		JSON.stringify(state.desk),
		state.reportedSeq,
	);
}

/** Writes what may change of it. */
export function writeState(sql: SqlStorage, state: ConversationState): void {
	sql.exec(
		`UPDATE conversation SET visitor_id = ?, owner = ?, owner_epoch = ?, lease_epoch = ?, model_id = ?, flushed_seq = ?,
			flush_failures = ?, flush_at_ms = ?, desk = ?, reported_seq = ?`,
		state.visitorId,
		state.desk.owner,
		state.desk.epoch,
		state.leaseEpoch,
		state.modelId,
		state.flushedSeq,
		state.flushFailures,
		state.flushAtMs,
		JSON.stringify(state.desk),
		state.reportedSeq,
	);
}
