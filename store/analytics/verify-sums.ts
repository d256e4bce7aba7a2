/** Whether sums are those of the facts, a day (UTC) after the other: so no statement takes long, however many days there are. */
import { type SQL, sql } from "drizzle-orm";
import { type Database, queryRows } from "../database.ts";
import { instantOf } from "../desk/page.ts";
import { Difference } from "./difference.ts";
import { MEASURE_COLUMNS } from "./figures.ts";
import { BY_MONTH, oneOf } from "./sources.ts";

const DAY_MS = 86_400_000;

const BINS = Array.from({ length: 32 }, (_, bin) => `b${String(bin).padStart(2, "0")}`);
const sumsOf = (row: string, columns: readonly string[]): SQL =>
	sql.raw(columns.map((column) => `sum(${row}.${column})::bigint as ${column}`).join(", "));
const namesOf = (columns: readonly string[]): SQL => sql.raw(columns.join(", "));
/** A JSON object of what is not zero; null where all is. */
const counts = (row: string, columns: readonly string[]): SQL =>
	sql`(select jsonb_object_agg(e.key, e.value) from jsonb_each(jsonb_build_object(${sql.raw(
		columns.map((column) => `'${column}', ${row}.${column}`).join(", "),
	)})) e where e.value <> '0')`;

/** Of conversations that began on this day. A row of zeros is no row. */
export async function differingSums(db: Database, day: string): Promise<readonly Difference[]> {
	const found: Difference[] = [];
	// one after the other: beside each other, each would have a part of the time that a statement has
	for (const comparison of [...sumsOfAll(day), ...sumsOfSlices(day)])
		found.push(...(await compared(db, comparison)));
	return found;
}

/** Of a month (UTC), whether it is what its days are. */
export function differingMonth(db: Database, month: string): Promise<readonly Difference[]> {
	const first = sql`${month}::date`;
	return compared(db, {
		table: "analytics_months",
		keys: ["month", "channel", "language", "kind", "name", "detail"],
		columns: DETAILS,
		standing: sql`select * from analytics_months where month = ${first}`,
		counted: sql`select ${first} as month, d.channel, d.language, d.kind, d.name, d.detail, ${sumsOf("d", DETAILS)}
			from generate_series(${first}::timestamp, ${first} + interval '1 month' - interval '1 day', interval '1 day') p(day)
			cross join lateral (select * from analytics_days s where s.day = p.day::date
				and s.kind in ${oneOf(BY_MONTH)} offset 0) d group by 1, 2, 3, 4, 5, 6`,
	});
}

const startOf = (day: string): SQL => instantOf(Date.parse(day));

/** SQL: an instant of a row is of this day. */
const during = (day: string, at: string): SQL =>
	sql`${sql.raw(at)} >= ${startOf(day)} and ${sql.raw(at)} < ${instantOf(Date.parse(day) + DAY_MS)}`;

/** By quarter, day and hour. */
function sumsOfAll(day: string): readonly Comparison[] {
	const all = (row: string): SQL =>
		sql.raw(`(values ('*', '*'), (${row}.channel, ${row}.language)) k(channel, language)`);
	const detailed = sql`with day_details as materialized (
			select d.* from conversation_details d where ${during(day, "d.started_at")} and not d.is_test)`;
	return [
		{
			table: "analytics_quarters",
			keys: ["quarter", "channel", "language"],
			columns: MEASURE_COLUMNS,
			standing: sql`select * from analytics_quarters where (quarter at time zone 'UTC')::date = ${day}::date`,
			counted: sql`select m.quarter, k.channel, k.language, ${sumsOf("m", MEASURE_COLUMNS)}
				from conversation_measures m cross join lateral ${all("m")}
				where ${during(day, "m.started_at")} and not m.is_test group by 1, 2, 3`,
		},
		{
			table: "analytics_days",
			keys: ["day", "channel", "language", "kind", "name", "detail"],
			columns: DETAILS,
			shared: detailed,
			standing: sql`select * from analytics_days where day = ${day}::date`,
			counted: sql`select d.day, k.channel, k.language, d.kind, d.name, d.detail, ${sumsOf("d", DETAILS)}
				from day_details d cross join lateral ${all("d")} group by 1, 2, 3, 4, 5, 6`,
		},
		{
			table: "analytics_hours",
			keys: ["at", "kind", "name", "detail"],
			columns: DETAILS,
			shared: detailed,
			standing: sql`select * from analytics_hours where (at at time zone 'UTC')::date = ${day}::date`,
			counted: sql`select date_bin('1 hour', d.started_at, '2000-01-01 00:00:00+00') as at, d.kind, d.name, d.detail,
				${sumsOf("d", DETAILS)} from day_details d where d.kind <> 'time' group by 1, 2, 3, 4`,
		},
		{
			table: "analytics_slice_days",
			keys: ["slice", "day", "kind", "name", "detail"],
			columns: DETAILS,
			standing: sql`select * from analytics_slice_days where day = ${day}::date`,
			counted: sql`select d.slice, d.day, d.kind, d.name, d.detail, ${sumsOf("d", DETAILS)}
				from conversation_slice_days d where ${during(day, "d.started_at")} group by 1, 2, 3, 4, 5`,
		},
		{
			table: "analytics_cohorts",
			keys: ["at", "week"],
			columns: ["customers"],
			standing: sql`select * from analytics_cohorts where ${during(day, "at")}`,
			counted: sql`select date_bin('1 hour', f.contact_started_at, '2000-01-01 00:00:00+00') as at, f.contact_week as week,
				count(*) as customers from conversation_facts f
				where ${during(day, "f.contact_started_at")} and f.opens_week and not f.is_test group by 1, 2`,
		},
	];
}

