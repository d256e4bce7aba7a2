/** The second factor of a user: the sealed secret, its last step, and the recovery codes. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, answered, queryRows } from "./database.ts";
import { at } from "./users.ts";

/** Proposes a secret; it counts from `confirmTotp` on. Does nothing where one counts already. */
export async function proposeTotp(db: Database, userId: string, sealedSecret: string): Promise<void> {
	await answered(
		db.execute(
			sql`update users set totp_secret = ${sealedSecret}, totp_last_step = 0 where id = ${userId}::uuid and totp_confirmed_at is null`,
		),
	);
}

/** From now on sign-in asks for a code; the recovery codes replace all earlier ones. False when it was confirmed before. */
export async function confirmTotp(
	db: Database,
	userId: string,
	confirmation: { readonly codeHashes: readonly string[]; readonly step: number; readonly nowMs: number },
): Promise<boolean> {
	const confirmed = await queryRows(
		db,
		z.string(),
		sql`with confirmed as (
				update users set totp_confirmed_at = ${at(confirmation.nowMs)}, totp_last_step = ${confirmation.step}
				where id = ${userId}::uuid and totp_confirmed_at is null and totp_secret is not null returning id),
			cleared as (delete from recovery_codes where user_id in (select id from confirmed)
				and code_hash not in (select json_array_elements_text(${JSON.stringify(confirmation.codeHashes)}::json))),
			added as (insert into recovery_codes (user_id, code_hash)
				select confirmed.id, code from confirmed, json_array_elements_text(${JSON.stringify(confirmation.codeHashes)}::json) as code
				on conflict do nothing)
			select to_json(id::text) as row from confirmed`,
	);
	return confirmed.length === 1;
}

/** Takes the code of one step of time: false when that step or a later one was used before. */
export async function useTotpStep(db: Database, userId: string, step: number): Promise<boolean> {
	const used = await queryRows(
		db,
		z.string(),
		sql`update users set totp_last_step = ${step} where id = ${userId}::uuid and totp_last_step < ${step}
			returning to_json(id::text) as row`,
	);
	return used.length === 1;
}

/** Spends a recovery code: false when it is not one of this user's, or was used before. */
export async function useRecoveryCode(db: Database, userId: string, codeHash: string): Promise<boolean> {
	const used = await queryRows(
		db,
		z.string(),
		sql`delete from recovery_codes where user_id = ${userId}::uuid and code_hash = ${codeHash}
			returning to_json(code_hash) as row`,
	);
	return used.length === 1;
}

export async function replaceRecoveryCodes(
	db: Database,
	userId: string,
	codeHashes: readonly string[],
): Promise<void> {
	await answered(
		db.execute(sql`with cleared as (delete from recovery_codes where user_id = ${userId}::uuid)
			insert into recovery_codes (user_id, code_hash)
			select ${userId}::uuid, code from json_array_elements_text(${JSON.stringify(codeHashes)}::json) as code
			on conflict do nothing`),
	);
}

export async function removeTotp(db: Database, userId: string): Promise<void> {
	await answered(
		db.execute(sql`with cleared as (delete from recovery_codes where user_id = ${userId}::uuid)
			update users set totp_secret = null, totp_confirmed_at = null, totp_last_step = 0 where id = ${userId}::uuid`),
	);
}
