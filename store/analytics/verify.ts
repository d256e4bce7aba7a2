/** Whether the figures are what the entries say, and how they are made anew. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, answered, queryRows } from "../database.ts";
import { recountOf, RECOUNTED_FACTS } from "./recount.ts";
import { daysOf, sumUp } from "./sum-up.ts";
import { differingPack, differingSliceMonth } from "./verify-packs.ts";
import { differingMonth, differingSums } from "./verify-sums.ts";
import { Difference } from "./difference.ts";

/** Conversations of a statement at first: few, for an embedded database has to answer within the time of one request. */
const BATCH = 50;
const MAX_BATCH = 500;
/** Statements that take less than this let the next one be of twice as many. */
const BRISK_MS = 1_000;

/** Told how far it is, in [0, 1]. */
export type OnProgress = (share: number) => void;

/** Conversations that are looked through at once for those that were never counted. */
const WINDOW = 20_000;
/** Days that are counted beside each other. */
const LANES = 2;

export interface Verification {
	/** After so many differences it stops. */
	readonly limit: number;
	/** The first and the last day (UTC) that is counted; null: all, and whether a conversation is in none. */
	readonly fromDay?: string | null;
	readonly toDay?: string | null;
	/** With the earliest day that is not done. */
	readonly onProgress?: (share: number, day: string) => void;
}

export interface Verdict {
	readonly conversations: number;
	/** The first of them; see `limit`. */
	readonly differences: readonly Difference[];
}

/**
 * Counts everything anew, a day (UTC) after the other: the conversations that began on it by their entries, and its sums by the
 * conversations. Those that are written to meanwhile are seen whole, before or after.
 */
export async function verifyAnalytics(
	db: Database,
	{ limit, fromDay = null, toDay = null, onProgress }: Verification,
): Promise<Verdict> {
	const differences: Difference[] = [];
	let conversations = 0;
	const count = async (ids: readonly string[]): Promise<void> => {
		differences.push(...(await differingConversations(db, ids)), ...(await differingContacts(db, ids)));
		conversations += ids.length;
	};
	if (fromDay === null && toDay === null)
		for await (const ids of uncounted(db)) {
			await count(ids);
			if (differences.length >= limit) return { conversations, differences: differences.slice(0, limit) };
		}
	const days = (await daysOf(db)).filter((day) => day >= (fromDay ?? day) && day <= (toDay ?? day));
	const open = new Set<string>();
	let begun = 0;
	const lane = async (): Promise<void> => {
		for (let day = days[begun]; day !== undefined && differences.length < limit; day = days[begun]) {
			const isFirstOfMonth = days[begun - 1]?.slice(0, 7) !== day.slice(0, 7);
			open.add(day);
			begun += 1;
			onProgress?.((begun - open.size) / days.length, [...open].sort()[0] ?? day);
			for await (const ids of batches((after, size) => idsOfDay(db, day, after, size))) await count(ids);
			differences.push(...(await differingSums(db, day)), ...(await differingPack(db, day)));
			if (isFirstOfMonth) differences.push(...(await differingMonths(db, `${day.slice(0, 7)}-01`)));
			open.delete(day);
		}
	};
	const stop = (error: unknown): never => {
		begun = days.length;
		throw error;
	};
	await Promise.all(Array.from({ length: LANES }, () => lane().catch(stop)));
	return { conversations, differences: differences.slice(0, limit) };
}

const differingMonths = async (db: Database, month: string): Promise<readonly Difference[]> => [
	...(await differingMonth(db, month)),
	...(await differingSliceMonth(db, month)),
];

/** Makes all figures anew from the entries; conversations may go on meanwhile. @returns how many conversations there are */
export async function rebuildAnalytics(db: Database, onProgress?: OnProgress): Promise<number> {
	let conversations = 0;
	const total = await countConversations(db);
	// else each conversation that is made anew would be listed in its packed day; the scheduler packs again
	await answered(
		db.execute(
			sql`with gone as (delete from analytics_packs), changes as (delete from analytics_packed_changes),
				bits as (delete from analytics_packed_bits), lists as (delete from analytics_packed_lists) select 1`,
		),
	);
	for await (const ids of batches((after, size) => idsOfAll(db, after, size))) {
		await answered(
			db.execute(sql`with gone as (delete from conversation_facets where conversation_id in (${listed(ids)})),
				facts as (delete from conversation_facts where conversation_id in (${listed(ids)}))
				select 1`),
		);
		// one without entries has no facts
		await answered(
			db.execute(sql`select count(analytics_fold(id, false)) from ${listed(ids)} as batch(id)
				where exists (select from conversation_events e where e.conversation_id = id)`),
		);
		conversations += ids.length;
		onProgress?.(conversations / total);
	}
	await sumUp(db, await daysOf(db));
	return conversations;
}

async function countConversations(db: Database): Promise<number> {
	const [count] = await queryRows(db, z.number(), sql`select to_json(count(*)) as row from conversations`);
	return Math.max(1, count ?? 0);
}

/** What a reader of ids gives, batch after batch; as many at once as are done with in good time. */
async function* batches(
	read: (after: string, size: number) => Promise<readonly string[]>,
): AsyncGenerator<readonly string[]> {
	let size = BATCH;
	for (let after = NO_ID; ;) {
		const ids = await read(after, size);
		const last = ids.at(-1);
		if (last === undefined) return;
		const started = performance.now();
		yield ids;
		const isBrisk = performance.now() - started < BRISK_MS;
		size = isBrisk ? Math.min(size * 2, MAX_BATCH) : Math.max(Math.floor(size / 2), BATCH);
		after = last;
	}
}

/** Before every id. */
const NO_ID = "00000000-0000-0000-0000-000000000000";

