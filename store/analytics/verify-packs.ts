/** Whether packed days are what their conversations are, each bit of each, and whether months of slices are those of their days. */
import { type SQL, sql } from "drizzle-orm";
import { type Database, queryRows } from "../database.ts";
import { instantOf } from "../desk/page.ts";
import { Difference } from "./difference.ts";
import { MEASURE_COLUMNS } from "./figures.ts";

const DAY_MS = 86_400_000;

/** Numbers of conversations as bits have them: `-` is the part below zero. */
const MEASURED = sql.raw(
	MEASURE_COLUMNS.map(
		(column) =>
			`('measure', '${column}', '', 'n', greatest(m.${column}, 0)), ('measure', '${column}', '', '-', greatest(-m.${column}, 0))`,
	).join(", "),
);
const TIMED = sql.raw(
	[
		["botResponse", "bot_response"],
		["personResponse", "person_response"],
		["waiting", "waiting"],
		["resolution", "resolution"],
	]
		.map(
			([name, column]) =>
				`('time', '${name}', '', 'has', m.${column}_n), ('time', '${name}', '', 'n', analytics_bin(m.${column}_ms)::bigint)`,
		)
		.join(", "),
);

/** Of a day (UTC); nothing where it is not packed. Conversations that changed since then are not asked of their bits. */
export async function differingPack(db: Database, day: string): Promise<readonly Difference[]> {
	const [from, to] = [instantOf(Date.parse(day)), instantOf(Date.parse(day) + DAY_MS)];
	const found = await queryRows(
		db,
		Difference,
		sql`with k as materialized (select * from analytics_packs where day = ${day}::date),
			changed as materialized (select * from analytics_packed_changes where day = ${day}::date),
			placed as materialized (
				select u.id, u.place - 1 as place from k cross join lateral unnest(k.ids) with ordinality u(id, place)
				where not exists (select from changed c where c.place = u.place - 1)
			),
			stands as (
				select p.id, b.kind, b.name, b.detail, b.part, sum(1::numeric * (1::bigint << b.power)) as n
				from analytics_packed_bits b cross join placed p
				where b.day = ${day}::date and get_bit(b.bits, p.place::int) = 1 group by 1, 2, 3, 4, 5
				union all
				select p.id, d.kind, d.name, d.detail, v.part, v.n from (select l.kind, l.name, unnest(l.places) as place, unnest(l.details) as detail,
						unnest(l.n) as n, unnest(l.m) as m from analytics_packed_lists l where l.day = ${day}::date) d
				join placed p on p.place = d.place cross join lateral (values ('has', 1), ('n', d.n), ('m', d.m)) v(part, n) where v.n <> 0
				union all select p.id, 'every', '', '', 'minute', k.minutes[p.place + 1] + 1 from placed p cross join k
				union all select p.id, 'every', '', '', 'quarter', (select count(*) from unnest(k.quarters) q(before) where q.before <= p.place)
				from placed p cross join k
			),
			own as materialized (
				select m.* from conversation_measures m where m.started_at >= ${from} and m.started_at < ${to}
					and exists (select from k) and not exists (select from changed c where c.conversation_id = m.conversation_id)
			),
			counted as (${countedOf(sql`(extract(epoch from m.started_at - ${from}) / 60)`)})
			select json_build_object('table', 'analytics_packs', 'key', concat_ws(' ', ${day}::text, coalesce(s.id, c.id), coalesce(s.kind, c.kind),
				coalesce(s.name, c.name), coalesce(s.detail, c.detail), coalesce(s.part, c.part)), 'stands', s.n, 'counted', c.n) as row
			from stands s full join counted c on c.id = s.id and c.kind = s.kind and c.name = s.name and c.detail = s.detail and c.part = s.part
			where exists (select from k) and s.n is distinct from c.n limit 100`,
	);
	return [...(await misplaced(db, day)), ...found];
}

/** SQL of what conversations `own` have, number by number. @param minute - SQL of when one began */
function countedOf(minute: SQL): SQL {
	return sql`select m.conversation_id as id, v.kind, v.name, v.detail, v.part, v.n::numeric
			from own m join conversation_facts f on f.conversation_id = m.conversation_id
			cross join lateral (values ${MEASURED}, ${TIMED}, ('channel', f.channel, '', 'has', 1), ('language', f.language, '', 'has', 1),
				('model', f.model_id, '', 'has', 1), ('test', '', '', 'has', f.is_test::int),
				('every', '', '', 'minute', floor(${minute})::bigint + 1), ('every', '', '', 'quarter', floor(${minute} / 15)::bigint + 1)
			) v(kind, name, detail, part, n) where v.name is not null and v.n <> 0
		union all
		select m.conversation_id, 'label', l.label_id::text, '', 'has', 1 from own m
			join conversation_labels l on l.conversation_id = m.conversation_id
		union all
		select m.conversation_id, d.kind, d.name, d.detail, v.part, v.n from own m
			join conversation_details d on d.conversation_id = m.conversation_id
			cross join lateral (values ('has', 1), ('n', d.n), ('m', d.m)) v(part, n) where d.kind <> 'time' and v.n <> 0`;
}

/** Changed conversations of a packed day that are said to be in another place than theirs. */
function misplaced(db: Database, day: string): Promise<readonly Difference[]> {
	return queryRows(
		db,
		Difference,
		sql`select json_build_object('table', 'analytics_packed_changes', 'key', concat_ws(' ', c.day, c.conversation_id), 'stands', c.place,
				'counted', p.place) as row
			from analytics_packed_changes c left join analytics_packs k on k.day = c.day
			left join lateral (select (u.place - 1)::int as place from unnest(k.ids) with ordinality u(id, place) where u.id = c.conversation_id) p on true
			where c.day = ${day}::date and c.place is distinct from p.place and (p.place is not null or k.ids[c.place + 1] is not null
				or c.place >= k.conversations) limit 100`,
	);
}

/** Of a month (UTC) that is summed, whether it is what its days are. */
export function differingSliceMonth(db: Database, month: string): Promise<readonly Difference[]> {
	const first = sql`${month}::date`;
	const counts = (row: string): SQL => sql.raw(`${row}.conversations, ${row}.n, ${row}.m`);
	const isCounted = sql`(conversations <> 0 or n <> 0 or m <> 0)`;
	return queryRows(
		db,
		Difference,
		sql`with c as materialized (
				select d.slice, d.kind, d.name, d.detail, sum(d.conversations)::bigint as conversations, sum(d.n)::bigint as n, sum(d.m)::bigint as m
				from generate_series(${first}::timestamp, ${first} + interval '1 month' - interval '1 day', interval '1 day') p(day)
				cross join lateral (select * from analytics_slice_days s where s.day = p.day::date offset 0) d
				where exists (select from analytics_summed_months where month = ${first}) group by 1, 2, 3, 4
			), s as materialized (select * from analytics_slice_months s where s.month = ${first}
				and exists (select from analytics_summed_months where month = ${first}))
			select json_build_object('table', 'analytics_slice_months', 'key', concat_ws(' ', ${month}::text, slice, kind, name, detail),
				'stands', case when s.n is not null then json_build_array(${counts("s")}) end,
				'counted', case when c.n is not null then json_build_array(${counts("c")}) end) as row
			from (select * from s where ${isCounted}) s full join (select * from c where ${isCounted}) c using (slice, kind, name, detail)
			where (${counts("s")}) is distinct from (${counts("c")}) limit 100`,
	);
}
