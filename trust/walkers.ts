import { ENDS_THE_SESSION, isOfVisitor, type RouteUnderTest } from "./operations.ts";
import type { Bearer, Person, Target } from "./targets.ts";

/** Who asks where a row walks all routes. */
export interface Walkers {
	readonly admin: Person;
	/** Of who asks a route: the visitor, the administrator, or an administrator of its own where asking ends the session. */
	authOf(route: RouteUnderTest): Promise<Bearer>;
	/** That the administrator was let in to the end: what is sent by somebody signed out tries nothing. */
	faults(): Promise<readonly string[]>;
}

export async function walkersOf({ addPerson, client, visitor }: Target): Promise<Walkers> {
	const admin = await addPerson(["admin"]);
	const guest = await visitor();
	return {
		admin,
		authOf: async (route) => {
			if (isOfVisitor(route)) return guest;
			const asker = ENDS_THE_SESSION.has(route.name) ? await addPerson(["admin"]) : admin;
			return asker.auth();
		},
		faults: async () => {
			const { status } = await client.askPatiently("/api/auth/me", { headers: await admin.auth() });
			return status === 200 ? [] : [`who asked was let in no more: ${status}`];
		},
	};
}
