/** When customers write, and whether they come again. */
import { sql } from "drizzle-orm";
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

/** All hours of a week, Monday at 0 o'clock first. */
export async function readBusyHours(
	db: Database,
	question: AnalyticsQuestion,
): Promise<BusyHoursReport["cells"]> {
	const cells = await queryRows(
		db,
		Cell,
		sql`select json_build_object('weekday', s.weekday, 'hour', s.hour, 'conversations', sum(s.conversations)::bigint,
				'visitorMessages', sum(s.visitor_messages)::bigint, 'handedOff', sum(s.handed_off)::bigint) as row
			from (select q.*, extract(isodow from q.at at time zone ${question.zone})::int as weekday,
				extract(hour from q.at at time zone ${question.zone})::int as hour from ${measures(question, { isTimed: true })} q) s
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
	const cells = await queryRows(
		db,
		CohortCell,
		sql`select json_build_object('week', to_char(s.week, 'YYYY-MM-DD'), 'number', s.number, 'customers', count(*)) as row
			from (select date_trunc('week', f.contact_started_at at time zone ${zone}) as week, f.contact_week as number
				from conversation_facts f where f.opens_week and not f.is_test
					and f.contact_started_at >= date_trunc('week', ${instantOf(fromMs)}, ${zone})
					and f.contact_started_at < ${instantOf(toMs)}) s
			group by s.week, s.number order by s.week, s.number`,
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
