import type { Context } from "hono";
import {
	BUILT_IN_ROLES,
	isBuiltInRole,
	knownPermissions,
	type Permission,
} from "../../contracts/permissions.ts";
import { listCustomRoles } from "../../store/roles.ts";
import type { UserRecord } from "../../store/users.ts";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import { permissionsOf } from "./principal.ts";

/** What these roles allow together. @throws AppError bad_request naming a role that does not exist */
export async function rolesByName(c: Context<HonoEnv>, names: readonly string[]): Promise<Permission[]> {
	const custom = names.every(isBuiltInRole) ? [] : await listCustomRoles(c.var.services.database);
	return names.flatMap((name, index): readonly Permission[] => {
		if (isBuiltInRole(name)) return BUILT_IN_ROLES[name];
		const role = custom.find((candidate) => candidate.name === name);
		if (role !== undefined) return knownPermissions(role.permissions);
		throw new AppError("bad_request", "There is no such role.", {
			fields: [{ path: `body.roles.${index}`, message: "names a role that does not exist" }],
		});
	});
}

/** Nobody gives away what they don't hold. @throws AppError forbidden */
export function refuseGivingMore(c: Context<HonoEnv>, permissions: readonly Permission[]): void {
	const missing = permissions.find((permission) => !c.var.principal.permissions.has(permission));
	if (missing !== undefined)
		throw new AppError("forbidden", `You can't give the permission ${missing}, for you don't have it.`);
}

/** Nobody changes somebody who may more. @throws AppError forbidden */
export function refuseReachingHigher(c: Context<HonoEnv>, user: UserRecord): void {
	const more = [...permissionsOf(user)].find((permission) => !c.var.principal.permissions.has(permission));
	if (more !== undefined)
		throw new AppError("forbidden", `This user holds the permission ${more}, which you don't have.`);
}
