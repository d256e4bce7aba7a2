/** Answers that agents keep ready. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, queryRows } from "../database.ts";
import { msOf } from "../orders.ts";
import { storableText } from "../storable.ts";
import { instantOf } from "./page.ts";

const KeptReply = z.object({
	id: z.string(),
	shortcut: z.string(),
	text: z.string(),
	updatedAtMs: z.number(),
});
export type KeptReply = z.infer<typeof KeptReply>;

const REPLY = sql`json_build_object('id', r.id, 'shortcut', r.shortcut, 'text', r.text,
	'updatedAtMs', ${msOf("r.updated_at")}) as row`;
interface ReplyQuestion {
	/** A part of the shortcut or the text; null for all. */
	readonly search: string | null;
	/** The last shortcut of the page before. */
	readonly after: string | null;
	readonly limit: number;
}

/** By shortcut. */
export async function listCannedReplies(
	db: Database,
	{ search, after, limit }: ReplyQuestion,
): Promise<readonly KeptReply[]> {
	const words = search === null ? null : storableText(search).toLowerCase();
	const matches =
		words === null
			? sql`true`
			: sql`(strpos(r.shortcut, ${words}) > 0 or strpos(lower(r.text), ${words}) > 0)`;
	const behind = after === null ? sql`true` : sql`r.shortcut > ${storableText(after)}`;
	return queryRows(
		db,
		KeptReply,
		sql`select ${REPLY} from canned_replies r where ${matches} and ${behind} order by r.shortcut limit ${limit}`,
	);
}

/** Null when the shortcut is taken. */
export async function createCannedReply(
	db: Database,
	reply: { readonly id: string; readonly shortcut: string; readonly text: string },
	nowMs: number,
): Promise<KeptReply | null> {
	const [made] = await queryRows(
		db,
		KeptReply,
		sql`insert into canned_replies as r (id, shortcut, text, updated_at)
			values (${reply.id}::uuid, ${reply.shortcut}, ${storableText(reply.text)}, ${instantOf(nowMs)})
			on conflict do nothing returning ${REPLY}`,
	);
	return made ?? null;
}

/** What is null stays. @returns the reply as it is now; `taken` when another one has that shortcut */
export async function changeCannedReply(
	db: Database,
	id: string,
	{ shortcut, text }: { readonly shortcut: string | null; readonly text: string | null },
	nowMs: number,
): Promise<KeptReply | "missing" | "taken"> {
	const newText = text === null ? null : storableText(text);
	const [outcome] = await queryRows(
		db,
		z.object({ exists: z.boolean(), changed: KeptReply.nullable() }),
		sql`with changed as (update canned_replies r
				set shortcut = coalesce(${shortcut}, r.shortcut), text = coalesce(${newText}, r.text), updated_at = ${instantOf(nowMs)}
				where r.id = ${id}::uuid and not exists (
					select from canned_replies o where o.id <> r.id and o.shortcut = ${shortcut}::text)
				returning ${REPLY})
			select json_build_object('exists', exists (select from canned_replies where id = ${id}::uuid),
				'changed', (select row from changed)) as row`,
	);
	if (outcome === undefined || !outcome.exists) return "missing";
	return outcome.changed ?? "taken";
}

/** False when there is none. */
export async function deleteCannedReply(db: Database, id: string): Promise<boolean> {
	const gone = await queryRows(
		db,
		KeptReply,
		sql`delete from canned_replies r where r.id = ${id}::uuid returning ${REPLY}`,
	);
	return gone.length > 0;
}
