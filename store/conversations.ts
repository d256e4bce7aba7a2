/** Questions about conversations as a whole. */
import { type SQL, and, eq, sql } from "drizzle-orm";
import type { ConversationRow } from "./flush-statement.ts";
import { type Database, answered } from "./database.ts";
import { conversations } from "./schema.ts";

/** A conversation as Postgres has it. `lastSeq` is how far its log is stored. */
export interface StoredConversation extends ConversationRow {
	readonly siteKey: string;
	readonly ownerEpoch: number;
	readonly leaseEpoch: number;
}

export interface ConversationPage {
	readonly conversations: readonly StoredConversation[];
	/** Give this as the cursor for the next page; null on the last one. */
	readonly nextCursor: string | null;
}

/** Milliseconds and id of the last conversation of a page. */
const CURSOR = /^(\d{1,14})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
/** Page sizes beyond this are cut. */
const MAX_PAGE = 200;

/**
 * A visitor's own conversations, newest activity first.
 *
 * @param cursor - `nextCursor` of the page before, or null for the first; one that nobody gave out counts as null
 */
export async function listVisitorConversations(
	db: Database,
	visitorId: string,
	cursor: string | null,
	limit: number,
): Promise<ConversationPage> {
	const size = Math.min(Math.max(limit, 1), MAX_PAGE);
	const rows = await answered(
		db
			.select()
			.from(conversations)
			.where(and(eq(conversations.contactId, visitorId), afterCursor(cursor)))
			// as the index has them: an order with nulls first would be sorted anew
			.orderBy(sql`${conversations.lastActivityAt} desc nulls last`, sql`${conversations.id} desc nulls last`)
			.limit(size + 1),
	);
	const page = rows.slice(0, size).map(toStored);
	const last = page.at(-1);
	const more = rows.length > size && last !== undefined;
	return { conversations: page, nextCursor: more ? `${last.lastActivityAtMs}_${last.id}` : null };
}

/** One conversation, or null when Postgres does not know it (yet). */
export async function readConversation(db: Database, id: string): Promise<StoredConversation | null> {
	const [row] = await answered(db.select().from(conversations).where(eq(conversations.id, id)).limit(1));
	return row === undefined ? null : toStored(row);
}

function afterCursor(cursor: string | null): SQL | undefined {
	const match = CURSOR.exec(cursor ?? "");
	if (match === null) return undefined;
	const at = new Date(Number(match[1])).toISOString();
	return sql`(${conversations.lastActivityAt}, ${conversations.id}) < (${at}::timestamptz, ${match[2]}::uuid)`;
}

function toStored(row: typeof conversations.$inferSelect): StoredConversation {
	return {
		id: row.id,
		visitorId: row.contactId,
		channel: row.channel,
		siteKey: row.siteKey,
		createdAtMs: row.createdAt.getTime(),
		lastActivityAtMs: row.lastActivityAt.getTime(),
		owner: row.owner,
		ownerEpoch: row.ownerEpoch,
		leaseEpoch: row.leaseEpoch,
		lastSeq: row.lastSeq,
		preview: row.preview,
		modelId: row.modelId,
	};
}
