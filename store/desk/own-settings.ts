/** What somebody at the desk has arranged for themselves; it goes with their account. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { NotificationSettings, SavedView } from "../../contracts/own-settings.ts";
import { type Database, answered, queryRows } from "../database.ts";
import { storableJson, storableText } from "../storable.ts";
import { instantOf } from "./page.ts";

/** By name. A view that this release can't read is left out. */
export async function listSavedViews(db: Database, userId: string): Promise<SavedView[]> {
	const rows = await queryRows(
		db,
		z.unknown(),
		sql`select json_build_object('name', name, 'question', question) as row
			from saved_views where user_id = ${userId}::uuid order by lower(name), name`,
	);
	return rows.flatMap((row) => SavedView.safeParse(row).data ?? []);
}

/**
 * Keeps a view, in the place of the one of its name.
 *
 * @returns false where there are `most` already, of other names
 */
export async function keepSavedView(
	db: Database,
	userId: string,
	{ name, question }: SavedView,
	{ most, nowMs }: { readonly most: number; readonly nowMs: number },
): Promise<boolean> {
	const kept = storableText(name);
	const rows = await queryRows(
		db,
		z.string(),
		sql`insert into saved_views as v (user_id, name, question, updated_at)
			select ${userId}::uuid, ${kept}, ${storableJson(question)}::jsonb, ${instantOf(nowMs)}
			where (select count(*) from saved_views o where o.user_id = ${userId}::uuid and o.name <> ${kept}) < ${most}
			on conflict (user_id, name) do update set question = excluded.question, updated_at = excluded.updated_at
			returning to_json(v.name) as row`,
	);
	return rows.length > 0;
}

/** False when there is none of this name. */
export async function forgetSavedView(db: Database, userId: string, name: string): Promise<boolean> {
	const gone = await queryRows(
		db,
		z.string(),
		sql`delete from saved_views v where v.user_id = ${userId}::uuid and v.name = ${storableText(name)}
			returning to_json(v.name) as row`,
	);
	return gone.length > 0;
}

/** What nobody has set is as the product comes. */
export async function readNotificationSettings(db: Database, userId: string): Promise<NotificationSettings> {
	const [kept] = await queryRows(
		db,
		z.unknown(),
		sql`select settings as row from notification_settings where user_id = ${userId}::uuid`,
	);
	return NotificationSettings.parse(kept ?? {});
}

export async function writeNotificationSettings(
	db: Database,
	userId: string,
	settings: NotificationSettings,
	nowMs: number,
): Promise<void> {
	await answered(
		db.execute(sql`insert into notification_settings as n (user_id, settings, updated_at)
			values (${userId}::uuid, ${storableJson(settings)}::jsonb, ${instantOf(nowMs)})
			on conflict (user_id) do update set settings = excluded.settings, updated_at = excluded.updated_at`),
	);
}
