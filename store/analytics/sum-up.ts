/** Sums, made anew from the facts a day (UTC) after the other: so no statement takes long, however many days there are. */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, answered, queryRows } from "../database.ts";
import { StoreUnavailable } from "../failures.ts";

/** Days on which a conversation began or of which there are sums, as dates. */
export function daysOf(db: Database): Promise<readonly string[]> {
	const day = (at: string): SQL => sql.raw(`(${at} at time zone 'UTC')::date`);
	return queryRows(
		db,
		z.iso.date(),
		sql`select to_json(d.day) as row from (
			select ${day("started_at")} as day from conversation_facts where started_at is not null
			union select day from analytics_days
			union select day from analytics_unsummed_days
			union select ${day("quarter")} from analytics_quarters
			union select ${day("at")} from analytics_slices
			union select ${day("at")} from analytics_times
			union select ${day("at")} from analytics_hours
			union select ${day("at")} from analytics_cohorts
			union select month from analytics_months
			union select day from analytics_unsummed_spans) d order by d.day`,
	);
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
