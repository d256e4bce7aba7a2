/** The one statement of a flush. See conversation-log.ts for what it promises. */
import { type SQL, sql } from "drizzle-orm";
import { type LogEntryRow, csatMark, feedbackMark, visibleMessage } from "./log-projection.ts";
import type { JsonValue } from "../contracts/parse-data.ts";
import { DEFAULT_SITE_KEY } from "../contracts/sites.ts";
import { storableJson } from "./storable.ts";

/** What the object knows of its conversation as of the flush. Times are epoch milliseconds. */
export interface ConversationRow {
	readonly id: string;
	readonly visitorId: string | null;
	readonly channel: string;
	/** The default site's unless said. It stays as it was first stored. */
	readonly siteKey?: string;
	readonly createdAtMs: number;
	readonly lastActivityAtMs: number;
	readonly owner: "bot" | "queue" | "person";
	/** Counts the changes of `owner`; 0 unless said. */
	readonly ownerEpoch?: number;
	/** Last entry of the object's log. Postgres keeps its own count: how far it has stored the log. */
	readonly lastSeq: number;
	readonly preview: string | null;
	readonly modelId: string | null;
	/** How it stands at the desk; with the bot, and open, unless said. */
	readonly desk?: DeskRow;
}

/** What people of the company list conversations by. */
export interface DeskRow {
	readonly status: "open" | "snoozed" | "resolved";
	readonly assigneeId: string | null;
	readonly priority: "low" | "normal" | "high" | "urgent";
	readonly waitingSinceMs: number | null;
	readonly snoozedUntilMs: number | null;
	/** All of it, in the object's own words. */
	readonly state: JsonValue;
}

const FRESH_DESK: DeskRow = {
	status: "open",
	assigneeId: null,
	priority: "normal",
	waitingSinceMs: null,
	snoozedUntilMs: null,
	state: null,
};

export interface Flush {
	readonly conversation: ConversationRow;
	/** In order of `seq`, without a gap. May be empty: then only the conversation's row is brought up to date. */
	readonly entries: readonly LogEntryRow[];
	/** The lease under which the object runs: from `takeLease`, or 1 for a conversation that it has just begun. */
	readonly leaseEpoch: number;
}

/**
 * How it stays right with several writers: `stored` and `clash` are read from the statement's snapshot, `owned` locks
 * the conversation's row in its latest version. Every write counts `revision` up, a taken lease too, so a row that is no
 * longer the one of the snapshot is left alone (`raced`), and the statement is tried again with a fresh snapshot.
 */
export function flushStatement({ conversation, leaseEpoch }: Flush, entries: readonly LogEntryRow[]): SQL {
	const first = entries[0]?.seq ?? 0;
	const { desk = FRESH_DESK, ...facts } = conversation;
	const row = storableJson({
		...facts,
		...desk,
		siteKey: conversation.siteKey ?? DEFAULT_SITE_KEY,
		ownerEpoch: conversation.ownerEpoch ?? 0,
		first,
		through: entries.at(-1)?.seq ?? 0,
		leaseEpoch,
	});
	return sql`
		with ${readings(row, entries)}, ${WRITES}
		select json_build_object(
			'status', case
				when verdict.status <> 'write' then verdict.status
				when exists (select from owned) then 'stored'
				else 'raced' end,
			'leaseEpoch', coalesce((select lease_epoch from stored), 0),
			'lastSeq', coalesce((select last_seq from owned), (select last_seq from stored), 0)
		) as row
		from verdict`;
}

/** What the statement reads from its snapshot, and what follows from it. */
function readings(row: string, entries: readonly LogEntryRow[]): SQL {
	return sql`
		conversation as materialized (
			select c.*, to_timestamp(c."createdAtMs" / 1000.0) as created_at,
				to_timestamp(c."lastActivityAtMs" / 1000.0) as last_activity_at,
				to_timestamp(c."waitingSinceMs" / 1000.0) as waiting_since,
				to_timestamp(c."snoozedUntilMs" / 1000.0) as snoozed_until
			from jsonb_to_record(${row}::text::jsonb) as c(
				"id" uuid, "visitorId" uuid, "channel" text, "siteKey" text, "createdAtMs" bigint, "lastActivityAtMs" bigint, "owner" text,
				"ownerEpoch" int, "preview" text, "modelId" text, "status" text, "assigneeId" uuid, "priority" text,
				"waitingSinceMs" bigint, "snoozedUntilMs" bigint, "state" jsonb, "first" int, "through" int, "leaseEpoch" int)
		), incoming as materialized (
			select e.*, to_timestamp(e."atMs" / 1000.0) as at
			from jsonb_to_recordset(${storableJson(entries.map(toIncoming))}::text::jsonb) as e(
				"seq" int, "atMs" bigint, "kind" text, "event" jsonb, "eventId" text, "author" text, "text" text,
				"messageSeq" int, "rating" text, "reason" text,
				"resolvedSeq" int, "csat" int, "comment" text)
		), stored as materialized (
			select s.lease_epoch, s.revision, s.last_seq from conversations s join conversation c on c.id = s.id
		), clash as materialized (
			select from conversation c cross join incoming i
			join conversation_events e on e.conversation_id = c.id and e.seq = i.seq and e.event_id <> i."eventId"
			-- bounds the scan: a conversation may be long, a flush is short
			where e.seq between c."first" and c."through"
			limit 1
		), verdict as materialized (
			select case
				when (select lease_epoch from stored) > c."leaseEpoch" or exists (select from clash) then 'superseded'
				when c."first" > coalesce((select last_seq from stored), 0) + 1 then 'stored'
				else 'write' end as status
			from conversation c
		)`;
}

