import { base64url, CompactSign, exportJWK, generateKeyPair, importJWK, SignJWT, UnsecuredJWT } from "jose";
import { test } from "vitest";
import { ErrorBody } from "../../contracts/errors.ts";
import { freshJwk } from "../testing/test-keys.ts";
import { newVisitor, testWorld, type TestWorld } from "../testing/test-world.ts";

type Header = Record<string, unknown>;

/** The parts of a good token, so that each attack changes one thing. */
async function goodParts(world: TestWorld) {
	const visitor = await newVisitor(world);
	const [head = "", body = "", signature = ""] = visitor.token.split(".");
	const decode = (part: string): Header => JSON.parse(new TextDecoder().decode(base64url.decode(part)));
	const encode = (value: unknown) => base64url.encode(JSON.stringify(value));
	return { visitor, head, body, signature, header: decode(head), claims: decode(body), encode };
}

async function sign(claims: Header, header: Header, jwk: Awaited<ReturnType<typeof freshJwk>>) {
	const key = await importJWK(jwk, jwk.alg);
	return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
		.setProtectedHeader({ alg: jwk.alg, ...header })
		.sign(key, { crit: { b64: true, x: true } })
		.catch(() => "unsignable");
}

test("[TK1][TK2] the token as it was issued opens, and none of its forgeries does", async ({ expect }) => {
	const world = await testWorld();
	const good = await goodParts(world);
	const { header, claims, encode, head, body, signature } = good;
	const ours = world.keys.keys[0]!;
	const older = world.keys.keys[1]!;
	const foreign = await freshJwk("key-1");
	const { publicKey: _unused, privateKey } = await generateKeyPair("ES256", { extractable: true });
	const { d: _d, ...foreignPublic } = await exportJWK(privateKey);
	const nowS = Math.floor(world.clock.nowMs / 1_000);
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
		"other audience": await sign({ ...claims, aud: "customer-care:socket" }, header, ours),
		"other kind": await sign(claims, { ...header, typ: "ticket+jwt" }, ours),
		"no kind": await sign(claims, { ...header, typ: undefined }, ours),
		"sub is no visitor": await sign({ ...claims, sub: "admin" }, header, ours),
		"sub is a v4 UUID": await sign({ ...claims, sub: crypto.randomUUID() }, header, ours),
		huge: `${head}.${base64url.encode("x".repeat(9_000))}.${signature}`,
	};
	for (const none of ["none", "None", "NONE", "nOnE", "", " none", "HS256", "RS256", "ES384", "ES256K"]) {
		attacks[`alg ${JSON.stringify(none)} without a signature`] =
			`${encode({ ...header, alg: none })}.${body}.`;
		attacks[`alg ${JSON.stringify(none)} with one`] =
			`${encode({ ...header, alg: none })}.${body}.${signature}`;
	}

	const accepted: string[] = [];
	for (const [name, token] of Object.entries(attacks)) {
		const response = await world.request("/api/conversations", {
			method: "POST",
			headers: { Authorization: `Bearer ${token}` },
		});
		const parsed = ErrorBody.safeParse(await response.json());
		const refused =
			response.status === 401 &&
			parsed.data?.error.code === "unauthorized" &&
			response.headers.get("WWW-Authenticate") === "Bearer";
		if (!refused) accepted.push(`${name}: ${response.status}`);
	}
	expect(accepted).toEqual([]);
	expect(Object.keys(attacks).length).toBeGreaterThanOrEqual(60);
	const genuine = await world.request("/api/conversations", { method: "POST", headers: good.visitor.auth });
	expect(genuine.status).toBe(201);
	const resigned = await world.request("/api/conversations", {
		method: "POST",
		headers: { Authorization: `Bearer ${await sign(claims, header, ours)}` },
	});
	expect(resigned.status, "the attacks fail for what they change, not for how they are made").toBe(201);
});

test("[TK1] other ways of showing a token are not looked at", async ({ expect }) => {
	const world = await testWorld();
	const { token } = await newVisitor(world);
	const ways: [string, Record<string, string>][] = [
		["/api/conversations", {}],
		["/api/conversations", { Authorization: token }],
		["/api/conversations", { Authorization: `Basic ${token}` }],
		["/api/conversations", { Authorization: `Bearer ${token}, Bearer ${token}` }],
		["/api/conversations", { Cookie: `token=${token}` }],
		[`/api/conversations?token=${token}`, {}],
		[`/api/conversations?access_token=${token}`, {}],
	];
	for (const [path, headers] of ways)
		expect((await world.request(path, { method: "POST", headers })).status, path).toBe(401);
});

test("[TK2] a token ends with its time", async ({ expect }) => {
	const world = await testWorld();
	const { auth } = await newVisitor(world);
	const call = async () =>
		(await world.request("/api/conversations", { method: "POST", headers: auth })).status;
	world.clock.nowMs += 45 * 86_400_000 - 2_000;
	expect(await call()).toBe(201);
	world.clock.nowMs += 3_000;
	expect(await call()).toBe(401);
});

test("[TK3] a rotated key goes on until it is taken out; the new one signs", async ({ expect }) => {
	const before = await testWorld();
	const { auth } = await newVisitor(before);
	const next = await freshJwk("key-2", "EdDSA");
	const call = async (world: TestWorld, headers: Record<string, string>) =>
		(await world.request("/api/conversations", { method: "POST", headers })).status;

	const rotated = await testWorld({ SIGNING_KEYS: JSON.stringify({ keys: [next, ...before.keys.keys] }) });
	expect(await call(rotated, auth)).toBe(201);
	const young = await newVisitor(rotated);
	expect(JSON.parse(new TextDecoder().decode(base64url.decode(young.token.split(".")[0]!)))).toMatchObject({
		alg: "EdDSA",
		kid: "key-2",
	});

	const after = await testWorld({ SIGNING_KEYS: JSON.stringify({ keys: [next] }) });
	expect(await call(after, auth)).toBe(401);
	expect(await call(after, young.auth)).toBe(201);
});

test("[TK4] the published keys verify and hold no private part", async ({ expect }) => {
	const world = await testWorld();
	const response = await world.request("/.well-known/jwks.json");
	const text = await response.text();
	expect(response.headers.get("Cache-Control")).toBe("public, max-age=300");
	expect(JSON.parse(text)).toMatchObject({ keys: [{ kid: "key-1" }, { kid: "key-0" }] });
	expect(text).not.toContain('"d"');
	for (const key of world.keys.keys) expect(text).not.toContain(key.d);
});

test("[TK5] a valid token is exchanged for a fresh one of the same visitor, a bad one is refused", async ({
	expect,
}) => {
	const world = await testWorld();
	const { visitorId, auth } = await newVisitor(world);
	world.clock.nowMs += 86_400_000;
	const renewed = await world.request("/api/visitors", { method: "POST", headers: auth });
	expect(await renewed.json()).toMatchObject({ visitorId, expiresAt: "2027-01-05T10:00:00.000Z" });
	const bad = await world.request("/api/visitors", {
		method: "POST",
		headers: { Authorization: "Bearer x.y.z" },
	});
	expect(bad.status).toBe(401);
});
