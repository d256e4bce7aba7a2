/** Everything that Postgres has of one person, for them to take along. Large parts come by pages. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { JsonValue } from "../contracts/parse-data.ts";
import { type Database, queryRows } from "./database.ts";

const Row = z.record(z.string(), JsonValue);
export type ExportedRow = z.infer<typeof Row>;

const Person = z.object({
	account: Row.nullable(),
	contact: Row.nullable(),
	tickets: z.array(Row),
	orders: z.array(Row),
	erasures: z.array(Row),
});
export type ExportedPerson = z.infer<typeof Person>;

/**
 * The account, the contact, tickets and orders. Orders are those of the account's confirmed address; tickets are of that
 * address or of the person's conversations. Hashes and sealed secrets are told as facts, not as values.
 */
export async function exportPerson(db: Database, contactId: string): Promise<ExportedPerson> {
	const [person] = await queryRows(
		db,
		Person,
		sql`with person as materialized (select * from users where id = ${contactId}::uuid),
			address as materialized (select email_key from person where verified_at is not null)
			select json_build_object(
				'account', (select json_build_object('id', p.id, 'email', p.email, 'name', p.name, 'createdAt', p.created_at,
					'verifiedAt', p.verified_at, 'lastSignInAt', p.last_sign_in_at, 'hasPassword', p.password_hash is not null,
					'hasSecondFactor', p.totp_confirmed_at is not null,
					'roles', (select coalesce(json_agg(r.role_name), '[]'::json) from user_roles r where r.user_id = p.id),
					'identities', (select coalesce(json_agg(json_build_object('issuer', x.issuer, 'subject', x.subject,
						'createdAt', x.created_at)), '[]'::json) from external_identities x where x.user_id = p.id),
					'apiKeys', (select coalesce(json_agg(json_build_object('name', k.name, 'prefix', k.prefix, 'createdAt', k.created_at,
						'expiresAt', k.expires_at, 'lastUsedAt', k.last_used_at)), '[]'::json) from api_keys k where k.owner_id = p.id))
					from person p),
				'contact', (select json_build_object('id', c.id, 'createdAt', c.created_at, 'lastSeenAt', c.last_seen_at,
					'identity', (select json_build_object('site', s.key, 'subject', i.subject, 'email', i.email, 'name', i.name,
						'attributes', i.attributes, 'identifiedAt', i.identified_at)
						from contact_identities i join sites s on s.id = i.site_id where i.contact_id = c.id))
					from contacts c where c.id = ${contactId}::uuid),
				'tickets', (select coalesce(json_agg(json_build_object('number', t.number, 'topic', t.topic, 'summary', t.summary,
					'status', t.status, 'email', t.email, 'orderNumber', t.order_number, 'conversationId', t.conversation_id,
					'createdAt', t.created_at) order by t.created_at), '[]'::json) from tickets t
					where t.email in (select email_key from address) or t.conversation_id in (
						select c.id::text from conversations c where c.contact_id = ${contactId}::uuid)),
				'orders', (select coalesce(json_agg(json_build_object('number', o.number, 'status', o.status, 'placedAt', o.placed_at,
					'customer', json_build_object('name', c.name, 'email', c.email, 'phone', c.phone, 'address', c.address),
					'deliveryAddress', o.delivery_address, 'carrier', o.carrier, 'trackingNumber', o.tracking_number,
					'totalCents', o.total_cents, 'shippingCents', o.shipping_cents, 'currency', o.currency,
					'lines', (select coalesce(json_agg(json_build_object('name', l.name, 'quantity', l.quantity,
						'unitPriceCents', l.unit_price_cents) order by l.line), '[]'::json) from order_lines l where l.order_id = o.id),
					'returns', (select coalesce(json_agg(json_build_object('number', r.number, 'kind', r.kind, 'reason', r.reason,
						'status', r.status, 'requestedAt', r.requested_at)), '[]'::json) from returns r where r.order_id = o.id),
					'refunds', (select coalesce(json_agg(json_build_object('cause', f.cause, 'amountCents', f.amount_cents,
						'currency', f.currency, 'status', f.status, 'createdAt', f.created_at)), '[]'::json)
						from refunds f where f.order_id = o.id)) order by o.placed_at), '[]'::json)
					from orders o join customers c on c.id = o.customer_id where c.email in (select email_key from address)),
				'erasures', (select coalesce(json_agg(json_build_object('id', e.id, 'scope', e.scope, 'status', e.status,
					'requestedAt', e.requested_at, 'finishedAt', e.finished_at)), '[]'::json)
					from erasures e where e.contact_id = ${contactId}::uuid)) as row`,
	);
	if (person === undefined) throw new Error("a select of one row gave none");
	return person;
}

const Conversation = z.object({ id: z.string(), createdAt: z.string(), facts: Row });
export type ExportedConversation = z.infer<typeof Conversation>;

/** A person's conversations in order of their ids, and so of their beginning. @param afterId - null for the first page */
export function exportConversations(
	db: Database,
	contactId: string,
	{ afterId, limit }: { readonly afterId: string | null; readonly limit: number },
): Promise<readonly ExportedConversation[]> {
	const behind = afterId === null ? sql`true` : sql`c.id > ${afterId}::uuid`;
	return queryRows(
		db,
		Conversation,
		sql`select json_build_object('id', c.id, 'createdAt', c.created_at, 'facts', json_build_object(
				'channel', c.channel, 'status', c.status, 'lastActivityAt', c.last_activity_at,
				'labels', (select coalesce(json_agg(l.name order by l.name), '[]'::json) from conversation_labels x
					join labels l on l.id = x.label_id where x.conversation_id = c.id),
				'feedback', (select coalesce(json_agg(json_build_object('messageSeq', f.message_seq, 'rating', f.rating,
					'reason', f.reason, 'at', f.at) order by f.message_seq), '[]'::json) from feedback f where f.conversation_id = c.id),
				'satisfaction', (select coalesce(json_agg(json_build_object('rating', s.rating, 'comment', s.comment,
					'at', s.at) order by s.resolved_seq), '[]'::json) from csat s where s.conversation_id = c.id))) as row
			from conversations c where c.contact_id = ${contactId}::uuid and ${behind} order by c.id limit ${limit}`,
	);
}

const Entry = z.object({
	seq: z.int(),
	at: z.string(),
	kind: z.string(),
	author: z.string().nullable(),
	text: z.string().nullable(),
	event: JsonValue,
});
export type ExportedEntry = z.infer<typeof Entry>;

/** Entries of one log after `afterSeq`. Notes that people of the company wrote to each other are theirs. */
export function exportEntries(
	db: Database,
	conversationId: string,
	{ afterSeq, limit }: { readonly afterSeq: number; readonly limit: number },
): Promise<readonly ExportedEntry[]> {
	return queryRows(
		db,
		Entry,
		sql`select json_build_object('seq', e.seq, 'at', e.at, 'kind', e.kind, 'author', m.author, 'text', m.text,
				'event', case when e.kind <> 'system' then e.event end) as row
			from conversation_events e left join messages m on m.conversation_id = e.conversation_id and m.seq = e.seq
			where e.conversation_id = ${conversationId}::uuid and e.seq > ${afterSeq} order by e.seq limit ${limit}`,
	);
}
