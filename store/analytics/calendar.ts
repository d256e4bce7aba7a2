/** When customers write, and whether they come again. */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { BusyHoursReport, CohortsReport } from "../../contracts/analytics.ts";
import { type Database, queryRows } from "../database.ts";
import { instantOf } from "../desk/page.ts";
import type { AnalyticsQuestion } from "./question.ts";
import { measures } from "./sources.ts";

const Cell = z.object({
	weekday: z.int(),
	hour: z.int(),
	conversations: z.number(),
	visitorMessages: z.number(),
	handedOff: z.number(),
});

type HourOfWeek = Omit<BusyHoursReport["cells"][number], "before">;

/** All hours of a week, Monday at 0 o'clock first. */
export async function readBusyHours(
	db: Database,
	question: AnalyticsQuestion,
): Promise<readonly HourOfWeek[]> {
	const cells = await queryRows(
		db,
		Cell,
		sql`select json_build_object('weekday', s.weekday, 'hour', s.hour, 'conversations', sum(s.conversations)::bigint,
				'visitorMessages', sum(s.visitor_messages)::bigint, 'handedOff', sum(s.handed_off)::bigint) as row
			from (select q.*, extract(isodow from q.at at time zone ${question.zone})::int as weekday,
				extract(hour from q.at at time zone ${question.zone})::int as hour from ${measures(question, { timed: "hour", columns: ["conversations", "visitor_messages", "handed_off"] })} q) s
			group by s.weekday, s.hour`,
	);
	const found = new Map(cells.map((cell) => [cell.weekday * 24 + cell.hour, cell]));
	return Array.from({ length: 7 * 24 }, (_, place) => {
		const [weekday, hour] = [1 + Math.floor(place / 24), place % 24];
		return (
			found.get(weekday * 24 + hour) ?? { weekday, hour, conversations: 0, visitorMessages: 0, handedOff: 0 }
		);
	});
}

const CohortCell = z.object({ week: z.string(), number: z.int(), customers: z.number() });

/** Customers by the week in which they first wrote, and in how many weeks after that they wrote again. */
export async function readCohorts(
	db: Database,
	{ fromMs, toMs, zone }: Pick<AnalyticsQuestion, "fromMs" | "toMs" | "zone">,
): Promise<CohortsReport["cohorts"]> {
	/** Hours of UTC that lie in two weeks of the zone, or only in part in the span, are looked at customer by customer. */
	const weekOf = (at: string): SQL => sql`date_trunc('week', (${sql.raw(at)}) at time zone ${zone})`;
	const cells = await queryRows(
		db,
		CohortCell,
		sql`with span as (
				select date_trunc('week', ${instantOf(fromMs)}, ${zone}) as since, ${instantOf(toMs)} as until
			), hours as (
				select p.at, greatest(p.at, since) as since, least(p.at + interval '1 hour', until) as until, ${weekOf("p.at")} as week
				from span cross join lateral generate_series(date_bin('1 hour', since, '2000-01-01 00:00:00+00'),
					until - interval '1 millisecond', interval '1 hour') p(at)
			), divided as materialized (
				select h.*, h.until - h.since < interval '1 hour' or ${weekOf("h.until - interval '1 millisecond'")} <> h.week as is_part
				from hours h
			)
			select json_build_object('week', to_char(c.week, 'YYYY-MM-DD'), 'number', c.number, 'customers', sum(c.customers)::bigint) as row
			from (
				select h.week, s.week as number, s.customers
				from divided h join analytics_cohorts s on s.at = h.at where not h.is_part
				union all
				select ${weekOf("f.contact_started_at")}, f.contact_week, 1
				from divided h join conversation_facts f on f.contact_started_at >= h.since and f.contact_started_at < h.until
				where h.is_part and f.opens_week and not f.is_test
			) c group by c.week, c.number having sum(c.customers) <> 0 order by c.week, c.number`,
	);
	const cohorts = new Map<string, CohortsReport["cohorts"][number]>();
	for (const { week, number, customers } of cells) {
		const cohort = cohorts.get(week) ?? { week, customers: 0, weeks: [] };
		cohorts.set(
			week,
			number === 0
				? { ...cohort, customers }
				: { ...cohort, weeks: [...cohort.weeks, { week: number, customers }] },
		);
	}
	return [...cohorts.values()];
}
