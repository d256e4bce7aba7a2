/** Sums, made anew from the facts a day (UTC) after the other: so no statement takes long, however many days there are. */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, answered, queryRows } from "../database.ts";
import { StoreUnavailable } from "../failures.ts";

/** Days on which a conversation began or of which there are sums, as dates, oldest first. */
export async function daysOf(db: Database): Promise<readonly string[]> {
	const days = new Set<string>();
	// one after the other: each has the time of a statement
	for (const statement of [
		daysBySteps(
			"conversation_facts",
			"started_at",
			dayOfInstant("started_at"),
			"(d.day + 1)::timestamp at time zone 'UTC'",
		),
		daysBySteps("analytics_cohorts", "at", dayOfInstant("at"), "(d.day + 1)::timestamp at time zone 'UTC'"),
		...["analytics_slices", "analytics_times", "analytics_hours"].map((table) =>
			daysBySteps(table, dayOfInstant("at"), dayOfInstant("at"), "d.day + 1"),
		),
		daysBySteps("analytics_quarters", dayOfInstant("quarter"), dayOfInstant("quarter"), "d.day + 1"),
		sql`select to_json(day) as row from (select distinct day from analytics_days) d`,
		sql`select to_json(month) as row from (select distinct month from analytics_months) d`,
		sql`select to_json(day) as row from analytics_unsummed_days union all select to_json(day) from analytics_unsummed_spans`,
	])
		for (const day of await queryRows(db, z.iso.date(), statement)) days.add(day);
	return [...days].sort();
}

const dayOfInstant = (at: string): string => `(${at} at time zone 'UTC')::date`;

/** SQL of the days of a table: from one to the next by the index of a column, past all rows between. */
function daysBySteps(table: string, indexed: string, day: string, next: string): SQL {
	const first = `(select ${indexed} from ${table} where ${indexed} is not null`;
	const order = `order by ${indexed} limit 1)`;
	const dayOf = (row: string): string => (indexed === day ? row : dayOfInstant(row));
	return sql.raw(`with recursive d(day) as (
			select ${dayOf(`${first} ${order}`)}
			union all select ${dayOf(`${first} and ${indexed} >= ${next} ${order}`)} from d where d.day is not null
		) select to_json(day) as row from d where day is not null`);
}

/** All sums of these days; what is stored meanwhile waits for a day, not for all. */
export async function sumUp(db: Database, days: readonly string[]): Promise<void> {
	for (const day of days) await answered(db.execute(sql`select analytics_sum_up_day(${day}::date)`));
}

/**
 * Makes what sums are missing of days from before there were slices, and sums of long spans; a second run goes on where the first
 * one ended.
 */
export async function sumUpEarlierDays(db: Database): Promise<void> {
	let summed = 0;
	for (const [list, sumUpOf] of [
		["analytics_unsummed_days", (day: string) => sql`select analytics_sum_up_slices(${day}::date)`],
		["analytics_unsummed_spans", (day: string) => sql`select analytics_sum_up_spans(${day}::date)`],
	] as const) {
		const days = await queryRows(
			db,
			z.iso.date(),
			sql.raw(`select to_json(day) as row from ${list} order by day desc`),
		);
		for (const day of days) await answered(db.execute(sumUpOf(day)));
		summed += days.length;
	}
	if (summed === 0) return;
	// PostgreSQL does it by itself, but later, and may take longer for it than a statement of ours has
	for (const table of ["analytics_slices", "analytics_times"])
		await answered(db.execute(sql.raw(`analyze ${table}`))).catch((error: unknown) => {
			if (!(error instanceof StoreUnavailable)) throw error;
		});
}
