/**
 * The log of a conversation in Postgres: what an object's outbox flushes and what a new object rebuilds itself from.
 *
 * A flush is one statement. It stores all of its entries or none, repeats are harmless, and an object whose lease was
 * taken by another one can no longer write.
 */
import { and, asc, eq, gt, sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, answered, queryRows } from "./database.ts";
import { StoreFault, StoreUnavailable } from "./failures.ts";
import { type Flush, flushStatement } from "./flush-statement.ts";
import type { LogEntryRow } from "./log-projection.ts";
import { conversationEvents, conversations } from "./schema.ts";

/**
 * `stored`: the log stands in Postgres from 1 to `throughSeq`. That may be less than was sent (a long flush is stored
 * in parts; a restored database may lack earlier entries): go on from `throughSeq + 1`.
 * `superseded`: another object owns this conversation, or other entries stand where ours should. Nothing was stored.
 * `erased`: the contact's data were erased after this conversation began. Nothing was stored.
 */
export type FlushResult =
	| { readonly status: "stored"; readonly throughSeq: number }
	| { readonly status: "superseded"; readonly leaseEpoch: number }
	| { readonly status: "erased" };

/** Entries of one statement; the rest of a longer flush waits for the next one. */
export const MAX_FLUSH_ENTRIES = 2_000;
/** Races that one flush may lose to other writers of the same row before it gives up until later. */
const MAX_RACES = 5;

const FlushVerdict = z.object({
	status: z.enum(["stored", "superseded", "raced"]),
	leaseEpoch: z.number(),
	lastSeq: z.number(),
});

/**
 * Stores entries of the log, the readable messages among them and what the inbox lists of the conversation.
 *
 * @throws RangeError when the entries are not in order or have a gap; StoreUnavailable when Postgres is away
 */
export async function flushConversation(db: Database, flush: Flush): Promise<FlushResult> {
	const entries = flush.entries.slice(0, MAX_FLUSH_ENTRIES);
	for (const [index, entry] of entries.entries())
		if (entry.seq !== (entries[0]?.seq ?? 0) + index || entry.seq < 1)
			throw new RangeError(`Entry ${entry.seq} is out of order in a flush of ${flush.conversation.id}.`);
	for (let race = 0; race < MAX_RACES; race += 1) {
		const verdict = await tryFlush(db, flush, entries);
		if (verdict === "erased") return { status: "erased" };
		if (verdict?.status === "stored") return { status: "stored", throughSeq: verdict.lastSeq };
		if (verdict?.status === "superseded") return { status: "superseded", leaseEpoch: verdict.leaseEpoch };
	}
	throw new StoreUnavailable("postgres", "too many writers of one conversation");
}

/** SQLSTATE of the trigger that keeps erased conversations away: migration erasure-guards. */
const ERASED = "CE001";

async function tryFlush(
	db: Database,
	flush: Flush,
	entries: readonly LogEntryRow[],
): Promise<z.infer<typeof FlushVerdict> | "erased" | undefined> {
	try {
		const [verdict] = await queryRows(db, FlushVerdict, flushStatement(flush, entries));
		return verdict;
	} catch (error) {
		if (error instanceof StoreFault && error.code === ERASED) return "erased";
		throw error;
	}
}

/** Entries after `afterSeq`, oldest first, at most `limit`. */
export async function loadConversationLog(
	db: Database,
	conversationId: string,
	afterSeq: number,
	limit: number,
): Promise<readonly LogEntryRow[]> {
	const rows = await answered(
		db
			.select()
			.from(conversationEvents)
			.where(and(eq(conversationEvents.conversationId, conversationId), gt(conversationEvents.seq, afterSeq)))
			.orderBy(asc(conversationEvents.seq))
			.limit(limit),
	);
	return rows.map(({ seq, at, kind, event, eventId }) => ({ seq, atMs: at.getTime(), kind, event, eventId }));
}

/**
 * Claims a conversation for the object that asks: from now on, flushes under an older lease are refused.
 *
 * @returns the new lease and how far the log is stored; null when Postgres does not know the conversation
 */
export async function takeLease(
	db: Database,
	conversationId: string,
): Promise<{ readonly leaseEpoch: number; readonly lastSeq: number } | null> {
	const [taken] = await answered(
		db
			.update(conversations)
			.set({
				leaseEpoch: sql`${conversations.leaseEpoch} + 1`,
				revision: sql`${conversations.revision} + 1`,
			})
			.where(eq(conversations.id, conversationId))
			.returning({ leaseEpoch: conversations.leaseEpoch, lastSeq: conversations.lastSeq }),
	);
	return taken ?? null;
}
