/** People who are asked to join with certain roles. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, answered, queryRows } from "./database.ts";
import { afterCursor, at, emailKey, ms, nextCursor } from "./users.ts";

const Invitation = z.object({
	id: z.string(),
	email: z.string(),
	roleNames: z.array(z.string()),
	invitedBy: z.string().nullable(),
	createdAtMs: z.number(),
	expiresAtMs: z.number(),
	acceptedAtMs: z.number().nullable(),
});
export type Invitation = z.infer<typeof Invitation>;

const INVITATION = sql`json_build_object('id', i.id, 'email', i.email, 'roleNames', i.role_names, 'invitedBy', i.invited_by,
	'createdAtMs', ${ms("i.created_at")}, 'expiresAtMs', ${ms("i.expires_at")}, 'acceptedAtMs', ${ms("i.accepted_at")}) as row`;

export async function createInvitation(
	db: Database,
	invitation: Omit<Invitation, "acceptedAtMs"> & { readonly tokenHash: string },
): Promise<void> {
	const { id, email, roleNames, tokenHash, invitedBy } = invitation;
	await answered(
		db.execute(sql`insert into invitations (id, email, email_key, role_names, token_hash, invited_by, created_at, expires_at)
			values (${id}::uuid, ${email}, ${emailKey(email)}, ${JSON.stringify(roleNames)}::jsonb, ${tokenHash},
				${invitedBy}::uuid, ${at(invitation.createdAtMs)}, ${at(invitation.expiresAtMs)})`),
	);
}

/**
 * Gives one that nobody has accepted a new token, and its older one opens nothing from here on. Whoever renews it is who
 * invites from now on.
 *
 * @returns as it stands now; null when there is none
 */
export async function renewInvitation(
	db: Database,
	id: string,
	{
		tokenHash,
		invitedBy,
		expiresAtMs,
	}: Pick<Invitation, "invitedBy" | "expiresAtMs"> & { readonly tokenHash: string },
): Promise<Invitation | null> {
	const [invitation] = await queryRows(
		db,
		Invitation,
		sql`update invitations i set token_hash = ${tokenHash}, invited_by = ${invitedBy}::uuid, expires_at = ${at(expiresAtMs)}
			where i.id = ${id}::uuid and i.accepted_at is null returning ${INVITATION}`,
	);
	return invitation ?? null;
}

/** An invitation that can be accepted; null when the token is none, was used, or has expired. */
export async function findOpenInvitation(
	db: Database,
	tokenHash: string,
	nowMs: number,
): Promise<Invitation | null> {
	const [invitation] = await queryRows(
		db,
		Invitation,
		sql`select ${INVITATION} from invitations i
			where i.token_hash = ${tokenHash} and i.accepted_at is null and i.expires_at > ${at(nowMs)}`,
	);
	return invitation ?? null;
}

/** One by its id, whatever became of it; null when there is none. */
export async function findInvitation(db: Database, id: string): Promise<Invitation | null> {
	const [invitation] = await queryRows(
		db,
		Invitation,
		sql`select ${INVITATION} from invitations i where i.id = ${id}::uuid`,
	);
	return invitation ?? null;
}

/** Marks it as accepted: of several calls at once one gets true. */
export async function acceptInvitation(db: Database, id: string, nowMs: number): Promise<boolean> {
	const accepted = await queryRows(
		db,
		z.string(),
		sql`update invitations set accepted_at = ${at(nowMs)} where id = ${id}::uuid and accepted_at is null
			and expires_at > ${at(nowMs)} returning to_json(id::text) as row`,
	);
	return accepted.length === 1;
}

/** Takes back one that nobody has accepted; false when there is none. */
export async function deleteInvitation(db: Database, id: string): Promise<boolean> {
	const deleted = await queryRows(
		db,
		z.string(),
		sql`delete from invitations where id = ${id}::uuid and accepted_at is null returning to_json(id::text) as row`,
	);
	return deleted.length === 1;
}

/** Newest first. */
export async function listInvitations(
	db: Database,
	{ cursor, limit }: { readonly cursor: string | null; readonly limit: number },
): Promise<{ readonly invitations: readonly Invitation[]; readonly nextCursor: string | null }> {
	const rows = await queryRows(
		db,
		Invitation,
		sql`select ${INVITATION} from invitations i where ${afterCursor("i", cursor)}
			order by i.created_at desc, i.id desc limit ${limit + 1}`,
	);
	return { invitations: rows.slice(0, limit), nextCursor: nextCursor(rows, limit) };
}
