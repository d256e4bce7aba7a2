/**
 * The audit log in Postgres. Each row holds the hash of the row before and of itself, so that a row that was changed, taken
 * out or put in breaks the chain from there on. Writers take turns at the row of `audit_head`: numbers have no gap.
 */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import {
	AuditEntry,
	AuditFacts,
	GENESIS_HASH,
	type NewAuditEntry,
	auditHash,
	auditText,
} from "./audit-entry.ts";
import { type Database, queryRows } from "./database.ts";
import { storableText } from "./storable.ts";

/** An entry as it stands in the chain. */
export const RecordedAudit = AuditFacts.extend({
	seq: z.int().positive(),
	previousHash: z.string(),
	hash: z.string(),
});
export type RecordedAudit = z.infer<typeof RecordedAudit>;

/** Rows that a reading takes at once. */
const PAGE = 500;

const Place = z.object({ seq: z.int().positive(), hash: z.string() });
/** Where the chain stands: a note of it, kept elsewhere, shows later that nothing before it was exchanged. */
export type AuditPlace = z.infer<typeof Place>;

/**
 * Appends one entry.
 *
 * @returns its place in the chain
 * @throws ZodError when the entry has not the shape of one; StoreUnavailable when Postgres is away
 */
export async function recordAudit(db: Database, entry: NewAuditEntry): Promise<AuditPlace> {
	const [place] = await queryRows(db, Place, appendStatement(AuditEntry.parse(entry)));
	if (place === undefined) throw new Error("an audit entry was appended and has no place");
	return place;
}

export interface AuditQuestion {
	/** Only entries below this number: the last one of the page before. */
	readonly beforeSeq?: number | undefined;
	readonly action?: string | undefined;
	readonly actorId?: string | undefined;
	readonly targetId?: string | undefined;
	readonly limit: number;
}

/** Entries, newest first. */
export async function readAuditLog(
	db: Database,
	{ beforeSeq, action, actorId, targetId, limit }: AuditQuestion,
): Promise<readonly RecordedAudit[]> {
	const conditions = [
		sql`true`,
		...(beforeSeq === undefined ? [] : [sql`seq < ${beforeSeq}`]),
		...(action === undefined ? [] : [sql`action = ${storableText(action)}`]),
		...(actorId === undefined ? [] : [sql`actor_id = ${storableText(actorId)}`]),
		...(targetId === undefined ? [] : [sql`target_id = ${storableText(targetId)}`]),
	];
	const size = Math.min(Math.max(limit, 1), PAGE);
	return queryRows(
		db,
		RecordedAudit,
		sql`select ${ROW} as row from audit_log where ${sql.join(conditions, sql` and `)} order by seq desc limit ${size}`,
	);
}

/** `broken`: the first row that is not what it was; everything before it is. */
export type AuditVerdict =
	| { readonly status: "whole"; readonly rows: number; readonly head: AuditPlace | null }
	| { readonly status: "broken"; readonly seq: number; readonly reason: string };

/**
 * Walks the chain from its beginning.
 *
 * @param anchor - a place that was noted earlier, outside this database: it must still be in the chain
 */
export async function verifyAuditLog(db: Database, anchor: AuditPlace | null = null): Promise<AuditVerdict> {
	const [end] = await queryRows(db, ChainEnd, END_OF_CHAIN);
	const head = end?.head ?? null;
	const through = head?.seq ?? 0;
	let before: AuditPlace = { seq: 0, hash: GENESIS_HASH };
	while (before.seq < through) {
		// each page goes on where the one before ended
		const page = await pageAfter(db, before.seq, through);
		if (page.length === 0) return broken(before.seq + 1, "is missing");
		for (const row of page) {
			// the first fault counts
			const fault = await faultOf(row, before, anchor);
			if (fault !== null) return broken(before.seq + 1, fault);
			before = row;
		}
	}
	if (head !== null && before.hash !== head.hash)
		return broken(before.seq, "is not the one that was written");
	if ((end?.lastRow ?? 0) > through) return broken(through + 1, "was put in past the chain's end");
	if (anchor !== null && anchor.seq > through)
		return broken(through + 1, "is missing: the anchor lies behind it");
	return { status: "whole", rows: through, head };
}

async function faultOf(
	row: RecordedAudit,
	before: AuditPlace,
	anchor: AuditPlace | null,
): Promise<string | null> {
	if (row.seq !== before.seq + 1) return "is missing";
	if (row.previousHash !== before.hash) return "does not follow the row before it";
	if (row.hash !== (await auditHash(before.hash, row.seq, row))) return "was changed";
	if (anchor?.seq === row.seq && anchor.hash !== row.hash) return "has another hash than the anchor";
	return null;
}

function broken(seq: number, reason: string): AuditVerdict {
	return { status: "broken", seq, reason };
}

const ROW = sql`json_build_object(
	'seq', seq, 'atMs', (extract(epoch from at) * 1000)::bigint, 'actor', json_build_object('kind', actor_kind, 'id', actor_id),
	'action', action, 'requestId', request_id, 'details', details, 'previousHash', previous_hash, 'hash', hash,
	'target', case when target_kind is not null then json_build_object('kind', target_kind, 'id', target_id) end)`;

const ChainEnd = z.object({ head: Place.nullable(), lastRow: z.int().nonnegative() });
const END_OF_CHAIN = sql`select json_build_object(
	'head', (select json_build_object('seq', last_seq, 'hash', last_hash) from audit_head),
	'lastRow', (select coalesce(max(seq), 0) from audit_log)) as row`;

function pageAfter(db: Database, afterSeq: number, through: number): Promise<readonly RecordedAudit[]> {
	return queryRows(
		db,
		RecordedAudit,
		sql`select ${ROW} as row from audit_log where seq > ${afterSeq} and seq <= ${through} order by seq limit ${PAGE}`,
	);
}

/** The head's row is locked in its latest version and counted on; the entry takes the place that it then names. */
function appendStatement(entry: AuditEntry): SQL {
	const text = auditText(entry);
	const sum = (previous: SQL, seq: SQL) =>
		sql`encode(sha256(convert_to(${previous} || E'\n' || ${seq} || E'\n' || ${text}::text, 'UTF8')), 'hex')`;
	return sql`
		with place as (
			insert into audit_head as head (id, last_seq, previous_hash, last_hash)
			values (1, 1, ${GENESIS_HASH}, ${sum(sql`${GENESIS_HASH}::text`, sql`'1'`)})
			on conflict (id) do update set
				last_seq = head.last_seq + 1,
				previous_hash = head.last_hash,
				last_hash = ${sum(sql`head.last_hash`, sql`(head.last_seq + 1)::text`)}
			returning last_seq, previous_hash, last_hash
		), appended as (
			insert into audit_log (seq, at, actor_kind, actor_id, action, target_kind, target_id, request_id, details,
				previous_hash, hash)
			select place.last_seq, to_timestamp(${entry.atMs}::bigint / 1000.0), ${entry.actor.kind}::text,
				${entry.actor.id}::text, ${entry.action}::text, ${entry.target?.kind ?? null}::text,
				${entry.target?.id ?? null}::text, ${entry.requestId}::text, ${JSON.stringify(entry.details)}::text::jsonb,
				place.previous_hash, place.last_hash
			from place
			returning seq, hash
		)
		select json_build_object('seq', seq, 'hash', hash) as row from appended`;
}
