/** The end of an account in an erasure, and of what the shop knows of the same person. */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, answered, queryRows } from "./database.ts";
import { countStep, type ErasureJob } from "./erasures.ts";

/** Orders that are not over: their goods need an address. */
const UNDER_WAY = sql`('pending', 'paid', 'packed', 'dispatched')`;

/** Who the account of this erasure belongs to; null when it is gone. */
export async function findErasedAccount(
	db: Database,
	job: ErasureJob,
): Promise<{ readonly email: string } | null> {
	const [account] = await queryRows(
		db,
		z.object({ email: z.string() }),
		sql`select json_build_object('email', email) as row from users where id = ${job.contactId}::uuid`,
	);
	return account ?? null;
}

/**
 * Deletes the account with all that hangs on it, and blanks the customer of the shop with the same verified address.
 * Orders stay, without a person: law wants the figures. While one is under way its customer stays with it.
 */
export async function eraseAccountRows(db: Database, job: ErasureJob): Promise<void> {
	await answered(
		db.execute(sql`with person as materialized (
				select id, email_key, verified_at from users where id = ${job.contactId}::uuid
			), theirs as materialized (
				select c.id, exists (select from orders o where o.customer_id = c.id and o.status in ${UNDER_WAY}) as waits
				from customers c join person on c.email = person.email_key and person.verified_at is not null
			), waiting as (
				update customers c set erase_after_orders = true from theirs where theirs.id = c.id and theirs.waits
			), ${blankCustomers(sql`select id from theirs where not waits`)}, asked as (
				delete from invitations i using person where i.email_key = person.email_key
					or (i.invited_by = person.id and i.accepted_at is null) returning 1
			), gone as (delete from users u using person where u.id = person.id returning 1)
			${countStep(
				job.id,
				sql`jsonb_build_object('accounts', (select count(*) from gone), 'invitations', (select count(*) from asked),
					'identities', (select count(*) from external_identities x join person on person.id = x.user_id),
					'apiKeys', (select count(*) from api_keys k join person on person.id = k.owner_id),
					'customers', (select count(*) from blanked), 'ordersKept', (select count(*) from orders_blanked),
					'ordersUnderWay', (select count(*) from orders o join theirs on theirs.id = o.customer_id and theirs.waits
						where o.status in ${UNDER_WAY}))`,
			)}`),
	);
}

/** Blanks customers who waited for the end of their orders. @returns how many */
export async function eraseFinishedCustomers(db: Database): Promise<number> {
	const [count] = await queryRows(
		db,
		z.int(),
		sql`with ready as materialized (
				select c.id from customers c where c.erase_after_orders
					and not exists (select from orders o where o.customer_id = c.id and o.status in ${UNDER_WAY})
			), ${blankCustomers(sql`select id from ready`)}
			select to_json(count(*)::int) as row from blanked`,
	);
	return count ?? 0;
}

/** Steps that take the person out of customers and their orders. @param ids - a query of customers' ids */
function blankCustomers(ids: SQL): SQL {
	return sql`blanked as (
			update customers c set email = 'erased-' || c.id || '@erased.invalid', name = '', phone = null, address = '',
				erase_after_orders = false
			where c.id in (${ids}) returning c.id
		), orders_blanked as (
			update orders o set delivery_address = '', tracking_number = null where o.customer_id in (${ids}) returning o.id
		), returns_of_orders as (
			update returns r set reason = '', conversation_id = null from orders o
			where o.id = r.order_id and o.customer_id in (${ids})
		), changes_of_orders as (
			update order_changes h set detail = 'null'::jsonb, conversation_id = '' from orders o
			where o.id = h.order_id and o.customer_id in (${ids})
		), tickets_of_customers as (
			update tickets t set summary = '', email = null, order_number = null, conversation_id = null, status = 'solved'
			from customers c where t.email = c.email and c.id in (${ids})
		)`;
}
