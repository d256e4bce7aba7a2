/** Keys by which companies vouch for their visitors, and the people whom they have named. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import {
	IdentityAlgorithm,
	type IdentityKey,
	MAX_IDENTITY_KEYS,
	type VerifiedVisitor,
} from "../contracts/identity.ts";
import { type Database, queryRows } from "./database.ts";
import { instantOf } from "./desk/page.ts";
import { msOf } from "./orders.ts";
import { storableJson, storableText } from "./storable.ts";

/** Revoked keys that are still listed. */
const MAX_LISTED = 20;

const KeyRow = z.object({
	id: z.string(),
	kid: z.string(),
	algorithm: IdentityAlgorithm,
	createdAtMs: z.number(),
	revokedAtMs: z.number().nullable(),
});
const KEY = sql`json_build_object('id', k.id, 'kid', k.kid, 'algorithm', k.algorithm,
	'createdAtMs', ${msOf("k.created_at")}, 'revokedAtMs', ${msOf("k.revoked_at")}) as row`;

/** The row to which a sealed secret belongs. */
export const identitySecretOf = (id: string): string => `site_identity_keys.secret:${id}`;

/** What verifies a token: one of the two is null. */
export interface VerifyingKey {
	readonly id: string;
	readonly algorithm: z.infer<typeof IdentityAlgorithm>;
	readonly sealedSecret: string | null;
	readonly publicKey: string | null;
}

/** Newest first; of those that were revoked the newest few. */
export async function listIdentityKeys(db: Database, siteId: string): Promise<readonly IdentityKey[]> {
	const rows = await queryRows(
		db,
		KeyRow,
		sql`select ${KEY} from site_identity_keys k where k.site_id = ${siteId}::uuid
			order by k.revoked_at is not null, k.created_at desc, k.id desc limit ${MAX_LISTED}`,
	);
	return rows.map(toKey);
}

/** @returns null when the site has `MAX_IDENTITY_KEYS` that count, or is gone */
export async function createIdentityKey(
	db: Database,
	key: VerifyingKey & { readonly siteId: string; readonly kid: string },
	nowMs: number,
): Promise<IdentityKey | null> {
	const [row] = await queryRows(
		db,
		KeyRow,
		sql`insert into site_identity_keys as k (id, site_id, kid, algorithm, secret, public_key, created_at)
			select ${key.id}::uuid, s.id, ${key.kid}, ${key.algorithm}, ${key.sealedSecret}::text, ${key.publicKey}::text,
				${instantOf(nowMs)}
			from sites s where s.id = ${key.siteId}::uuid and ${MAX_IDENTITY_KEYS} > (
				select count(*) from site_identity_keys o where o.site_id = s.id and o.revoked_at is null)
			returning ${KEY}`,
	);
	return row === undefined ? null : toKey(row);
}

/** A key that was revoked before stays as it is. @returns null when the site has none of this id */
export async function revokeIdentityKey(
	db: Database,
	{ siteId, id }: { readonly siteId: string; readonly id: string },
	nowMs: number,
): Promise<IdentityKey | null> {
	const [row] = await queryRows(
		db,
		KeyRow,
		sql`update site_identity_keys k set revoked_at = coalesce(k.revoked_at, ${instantOf(nowMs)})
			where k.id = ${id}::uuid and k.site_id = ${siteId}::uuid returning ${KEY}`,
	);
	return row === undefined ? null : toKey(row);
}

/** The key of this name, if the site has it and it counts. */
export async function findVerifyingKey(
	db: Database,
	siteId: string,
	kid: string,
): Promise<VerifyingKey | null> {
	const Found = z.object({
		id: z.string(),
		algorithm: IdentityAlgorithm,
		sealedSecret: z.string().nullable(),
		publicKey: z.string().nullable(),
	});
	const [row] = await queryRows(
		db,
		Found,
		sql`select json_build_object('id', k.id, 'algorithm', k.algorithm, 'sealedSecret', k.secret,
				'publicKey', k.public_key) as row
			from site_identity_keys k
			where k.kid = ${kid} and k.site_id = ${siteId}::uuid and k.revoked_at is null`,
	);
	return row ?? null;
}

