import { z } from "zod";
import type { SigningKeys } from "./signing-keys.ts";
import { readToken, signToken, type TokenKind } from "./token.ts";

/** Says who and by which session, for a quarter of an hour; what somebody may do is looked up at each request. */
const ACCESS: TokenKind = { typ: "access+jwt", audience: "customer-care:api", lifetimeSeconds: 15 * 60 };

const Bearer = z.object({ userId: z.uuidv7(), sessionId: z.uuidv7() });
export type AccessBearer = z.infer<typeof Bearer> & { readonly issuedAtMs: number };

export function issueAccessToken(
	keys: SigningKeys,
	{ userId, sessionId }: z.infer<typeof Bearer>,
	nowMs: number,
): Promise<{ token: string; expiresAtMs: number }> {
	const content = { subject: userId, id: crypto.randomUUID(), claims: { sid: sessionId } };
	return signToken(keys, ACCESS, content, nowMs);
}

/** Null when it is not a valid one. Says nothing of whether the session still stands. */
export async function readAccessToken(
	keys: SigningKeys,
	token: string,
	nowMs: number,
): Promise<AccessBearer | null> {
	const claims = await readToken(keys, ACCESS, token, nowMs);
	const bearer = Bearer.safeParse({ userId: claims?.subject, sessionId: claims?.claims["sid"] });
	const issuedAt = claims?.claims["iat"];
	if (!bearer.success || typeof issuedAt !== "number") return null;
	return { ...bearer.data, issuedAtMs: issuedAt * 1_000 };
}
