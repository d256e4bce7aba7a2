import { z } from "zod";
import { VisitorId } from "../../contracts/ids.ts";
import type { SigningKeys } from "./signing-keys.ts";
import type { SessionClaim } from "./standing.ts";
import { readToken, signToken, type TokenKind } from "./token.ts";

/**
 * An anonymous visitor has nothing but this token to come back with, so it lives as long as a shop's customer may
 * need: a delivery and the time for a return. It opens that visitor's own conversations and nothing else.
 */
const VISITOR: TokenKind = {
	typ: "visitor+jwt",
	audience: "customer-care:visitor",
	lifetimeSeconds: 45 * 24 * 60 * 60,
};

/** @param sessionId - of somebody who is signed in: the token then counts only while that session stands */
export async function issueVisitorToken(
	keys: SigningKeys,
	{ visitorId, sessionId }: { readonly visitorId: string; readonly sessionId: string | null },
	nowMs: number,
): Promise<{ token: string; expiresAtMs: number }> {
	const claims = sessionId === null ? {} : { sid: sessionId };
	return signToken(keys, VISITOR, { subject: visitorId, id: crypto.randomUUID(), claims }, nowMs);
}

const Claims = z.object({ sid: z.uuidv7().optional(), iat: z.number() });

/** The visitor whom a token names, or null when it is not valid. `session`: what must still stand for it to count. */
export async function readVisitorToken(
	keys: SigningKeys,
	token: string,
	nowMs: number,
): Promise<{ readonly visitorId: VisitorId; readonly session: SessionClaim | null } | null> {
	const read = await readToken(keys, VISITOR, token, nowMs);
	const visitorId = VisitorId.safeParse(read?.subject);
	const claims = Claims.safeParse(read?.claims);
	if (!visitorId.success || !claims.success) return null;
	const { sid: sessionId, iat } = claims.data;
	const session =
		sessionId === undefined ? null : { userId: visitorId.data, sessionId, issuedAtMs: iat * 1_000 };
	return { visitorId: visitorId.data, session };
}
