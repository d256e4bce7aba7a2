/** Forgeries of a company's identity tokens: each changes one thing of a good one. */
import { base64url, CompactSign, generateKeyPair, UnsecuredJWT } from "jose";

type Fields = Record<string, unknown>;

/** A token as a company's server would sign it with a shared secret: by hand, so that nothing refuses to. */
export async function signHs(
	claims: Fields,
	header: Fields,
	secret: string | Uint8Array,
	hash = "SHA-256",
): Promise<string> {
	const signed = `${encode({ alg: "HS256", typ: "JWT", ...header })}.${encode(claims)}`;
	// an empty key counts as zeros, and nobody imports an empty one
	const bytes = typeof secret === "string" ? new TextEncoder().encode(secret === "" ? "\0" : secret) : secret;
	const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash }, false, ["sign"]);
	const signature = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(signed));
	return `${signed}.${base64url.encode(new Uint8Array(signature))}`;
}

const encode = (value: unknown): string => base64url.encode(JSON.stringify(value));

/**
 * @param good - claims that are taken
 * @param keys - `kid` and secret of the site's own; `publicKid` and PEM of its public key; a key of another site, a revoked one
 */
// oxlint-disable-next-line max-lines-per-function -- one list
export async function identityAttacks(
	good: Fields,
	keys: {
		readonly kid: string;
		readonly secret: string;
		readonly publicKid: string;
		readonly publicPem: string;
		readonly otherSite: { readonly kid: string; readonly secret: string };
		readonly revoked: { readonly kid: string; readonly secret: string };
	},
	nowMs: number,
): Promise<Record<string, string>> {
	const { kid, secret, publicKid, publicPem, otherSite, revoked } = keys;
	const nowS = Math.floor(nowMs / 1_000);
	const hs = (claims: Fields, header: Fields = {}, by: string | Uint8Array = secret) =>
		signHs(claims, { kid, ...header }, by);
	const without = (name: string) => Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));
	const token = await hs(good);
	const [head = "", body = "", signature = ""] = token.split(".");
	const flip = (text: string) => `${text.slice(0, 10)}${text[10] === "A" ? "B" : "A"}${text.slice(11)}`;
	const foreign = await generateKeyPair("ES256");
	const pem = publicPem.trim();

	const attacks: Record<string, string | Promise<string>> = {
		word: "null",
		"two parts": `${head}.${body}`,
		"four parts": `${token}.${signature}`,
		"five parts": `${token}.${signature}.${signature}`,
		"no signature": `${head}.${body}.`,
		"unsecured JWT": new UnsecuredJWT(good).encode(),
		"header tampered": `${flip(head)}.${body}.${signature}`,
		"claims tampered": `${head}.${encode({ ...good, sub: "someone-else" })}.${signature}`,
		"signature tampered": `${head}.${body}.${flip(signature)}`,
		"wrong secret": hs(good, {}, "x".repeat(43)),
		"empty secret": hs(good, {}, ""),
		"the kid as secret": hs(good, {}, kid),
		"HS512 with the right secret": signHs(good, { kid, alg: "HS512" }, secret, "SHA-512"),
		"HS256 keyed by the public key, its kid": signHs(good, { kid: publicKid }, publicPem),
		"HS256 keyed by the trimmed public key, its kid": signHs(good, { kid: publicKid }, pem),
		"HS256 keyed by the public key's bytes, its kid": signHs(
			good,
			{ kid: publicKid },
			base64Bytes(pem.split("\n").slice(1, -1).join("")),
		),
		"HS256 keyed by nothing, the public key's kid": signHs(good, { kid: publicKid }, ""),
		"public key's kid, foreign key": await new CompactSign(new TextEncoder().encode(JSON.stringify(good)))
			.setProtectedHeader({ alg: "ES256", kid: publicKid })
			.sign(foreign.privateKey),
		"shared secret's kid, a key pair": await new CompactSign(new TextEncoder().encode(JSON.stringify(good)))
			.setProtectedHeader({ alg: "ES256", kid })
			.sign(foreign.privateKey),
		"kid absent": hs(good, { kid: undefined }),
		"kid empty": hs(good, { kid: "" }),
		"kid unknown": hs(good, { kid: "0123456789abcdef" }),
		"kid as path": hs(good, { kid: "../../../../dev/null" }, ""),
		"kid as URL": hs(good, { kid: "https://evil.example/key" }),
		"kid as SQL": hs(good, { kid: `${kid}' OR '1'='1` }),
		"kid of a prototype": hs(good, { kid: "__proto__" }),
		"kid as array": hs(good, { kid: [kid] }),
		"kid as number": hs(good, { kid: 0 }),
		"kid in capitals": hs(good, { kid: kid.toUpperCase() === kid ? `${kid}x` : kid.toUpperCase() }),
		"key in jwk": hs(good, { jwk: { kty: "oct", k: base64url.encode(secret) } }),
		"key by jku": hs(good, { jku: "https://evil.example/jwks.json" }),
		"key by x5u": hs(good, { x5u: "https://evil.example/cert.pem" }),
		"key in x5c": hs(good, { x5c: ["MIIB"] }),
		"crit unknown": hs(good, { crit: ["x"], x: 1 }),
		"not base64": hs(good, { b64: false, crit: ["b64"] }),
		"another kind of token": hs(good, { typ: "visitor+jwt" }),
		expired: hs({ ...good, iat: nowS - 3_600, exp: nowS - 1 }),
		"expired a second ago": hs({ ...good, exp: nowS }),
		"exp as text": hs({ ...good, exp: "never" }),
		"exp before iat": hs({ ...good, iat: nowS + 20, exp: nowS + 10 }),
		"without exp": hs(without("exp")),
		"without iat": hs(without("iat")),
		"without sub": hs(without("sub")),
		"without aud": hs(without("aud")),
		"not before tomorrow": hs({ ...good, nbf: nowS + 86_400 }),
		"issued in the future": hs({ ...good, iat: nowS + 3_600, exp: nowS + 7_200 }),
		"lives a second too long": hs({ ...good, iat: nowS, exp: nowS + 86_401 }),
		"lives for ever": hs({ ...good, iat: 1, exp: 9_999_999_999 }),
		"another site's audience": hs({ ...good, aud: "default" }),
		"several audiences": hs({ ...good, aud: [good["aud"], "elsewhere"] }),
		"no audience": hs({ ...good, aud: "" }),
		"another site's key": signHs(good, { kid: otherSite.kid }, otherSite.secret),
		"a revoked key": signHs(good, { kid: revoked.kid }, revoked.secret),
		huge: hs({ ...good, filler: "x".repeat(3_500) }),
	};
	for (const none of ["none", "None", "NONE", "nOnE", "", " none", "hs256", "HS384", "RS256", "ES256"]) {
		const spelt = encode({ alg: none, typ: "JWT", kid });
		attacks[`alg ${JSON.stringify(none)} without a signature`] = `${spelt}.${body}.`;
		attacks[`alg ${JSON.stringify(none)} with one`] = `${spelt}.${body}.${signature}`;
		attacks[`alg ${JSON.stringify(none)} and the public key's kid`] =
			`${encode({ alg: none, kid: publicKid })}.${body}.`;
	}
	const signed = Object.entries(attacks).map(async ([name, attack]) => [name, await attack] as const);
	return Object.fromEntries(await Promise.all(signed));
}

function base64Bytes(text: string): Uint8Array {
	return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
