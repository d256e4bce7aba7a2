import { importSPKI, type JWTPayload, jwtVerify } from "jose";

/** What Rasa's `jwt_method` may be here: no `none`, and each key for the method that it was given for. */
export const JWT_METHODS = [
	"HS256",
	"HS384",
	"HS512",
	"RS256",
	"RS384",
	"RS512",
	"PS256",
	"ES256",
	"ES384",
	"EdDSA",
] as const;
export type JwtMethod = (typeof JWT_METHODS)[number];

const MAX_TOKEN_CHARS = 8_192;

/**
 * What a token says that somebody else has signed with a key that we share (`HS…`) or know the public half of (PEM), or
 * null when it is not valid, for whatever reason.
 *
 * @param nowMs - epoch milliseconds
 */
export async function readSharedJwt(
	token: string,
	key: { readonly secret: string; readonly method: JwtMethod },
	nowMs: number,
): Promise<JWTPayload | null> {
	if (token.length > MAX_TOKEN_CHARS) return null;
	try {
		const { secret, method } = key;
		const options = { algorithms: [method], currentDate: new Date(nowMs) };
		const { payload } = method.startsWith("HS")
			? await jwtVerify(token, new TextEncoder().encode(secret), options)
			: await jwtVerify(token, await importSPKI(secret, method), options);
		return payload;
	} catch {
		// every way of being invalid gets the same answer: a caller learns nothing from the difference
		return null;
	}
}
