/**
 * What retention lets go. Conversations are queued for erasure, because their objects go first; feedback is left to the scheduler for the same
 * reason (retention-feedback.ts); rows of other kinds go at once.
 */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { RetentionSettings } from "../contracts/retention.ts";
import { type Database, queryRows } from "./database.ts";
import { requestExpiry } from "./erasures.ts";
import { countOverFeedback } from "./retention-feedback.ts";
import { at } from "./users.ts";

const DAY_MS = 86_400_000;
/** Rows of one kind that a run lets go at most: the rest waits for the next. */
const BATCH = 1_000;
/** Conversations of one erasure. */
const JOB = 100;

type RowKind = Exclude<keyof RetentionSettings, "conversations" | "feedback">;

/** Of each kind: the table, its key, and which of its rows are over at an instant. */
const KINDS: Readonly<Record<RowKind, { table: string; key: string; isOver: (before: SQL) => SQL }>> = {
	visitors: {
		table: "contacts",
		key: "id",
		isOver: (before) => sql`last_seen_at < ${before}
			and not exists (select from conversations c where c.contact_id = contacts.id)
			and not exists (select from users u where u.id = contacts.id)`,
	},
	deadLetters: { table: "webhook_dead_letters", key: "id", isOver: (before) => sql`failed_at < ${before}` },
	deliveries: { table: "webhook_deliveries", key: "id", isOver: (before) => sql`tried_at < ${before}` },
	unconfirmedAccounts: {
		table: "users",
		key: "id",
		isOver: (before) => sql`verified_at is null and created_at < ${before}`,
	},
	invitations: {
		table: "invitations",
		key: "id",
		isOver: (before) => sql`greatest(expires_at, accepted_at) < ${before}`,
	},
	accountTokens: {
		table: "account_tokens",
		key: "token_hash",
		isOver: (before) => sql`expires_at < ${before}`,
	},
};
const ROW_KINDS: readonly RowKind[] = [
	"visitors",
	"deadLetters",
	"deliveries",
	"unconfirmedAccounts",
	"invitations",
	"accountTokens",
];

/** By kind: how many rows are over, or were let go. */
export type RetentionCounts = Partial<Record<keyof RetentionSettings, number>>;

export interface RetentionRun {
	readonly settings: RetentionSettings;
	readonly nowMs: number;
	readonly requestedBy: "operator" | "system";
}

/** Counts what a run would let go, and changes nothing. Kinds that are kept are left out. */
export async function previewRetention(
	db: Database,
	{ settings, nowMs }: Pick<RetentionRun, "settings" | "nowMs">,
): Promise<RetentionCounts> {
	const counts: RetentionCounts = {};
	if (settings.conversations !== null)
		counts.conversations = await countOf(
			db,
			sql`conversations where ${isForgotten(cutoff(settings.conversations, nowMs))}`,
		);
	if (settings.feedback !== null)
		counts.feedback = await countOverFeedback(db, cutoff(settings.feedback, nowMs));
	for (const kind of ROW_KINDS) {
		const days = settings[kind];
		if (days === null) continue;
		const { table, isOver } = KINDS[kind];
		// a handful of kinds
		counts[kind] = await countOf(db, sql`${sql.raw(table)} where ${isOver(at(cutoff(days, nowMs)))}`);
	}
	return counts;
}

/** Lets go what is over, a bounded number at once. @returns how many of each kind; with `BATCH` of one there may be more */
export async function runRetention(
	db: Database,
	run: RetentionRun,
): Promise<RetentionCounts & { hasMore: boolean }> {
	const { settings, nowMs } = run;
	const counts: RetentionCounts = {};
	if (settings.conversations !== null)
		counts.conversations = await expireConversations(db, run, settings.conversations);
	for (const kind of ROW_KINDS) {
		const days = settings[kind];
		if (days === null) continue;
		const { table, key, isOver } = KINDS[kind];
		const [name, column] = [sql.raw(table), sql.raw(key)];
		const over = sql`select ${column} from ${name} where ${isOver(at(cutoff(days, nowMs)))} limit ${BATCH}`;
		// a handful of kinds
		counts[kind] = await goneOf(db, sql`delete from ${name} where ${column} in (${over}) returning 1`);
	}
	return { ...counts, hasMore: Object.values(counts).includes(BATCH) };
}

/** Queues erasures of conversations that nobody used since; those that are queued already are left out. */
async function expireConversations(db: Database, run: RetentionRun, days: number): Promise<number> {
	const inactiveBeforeMs = cutoff(days, run.nowMs);
	const ids = await queryRows(
		db,
		z.string(),
		sql`select to_json(id::text) as row from conversations where ${isForgotten(inactiveBeforeMs)} limit ${BATCH}`,
	);
	for (let from = 0; from < ids.length; from += JOB)
		// ten at most
		await requestExpiry(db, {
			id: crypto.randomUUID(),
			conversationIds: ids.slice(from, from + JOB),
			inactiveBeforeMs,
			requestedBy: run.requestedBy,
			nowMs: run.nowMs,
		});
	return ids.length;
}

function isForgotten(beforeMs: number): SQL {
	return sql`last_activity_at < ${at(beforeMs)} and id::text not in (
		select jsonb_array_elements_text(e.conversation_ids) from erasures e where e.status = 'running')`;
}

/** What is before this is over. */
export function cutoff(days: number, nowMs: number): number {
	return nowMs - days * DAY_MS;
}

async function countOf(db: Database, from: SQL): Promise<number> {
	const [count] = await queryRows(db, z.int(), sql`select to_json(count(*)::int) as row from ${from}`);
	return count ?? 0;
}

async function goneOf(db: Database, statement: SQL): Promise<number> {
	const [count] = await queryRows(
		db,
		z.int(),
		sql`with gone as (${statement}) select to_json(count(*)::int) as row from gone`,
	);
	return count ?? 0;
}