/**
 * The contact of this person at this site, brought up to date with what was said now.
 *
 * @param newContactId - for somebody who was not named before; of several at once one wins
 */
export async function nameContact(
	db: Database,
	{
		siteId,
		newContactId,
		visitor,
	}: { readonly siteId: string; readonly newContactId: string; readonly visitor: VerifiedVisitor },
	nowMs: number,
): Promise<string> {
	const now = instantOf(nowMs);
	const { subject, email, name, attributes } = visitor;
	const known = () =>
		queryRows(
			db,
			z.string(),
			sql`with seen as (
					update contacts p set last_seen_at = greatest(p.last_seen_at, ${now}) from contact_identities i
					where p.id = i.contact_id and i.site_id = ${siteId}::uuid and i.subject = ${subject}
				)
				update contact_identities set email = ${email}::text, name = ${name === null ? null : storableText(name)}::text,
					attributes = ${storableJson(attributes)}::jsonb, identified_at = ${now}
				where site_id = ${siteId}::uuid and subject = ${subject} returning to_json(contact_id::text) as row`,
		);
	const [contactId] = await known();
	if (contactId !== undefined) return contactId;
	const [made] = await queryRows(
		db,
		z.string(),
		sql`with contact as (
				insert into contacts (id, created_at, last_seen_at) values (${newContactId}::uuid, ${now}, ${now}) returning id
			)
			insert into contact_identities (site_id, subject, contact_id, email, name, attributes, identified_at)
			select ${siteId}::uuid, ${subject}, contact.id, ${email}::text, ${name === null ? null : storableText(name)}::text,
				${storableJson(attributes)}::jsonb, ${now}
			from contact on conflict (site_id, subject) do nothing returning to_json(contact_id::text) as row`,
	);
	if (made !== undefined) return made;
	// somebody was faster: the contact that was made for nothing goes
	await queryRows(
		db,
		z.string(),
		sql`delete from contacts where id = ${newContactId}::uuid returning to_json(id::text) as row`,
	);
	const [theirs] = await known();
	if (theirs === undefined) throw new Error("an identity that exists can't be read");
	return theirs;
}

/** Conversations of a contact, newest activity first. */
export async function listConversationIds(
	db: Database,
	contactId: string,
	limit: number,
): Promise<readonly string[]> {
	return queryRows(
		db,
		z.string(),
		sql`select to_json(id::text) as row from conversations where contact_id = ${contactId}::uuid
			order by last_activity_at desc nulls last, id desc limit ${limit}`,
	);
}

/** Gives conversations of one contact to another. A contact without any goes. @returns how many changed hands */
export async function moveConversations(
	db: Database,
	{ from, into, ids }: { readonly from: string; readonly into: string; readonly ids: readonly string[] },
	nowMs: number,
): Promise<number> {
	const now = instantOf(nowMs);
	const moved = await queryRows(
		db,
		z.string(),
		sql`with contact as (
				insert into contacts (id, created_at, last_seen_at) values (${into}::uuid, ${now}, ${now})
				on conflict (id) do nothing
			)
			update conversations set contact_id = ${into}::uuid, revision = revision + 1
			where contact_id = ${from}::uuid and id in (select jsonb_array_elements_text(${storableJson(ids)}::jsonb)::uuid)
			returning to_json(id::text) as row`,
	);
	await queryRows(
		db,
		z.string(),
		sql`delete from contacts p where p.id = ${from}::uuid
			and not exists (select from conversations c where c.contact_id = p.id)
			and not exists (select from contact_identities i where i.contact_id = p.id)
			and not exists (select from users u where u.id = p.id)
			returning to_json(p.id::text) as row`,
	);
	return moved.length;
}

function toKey({ createdAtMs, revokedAtMs, ...row }: z.infer<typeof KeyRow>): IdentityKey {
	return {
		...row,
		createdAt: new Date(createdAtMs).toISOString(),
		revokedAt: revokedAtMs === null ? null : new Date(revokedAtMs).toISOString(),
	};
}
