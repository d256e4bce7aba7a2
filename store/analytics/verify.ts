/** Whether the figures are what the entries say, and how they are made anew. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, answered, queryRows } from "../database.ts";
import { recountOf, RECOUNTED_FACTS } from "./recount.ts";

/** Conversations of one statement: few, for an embedded database has to answer within the time of one request. */
const BATCH = 50;

/** Something that is not as it was counted. */
export const Difference = z.object({
	table: z.enum(["conversation_facts", "conversation_facets", "analytics_quarters", "analytics_days"]),
	/** A conversation, or a row of sums, by its key. */
	key: z.string(),
	/** Each column that differs: as it stands, and as it was counted. Null where there is no row. */
	stands: z.json(),
	counted: z.json(),
});
export type Difference = z.infer<typeof Difference>;

/** Told how far it is, in [0, 1]. */
export type OnProgress = (share: number) => void;

export interface Verdict {
	readonly conversations: number;
	/** The first of them; see `limit`. */
	readonly differences: readonly Difference[];
}

/**
 * Counts everything anew. Reads conversations one after the other: those that are written to meanwhile are seen whole,
 * before or after.
 *
 * @param limit - after so many differences it stops
 */
export async function verifyAnalytics(
	db: Database,
	{ limit, onProgress }: { readonly limit: number; readonly onProgress?: OnProgress },
): Promise<Verdict> {
	const differences: Difference[] = [];
	let conversations = 0;
	const total = await countConversations(db);
	for await (const ids of batches(db)) {
		differences.push(...(await differingConversations(db, ids)));
		conversations += ids.length;
		onProgress?.(conversations / total);
		if (differences.length >= limit) return { conversations, differences: differences.slice(0, limit) };
	}
	differences.push(...(await differingContacts(db, limit)), ...(await differingSums(db, limit)));
	return { conversations, differences: differences.slice(0, limit) };
}

/** Makes all figures anew from the entries; conversations may go on meanwhile. @returns how many conversations there are */
export async function rebuildAnalytics(db: Database, onProgress?: OnProgress): Promise<number> {
	let conversations = 0;
	const total = await countConversations(db);
	for await (const ids of batches(db)) {
		await answered(
			db.execute(sql`with gone as (delete from conversation_facets where conversation_id in (${listed(ids)})),
				facts as (delete from conversation_facts where conversation_id in (${listed(ids)}))
				select 1`),
		);
		await answered(db.execute(sql`select count(analytics_fold(id, false)) from ${listed(ids)} as batch(id)`));
		conversations += ids.length;
		onProgress?.(conversations / total);
	}
	await answered(db.execute(sql`select analytics_sum_up()`));
	return conversations;
}

async function countConversations(db: Database): Promise<number> {
	const [count] = await queryRows(db, z.number(), sql`select to_json(count(*)) as row from conversations`);
	return Math.max(1, count ?? 0);
}

/** All conversations by id. */
async function* batches(db: Database): AsyncGenerator<readonly string[]> {
	for (let after = "00000000-0000-0000-0000-000000000000"; ;) {
		const ids = await queryRows(
			db,
			z.string(),
			sql`select to_json(id) as row from conversations where id > ${after}::uuid order by id limit ${BATCH}`,
		);
		const last = ids.at(-1);
		if (last === undefined) return;
		yield ids;
		after = last;
	}
}

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
function differingContacts(db: Database, limit: number): Promise<readonly Difference[]> {
	return queryRows(
		db,
		Difference,
		sql`with first as (
				select o.conversation_id, (select min(n.started_at) from conversation_facts n
					where n.contact_id = o.contact_id and n.started_at is not null and not n.is_test) as at
				from conversation_facts o where o.contact_id is not null and o.started_at is not null and not o.is_test
			), counted as (
				select o.conversation_id, f.at as contact_started_at, ${weekOf("o")} as contact_week,
					(select min(n.started_at) from conversation_facts n where f.at is not null and n.contact_id = o.contact_id and not n.is_test
						and (n.started_at, n.conversation_id) > (o.started_at, o.conversation_id)) as next_started_at,
					f.at is not null and not exists (select from conversation_facts n where n.contact_id = o.contact_id
						and not n.is_test and ${weekOf("n")} = ${weekOf("o")}
						and (n.started_at, n.conversation_id) < (o.started_at, o.conversation_id)) as opens_week
				from conversation_facts o left join first f on f.conversation_id = o.conversation_id
			)
			select json_build_object('table', 'conversation_facts', 'key', o.conversation_id,
				'stands', json_build_object('next_started_at', o.next_started_at, 'contact_started_at', o.contact_started_at,
					'contact_week', o.contact_week, 'opens_week', o.opens_week),
				'counted', json_build_object('next_started_at', c.next_started_at, 'contact_started_at', c.contact_started_at,
					'contact_week', c.contact_week, 'opens_week', c.opens_week)) as row
			from conversation_facts o join counted c on c.conversation_id = o.conversation_id
			where (o.next_started_at, o.contact_started_at, o.contact_week, o.opens_week)
				is distinct from (c.next_started_at, c.contact_started_at, c.contact_week, c.opens_week)
			limit ${limit}`,
	);
}

/** Sums that are not those of the facts. A row of zeros is no row. */
function differingSums(db: Database, limit: number): Promise<readonly Difference[]> {
	const all = (table: string) =>
		sql.raw(`(values ('*', '*'), (${table}.channel, ${table}.language)) k(channel, language)`);
	return queryRows(
		db,
		Difference,
		sql`with quarter_rows as (
				select to_jsonb(m) - 'conversation_id' - 'is_test' - 'model_id' - 'started_at' - 'quarter' - 'channel' - 'language' as row, m.quarter,
					k.channel, k.language
				from conversation_measures m cross join lateral ${all("m")} where not m.is_test
			), measured as (
				select quarter, channel, language, jsonb_object_agg(name, n) filter (where n <> 0) as row from (
					select q.quarter, q.channel, q.language, e.key as name, sum(e.value::numeric) as n
					from quarter_rows q cross join lateral jsonb_each_text(q.row) e group by 1, 2, 3, 4) named
				group by 1, 2, 3
			), quarters as (
				select quarter, channel, language, (select jsonb_object_agg(key, value::numeric) from jsonb_each_text(to_jsonb(q)
					- 'quarter' - 'channel' - 'language') where value <> '0') as row
				from analytics_quarters q
			), detailed as (
				select d.day, k.channel, k.language, d.kind, d.name, d.detail,
					jsonb_build_object('conversations', sum(d.conversations), 'n', sum(d.n), 'm', sum(d.m)) as row
				from conversation_details d cross join lateral ${all("d")} where not d.is_test group by 1, 2, 3, 4, 5, 6
			), days as (
				select day, channel, language, kind, name, detail,
					jsonb_build_object('conversations', conversations::numeric, 'n', n::numeric, 'm', m::numeric) as row
				from analytics_days where (conversations, n, m) <> (0, 0, 0)
			)
			(select json_build_object('table', 'analytics_quarters', 'key', concat_ws(' ', quarter, channel, language),
				'stands', s.row, 'counted', c.row) as row
			from quarters s full join measured c using (quarter, channel, language) where s.row is distinct from c.row limit ${limit})
			union all
			(select json_build_object('table', 'analytics_days', 'key', concat_ws(' ', day, channel, language, kind, name, detail),
				'stands', s.row, 'counted', c.row)
			from days s full join detailed c using (day, channel, language, kind, name, detail)
			where s.row is distinct from c.row limit ${limit})`,
	);
}
