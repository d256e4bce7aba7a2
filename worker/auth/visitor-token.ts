import { z } from "zod";
import { VerifiedVisitor } from "../../contracts/identity.ts";
import { VisitorId } from "../../contracts/ids.ts";
import { SiteKey } from "../../contracts/site-key.ts";
import { DEFAULT_SITE_KEY } from "../../contracts/sites.ts";
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

/** What a company's server vouched for. The token then ends when that does, and with the key. */
export interface Vouched {
	readonly kid: string;
	readonly visitor: VerifiedVisitor;
	/** Epoch milliseconds. */
	readonly untilMs: number;
}

export interface VisitorOfToken {
	readonly visitorId: string;
	/** Of somebody who is signed in: the token then counts only while that session stands. */
	readonly sessionId: string | null;
	/** Whose pages may use it. */
	readonly siteKey: string;
	readonly vouched: Vouched | null;
}

export async function issueVisitorToken(
	keys: SigningKeys,
	{ visitorId, sessionId, siteKey, vouched }: VisitorOfToken,
	nowMs: number,
): Promise<{ token: string; expiresAtMs: number }> {
	const claims = {
		...(sessionId === null ? {} : { sid: sessionId }),
		...(siteKey === DEFAULT_SITE_KEY ? {} : { site: siteKey }),
		...(vouched === null ? {} : { kid: vouched.kid, who: vouched.visitor }),
	};
	const untilMs = vouched?.untilMs ?? Number.POSITIVE_INFINITY;
	const secondsLeft = Math.floor(untilMs / 1_000) - Math.floor(nowMs / 1_000);
	const kind = { ...VISITOR, lifetimeSeconds: Math.min(VISITOR.lifetimeSeconds, secondsLeft) };
	return signToken(keys, kind, { subject: visitorId, id: crypto.randomUUID(), claims }, nowMs);
}

const Claims = z.object({
	sid: z.uuidv7().optional(),
	site: SiteKey.default(DEFAULT_SITE_KEY),
	kid: z.string().optional(),
	who: VerifiedVisitor.optional(),
	iat: z.number(),
	exp: z.number(),
});

export interface ReadVisitor {
	readonly visitorId: VisitorId;
	readonly siteKey: string;
	/** What must still stand for the token to count. */
	readonly session: SessionClaim | null;
	readonly vouched: Vouched | null;
}

/** The visitor whom a token names, or null when it is not valid. */
export async function readVisitorToken(
	keys: SigningKeys,
	token: string,
	nowMs: number,
): Promise<ReadVisitor | null> {
	const read = await readToken(keys, VISITOR, token, nowMs);
	const visitorId = VisitorId.safeParse(read?.subject);
	const claims = Claims.safeParse(read?.claims);
	if (!visitorId.success || !claims.success) return null;
	const { sid: sessionId, site: siteKey, iat, exp, kid, who: visitor } = claims.data;
	const session =
		sessionId === undefined ? null : { userId: visitorId.data, sessionId, issuedAtMs: iat * 1_000 };
	const vouched = kid === undefined || visitor === undefined ? null : { kid, visitor, untilMs: exp * 1_000 };
	return { visitorId: visitorId.data, siteKey, session, vouched };
}
