/** What mails and half-done sign-ins carry: good once, for a while, kept as a hash. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, answered, queryRows } from "./database.ts";
import { at } from "./users.ts";

export type TokenPurpose = "verify_email" | "reset_password" | "second_factor";

/** Keeps a token's hash. Of one purpose a user has one: an earlier one ends. */
export async function keepAccountToken(
	db: Database,
	token: {
		readonly hash: string;
		readonly userId: string;
		readonly purpose: TokenPurpose;
		readonly expiresAtMs: number;
	},
): Promise<void> {
	await answered(
		db.execute(sql`with ended as (delete from account_tokens
				where user_id = ${token.userId}::uuid and purpose = ${token.purpose})
			insert into account_tokens (token_hash, user_id, purpose, expires_at)
			values (${token.hash}, ${token.userId}::uuid, ${token.purpose}, ${at(token.expiresAtMs)})`),
	);
}

/** Whose token this is, without using it up; null when it is none, was used, or has expired. */
export async function peekAccountToken(
	db: Database,
	hash: string,
	purpose: TokenPurpose,
	nowMs: number,
): Promise<string | null> {
	const [userId] = await queryRows(
		db,
		z.string(),
		sql`select to_json(user_id::text) as row from account_tokens
			where token_hash = ${hash} and purpose = ${purpose} and expires_at > ${at(nowMs)}`,
	);
	return userId ?? null;
}

/** Uses a token up: of several calls at once one gets the user's id, the others null. */
export async function spendAccountToken(
	db: Database,
	hash: string,
	purpose: TokenPurpose,
	nowMs: number,
): Promise<string | null> {
	const [userId] = await queryRows(
		db,
		z.string(),
		sql`delete from account_tokens where token_hash = ${hash} and purpose = ${purpose}
			and expires_at > ${at(nowMs)} returning to_json(user_id::text) as row`,
	);
	return userId ?? null;
}

/** Ends all that a user was sent: after a new password an older mail changes nothing. */
export async function dropAccountTokens(db: Database, userId: string): Promise<void> {
	await answered(db.execute(sql`delete from account_tokens where user_id = ${userId}::uuid`));
}
