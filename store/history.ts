/** What a seeded history asks the database before it goes on. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, queryRows } from "./database.ts";
import { msOf } from "./orders.ts";

/** When a contact's first conversation was begun, in epoch milliseconds; null where there is none. */
export async function firstConversationMs(db: Database, contactId: string): Promise<number | null> {
	const [first] = await queryRows(
		db,
		z.number(),
		sql`select to_json(${msOf("min(created_at)")}) as row from conversations
			where contact_id = ${contactId}::uuid having count(*) > 0`,
	);
	return first ?? null;
}

/** Which of these conversations are stored. */
export async function knownConversations(db: Database, ids: readonly string[]): Promise<ReadonlySet<string>> {
	const known = await queryRows(
		db,
		z.string(),
		sql`select to_json(c.id) as row from conversations c
			where c.id in (select value::uuid from json_array_elements_text(${JSON.stringify(ids)}::json))`,
	);
	return new Set(known);
}
