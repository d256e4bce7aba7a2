/** Questions about people with an account. */
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, answered, queryRows } from "./database.ts";
import { keepingAnAdministrator } from "./last-administrator.ts";
import { storableText } from "./storable.ts";

const UserRecord = z.object({
	id: z.string(),
	email: z.string(),
	name: z.string(),
	/** `scrypt$…`; null for somebody who only comes by an identity provider. */
	passwordHash: z.string().nullable(),
	isPasswordLong: z.boolean(),
	/** Epoch milliseconds, as all times here. */
	verifiedAtMs: z.number().nullable(),
	disabledAtMs: z.number().nullable(),
	/** Sealed; null without a second factor. */
	totpSecret: z.string().nullable(),
	totpConfirmedAtMs: z.number().nullable(),
	sessionsValidFromMs: z.number(),
	createdAtMs: z.number(),
	lastSignInAtMs: z.number().nullable(),
	roleNames: z.array(z.string()),
	/** What the custom roles among them allow; those of built-in roles are known to the code. */
	customPermissions: z.array(z.string()),
	/** How many codes for a lost second factor are left. */
	recoveryCodes: z.int().nonnegative(),
});
/** A user with all that a request or a sign-in needs to know, read in one statement. */
export type UserRecord = z.infer<typeof UserRecord>;

/** The one spelling of an address by which accounts are told apart. */
export function emailKey(email: string): string {
	return email.normalize("NFKC").trim().toLowerCase();
}

/** An instant for a statement. */
export function at(ms: number): SQL {
	return sql`${new Date(ms).toISOString()}::timestamptz`;
}

/** A column of instants as epoch milliseconds. */
export function ms(column: string): SQL {
	return sql.raw(`floor(extract(epoch from ${column}) * 1000)`);
}

const USER = sql`json_build_object(
	'id', u.id, 'email', u.email, 'name', u.name, 'passwordHash', u.password_hash,
	'isPasswordLong', u.is_password_long, 'verifiedAtMs', ${ms("u.verified_at")}, 'disabledAtMs', ${ms("u.disabled_at")},
	'totpSecret', u.totp_secret, 'totpConfirmedAtMs', ${ms("u.totp_confirmed_at")},
	'sessionsValidFromMs', ${ms("u.sessions_valid_from")}, 'createdAtMs', ${ms("u.created_at")},
	'lastSignInAtMs', ${ms("u.last_sign_in_at")},
	'roleNames', coalesce((select json_agg(r.role_name order by r.role_name) from user_roles r where r.user_id = u.id), '[]'::json),
	'customPermissions', coalesce((select json_agg(distinct p.permission) from user_roles r
		join role_permissions p on p.role_name = r.role_name where r.user_id = u.id), '[]'::json),
	'recoveryCodes', (select count(*) from recovery_codes c where c.user_id = u.id)) as row`;

/** Null when nobody has this id. */
export async function findUser(db: Database, id: string): Promise<UserRecord | null> {
	const [user] = await queryRows(db, UserRecord, sql`select ${USER} from users u where u.id = ${id}::uuid`);
	return user ?? null;
}

/** Null when nobody has this address. */
export async function findUserByEmail(db: Database, email: string): Promise<UserRecord | null> {
	const [user] = await queryRows(
		db,
		UserRecord,
		sql`select ${USER} from users u where u.email_key = ${emailKey(email)}`,
	);
	return user ?? null;
}

export interface NewUser {
	readonly id: string;
	readonly email: string;
	readonly name: string;
	readonly passwordHash: string | null;
	readonly isPasswordLong: boolean;
	readonly isVerified: boolean;
	readonly roleNames: readonly string[];
	readonly nowMs: number;
}

/** Adds a user with their roles; false when the address is somebody's already. */
export async function createUser(db: Database, user: NewUser): Promise<boolean> {
	const made = await queryRows(
		db,
		z.string(),
		sql`with made as (
				insert into users (id, email, email_key, name, password_hash, is_password_long, verified_at, sessions_valid_from, created_at)
				values (${user.id}::uuid, ${user.email}, ${emailKey(user.email)}, ${storableText(user.name)}, ${user.passwordHash},
					${user.isPasswordLong}, ${user.isVerified ? at(user.nowMs) : sql`null`}, ${at(user.nowMs)}, ${at(user.nowMs)})
				on conflict (email_key) do nothing returning id),
			given as (insert into user_roles (user_id, role_name)
				select distinct made.id, name from made, json_array_elements_text(${JSON.stringify(user.roleNames)}::json) as name)
			select to_json(id::text) as row from made`,
	);
	return made.length === 1;
}

