/** What customers said of messages and resolutions, once it is older than RETENTION says. */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, queryRows } from "./database.ts";
import { at } from "./users.ts";

const OverFeedback = z.object({ conversationId: z.string(), seqs: z.array(z.int()) });
/** A conversation, and the messages and resolutions in it whose feedback is over. */
export type OverFeedback = z.infer<typeof OverFeedback>;

/** How many opinions are over. */
export async function countOverFeedback(db: Database, beforeMs: number): Promise<number> {
	const [count] = await queryRows(
		db,
		z.int(),
		sql`select to_json(((select count(*) from feedback where at < ${at(beforeMs)})
			+ (select count(*) from csat where at < ${at(beforeMs)}))::int) as row`,
	);
	return count ?? 0;
}

/** The next ones to let go, oldest first. @param limit - of opinions on messages, and of ratings */
export function listOverFeedback(
	db: Database,
	beforeMs: number,
	limit: number,
): Promise<readonly OverFeedback[]> {
	const oldest = (table: string, seq: string): SQL =>
		sql`(select conversation_id, ${sql.raw(seq)} as seq from ${sql.raw(table)} where at < ${at(beforeMs)} order by at limit ${limit})`;
	return queryRows(
		db,
		OverFeedback,
		sql`select json_build_object('conversationId', conversation_id, 'seqs', json_agg(seq)) as row
			from (${oldest("feedback", "message_seq")} union all ${oldest("csat", "resolved_seq")}) as over
			group by conversation_id`,
	);
}

/**
 * Takes it off the lists, and its words out of the log; what was said of the same message since stays. The conversation's object has let go
 * of it before: what it rebuilds itself from, or stores again, has no words any more.
 *
 * @returns how many opinions went
 */
export async function forgetFeedback(
	db: Database,
	{ conversationId, seqs }: OverFeedback,
	beforeMs: number,
): Promise<number> {
	const [count] = await queryRows(
		db,
		z.int(),
		sql`with over as materialized (
				select value::int as seq from json_array_elements_text(${JSON.stringify(seqs)}::json)
			), blanked as (
				update conversation_events e set event = e.event - 'reason' - 'comment'
				where e.conversation_id = ${conversationId}::uuid and e.kind = 'feedback' and e.at < ${at(beforeMs)}
					and (e.event ->> 'seq')::int in (select seq from over)
			), judged as (
				delete from feedback f where f.conversation_id = ${conversationId}::uuid and f.at < ${at(beforeMs)}
					and f.message_seq in (select seq from over) returning 1
			), rated as (
				delete from csat s where s.conversation_id = ${conversationId}::uuid and s.at < ${at(beforeMs)}
					and s.resolved_seq in (select seq from over) returning 1
			)
			select to_json(((select count(*) from judged) + (select count(*) from rated))::int) as row`,
	);
	return count ?? 0;
}
