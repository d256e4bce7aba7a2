import { base64url } from "jose";
import { test } from "vitest";
import { ErrorBody } from "../../contracts/errors.ts";
import { SigningKeySet } from "./signing-key-set.ts";
import { FOREIGN_KEY_HEADERS, SigningKeys } from "./signing-keys.ts";
import { freshJwk } from "../testing/test-keys.ts";
import { tokenAttacks } from "../testing/token-attacks.ts";
import { newVisitor, testWorld, type TestWorld } from "../testing/test-world.ts";

test("[TK1][TK2] the token as it was issued opens, and none of its forgeries does", async ({ expect }) => {
	const world = await testWorld();
	const good = { visitor: await newVisitor(world) };
	const { attacks, resigned: resignedToken } = await tokenAttacks(good.visitor.token, {
		keys: world.keys.keys,
		nowMs: world.clock.nowMs,
	});
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
		headers: { Authorization: `Bearer ${resignedToken}` },
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

test("[TK1] a key is named by its own kid and verifies by its own algorithm, and a header that brings one is refused", async ({
	expect,
}) => {
	const [one, other] = [await freshJwk("one"), await freshJwk("other", "EdDSA")];
	const keys = new SigningKeys(SigningKeySet.parse({ keys: [one, other] }));
	const open = async (header: Record<string, unknown>) =>
		keys.verificationKey(header).then(
			() => "opens",
			() => "refused",
		);
	expect(await open({ kid: "one", alg: "ES256" })).toBe("opens");
	expect(await open({ kid: "other", alg: "EdDSA" })).toBe("opens");
	for (const header of [
		{ kid: "one", alg: "EdDSA" },
		{ kid: "other", alg: "ES256" },
		{ kid: "one", alg: "HS256" },
		{ kid: "one" },
		{ kid: "nobody's", alg: "ES256" },
		{ alg: "ES256" },
		{ kid: ["one"], alg: "ES256" },
	])
		expect(await open(header), JSON.stringify(header)).toBe("refused");
	for (const name of FOREIGN_KEY_HEADERS)
		expect(await open({ kid: "one", alg: "ES256", [name]: "x" }), name).toBe("refused");
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