function idsOfAll(db: Database, after: string, size: number): Promise<readonly string[]> {
	return queryRows(
		db,
		z.string(),
		sql`select to_json(id) as row from conversations where id > ${after}::uuid order by id limit ${size}`,
	);
}

function idsOfDay(db: Database, day: string, after: string, size: number): Promise<readonly string[]> {
	return queryRows(
		db,
		z.string(),
		sql`select to_json(conversation_id) as row from conversation_facts
			where started_at >= ${day}::timestamp at time zone 'UTC' and started_at < (${day}::date + 1)::timestamp at time zone 'UTC'
				and conversation_id > ${after}::uuid order by conversation_id limit ${size}`,
	);
}

/** Conversations of which no fact says when they began: nobody has written in them, or they were not counted. */
async function* uncounted(db: Database): AsyncGenerator<readonly string[]> {
	for (let after: string | null = NO_ID; after !== null;) {
		const [window]: readonly z.infer<typeof Window>[] = await queryRows(
			db,
			Window,
			sql`with w as (select id from conversations where id > ${after}::uuid order by id limit ${WINDOW})
				select json_build_object('last', (select id from w order by id desc limit 1), 'ids', coalesce((
					select json_agg(w.id order by w.id) from w left join conversation_facts f on f.conversation_id = w.id
					where f.started_at is null), '[]')) as row`,
		);
		const ids = window?.ids ?? [];
		for (let at = 0; at < ids.length; at += BATCH) yield ids.slice(at, at + BATCH);
		after = window?.last ?? null;
	}
}

const Window = z.object({ last: z.string().nullable(), ids: z.array(z.string()) });

const listed = (ids: readonly string[]) =>
	sql`(select value::uuid from json_array_elements_text(${JSON.stringify(ids)}::json))`;

async function differingConversations(db: Database, ids: readonly string[]): Promise<readonly Difference[]> {
	const columns = sql.raw(RECOUNTED_FACTS.join(", "));
	return queryRows(
		db,
		Difference,
		sql`with batch as materialized ${listed(ids)}, ${recountOf(sql`select value from batch`)},
			standing as (select conversation_id, to_jsonb(f) as row from
				(select conversation_id, ${columns} from conversation_facts where conversation_id in (select value from batch)) f),
			counting as (select conversation_id, to_jsonb(f) as row from (select conversation_id, ${columns} from facts) f),
			of_facets as (select conversation_id, to_jsonb(t) as row from conversation_facets t
				where conversation_id in (select value from batch)),
			counting_facets as (select conversation_id, to_jsonb(t) as row from facets t)
			select json_build_object('table', 'conversation_facts', 'key', coalesce(s.conversation_id, c.conversation_id),
				'stands', ${otherThan("s.row", "c.row")}, 'counted', ${otherThan("c.row", "s.row")}) as row
			from standing s full join counting c on c.conversation_id = s.conversation_id where s.row is distinct from c.row
			union all
			select json_build_object('table', 'conversation_facets', 'key', coalesce(s.conversation_id, c.conversation_id),
				'stands', s.row - 'conversation_id', 'counted', c.row - 'conversation_id')
			from of_facets s full join counting_facets c on c.row = s.row where s.row is null or c.row is null`,
	);
}

/** The members of one JSON object that another one does not have like that. */
const otherThan = (one: string, other: string) =>
	sql.raw(`case when ${one} is null then null when ${other} is null then ${one} else (
		select jsonb_object_agg(key, value) from jsonb_each(${one}) where value is distinct from ${other} -> key) end`);

/** Which seven days since the contact's first conversation, in the row `f`, the one in this row began in. */
const weekOf = (row: string) => sql.raw(`floor(extract(epoch from ${row}.started_at - f.at) / 604800)::int`);

/** What conversations of one contact say of each other. */
function differingContacts(db: Database, ids: readonly string[]): Promise<readonly Difference[]> {
	return queryRows(
		db,
		Difference,
		sql`with batch as materialized ${listed(ids)}, first as (
				select o.conversation_id, (select min(n.started_at) from conversation_facts n
					where n.contact_id = o.contact_id and n.started_at is not null and not n.is_test) as at
				from conversation_facts o where o.conversation_id in (select value from batch) and o.contact_id is not null
					and o.started_at is not null and not o.is_test
			), counted as (
				select o.conversation_id, f.at as contact_started_at, ${weekOf("o")} as contact_week,
					(select min(n.started_at) from conversation_facts n where f.at is not null and n.contact_id = o.contact_id and not n.is_test
						and (n.started_at, n.conversation_id) > (o.started_at, o.conversation_id)) as next_started_at,
					f.at is not null and not exists (select from conversation_facts n where n.contact_id = o.contact_id
						and not n.is_test and ${weekOf("n")} = ${weekOf("o")}
						and (n.started_at, n.conversation_id) < (o.started_at, o.conversation_id)) as opens_week
				from conversation_facts o left join first f on f.conversation_id = o.conversation_id
				where o.conversation_id in (select value from batch)
			)
			select json_build_object('table', 'conversation_facts', 'key', o.conversation_id,
				'stands', json_build_object('next_started_at', o.next_started_at, 'contact_started_at', o.contact_started_at,
					'contact_week', o.contact_week, 'opens_week', o.opens_week),
				'counted', json_build_object('next_started_at', c.next_started_at, 'contact_started_at', c.contact_started_at,
					'contact_week', c.contact_week, 'opens_week', c.opens_week)) as row
			from conversation_facts o join counted c on c.conversation_id = o.conversation_id
			where (o.next_started_at, o.contact_started_at, o.contact_week, o.opens_week)
				is distinct from (c.next_started_at, c.contact_started_at, c.contact_week, c.opens_week)`,
	);
}