/** By hour and day, in slices. */
function sumsOfSlices(day: string): readonly Comparison[] {
	const from = startOf(day);
	const sliced = sql`with day_slices as materialized (
			select s.* from conversation_slices s where ${during(day, "s.started_at")})`;
	return [
		{
			table: "analytics_slices",
			keys: ["grain", "slice", "channel", "language", "at"],
			columns: MEASURE_COLUMNS,
			shared: sliced,
			standing: sql`select * from analytics_slices where (at at time zone 'UTC')::date = ${day}::date`,
			counted: sql`select g.grain, s.slice, s.channel, s.language, g.at, ${sumsOf("s", MEASURE_COLUMNS)}
				from day_slices s cross join lateral (values ('hour', s.at), ('day', ${from})) g(grain, at)
				where g.grain = 'day' or analytics_is_hourly(s.slice, s.channel, s.language) group by 1, 2, 3, 4, 5`,
		},
		{
			table: "analytics_times",
			keys: ["grain", "slice", "channel", "language", "at", "name", "doubling"],
			columns: BINS,
			shared: sliced,
			standing: sql`select * from analytics_times where (at at time zone 'UTC')::date = ${day}::date`,
			counted: sql`select p.grain, p.slice, p.channel, p.language, p.at, p.name, (p.bin / 32)::smallint as doubling,
					${sql.raw(BINS.map((column, bin) => `coalesce(sum(p.n) filter (where p.bin % 32 = ${bin}), 0) as ${column}`).join(", "))}
				from (select g.grain, s.slice, s.channel, s.language, g.at, t.name, t.bin, count(*) as n from day_slices s
				cross join lateral (
					select 'botResponse' as name, analytics_bin(s.bot_response_ms) as bin where s.bot_response_n = 1
					union all select 'personResponse', analytics_bin(s.person_response_ms) where s.person_response_n = 1
					union all select 'waiting', analytics_bin(s.waiting_ms) where s.waiting_n = 1
					union all select 'resolution', analytics_bin(s.resolution_ms) where s.resolution_n = 1) t
				cross join lateral (values ('hour', s.at), ('day', ${from})) g(grain, at)
				where g.grain = 'day' or s.slice in ('', '+test') group by 1, 2, 3, 4, 5, 6, 7) p group by 1, 2, 3, 4, 5, 6, 7`,
		},
	];
}

const DETAILS = ["conversations", "n", "m"];

interface Comparison {
	readonly table: Difference["table"];
	readonly keys: readonly string[];
	readonly columns: readonly string[];
	/** SQL of a `with` that both may use. */
	readonly shared?: SQL;
	/** SQL of the rows that stand, and of those that are counted anew. */
	readonly standing: SQL;
	readonly counted: SQL;
}

/**
 * Rows that are in one set only, or differ. Those that stand are found by themselves (`offset 0`): PostgreSQL would read the sums
 * of all days in the order of their keys.
 */
function compared(db: Database, comparison: Comparison): Promise<readonly Difference[]> {
	const { table, keys, columns, shared, standing, counted } = comparison;
	const isCounted = (row: string): SQL =>
		sql.raw(`(${columns.map((column) => `${row}.${column} <> 0`).join(" or ")})`);
	const values = (row: string): SQL =>
		sql.raw(columns.map((column) => `${row}.${column}::bigint`).join(", "));
	const either = sql.raw(keys.map((key) => `coalesce(s.${key}::text, c.${key}::text)`).join(", "));
	return queryRows(
		db,
		Difference,
		sql`${shared ?? sql``} select json_build_object('table', ${table}::text, 'key', concat_ws(' ', ${either}),
				'stands', ${counts("s", columns)}, 'counted', ${counts("c", columns)}) as row
			from (select ${namesOf([...keys, ...columns])} from (${standing} offset 0) s where ${isCounted("s")}) s
			full join (select ${namesOf([...keys, ...columns])} from (${counted}) c where ${isCounted("c")}) c
				using (${namesOf(keys)})
			where (${values("s")}) is distinct from (${values("c")}) limit 100`,
	);
}
