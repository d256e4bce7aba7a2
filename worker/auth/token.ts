import { jwtVerify, SignJWT } from "jose";
import type { SigningKeys } from "./signing-keys.ts";

/** Who signs all tokens of this product. */
export const ISSUER = "customer-care";
const ALGORITHMS = ["ES256", "EdDSA"];
/** Longest token that is looked at: ours have about 400 characters, those of identified visitors say who they are. */
const MAX_TOKEN_CHARS = 4_096;

/** A kind of token. Kinds differ in `typ` and in audience, so that none passes for another. */
export interface TokenKind {
	readonly typ: string;
	readonly audience: string;
	readonly lifetimeSeconds: number;
}

export interface TokenClaims {
	readonly subject: string;
	readonly id: string;
	/** Private claims. */
	readonly claims: Readonly<Record<string, unknown>>;
}

/** @param nowMs - epoch milliseconds of the issue */
export async function signToken(
	keys: SigningKeys,
	kind: TokenKind,
	content: TokenClaims,
	nowMs: number,
): Promise<{ token: string; expiresAtMs: number }> {
	const issuedAt = Math.floor(nowMs / 1_000);
	const expiresAt = issuedAt + kind.lifetimeSeconds;
	const { header, key } = await keys.signer(kind.typ);
	const token = await new SignJWT({ ...content.claims })
		.setProtectedHeader(header)
		.setIssuer(ISSUER)
		.setAudience(kind.audience)
		.setSubject(content.subject)
		.setJti(content.id)
		.setIssuedAt(issuedAt)
		.setExpirationTime(expiresAt)
		.sign(key);
	return { token, expiresAtMs: expiresAt * 1_000 };
}

/** What a token says, or null when it is not a valid one of this kind, for whatever reason. */
export async function readToken(
	keys: SigningKeys,
	kind: TokenKind,
	token: string,
	nowMs: number,
): Promise<TokenClaims | null> {
	if (token.length > MAX_TOKEN_CHARS) return null;
	try {
		const { payload } = await jwtVerify(token, (header) => keys.verificationKey({ ...header }), {
			algorithms: ALGORITHMS,
			issuer: ISSUER,
			audience: kind.audience,
			typ: kind.typ,
			requiredClaims: ["sub", "jti", "iat", "exp"],
			maxTokenAge: kind.lifetimeSeconds,
			currentDate: new Date(nowMs),
		});
		const { sub, jti, ...claims } = payload;
		return sub === undefined || jti === undefined ? null : { subject: sub, id: jti, claims };
	} catch {
		// every way of being invalid gets the same answer: a caller learns nothing from the difference
		return null;
	}
}
