import type { Context } from "hono";
import type { VerifiedVisitor } from "../contracts/identity.ts";
import type { Bindings } from "./bindings.ts";
import type { Principal } from "./auth/principal.ts";
import type { Services, Surroundings } from "./services.ts";

/** What every handler finds in its context. */
export interface HonoEnv {
	Bindings: Bindings;
	Variables: {
		requestId: string;
		surroundings: Surroundings;
		services: Services;
		/** Set by the access rule `visitor`; a route without that rule has none. */
		visitorId: string;
		/** With it: the session of a visitor who is signed in, or null. */
		visitorSessionId: string | null;
		/** With it: the site whose pages the visitor may speak from. */
		visitorSiteKey: string;
		/** With it: who an identified visitor is, or null. */
		verifiedVisitor: VerifiedVisitor | null;
		/** Whose session it is, where that was begun to be found out before the rule of access: see `beginToIdentify`. */
		arriving: Promise<Principal | null> | undefined;
		/** Set by the access rules `signed-in` and those of permissions. */
		principal: Principal;
		/** Set by Rasa's access rules: whom the token or the JWT names. */
		rasaCaller: string;
	};
}

/** Goes on after the answer is out. Outside a Worker (a test in Node) there is nothing that could end it early. */
export function inBackground(c: Context<HonoEnv>, promise: Promise<unknown>): void {
	try {
		c.executionCtx.waitUntil(promise);
	} catch {
		// no execution context: the promise runs by itself
	}
}
