/** Roles that a company made up, and who has which role. */
import { sql } from "drizzle-orm";
import { z } from "zod";
import { type Database, answered, queryRows } from "./database.ts";
import { keepingAnAdministrator } from "./last-administrator.ts";
import { storableText } from "./storable.ts";
import { at } from "./users.ts";

const CustomRole = z.object({
	name: z.string(),
	description: z.string(),
	permissions: z.array(z.string()),
});
export type CustomRole = z.infer<typeof CustomRole>;

export async function listCustomRoles(db: Database): Promise<readonly CustomRole[]> {
	return queryRows(
		db,
		CustomRole,
		sql`select json_build_object('name', r.name, 'description', r.description, 'permissions',
				coalesce((select json_agg(p.permission order by p.permission) from role_permissions p where p.role_name = r.name), '[]'::json)) as row
			from roles r order by r.name`,
	);
}

/** Makes a role; false when there is one of this name. */
export async function createRole(db: Database, role: CustomRole, nowMs: number): Promise<boolean> {
	const made = await queryRows(
		db,
		z.string(),
		sql`with made as (insert into roles (name, description, created_at)
				values (${role.name}, ${storableText(role.description)}, ${at(nowMs)}) on conflict do nothing returning name),
			allowed as (insert into role_permissions (role_name, permission)
				select distinct made.name, permission from made, json_array_elements_text(${JSON.stringify(role.permissions)}::json) as permission)
			select to_json(name) as row from made`,
	);
	return made.length === 1;
}

/** Says anew what a role is and may; false when there is none of this name. */
export async function changeRole(db: Database, role: CustomRole): Promise<boolean> {
	const permissions = JSON.stringify(role.permissions);
	const changed = await queryRows(
		db,
		z.string(),
		sql`with changed as (update roles set description = ${storableText(role.description)} where name = ${role.name} returning name),
			taken as (delete from role_permissions where role_name in (select name from changed)
				and permission not in (select json_array_elements_text(${permissions}::json))),
			given as (insert into role_permissions (role_name, permission)
				select changed.name, permission from changed, json_array_elements_text(${permissions}::json) as permission
				on conflict do nothing)
			select to_json(name) as row from changed`,
	);
	return changed.length === 1;
}

/** Ids of the users who have it. */
export function holdersOf(db: Database, name: string): Promise<readonly string[]> {
	return queryRows(
		db,
		z.string(),
		sql`select to_json(user_id) as row from user_roles where role_name = ${name}`,
	);
}

/** Takes the role from everybody and forgets it; false when there is none of this name. */
export async function deleteRole(db: Database, name: string): Promise<boolean> {
	const deleted = await queryRows(
		db,
		z.string(),
		sql`with taken as (delete from user_roles where role_name = ${name})
			delete from roles where name = ${name} returning to_json(name) as row`,
	);
	return deleted.length === 1;
}

/** Gives a user exactly these roles. @throws LastAdministrator when that would take the last one's role */
export async function setUserRoles(
	db: Database,
	userId: string,
	roleNames: readonly string[],
): Promise<void> {
	const names = JSON.stringify(roleNames);
	await keepingAnAdministrator(
		answered(
			db.execute(sql`with taken as (
				delete from user_roles where user_id = ${userId}::uuid
					and role_name not in (select json_array_elements_text(${names}::json))
			)
			insert into user_roles (user_id, role_name)
			select ${userId}::uuid, name from json_array_elements_text(${names}::json) as name
			on conflict do nothing`),
		),
	);
}

/** Gives a user these roles beside those that they have. */
export async function addUserRoles(
	db: Database,
	userId: string,
	roleNames: readonly string[],
): Promise<void> {
	await answered(
		db.execute(sql`insert into user_roles (user_id, role_name)
			select ${userId}::uuid, name from json_array_elements_text(${JSON.stringify(roleNames)}::json) as name
			on conflict do nothing`),
	);
}
