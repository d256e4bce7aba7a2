/** The figures of all conversations that are asked for, and those of each channel or language. */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Figures, SeriesPoint } from "../../contracts/analytics.ts";
import type { AnalyticsGroup } from "../../contracts/analytics-filter.ts";
import { type Database, queryRows } from "../database.ts";
import { instantOf } from "../desk/page.ts";
import { msOf } from "../orders.ts";
import { type Bins, figuresOf, NO_SUMS, pointOf, Sums, SUMS } from "./figures.ts";
import type { AnalyticsQuestion } from "./question.ts";
import type { Key } from "./packed.ts";
import { measures, times } from "./sources.ts";

export interface Overview {
	readonly total: Figures;
	readonly series: readonly SeriesPoint[];
}

const SummedRow = z.object({ atMs: z.number().nullable(), sums: Sums });

export async function readOverview(
	db: Database,
	question: AnalyticsQuestion,
	group: AnalyticsGroup,
): Promise<Overview> {
	const [rows, bins] = await Promise.all([
		queryRows(
			db,
			SummedRow,
			sql`with summed as (
					select s.point, grouping(s.point) as is_all, ${SUMS} as sums
					from (select q.*, ${groupOf(group, "q.at", question.zone)} as point
						from ${measures(question, { timed: group === "hour" ? "hour" : "day" })} q) s
					group by grouping sets ((), (s.point))
				)
				select json_build_object('atMs', null, 'sums', sums) as row from summed where is_all = 1
				union all
				select json_build_object('atMs', ${msOf("p.at")}, 'sums', coalesce(s.sums, '[]')) from (${pointsOf(group, question)}) p
				left join summed s on s.point = p.at and s.is_all = 0`,
		),
		readBins(db, question, null),
	]);
	const total = rows.find(({ atMs }) => atMs === null)?.sums ?? NO_SUMS;
	const series = rows
		.flatMap(({ atMs, sums }) => (atMs === null ? [] : [pointOf(atMs, sums)]))
		.sort((one, other) => (one.at < other.at ? -1 : 1));
	return { total: figuresOf(total, bins.get("") ?? new Map()), series };
}

/** Figures by channel or language, most conversations first. */
export async function readBreakdown(
	db: Database,
	question: AnalyticsQuestion,
	by: Key,
): Promise<readonly { readonly name: string; readonly total: Figures }[]> {
	const key = sql.raw(`s.${by}`);
	const [rows, bins] = await Promise.all([
		queryRows(
			db,
			z.object({ name: z.string(), sums: Sums }),
			sql`select json_build_object('name', ${key}, 'sums', ${SUMS}) as row from ${measures(question, { by })} s
				group by ${key} having sum(s.conversations) > 0 order by sum(s.conversations) desc, ${key}`,
		),
		readBins(db, question, by),
	]);
	return rows.map(({ name, sums }) => ({ name, total: figuresOf(sums, bins.get(name) ?? new Map()) }));
}

/** Times by a key, by their name, by bin. */
async function readBins(
	db: Database,
	question: AnalyticsQuestion,
	by: Key | null,
): Promise<ReadonlyMap<string, ReadonlyMap<string, Bins>>> {
	const rows = await queryRows(
		db,
		z.object({ key: z.string(), name: z.string(), bins: z.array(z.tuple([z.number(), z.number()])) }),
		sql`select json_build_object('key', b.key, 'name', b.name, 'bins', json_agg(json_build_array(b.bin, b.n))) as row
			from (select ${by === null ? sql`''` : sql.raw(`s.${by}`)} as key, s.name, s.bin, sum(s.n)::bigint as n
				from ${times(question, by)} s group by 1, 2, 3) b
			where b.n <> 0 group by b.key, b.name`,
	);
	const found = new Map<string, Map<string, Bins>>();
	for (const row of rows) {
		const times = found.get(row.key) ?? new Map<string, Bins>();
		found.set(row.key, times.set(row.name, row.bins));
	}
	return found;
}

/** SQL: where the hour, day, … of an instant begins in the zone. */
export function groupOf(group: AnalyticsGroup, at: string, zone: string): SQL {
	return sql`date_trunc(${group}, ${sql.raw(at)}, ${zone})`;
}

/** SQL: the beginnings of all groups of a range. Hours go by the clock of physics, days by that on the wall. */
function pointsOf(group: AnalyticsGroup, { zone, fromMs, toMs }: AnalyticsQuestion): SQL {
	const step = sql.raw(`interval '1 ${group}'`);
	const [from, last] = [instantOf(fromMs), instantOf(toMs - 1)];
	if (group === "hour")
		return sql`select generate_series(date_trunc('hour', ${from}, ${zone}), ${last}, ${step}) as at`;
	return sql`select local at time zone ${zone} as at
		from generate_series(date_trunc(${group}, ${from} at time zone ${zone}), ${last} at time zone ${zone}, ${step}) local`;
}
