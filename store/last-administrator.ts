/** The last administrator stays: without one nobody could make one, but by the command line. */
import { type SQL, sql } from "drizzle-orm";

/** What was asked would leave no administrator who can sign in. Nothing of it was done. */
export class LastAdministrator extends Error {
	constructor() {
		super("This is the last administrator: make somebody else one first.");
		this.name = "LastAdministrator";
	}
}

/**
 * SQL: the first steps of a statement that may take an administrator away; its later ones go by `(select yes from stays)`.
 * The rows of all administrators are held to the statement's end, in one order, so that of two who take each other's
 * role at the same time the second sees what the first has done.
 *
 * @param userId - who would be no administrator afterwards
 */
export function administratorStays(userId: string): SQL {
	const user = sql`${userId}::uuid`;
	// one sum over all of them: `exists` would stop, and with it the locking, at the first that fits
	return sql`administrators as materialized (
			select r.user_id as id, u.disabled_at is null and u.verified_at is not null as counts
			from user_roles r join users u on u.id = r.user_id where r.role_name = 'admin'
			order by r.user_id for no key update of r, u
		), stays as materialized (
			select count(*) filter (where counts and id = ${user}) = 0
				or count(*) filter (where counts and id <> ${user}) > 0 as yes from administrators
		)`;
}
