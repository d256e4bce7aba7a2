/** Erasures as jobs: asked for, worked on by one at a time, done. What they delete is in erase-rows.ts. */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { ErasureCounts, ErasureScope } from "../contracts/privacy.ts";
import { type Database, answered, queryRows } from "./database.ts";
import { keepingAnAdministrator } from "./last-administrator.ts";
import { at, ms } from "./users.ts";

export const ErasureJob = z.object({
	id: z.string(),
	/** Null for conversations that retention lets go. */
	contactId: z.string().nullable(),
	scope: ErasureScope,
	status: z.enum(["running", "done"]),
	counts: ErasureCounts,
	attempts: z.int(),
	requestedAtMs: z.number(),
	finishedAtMs: z.number().nullable(),
});
export type ErasureJob = z.infer<typeof ErasureJob>;

const JOB = sql`json_build_object('id', e.id, 'contactId', e.contact_id, 'scope', e.scope, 'status', e.status,
	'counts', e.counts, 'attempts', e.attempts, 'requestedAtMs', ${ms("e.requested_at")},
	'finishedAtMs', ${ms("e.finished_at")}) as row`;

export interface ErasureRequest {
	readonly id: string;
	readonly contactId: string;
	readonly scope: "data" | "account";
	/** Conversations of this contact that Postgres may not know yet. */
	readonly conversationIds: readonly string[];
	readonly requestedBy: "visitor" | "user" | "api_key";
	readonly nowMs: number;
}

/**
 * Asks for an erasure. One that is under way is joined, and of somebody of whom there is nothing the last one answers. An
 * account that goes is shut at once.
 *
 * @throws LastAdministrator when it is the account of the last one
 */
export async function requestErasure(db: Database, request: ErasureRequest): Promise<ErasureJob> {
	const { contactId, scope } = request;
	const contact = sql`${contactId}::uuid`;
	const now = at(request.nowMs);
	const ids = JSON.stringify(request.conversationIds);
	const [job] = await keepingAnAdministrator(
		queryRows(
			db,
			ErasureJob,
			sql`with earlier as materialized (
				select e.* from erasures e where e.contact_id = ${contact} order by e.requested_at desc limit 1
			), asked as (
				insert into erasures as known (id, contact_id, scope, conversation_ids, status, requested_by, counts, next_try_at, requested_at)
				select ${request.id}::uuid, ${contact}, ${scope}, ${ids}::jsonb, 'running', ${request.requestedBy}, '{}'::jsonb, ${now}, ${now}
				where (not exists (select from earlier where status = 'done') or ${ids}::text <> '[]'
					or exists (select from contacts where id = ${contact})
					or exists (select from conversations where contact_id = ${contact})
					or (${scope}::text = 'account' and exists (select from users where id = ${contact})))
				on conflict (contact_id) where status = 'running' do update set
					scope = case when excluded.scope = 'account' then 'account' else known.scope end,
					conversation_ids = known.conversation_ids || excluded.conversation_ids,
					requested_at = excluded.requested_at
				returning *
			), shut as (
				update users set disabled_at = coalesce(disabled_at, ${now}),
					sessions_valid_from = greatest(sessions_valid_from, ${now})
				where ${scope}::text = 'account' and id = ${contact}
			)
			select ${JOB} from (select * from asked union all
				select * from earlier where not exists (select from asked)) as e`,
		),
	);
	if (job === undefined) throw new Error("Neither is one asked for nor was one before.");
	return job;
}

/** Conversations that retention lets go: those of them that are used meanwhile stay. */
export async function requestExpiry(
	db: Database,
	request: {
		readonly id: string;
		readonly conversationIds: readonly string[];
		readonly inactiveBeforeMs: number;
		readonly requestedBy: "operator" | "system";
		readonly nowMs: number;
	},
): Promise<void> {
	await answered(
		db.execute(sql`insert into erasures (id, scope, conversation_ids, inactive_before, status, requested_by, counts,
				next_try_at, requested_at)
			values (${request.id}::uuid, 'conversations', ${JSON.stringify(request.conversationIds)}::jsonb,
				${at(request.inactiveBeforeMs)}, 'running', ${request.requestedBy}, '{}'::jsonb, ${at(request.nowMs)}, ${at(request.nowMs)})`),
	);
}

