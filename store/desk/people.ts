/** Contacts and what they thought of answers. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { VisitorAttributes } from "../../contracts/identity.ts";
import { type Database, queryRows } from "../database.ts";
import { msOf } from "../orders.ts";
import { storableText } from "../storable.ts";
import { allOf, behindCursor, type Page, pageOf, type PageQuestion } from "./page.ts";

const KnownContact = z.object({
	id: z.string(),
	createdAtMs: z.number(),
	lastSeenAtMs: z.number(),
	name: z.string().nullable(),
	email: z.string().nullable(),
	isVerified: z.boolean(),
	identity: z
		.object({
			site: z.string(),
			subject: z.string(),
			attributes: VisitorAttributes,
			identifiedAtMs: z.number(),
		})
		.nullable(),
	conversations: z.int(),
});
export type KnownContact = z.infer<typeof KnownContact>;

/** An account is the contact of the same id: docs/decisions/0014. Others the company's server may have named. */
const CONTACT = sql`json_build_object('id', p.id, 'createdAtMs', ${msOf("p.created_at")},
	'lastSeenAtMs', ${msOf("p.last_seen_at")}, 'name', coalesce(u.name, i.name), 'email', coalesce(u.email, i.email),
	'isVerified', u.verified_at is not null or i.contact_id is not null,
	'identity', case when i.contact_id is not null then json_build_object('site', s.key, 'subject', i.subject,
		'attributes', i.attributes, 'identifiedAtMs', ${msOf("i.identified_at")}) end,
	'conversations', (select count(*) from conversations c where c.contact_id = p.id)) as row`;
const CONTACTS = sql.raw(`contacts p left join users u on u.id = p.id
	left join contact_identities i on i.contact_id = p.id left join sites s on s.id = i.site_id`);

/** Last seen first. @param search - a part of the name, the address or the company's own id; null for everybody */
export async function listContacts(
	db: Database,
	{ search, cursor, limit }: PageQuestion & { readonly search: string | null },
): Promise<Page<KnownContact>> {
	const words = search === null ? null : storableText(search).toLowerCase();
	const conditions = allOf([
		behindCursor(cursor, { at: "p.last_seen_at", key: "p.id" }, "uuid"),
		words === null
			? null
			: sql`strpos(lower(concat_ws(chr(1), u.name, u.email, i.name, i.email, i.subject)), ${words}) > 0`,
	]);
	const rows = await queryRows(
		db,
		KnownContact,
		sql`select ${CONTACT} from ${CONTACTS} where ${conditions}
			order by p.last_seen_at desc, p.id desc limit ${limit + 1}`,
	);
	return pageOf(rows, limit, ({ lastSeenAtMs, id }) => ({ atMs: lastSeenAtMs, key: id }));
}

/** Null when nobody of this id has written. */
export async function findContact(db: Database, id: string): Promise<KnownContact | null> {
	const [contact] = await queryRows(
		db,
		KnownContact,
		sql`select ${CONTACT} from ${CONTACTS} where p.id = ${id}::uuid`,
	);
	return contact ?? null;
}

const Judgement = z.object({
	conversationId: z.string(),
	messageSeq: z.int(),
	rating: z.enum(["up", "down"]),
	reason: z.string().nullable(),
	atMs: z.number(),
	text: z.string().nullable(),
});
export type Judgement = z.infer<typeof Judgement>;

/** Judgements that stand (those that were taken back are left out), newest first. */
export async function listFeedback(
	db: Database,
	{ rating, cursor, limit }: PageQuestion & { readonly rating: "up" | "down" | null },
): Promise<Page<Judgement>> {
	const key = "f.conversation_id::text || '.' || f.message_seq";
	const rows = await queryRows(
		db,
		Judgement,
		sql`select json_build_object('conversationId', f.conversation_id, 'messageSeq', f.message_seq, 'rating', f.rating,
				'reason', f.reason, 'atMs', ${msOf("f.at")}, 'text', m.text) as row
			from feedback f left join messages m on m.conversation_id = f.conversation_id and m.seq = f.message_seq
			where ${allOf([
				behindCursor(cursor, { at: "f.at", key: `(${key})` }, "text"),
				rating === null ? sql`f.rating is not null` : sql`f.rating = ${rating}`,
			])}
			order by f.at desc nulls last, (${sql.raw(key)}) desc limit ${limit + 1}`,
	);
	return pageOf(rows, limit, ({ atMs, conversationId, messageSeq }) => ({
		atMs,
		key: `${conversationId}.${messageSeq}`,
	}));
}

const Rating = z.object({
	conversationId: z.string(),
	resolvedSeq: z.int(),
	rating: z.int(),
	comment: z.string().nullable(),
	atMs: z.number(),
});
export type Rating = z.infer<typeof Rating>;

/** How customers found the help that ended, newest first. @param rating - 1 to 5; null for all */
export async function listCsat(
	db: Database,
	{ rating, cursor, limit }: PageQuestion & { readonly rating: number | null },
): Promise<Page<Rating>> {
	const key = "r.conversation_id::text || '.' || r.resolved_seq";
	const rows = await queryRows(
		db,
		Rating,
		sql`select json_build_object('conversationId', r.conversation_id, 'resolvedSeq', r.resolved_seq,
				'rating', r.rating, 'comment', r.comment, 'atMs', ${msOf("r.at")}) as row
			from csat r
			where ${allOf([
				behindCursor(cursor, { at: "r.at", key: `(${key})` }, "text"),
				rating === null ? null : sql`r.rating = ${rating}`,
			])}
			order by r.at desc nulls last, (${sql.raw(key)}) desc limit ${limit + 1}`,
	);
	return pageOf(rows, limit, ({ atMs, conversationId, resolvedSeq }) => ({
		atMs,
		key: `${conversationId}.${resolvedSeq}`,
	}));
}
