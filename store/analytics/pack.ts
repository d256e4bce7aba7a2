/** Days that are over are packed, and months that are over summed by slice, so that reports of many days take no longer than they may. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, answered, queryRows } from "../database.ts";
import { StoreUnavailable } from "../failures.ts";
import { daysBySteps } from "./sum-up.ts";

const DAY_MS = 86_400_000;
/** What comes within 72 hours changes what a conversation counts as: packed sooner, a day would be packed again and again. */
const REST_DAYS = 4;
/** A day with so many changes is packed anew at once, one with fewer after a day: each of them is looked at by every report. */
const MANY_CHANGES = 20;

export interface Packing {
	readonly nowMs: number;
	/** No day is begun after this. */
	readonly untilMs: number;
	/** Told how far it is, in [0, 1]. */
	readonly onProgress?: (share: number) => void;
}

/**
 * @returns how many days and months were made, and whether some are left
 * @throws StoreUnavailable or StoreFault of the first that could not be made, once the others are
 */
export async function packAnalytics(
	db: Database,
	{ nowMs, untilMs, onProgress }: Packing,
): Promise<{ readonly made: number; readonly hasMore: boolean }> {
	const begun = performance.now();
	const isOver = (): boolean => performance.now() - begun >= untilMs - nowMs;
	const days = await daysToPack(db, nowMs);
	const months = await monthsToSum(db, nowMs);
	const steps = [
		...days.map((day) => sql`select analytics_pack_day(${day}::date)`),
		...months.map((month) => sql`select analytics_sum_up_month(${month}::date)`),
	];
	let made = 0;
	const failures: unknown[] = [];
	for (const step of steps) {
		if (isOver()) break;
		// one that fails, now or for ever, keeps no other from being made: reports look at its conversations
		await answered(db.execute(step)).then(
			() => (made += 1),
			(error: unknown) => failures.push(error),
		);
		onProgress?.((made + failures.length) / steps.length);
	}
	if (made > REST_DAYS) await analyze(db);
	if (failures.length > 0) throw failures[0];
	return { made, hasMore: made < steps.length };
}

const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Days that were never packed, newest first; then those of which many conversations have changed. */
async function daysToPack(db: Database, nowMs: number): Promise<readonly string[]> {
	const newest = dateOf(nowMs - REST_DAYS * DAY_MS);
	const begun = await queryRows(db, z.iso.date(), daysBySteps("conversation_facts", "started_at", "instant"));
	const packed = new Set(
		await queryRows(db, z.iso.date(), sql`select to_json(day) as row from analytics_packs`),
	);
	const changed = await queryRows(
		db,
		z.iso.date(),
		sql`select to_json(c.day) as row from (select day, count(*) as n from analytics_packed_changes group by day) c
			join analytics_packs k on k.day = c.day
			where c.n >= ${MANY_CHANGES}::int or k.packed_at < ${new Date(nowMs - DAY_MS).toISOString()}::timestamptz
			order by c.n desc`,
	);
	return [...begun.filter((day) => day <= newest && !packed.has(day)).toReversed(), ...changed];
}

/** Months that are over for as long and have no sums, but those of which a day has none yet: who changes one waits while it is summed. */
async function monthsToSum(db: Database, nowMs: number): Promise<readonly string[]> {
	return queryRows(
		db,
		z.iso.date(),
		sql`select to_json(m.month) as row from (
				select distinct date_trunc('month', (d.row #>> '{}')::date)::date as month from (${daysBySteps("conversation_facts", "started_at", "instant")}) d
			) m where m.month + interval '1 month' <= ${dateOf(nowMs - REST_DAYS * DAY_MS)}::date
				and not exists (select from analytics_summed_months s where s.month = m.month)
				and not exists (select from analytics_unsummed_days u where date_trunc('month', u.day)::date = m.month)
			order by m.month desc`,
	);
}

/** PostgreSQL does it by itself, but later, and may take longer for it than a statement of ours has. */
async function analyze(db: Database): Promise<void> {
	for (const table of [
		"analytics_packs",
		"analytics_packed_bits",
		"analytics_packed_lists",
		"analytics_slice_months",
	])
		await answered(db.execute(sql.raw(`analyze ${table}`))).catch((error: unknown) => {
			if (!(error instanceof StoreUnavailable)) throw error;
		});
}
