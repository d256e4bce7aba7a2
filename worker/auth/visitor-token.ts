import { VisitorId } from "../../contracts/ids.ts";
import type { SigningKeys } from "./signing-keys.ts";
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

export async function issueVisitorToken(
	keys: SigningKeys,
	visitorId: string,
	nowMs: number,
): Promise<{ token: string; expiresAtMs: number }> {
	return signToken(keys, VISITOR, { subject: visitorId, id: crypto.randomUUID(), claims: {} }, nowMs);
}

/** The visitor whom a token names, or null when it is not valid. */
export async function readVisitorToken(
	keys: SigningKeys,
	token: string,
	nowMs: number,
): Promise<VisitorId | null> {
	const claims = await readToken(keys, VISITOR, token, nowMs);
	const visitorId = VisitorId.safeParse(claims?.subject);
	return visitorId.success ? visitorId.data : null;
}
