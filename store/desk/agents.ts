/** Who answers customers. */
import { sql } from "drizzle-orm";
import { Person } from "../../contracts/desk-commands.ts";
import { BUILT_IN_ROLES, type Permission } from "../../contracts/permissions.ts";
import { type Database, queryRows } from "../database.ts";

/** A company has fewer who answer customers; the rest is found by name on the page of users. */
const MOST = 1_000;
const ANSWERS: Permission = "conversations:write";

/** Everybody who may answer customers and whose account is open, by name; of these ids only, where there are some. */
export async function listAgents(
	db: Database,
	ids: readonly string[] | null = null,
): Promise<readonly Person[]> {
	const roles = Object.entries(BUILT_IN_ROLES)
		.filter(([, permissions]: [string, readonly Permission[]]) => permissions.includes(ANSWERS))
		.map(([name]) => name);
	return queryRows(
		db,
		Person,
		sql`select json_build_object('id', u.id, 'name', u.name) as row from users u
			where u.disabled_at is null and u.verified_at is not null
				and (${ids === null} or u.id in (select value::uuid from json_array_elements_text(${JSON.stringify(ids ?? [])}::json)))
				and exists (select from user_roles r where r.user_id = u.id and (
					r.role_name in (select json_array_elements_text(${JSON.stringify(roles)}::json))
					or exists (select from role_permissions p where p.role_name = r.role_name and p.permission = ${ANSWERS})))
			order by lower(u.name), u.id limit ${MOST}`,
	);
}
