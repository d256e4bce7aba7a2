/** Forgeries of one of our tokens: each changes one thing of a good one. */
import { base64url, CompactSign, exportJWK, generateKeyPair, importJWK, SignJWT, UnsecuredJWT } from "jose";
import { freshJwk } from "./test-keys.ts";

type Header = Record<string, unknown>;
type Jwk = Awaited<ReturnType<typeof freshJwk>>;

/** @param keys - ours: the one that signed the token, then an older one */
// oxlint-disable-next-line max-lines-per-function -- one list
export async function tokenAttacks(
	token: string,
	{ keys, nowMs }: { readonly keys: readonly [Jwk, Jwk]; readonly nowMs: number },
) {
	const [head = "", body = "", signature = ""] = token.split(".");
	const decode = (part: string): Header => JSON.parse(new TextDecoder().decode(base64url.decode(part)));
	const encode = (value: unknown) => base64url.encode(JSON.stringify(value));
	const header = decode(head);
	const claims = decode(body);
	const [ours, older] = keys;
	const foreign = await freshJwk("key-1");
	const { publicKey: _unused, privateKey } = await generateKeyPair("ES256", { extractable: true });
	const { d: _d, ...foreignPublic } = await exportJWK(privateKey);
	const nowS = Math.floor(nowMs / 1_000);
	const { d: _ourD, ...ourPublic } = ours;
	const hmac = async (secret: string, alg: string) =>
		new SignJWT(claims)
			.setProtectedHeader({ ...header, alg })
			.sign(new TextEncoder().encode(secret.padEnd(64, " ")));
	const someoneElse = "01a1f866-0d00-7f5a-8b28-9b54a80e4d51";
	const flip = (text: string) => `${text.slice(0, 10)}${text[10] === "A" ? "B" : "A"}${text.slice(11)}`;
	const without = (name: string) =>
		Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));

	const attacks: Record<string, string> = {
		empty: "",
		word: "null",
		"two parts": `${head}.${body}`,
		"four parts": `${head}.${body}.${signature}.${signature}`,
		"five parts": `${head}.${body}.${signature}.${signature}.${signature}`,
		"no signature": `${head}.${body}.`,
		"unsecured JWT": new UnsecuredJWT(claims).encode(),
		"header tampered": `${flip(head)}.${body}.${signature}`,
		"claims tampered": `${head}.${encode({ ...claims, sub: someoneElse })}.${signature}`,
		"signature tampered": `${head}.${body}.${flip(signature)}`,
		"signature of zeros": `${head}.${body}.${base64url.encode(new Uint8Array(64))}`,
		"foreign key, our kid": await sign(claims, header, foreign),
		"foreign key in jwk": await sign(claims, { ...header, jwk: foreignPublic }, foreign),
		"our key with a jwk header": await sign(claims, { ...header, jwk: ourPublic }, ours),
		"our key with jku": await sign(claims, { ...header, jku: "https://evil.example/jwks.json" }, ours),
		"our key with x5u": await sign(claims, { ...header, x5u: "https://evil.example/cert.pem" }, ours),
		"our key with x5c": await sign(claims, { ...header, x5c: ["MIIB"] }, ours),
		"our key with crit": await sign(claims, { ...header, crit: ["x"], x: 1 }, ours),
		"kid absent": await sign(claims, { ...header, kid: undefined }, ours),
		"kid empty": await sign(claims, { ...header, kid: "" }, ours),
		"kid as path": await sign(claims, { ...header, kid: "../../../../dev/null" }, ours),
		"kid as URL": await sign(claims, { ...header, kid: "https://evil.example/key" }, ours),
		"kid as SQL": await sign(claims, { ...header, kid: "key-1' OR '1'='1" }, ours),
		"kid of a prototype": await sign(claims, { ...header, kid: "__proto__" }, ours),
		"kid of a method": await sign(claims, { ...header, kid: "constructor" }, ours),
		"kid of the other key": await sign(claims, { ...header, kid: older.kid }, ours),
		"kid as array": await sign(claims, { ...header, kid: ["key-1"] }, ours),
		"HS256 keyed by the public key": await hmac(JSON.stringify(ourPublic), "HS256"),
		"HS256 keyed by the kid": await hmac("key-1", "HS256"),
		"HS512 keyed by nothing": await hmac("", "HS512"),
		expired: await sign({ ...claims, iat: nowS - 100, exp: nowS - 1 }, header, ours),
		"exp as text": await sign({ ...claims, exp: "never" }, header, ours),
		"without exp": await sign(without("exp"), header, ours),
		"without iat": await sign(without("iat"), header, ours),
		"without sub": await sign(without("sub"), header, ours),
		"without jti": await sign(without("jti"), header, ours),
		"without aud": await sign(without("aud"), header, ours),
		"without iss": await sign(without("iss"), header, ours),
		"issued in the future": await sign({ ...claims, iat: nowS + 3_600 }, header, ours),
		"not before tomorrow": await sign({ ...claims, nbf: nowS + 86_400 }, header, ours),
		"lives for ever": await sign({ ...claims, iat: 1, exp: 9_999_999_999 }, header, ours),
		"other issuer": await sign({ ...claims, iss: "customer-care.evil.example" }, header, ours),
		"other audience": await sign({ ...claims, aud: "customer-care:elsewhere" }, header, ours),
		"other kind": await sign(claims, { ...header, typ: "elsewhere+jwt" }, ours),
		"no kind": await sign(claims, { ...header, typ: undefined }, ours),
		"sub is no visitor": await sign({ ...claims, sub: "admin" }, header, ours),
		"sub is a v4 UUID": await sign({ ...claims, sub: crypto.randomUUID() }, header, ours),
		"ours, and longer than any that we make": await sign(
			{ ...claims, more: "x".repeat(4_096) },
			header,
			ours,
		),
		huge: `${head}.${base64url.encode("x".repeat(9_000))}.${signature}`,
	};
	for (const none of ["none", "None", "NONE", "nOnE", "", " none", "HS256", "RS256", "ES384", "ES256K"]) {
		attacks[`alg ${JSON.stringify(none)} without a signature`] =
			`${encode({ ...header, alg: none })}.${body}.`;
		attacks[`alg ${JSON.stringify(none)} with one`] =
			`${encode({ ...header, alg: none })}.${body}.${signature}`;
	}

	return { attacks, header, claims, resigned: await sign(claims, header, ours) };
}

async function sign(claims: Header, header: Header, jwk: Jwk): Promise<string> {
	const key = await importJWK(jwk, jwk.alg);
	return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
		.setProtectedHeader({ alg: jwk.alg, ...header })
		.sign(key, { crit: { b64: true, x: true } })
		.catch(() => "unsignable");
}
