import type { Context } from "hono";
import {
	BUILT_IN_ROLES,
	isBuiltInRole,
	knownPermissions,
	type Permission,
} from "../../contracts/permissions.ts";
import { listCustomRoles } from "../../store/roles.ts";
import type { Invitation } from "../../store/invitations.ts";
import { findUser, type UserRecord } from "../../store/users.ts";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import { permissionsOf } from "./principal.ts";
import { isWelcome } from "./standing.ts";

/** What these roles allow together. @throws AppError bad_request naming a role that does not exist */
export async function rolesByName(c: Context<HonoEnv>, names: readonly string[]): Promise<Permission[]> {
	return (await permissionsByRole(c, names)).flatMap((permissions, index) => {
		if (permissions !== null) return permissions;
		throw new AppError("bad_request", "There is no such role.", {
			fields: [{ path: `body.roles.${index}`, message: "names a role that does not exist" }],
		});
	});
}

/** What those of these roles allow together that exist. */
export async function permissionsOfRoles(
	c: Context<HonoEnv>,
	names: readonly string[],
): Promise<Permission[]> {
	return (await permissionsByRole(c, names)).flatMap((permissions) => permissions ?? []);
}

/** What each of these roles allows; null for one that does not exist. */
async function permissionsByRole(
	c: Context<HonoEnv>,
	names: readonly string[],
): Promise<(readonly Permission[] | null)[]> {
	const custom = names.every(isBuiltInRole) ? [] : await listCustomRoles(c.var.services.database);
	return names.map((name) => {
		if (isBuiltInRole(name)) return BUILT_IN_ROLES[name];
		const role = custom.find((candidate) => candidate.name === name);
		return role === undefined ? null : knownPermissions(role.permissions);
	});
}

/**
 * Whether an invitation still gives what it says: its roles are there, and who made it may come in and holds all that they
 * allow. One without a maker is the command line's: an account that is deleted takes its own along.
 */
export async function isStillGiven(
	c: Context<HonoEnv>,
	{ invitedBy, roleNames }: Pick<Invitation, "invitedBy" | "roleNames">,
): Promise<boolean> {
	const { database } = c.var.services;
	const [given, giver] = await Promise.all([
		permissionsByRole(c, roleNames),
		invitedBy === null ? null : findUser(database, invitedBy),
	]);
	if (given.includes(null)) return false;
	if (invitedBy === null) return true;
	if (giver === null || !isWelcome(giver)) return false;
	const held = permissionsOf(giver);
	return given.every((permissions) => permissions?.every((permission) => held.has(permission)));
}

/** Nobody gives away what they don't hold, nor takes it from others. @throws AppError forbidden */
export function refuseGivingMore(c: Context<HonoEnv>, permissions: readonly Permission[]): void {
	const missing = permissions.find((permission) => !c.var.principal.permissions.has(permission));
	if (missing !== undefined)
		throw new AppError(
			"forbidden",
			`You can't give or take the permission ${missing}, for you don't have it.`,
		);
}

/** Nobody changes somebody who may more. @throws AppError forbidden */
export function refuseReachingHigher(c: Context<HonoEnv>, user: UserRecord): void {
	const more = [...permissionsOf(user)].find((permission) => !c.var.principal.permissions.has(permission));
	if (more !== undefined)
		throw new AppError("forbidden", `This user holds the permission ${more}, which you don't have.`);
}
