/** Keys of programs: found by their prefix, compared by their hash. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, answered, queryRows } from "./database.ts";
import { storableText } from "./storable.ts";
import { afterCursor, at, ms, nextCursor } from "./users.ts";

const ApiKeyRecord = z.object({
	id: z.string(),
	name: z.string(),
	prefix: z.string(),
	secretHash: z.string(),
	scopes: z.array(z.string()),
	ownerId: z.string(),
	createdAtMs: z.number(),
	expiresAtMs: z.number(),
	/** To the minute. */
	lastUsedAtMs: z.number().nullable(),
	revokedAtMs: z.number().nullable(),
});
export type ApiKeyRecord = z.infer<typeof ApiKeyRecord>;

const API_KEY = sql`json_build_object('id', k.id, 'name', k.name, 'prefix', k.prefix, 'secretHash', k.secret_hash, 'scopes', k.scopes,
	'ownerId', k.owner_id, 'createdAtMs', ${ms("k.created_at")}, 'expiresAtMs', ${ms("k.expires_at")},
	'lastUsedAtMs', ${ms("k.last_used_at")}, 'revokedAtMs', ${ms("k.revoked_at")}) as row`;

export async function createApiKey(
	db: Database,
	key: Omit<ApiKeyRecord, "lastUsedAtMs" | "revokedAtMs">,
): Promise<void> {
	await answered(
		db.execute(sql`insert into api_keys (id, name, prefix, secret_hash, scopes, owner_id, created_at, expires_at)
			values (${key.id}::uuid, ${storableText(key.name)}, ${key.prefix}, ${key.secretHash}, ${JSON.stringify(key.scopes)}::jsonb,
				${key.ownerId}::uuid, ${at(key.createdAtMs)}, ${at(key.expiresAtMs)})`),
	);
}

/** The key of this prefix, whether or not it still counts; null when there is none. */
export async function findApiKey(db: Database, prefix: string): Promise<ApiKeyRecord | null> {
	const [key] = await queryRows(
		db,
		ApiKeyRecord,
		sql`select ${API_KEY} from api_keys k where k.prefix = ${prefix}`,
	);
	return key ?? null;
}

/** One by its id, whether or not it still counts; null when there is none. */
export async function readApiKey(db: Database, id: string): Promise<ApiKeyRecord | null> {
	const [key] = await queryRows(
		db,
		ApiKeyRecord,
		sql`select ${API_KEY} from api_keys k where k.id = ${id}::uuid`,
	);
	return key ?? null;
}

/** Notes a use, once a minute at most. */
export async function noteApiKeyUse(db: Database, id: string, nowMs: number): Promise<void> {
	await answered(
		db.execute(sql`update api_keys set last_used_at = ${at(nowMs)} where id = ${id}::uuid
			and (last_used_at is null or last_used_at < ${at(nowMs - 60_000)})`),
	);
}

/** Ends a key; false when there is none that counts. */
export async function revokeApiKey(db: Database, id: string, nowMs: number): Promise<boolean> {
	const revoked = await queryRows(
		db,
		z.string(),
		sql`update api_keys set revoked_at = ${at(nowMs)} where id = ${id}::uuid and revoked_at is null
			returning to_json(id::text) as row`,
	);
	return revoked.length === 1;
}

/** Newest first, those that ended included. */
export async function listApiKeys(
	db: Database,
	{ cursor, limit }: { readonly cursor: string | null; readonly limit: number },
): Promise<{ readonly keys: readonly ApiKeyRecord[]; readonly nextCursor: string | null }> {
	const rows = await queryRows(
		db,
		ApiKeyRecord,
		sql`select ${API_KEY} from api_keys k where ${afterCursor("k", cursor)}
			order by k.created_at desc, k.id desc limit ${limit + 1}`,
	);
	return { keys: rows.slice(0, limit), nextCursor: nextCursor(rows, limit) };
}