/** Whether an erasure of this contact was asked for before. */
export async function wasErasureRequested(db: Database, contactId: string): Promise<boolean> {
	const [answer] = await queryRows(
		db,
		z.boolean(),
		sql`select to_json(exists (select from erasures where contact_id = ${contactId}::uuid)) as row`,
	);
	return answer ?? false;
}

/** Null when there is none of this id. */
export async function findErasure(db: Database, id: string): Promise<ErasureJob | null> {
	const [job] = await queryRows(db, ErasureJob, sql`select ${JOB} from erasures e where e.id = ${id}::uuid`);
	return job ?? null;
}

/** Ids of jobs that somebody may work on now, oldest first. */
export function listDueErasures(db: Database, nowMs: number, limit: number): Promise<readonly string[]> {
	return queryRows(
		db,
		z.string(),
		sql`select to_json(id::text) as row from erasures where status = 'running' and next_try_at <= ${at(nowMs)}
			order by next_try_at limit ${limit}`,
	);
}

/** How many are not done. */
export async function countRunningErasures(db: Database): Promise<number> {
	const [count] = await queryRows(
		db,
		z.int(),
		sql`select to_json(count(*)::int) as row from erasures where status = 'running'`,
	);
	return count ?? 0;
}

/** Takes a job for a while; null when it is done, or somebody else works on it. */
export async function claimErasure(
	db: Database,
	id: string,
	{ nowMs, untilMs }: { readonly nowMs: number; readonly untilMs: number },
): Promise<ErasureJob | null> {
	const [job] = await queryRows(
		db,
		ErasureJob,
		sql`update erasures e set attempts = e.attempts + 1, next_try_at = ${at(untilMs)}
			where e.id = ${id}::uuid and e.status = 'running' and e.next_try_at <= ${at(nowMs)} returning ${JOB}`,
	);
	return job ?? null;
}

/** Lets a job go that is not done. @param error - what was in the way; null when only the time was over */
export async function releaseErasure(
	db: Database,
	id: string,
	{ nextTryAtMs, error }: { readonly nextTryAtMs: number; readonly error: string | null },
): Promise<void> {
	await answered(
		db.execute(sql`update erasures set next_try_at = ${at(nextTryAtMs)}, last_error = ${error}
			where id = ${id}::uuid and status = 'running'`),
	);
}

/** Ends a job of which nothing is left to do. @returns false when there is: more was written meanwhile */
export async function finishErasure(db: Database, id: string, nowMs: number): Promise<boolean> {
	const done = await queryRows(
		db,
		z.string(),
		sql`update erasures e set status = 'done', finished_at = ${at(nowMs)}, conversation_ids = '[]'::jsonb, last_error = null
			where e.id = ${id}::uuid and e.status = 'running'
				and not exists (select from contacts c where c.id = e.contact_id)
				and not exists (select from conversations c where c.contact_id = e.contact_id)
				and not exists (select from users u where u.id = e.contact_id and e.scope = 'account')
			returning to_json(e.id::text) as row`,
	);
	return done.length === 1;
}

/** Notes in a job what was erased outside Postgres. */
export async function noteErased(db: Database, id: string, counts: ErasureCounts): Promise<void> {
	await answered(db.execute(countStep(id, sql`${JSON.stringify(counts)}::text::jsonb`)));
}

/** SQL: the counts of job `id` with these added, as a step of a statement. @param added - a jsonb of whole numbers */
export function countStep(id: string, added: SQL): SQL {
	return sql`update erasures e set counts = (
			select jsonb_object_agg(kind, total) from (
				select kind, sum(number::bigint) as total
				from (select * from jsonb_each_text(e.counts) union all select * from jsonb_each_text(${added})) as c(kind, number)
				group by kind) as totals)
		where e.id = ${id}::uuid`;
}
