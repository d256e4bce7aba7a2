import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Duration } from "../../contracts/analytics.ts";
import { type Database, queryRows } from "../database.ts";
import { durationOf } from "./figures.ts";
import { ALL } from "./question.ts";
import { times } from "./sources.ts";

const DAY_MS = 86_400_000;

/**
 * How long customers waited for a person's first answer, on whole days (UTC): these stand in sums.
 *
 * @param days - so many, up to yesterday
 * @returns without a mean
 */
export async function readReplyTimes(
	db: Database,
	days: number,
	nowMs: number,
): Promise<Omit<Duration, "meanMs">> {
	const toMs = Math.floor(nowMs / DAY_MS) * DAY_MS;
	const question = { ...ALL, fromMs: toMs - days * DAY_MS, toMs };
	const bins = await queryRows(
		db,
		z.tuple([z.number(), z.number()]),
		sql`select json_build_array(s.bin, sum(s.n)::bigint) as row from ${times(question)} s
			where s.name = 'personResponse' group by s.bin having sum(s.n) <> 0`,
	);
	const { count, medianMs, p90Ms } = durationOf(bins, 0);
	return { count, medianMs, p90Ms };
}
