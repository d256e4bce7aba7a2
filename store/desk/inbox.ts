/** What an inbox is rebuilt from, and how a team works. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { Label } from "../../contracts/desk.ts";
import { DeskSettings } from "../../contracts/inbox.ts";
import { type Database, answered, queryRows } from "../database.ts";
import { msOf } from "../orders.ts";
import { storableJson } from "../storable.ts";
import { instantOf } from "./page.ts";

const Facts = z.object({ contactName: z.string().nullable(), labels: z.array(Label) });

const ArchivedRow = Facts.extend({
	id: z.string(),
	contactId: z.string().nullable(),
	channel: z.string(),
	siteKey: z.string(),
	createdAtMs: z.number(),
	lastActivityAtMs: z.number(),
	preview: z.string().nullable(),
	leaseEpoch: z.int(),
	lastSeq: z.int(),
	owner: z.enum(["bot", "queue", "person"]),
	ownerEpoch: z.int(),
	/** The state that the object wrote; null of a conversation that was last touched before there was a desk. */
	desk: z.unknown(),
});
export type ArchivedRow = z.infer<typeof ArchivedRow>;

const FACTS = sql`'contactName', coalesce(u.name, i.name),
	'labels', (select coalesce(json_agg(json_build_object('id', l.id, 'name', l.name, 'color', l.color) order by lower(l.name)), '[]')
		from conversation_labels cl join labels l on l.id = cl.label_id where cl.conversation_id = c.id)`;

/** With the account of the customer, and what the company's server said of them. */
const CONVERSATIONS = sql.raw(`conversations c left join users u on u.id = c.contact_id
	left join contact_identities i on i.contact_id = c.contact_id`);

/**
 * Conversations that a desk has something to do with, by id.
 *
 * @param sinceMs - what the bot has, and what is resolved, counts only when something happened there since
 */
export async function listForInbox(
	db: Database,
	{ afterId, limit, sinceMs }: { readonly afterId: string; readonly limit: number; readonly sinceMs: number },
): Promise<readonly ArchivedRow[]> {
	return queryRows(
		db,
		ArchivedRow,
		sql`select json_build_object('id', c.id, 'contactId', c.contact_id, 'channel', c.channel, 'siteKey', c.site_key,
				'createdAtMs', ${msOf("c.created_at")}, 'lastActivityAtMs', ${msOf("c.last_activity_at")},
				'preview', c.preview, 'leaseEpoch', c.lease_epoch, 'lastSeq', c.last_seq, 'owner', c.owner,
				'ownerEpoch', c.owner_epoch, 'desk', c.desk, ${FACTS}) as row
			from ${CONVERSATIONS}
			where c.id > ${afterId}::uuid
				and ((c.owner <> 'bot' and c.status <> 'resolved') or c.last_activity_at >= ${instantOf(sinceMs)})
			order by c.id limit ${limit}`,
	);
}

/** Name and labels of one conversation; null when Postgres does not know it (yet). */
export async function inboxFacts(db: Database, id: string): Promise<z.infer<typeof Facts> | null> {
	const [facts] = await queryRows(
		db,
		Facts,
		sql`select json_build_object(${FACTS}) as row
			from ${CONVERSATIONS} where c.id = ${id}::uuid`,
	);
	return facts ?? null;
}

/** How a team works; what nobody has set is as the product comes. */
export async function readDeskSettings(db: Database, team: string): Promise<DeskSettings> {
	const [kept] = await queryRows(
		db,
		z.unknown(),
		sql`select settings as row from team_settings where team = ${team}`,
	);
	return DeskSettings.parse(kept ?? {});
}

export async function writeDeskSettings(
	db: Database,
	team: string,
	settings: DeskSettings,
	nowMs: number,
): Promise<void> {
	await answered(
		db.execute(sql`insert into team_settings as t (team, settings, updated_at)
			values (${team}, ${storableJson(settings)}::jsonb, ${instantOf(nowMs)})
			on conflict (team) do update set settings = excluded.settings, updated_at = excluded.updated_at`),
	);
}
