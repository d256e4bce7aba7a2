/** Sums, made anew from the facts a day (UTC) after the other: so no statement takes long, however many days there are. */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, answered, queryRows } from "../database.ts";

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
			union select ${day("at")} from analytics_hours) d order by d.day`,
	);
}

/** All sums of these days; what is stored meanwhile waits for a day, not for all. */
export async function sumUp(db: Database, days: readonly string[]): Promise<void> {
	for (const day of days) await answered(db.execute(sql`select analytics_sum_up_day(${day}::date)`));
}

/** Makes what sums are missing of days from before there were slices; a second run goes on where the first one ended. */
export async function sumUpEarlierDays(db: Database): Promise<void> {
	const days = await queryRows(
		db,
		z.iso.date(),
		sql`select to_json(day) as row from analytics_unsummed_days order by day desc`,
	);
	for (const day of days) await answered(db.execute(sql`select analytics_sum_up_slices(${day}::date)`));
}
