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
		daysBySteps("conversation_facts", "started_at", "instant"),
		daysBySteps("analytics_cohorts", "at", "instant"),
		...["analytics_slices", "analytics_times", "analytics_hours"].map((table) =>
			daysBySteps(table, "at", "day"),
		),
		daysBySteps("analytics_quarters", "quarter", "day"),
		sql`select to_json(day) as row from (select distinct day from analytics_days) d`,
		sql`select to_json(day) as row from (select distinct day from analytics_slice_days) d`,
		sql`select to_json(month) as row from (select distinct month from analytics_months) d`,
		sql`select to_json(day) as row from analytics_unsummed_days union all select to_json(day) from analytics_unsummed_spans`,
	])
		for (const day of await queryRows(db, z.iso.date(), statement)) days.add(day);
	return [...days].sort();
}

/** SQL of the days of a table: from one to the next by its index of an instant, or of the instant's day, past all rows between. */
export function daysBySteps(table: string, at: string, index: "instant" | "day"): SQL {
	const day = `(${at} at time zone 'UTC')::date`;
	const [indexed, next] =
		index === "day" ? [day, "d.day + 1"] : [at, "(d.day + 1)::timestamp at time zone 'UTC'"];
	const first = (condition: string): string =>
		`(select ${day} from ${table} where ${condition} order by ${indexed} limit 1)`;
	return sql.raw(`with recursive d(day) as (
			select ${first(`${indexed} is not null`)}
			union all select ${first(`${indexed} >= ${next}`)} from d where d.day is not null
		) select to_json(day) as row from d where day is not null`);
}

/** All sums of these days; what is stored meanwhile waits for a day, not for all. */
export async function sumUp(db: Database, days: readonly string[]): Promise<void> {
	// on the list, for a month is made with the last of its days that are there: not anew for each
	await answered(
		db.execute(sql`insert into analytics_unsummed_spans
			select value::date from json_array_elements_text(${JSON.stringify(days)}::json) on conflict do nothing`),
	);
	for (const day of days) await answered(db.execute(sql`select analytics_sum_up_day(${day}::date)`));
}

/**
 * Makes what sums are missing of days from before there were slices, and sums of long spans; a second run goes on where the first
 * one ended.
 */
export async function sumUpEarlierDays(db: Database): Promise<void> {
	let summed = 0;
	for (const [list, sums] of [
		["analytics_unsummed_days", "analytics_sum_up_slices"],
		["analytics_unsummed_spans", "analytics_sum_up_spans"],
	] as const) {
		const days = await queryRows(
			db,
			z.iso.date(),
			sql.raw(`select to_json(day) as row from ${list} order by day desc`),
		);
		for (const day of days)
			await answered(
				db.execute(sql`select analytics_forget_month(${day}::date), ${sql.raw(sums)}(${day}::date)`),
			);
		summed += days.length;
	}
	if (summed === 0) return;
	// PostgreSQL does it by itself, but later, and may take longer for it than a statement of ours has
	for (const table of ["analytics_slices", "analytics_times", "analytics_slice_days"])
		await answered(db.execute(sql.raw(`analyze ${table}`))).catch((error: unknown) => {
			if (!(error instanceof StoreUnavailable)) throw error;
		});
}
