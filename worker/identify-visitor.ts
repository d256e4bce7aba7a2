import type { Context } from "hono";
import { freshId } from "../store/fresh-id.ts";
import { findVerifyingKey, identitySecretOf, nameContact } from "../store/identities.ts";
import { readIdentity } from "./auth/identity-token.ts";
import type { Vouched } from "./auth/visitor-token.ts";
import { AppError } from "./errors.ts";
import type { HonoEnv } from "./hono-env.ts";
import { knownSite } from "./routes/site.ts";

/**
 * Who a company's server says that a visitor is: the contact of that person at that site.
 *
 * @throws AppError unauthorized for whatever is wrong with the token; bad_request when it is good and says what can't be
 *   kept; unavailable
 */
export async function identifyVisitor(
	c: Context<HonoEnv>,
	identity: string,
	siteKey: string,
): Promise<{ readonly visitorId: string; readonly vouched: Vouched }> {
	const { database, sealedTexts } = c.var.services;
	const nowMs = c.var.surroundings.nowMs();
	const site = await knownSite(c, siteKey);
	if (site === null)
		throw new AppError("unavailable", "Who you are can't be found out just now.", { retryAfterSeconds: 5 });
	const reading = await readIdentity(
		identity,
		{ siteKey, nowMs },
		{
			findKey: (kid) => findVerifyingKey(database, site.id, kid),
			openSecret: async ({ id, sealedSecret }) => {
				if (sealedTexts === null)
					throw new AppError("unavailable", "Identities are not set up here: ENCRYPTION_KEYS is missing.");
				return sealedTexts.open(sealedSecret, identitySecretOf(id));
			},
		},
	);
	if (reading.outcome === "refused")
		throw new AppError("unauthorized", "The identity token is not valid, or no longer.");
	if (reading.outcome === "unusable")
		throw new AppError("bad_request", "The request has fields that can't be taken.", {
			fields: [...reading.faults],
		});
	const newContactId = freshId(nowMs);
	const { vouched } = reading;
	const named = { siteId: site.id, newContactId, visitor: vouched.visitor };
	return { visitorId: await nameContact(database, named, nowMs), vouched };
}