/** What it writes once `owned` has the conversation's row. */
const WRITES = sql`
		owned as (
			insert into conversations as held (id, contact_id, channel, site_key, owner, owner_epoch, lease_epoch, last_seq, preview,
				model_id, status, assignee_id, priority, waiting_since, snoozed_until, desk, created_at, last_activity_at)
			select c.id, c."visitorId", c.channel, c."siteKey", c.owner, c."ownerEpoch", c."leaseEpoch", c.through, c.preview,
				c."modelId", c.status, c."assigneeId", c.priority, c.waiting_since, c.snoozed_until, c.state, c.created_at,
				c.last_activity_at
			from conversation c cross join verdict where verdict.status = 'write'
			on conflict (id) do update set
				contact_id = coalesce(excluded.contact_id, held.contact_id),
				owner = excluded.owner,
				owner_epoch = excluded.owner_epoch,
				lease_epoch = excluded.lease_epoch,
				revision = held.revision + 1,
				last_seq = greatest(held.last_seq, excluded.last_seq),
				preview = excluded.preview,
				model_id = excluded.model_id,
				status = excluded.status,
				assignee_id = excluded.assignee_id,
				priority = excluded.priority,
				waiting_since = excluded.waiting_since,
				snoozed_until = excluded.snoozed_until,
				desk = excluded.desk,
				last_activity_at = greatest(held.last_activity_at, excluded.last_activity_at)
			where held.revision = (select revision from stored)
			returning held.id, held.last_seq
		), contact as (
			insert into contacts as known (id, created_at, last_seen_at)
			select c."visitorId", c.created_at, c.last_activity_at from conversation c join owned on owned.id = c.id
			where c."visitorId" is not null
			on conflict (id) do update set last_seen_at = excluded.last_seen_at
			where known.last_seen_at < excluded.last_seen_at
		), events as (
			insert into conversation_events (conversation_id, seq, event_id, kind, event, at)
			select owned.id, i.seq, i."eventId", i.kind, i.event, i.at from incoming i cross join owned
			on conflict do nothing
		), visible as (
			insert into messages (conversation_id, seq, author, text, at)
			select owned.id, i.seq, i.author, i.text, i.at from incoming i cross join owned where i.author is not null
			on conflict do nothing
		), judged as (
			insert into feedback as given (conversation_id, message_seq, entry_seq, rating, reason, at)
			select distinct on (i."messageSeq") owned.id, i."messageSeq", i.seq, i.rating, i.reason, i.at
			from incoming i cross join owned where i."messageSeq" is not null
			order by i."messageSeq", i.seq desc
			on conflict (conversation_id, message_seq) do update set
				entry_seq = excluded.entry_seq, rating = excluded.rating, reason = excluded.reason, at = excluded.at
			where given.entry_seq < excluded.entry_seq
		), rated as (
			insert into csat as given (conversation_id, resolved_seq, entry_seq, rating, comment, at)
			select distinct on (i."resolvedSeq") owned.id, i."resolvedSeq", i.seq, i.csat, i.comment, i.at
			from incoming i cross join owned where i."resolvedSeq" is not null
			order by i."resolvedSeq", i.seq desc
			on conflict (conversation_id, resolved_seq) do update set
				entry_seq = excluded.entry_seq, rating = excluded.rating, comment = excluded.comment, at = excluded.at
			where given.entry_seq < excluded.entry_seq
		)`;

function toIncoming(entry: LogEntryRow) {
	return { ...entry, ...visibleMessage(entry), ...feedbackMark(entry), ...csatMark(entry) };
}
