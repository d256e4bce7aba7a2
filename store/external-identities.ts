/** Who somebody is at an OpenID Connect issuer. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, queryRows } from "./database.ts";
import { at } from "./users.ts";

export interface ExternalIdentity {
	readonly issuer: string;
	readonly subject: string;
}

/** The user who is this; null when nobody is. */
export async function findExternalUser(
	db: Database,
	{ issuer, subject }: ExternalIdentity,
): Promise<string | null> {
	const [userId] = await queryRows(
		db,
		z.string(),
		sql`select to_json(user_id::text) as row from external_identities where issuer = ${issuer} and subject = ${subject}`,
	);
	return userId ?? null;
}

/** Joins an identity to a user; false when it is somebody's already. */
export async function joinExternalIdentity(
	db: Database,
	{ issuer, subject }: ExternalIdentity,
	userId: string,
	nowMs: number,
): Promise<boolean> {
	const joined = await queryRows(
		db,
		z.string(),
		sql`insert into external_identities (issuer, subject, user_id, created_at)
			values (${issuer}, ${subject}, ${userId}::uuid, ${at(nowMs)}) on conflict do nothing
			returning to_json(user_id::text) as row`,
	);
	return joined.length === 1;
}
