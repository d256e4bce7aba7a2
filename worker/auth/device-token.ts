import type { SigningKeys } from "./signing-keys.ts";
import { readToken, signToken, type TokenKind } from "./token.ts";

/** Tells a browser that signed in before from one that never did. It opens nothing: it has a budget of its own for attempts. */
const DEVICE: TokenKind = {
	typ: "device+jwt",
	audience: "customer-care:device",
	lifetimeSeconds: 180 * 24 * 60 * 60,
};

export async function issueDeviceToken(keys: SigningKeys, userId: string, nowMs: number): Promise<string> {
	const { token } = await signToken(
		keys,
		DEVICE,
		{ subject: userId, id: crypto.randomUUID(), claims: {} },
		nowMs,
	);
	return token;
}

/** The device's id, when this user signed in there before. */
export async function readDeviceToken(
	keys: SigningKeys,
	token: string | undefined,
	userId: string,
	nowMs: number,
): Promise<string | null> {
	if (token === undefined) return null;
	const claims = await readToken(keys, DEVICE, token, nowMs);
	return claims !== null && claims.subject === userId ? claims.id : null;
}