/** Somebody signs up again before the address was confirmed: the last one to do so decides name and password. */
export async function renewUnverified(
	db: Database,
	user: Pick<NewUser, "id" | "name" | "passwordHash" | "isPasswordLong">,
): Promise<void> {
	await answered(
		db.execute(sql`update users set name = ${storableText(user.name)}, password_hash = ${user.passwordHash},
			is_password_long = ${user.isPasswordLong} where id = ${user.id}::uuid and verified_at is null`),
	);
}

/** Confirms the address. Nothing changes where it was confirmed before. */
export async function verifyUser(db: Database, id: string, nowMs: number): Promise<void> {
	await answered(
		db.execute(
			sql`update users set verified_at = ${at(nowMs)} where id = ${id}::uuid and verified_at is null`,
		),
	);
}

export async function noteSignIn(db: Database, id: string, nowMs: number): Promise<void> {
	await answered(db.execute(sql`update users set last_sign_in_at = ${at(nowMs)} where id = ${id}::uuid`));
}

export async function renameUser(db: Database, id: string, name: string): Promise<void> {
	await answered(db.execute(sql`update users set name = ${storableText(name)} where id = ${id}::uuid`));
}

/** Raises the cost of a hash whose password was just shown, unless the password was changed meanwhile. */
export async function upgradeHash(
	db: Database,
	id: string,
	hash: { readonly from: string; readonly to: string },
): Promise<void> {
	await answered(
		db.execute(
			sql`update users set password_hash = ${hash.to} where id = ${id}::uuid and password_hash = ${hash.from}`,
		),
	);
}

/** Sets the password and ends all sessions that began before now. */
export async function setPassword(
	db: Database,
	id: string,
	password: { readonly hash: string; readonly isLong: boolean; readonly nowMs: number },
): Promise<void> {
	await answered(
		db.execute(sql`update users set password_hash = ${password.hash}, is_password_long = ${password.isLong},
			sessions_valid_from = ${at(password.nowMs)} where id = ${id}::uuid`),
	);
}

/** Ends all sessions that began before now, whether or not Redis can be told. */
export async function endSessionsBefore(db: Database, id: string, nowMs: number): Promise<void> {
	await answered(
		db.execute(
			sql`update users set sessions_valid_from = greatest(sessions_valid_from, ${at(nowMs)}) where id = ${id}::uuid`,
		),
	);
}

/** Shuts an account, or opens it again. @throws LastAdministrator when that would shut the last one out */
export async function setDisabled(db: Database, id: string, disabledAtMs: number | null): Promise<void> {
	const disabledAt = disabledAtMs === null ? sql`null` : at(disabledAtMs);
	await keepingAnAdministrator(
		answered(db.execute(sql`update users set disabled_at = ${disabledAt} where id = ${id}::uuid`)),
	);
}

export interface UserPage {
	readonly users: readonly UserRecord[];
	/** Give this as the cursor for the next page; null on the last one. */
	readonly nextCursor: string | null;
}

/** Milliseconds and id of the last row of a page. */
const CURSOR = /^(\d{1,14})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Rows of table alias `alias` after the cursor, newest first; one that nobody gave out counts as none. */
export function afterCursor(alias: string, cursor: string | null): SQL {
	const match = CURSOR.exec(cursor ?? "");
	if (match === null) return sql`true`;
	const columns = sql.raw(`(${alias}.created_at, ${alias}.id)`);
	return sql`${columns} < (${at(Number(match[1]))}, ${match[2]}::uuid)`;
}

/** Newest first. @param search - a part of the name or the address; null for everybody */
export async function listUsers(
	db: Database,
	{
		search,
		cursor,
		limit,
	}: { readonly search: string | null; readonly cursor: string | null; readonly limit: number },
): Promise<UserPage> {
	const words = search === null ? null : storableText(search);
	const matches =
		words === null
			? sql`true`
			: sql`(strpos(u.email_key, ${emailKey(words)}) > 0 or strpos(lower(u.name), ${words.toLowerCase()}) > 0)`;
	const rows = await queryRows(
		db,
		UserRecord,
		sql`select ${USER} from users u where ${afterCursor("u", cursor)} and ${matches}
			order by u.created_at desc, u.id desc limit ${limit + 1}`,
	);
	return { users: rows.slice(0, limit), nextCursor: nextCursor(rows, limit) };
}

/** @param rows - one more than the page has, when there is a next one */
export function nextCursor(
	rows: readonly { readonly id: string; readonly createdAtMs: number }[],
	limit: number,
): string | null {
	const last = rows[limit - 1];
	return rows.length > limit && last !== undefined ? `${last.createdAtMs}_${last.id}` : null;
}
