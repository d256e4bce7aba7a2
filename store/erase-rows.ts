/** What an erasure deletes and blanks in Postgres, in steps that can be repeated. Each notes in its job how much it was. */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, answered, queryRows } from "./database.ts";
import { countStep, type ErasureJob } from "./erasures.ts";

/** Rows of a log that one statement deletes. */
const CHUNK = 5_000;

/**
 * The next conversations that an erasure is about: those of its contact, and those that it names. Of a retention's,
 * those that were used meanwhile are left out.
 */
export function nextConversations(db: Database, job: ErasureJob, limit: number): Promise<readonly string[]> {
	return queryRows(
		db,
		z.string(),
		sql`with job as (select * from erasures where id = ${job.id}::uuid),
			named as (select value::uuid as id from job cross join jsonb_array_elements_text(job.conversation_ids))
			select to_json(id::text) as row from (
				select c.id from conversations c join job on c.contact_id = job.contact_id
				union
				select named.id from named cross join job
				where job.inactive_before is null or not exists (
					select from conversations c where c.id = named.id and c.last_activity_at >= job.inactive_before)
			) as wanted limit ${limit}`,
	);
}

/** Deletes conversations whose objects are gone, with all that hangs on them. */
export async function eraseConversationRows(
	db: Database,
	jobId: string,
	conversationIds: readonly string[],
): Promise<void> {
	const ids = idsOf(conversationIds);
	await emptyTable(db, jobId, { table: "messages", kind: "messages", ids });
	await emptyTable(db, jobId, { table: "conversation_events", kind: "entries", ids });
	await answered(
		db.execute(sql`with ${ids}, letters as (
				delete from webhook_dead_letters d using ids where d.conversation_id = ids.id returning 1
			), deliveries as (
				delete from webhook_deliveries d using ids where d.conversation_id = ids.id
			), judged as materialized (
				select (select count(*) from feedback f join ids on ids.id = f.conversation_id)
					+ (select count(*) from csat s join ids on ids.id = s.conversation_id) as n
			), ${businessSteps(sql`exists (select from ids where ids.id::text = item.conversation_id)`)}, gone as (
				delete from conversations c using ids where c.id = ids.id returning 1
			)
			${countStep(
				jobId,
				sql`jsonb_build_object('conversations', (select count(*) from gone), 'deadLetters', (select count(*) from letters),
					'feedback', (select n from judged), ${BUSINESS_COUNTS})`,
			)}`),
	);
	// after the counts: a job that broke off before finds these ids again, and nothing under them
	await answered(
		db.execute(sql`with ${ids} update erasures e set conversation_ids = (
				select coalesce(jsonb_agg(value), '[]'::jsonb) from jsonb_array_elements_text(e.conversation_ids)
				where value not in (select id::text from ids))
			where e.id = ${jobId}::uuid`),
	);
}

function idsOf(conversationIds: readonly string[]): SQL {
	return sql`ids as materialized (
		select value::uuid as id from json_array_elements_text(${JSON.stringify(conversationIds)}::json))`;
}

async function emptyTable(
	db: Database,
	jobId: string,
	{ table, kind, ids }: { readonly table: string; readonly kind: string; readonly ids: SQL },
): Promise<void> {
	const name = sql.raw(table);
	for (let deleted = CHUNK; deleted === CHUNK;) {
		// as much as one statement may take, again and again
		const [count] = await queryRows(
			db,
			z.int(),
			sql`with ${ids}, gone as (
					delete from ${name} t where (t.conversation_id, t.seq) in (
						select m.conversation_id, m.seq from ${name} m join ids on ids.id = m.conversation_id limit ${CHUNK})
					returning 1
				), noted as (${countStep(jobId, sql`jsonb_build_object(${kind}::text, (select count(*) from gone))`)})
				select to_json(count(*)::int) as row from gone`,
		);
		deleted = count ?? 0;
	}
}

/**
 * What the shop keeps of a customer's wishes stays as a fact of business, without words, and tied to nobody. A ticket
 * that nobody can answer any more is closed.
 *
 * @param isTheirs - of a row named `item`
 */
function businessSteps(isTheirs: SQL): SQL {
	const key = sql`'erased:' || md5(item.idempotency_key)`;
	return sql`
		tickets_blanked as (
			update tickets as item set summary = '', email = null, order_number = null, conversation_id = null, status = 'solved',
				idempotency_key = ${key} where ${isTheirs} returning 1
		), returns_blanked as (
			update returns as item set reason = '', conversation_id = null, idempotency_key = ${key} where ${isTheirs} returning 1
		), keys as materialized (select item.idempotency_key from order_changes as item where ${isTheirs}
		), refunds_blanked as (
			update refunds as item set idempotency_key = ${key} where item.idempotency_key in (select idempotency_key from keys)
		), changes_blanked as (
			update order_changes as item set detail = 'null'::jsonb, conversation_id = '', idempotency_key = ${key}
			where ${isTheirs} returning 1
		)`;
}

const BUSINESS_COUNTS = sql`'tickets', (select count(*) from tickets_blanked),
	'returns', (select count(*) from returns_blanked), 'orderChanges', (select count(*) from changes_blanked)`;

/** The contact, and tickets that were opened under the verified address of the same person's account. */
export async function eraseContactRow(db: Database, job: ErasureJob): Promise<void> {
	await answered(
		db.execute(sql`with person as materialized (
				select email_key from users where id = ${job.contactId}::uuid and verified_at is not null
			), tickets_blanked as (
				update tickets t set summary = '', email = null, order_number = null, conversation_id = null, status = 'solved',
					idempotency_key = 'erased:' || md5(t.idempotency_key)
				from person where t.email = person.email_key returning 1
			), gone as (delete from contacts where id = ${job.contactId}::uuid returning 1)
			${countStep(
				job.id,
				sql`jsonb_build_object('contacts', (select count(*) from gone), 'tickets', (select count(*) from tickets_blanked))`,
			)}`),
	);
}
