/** Tokens of people who are signed in: what opens, what does not, and what ends with a session. */
import { afterAll, beforeAll, test } from "vitest";
import { z } from "zod";
import { ErrorBody } from "../contracts/errors.ts";
import { SocketTicket } from "../contracts/api.ts";
import { startTestGateway, type TestGateway } from "../gateway/testing/test-gateway.ts";
import { migrateDatabase } from "../cli/migrate-database.ts";
import { connectDatabase } from "../store/database.ts";
import { issueDeviceToken } from "./auth/device-token.ts";
import { SigningKeySet } from "./auth/signing-key-set.ts";
import { SigningKeys } from "./auth/signing-keys.ts";
import { accountWorld, addUser, PASSWORD, type AccountWorld, signInAs } from "./testing/account-world.ts";
import { newVisitor, ORIGIN, type TestWorld } from "./testing/test-world.ts";
import { tokenAttacks } from "./testing/token-attacks.ts";

let gateway: TestGateway;
let world: AccountWorld;
beforeAll(async () => {
	gateway = await startTestGateway("embedded");
	await migrateDatabase(connectDatabase({ url: gateway.databaseUrl, fetchEndpoint: `${gateway.url}/sql` }));
	world = await accountWorld(gateway);
});
afterAll(() => gateway.close());

/** How a refusal looks from outside: status, code, shape. */
async function refusalOf(response: Response): Promise<string> {
	const parsed = ErrorBody.safeParse(await response.json());
	return `${response.status} ${parsed.data?.error.code ?? "no body of ours"}`;
}

test("[S2] an access token opens as it was issued, and none of its forgeries does", async ({ expect }) => {
	const user = await addUser(world);
	const { token } = await signInAs(world, user);
	const ask = (bearer: string) =>
		world.request("/api/auth/me", { headers: { Authorization: `Bearer ${bearer}` } });
	const { attacks, resigned, claims } = await tokenAttacks(token, {
		keys: world.keys.keys,
		nowMs: world.clock.nowMs,
	});
	const keys = new SigningKeys(SigningKeySet.parse(JSON.parse(world.env.SIGNING_KEYS)));
	const others: Record<string, string> = {
		"a visitor's token": (await newVisitor(world)).token,
		"a device's token": await issueDeviceToken(keys, user.id, world.clock.nowMs),
		"the chat's token of the same session": (await chat(token)).Authorization.slice(7),
		"half of it": token.slice(0, token.length / 2),
		"with a space": `${token} x`,
		twice: `${token}${token}`,
	};
	const accepted: string[] = [];
	for (const [name, forged] of Object.entries({ ...attacks, ...others })) {
		const refusal = await refusalOf(await ask(forged));
		if (refusal !== "401 unauthorized") accepted.push(`${name}: ${refusal}`);
	}
	expect(accepted).toEqual([]);
	expect(Object.keys(attacks).length + Object.keys(others).length).toBeGreaterThanOrEqual(60);
	expect((await ask(token)).status).toBe(200);
	expect((await ask(resigned)).status, "they fail for what they change, not for how they are made").toBe(200);
	expect(Number(claims["exp"]) - Number(claims["iat"])).toBe(900);
	expect(Object.keys(claims).toSorted(), "says who and which session, never what one may do").toEqual([
		"aud",
		"exp",
		"iat",
		"iss",
		"jti",
		"sid",
		"sub",
	]);

	const elsewhere: [string, Record<string, string>][] = [
		[`/api/auth/me?access_token=${token}`, {}],
		["/api/auth/me", { Cookie: `access_token=${token}` }],
		["/api/auth/me", { Authorization: token }],
		["/api/auth/me", { Authorization: `Basic ${token}` }],
		["/api/auth/me", { "X-Access-Token": token }],
	];
	for (const [path, headers] of elsewhere)
		expect((await world.request(path, { headers })).status, JSON.stringify(headers)).toBe(401);
	const asVisitor = await world.request("/api/conversations", {
		headers: { Authorization: `Bearer ${token}` },
	});
	expect(asVisitor.status, "no visitor's token").toBe(401);
	world.clock.nowMs += 901_000;
	expect((await ask(token)).status, "a quarter of an hour").toBe(401);
	world.clock.nowMs -= 901_000;
});

test("[S2] forgeries of a signed ticket open no socket", async ({ expect }) => {
	const cut = await accountWorld(gateway, { UPSTASH_REDIS_REST_URL: "http://127.0.0.1:9" });
	const { auth } = await newVisitor(cut);
	const created = await cut.request("/api/conversations", { method: "POST", headers: auth });
	const path = created.headers.get("Location") ?? "";
	const ticket = async () =>
		SocketTicket.parse(await (await cut.post(`${path}/ticket`, "", auth)).json()).ticket;
	const open = (world: TestWorld, text: string) =>
		world.request(`${path}/socket?ticket=${encodeURIComponent(text)}`, {
			headers: { Upgrade: "websocket", Origin: ORIGIN },
		});
	const { attacks, resigned } = await tokenAttacks(await ticket(), {
		keys: cut.keys.keys,
		nowMs: cut.clock.nowMs,
	});
	const accepted: string[] = [];
	for (const [name, forged] of Object.entries(attacks)) {
		const response = await open(cut, forged);
		const status = response.status;
		await response.body?.cancel();
		// without a dot a ticket is looked for in Redis, which is away; too long a one is no ticket by its length
		const isRefused = status === 401 || status === 400 || (status === 503 && !forged.includes("."));
		if (!isRefused) accepted.push(`${name}: ${status}`);
	}
	expect(accepted).toEqual([]);
	expect(Object.keys(attacks).length).toBeGreaterThanOrEqual(60);
	expect(cut.conversations.upgrades).toEqual([]);
	await open(cut, resigned);
	expect(cut.conversations.upgrades, "they fail for what they change").toHaveLength(1);
});

async function chat(accessToken: string): Promise<{ Authorization: string }> {
	const response = await world.request("/api/visitors", {
		method: "POST",
		headers: { Authorization: `Bearer ${accessToken}` },
	});
	return { Authorization: `Bearer ${z.object({ token: z.string() }).parse(await response.json()).token}` };
}

test("[SE5] a chat of somebody who is signed in ends with the session: its token, its tickets, its sockets", async ({
	expect,
}) => {
	const user = await addUser(world);
	const one = await signInAs(world, user);
	const two = await signInAs(world, user);
	const [ofOne, ofTwo] = [await chat(one.token), await chat(two.token)];
	const created = await world.request("/api/conversations", { method: "POST", headers: ofOne });
	const path = created.headers.get("Location") ?? "";
	expect((await world.request(path, { headers: ofTwo })).status, "one person, one history").toBe(200);
	const ticketOf = async (headers: Record<string, string>) =>
		SocketTicket.parse(await (await world.post(`${path}/ticket`, "", headers)).json());
	const open = (url: string) => world.request(url, { headers: { Upgrade: "websocket", Origin: ORIGIN } });
	const id = path.split("/").at(-1) ?? "";
	const [early, later, other] = [await ticketOf(ofOne), await ticketOf(ofOne), await ticketOf(ofTwo)];
	await open(early.url);
	const sessionId = world.conversations.upgrades.at(-1)?.headers.get("x-care-session");
	expect((await one.browser.call("POST", "/api/auth/sign-out")).status).toBe(204);
	expect(world.conversations.known.get(id)?.ended, "the object was told whose sockets to close").toEqual([
		[sessionId],
	]);
	expect((await open(later.url)).status, "a ticket of before").toBe(401);
	expect((await world.request(path, { headers: ofOne })).status, "the chat's token").toBe(401);
	expect(
		(await world.request("/api/visitors", { method: "POST", headers: ofOne })).status,
		"nor is it renewed",
	).toBe(401);
	expect(
		(await open(other.url)).status,
		"the other session's ticket: the object in memory opens no sockets",
	).toBe(503);
	expect((await world.request(path, { headers: ofTwo })).status).toBe(200);

	const anonymous = await newVisitor(world);
	expect((await world.request(path, { headers: anonymous.auth })).status).toBe(404);
	const admin = await signInAs(world, await addUser(world, ["admin"]));
	await world.browser().call("PATCH", `/api/users/${user.id}`, { isDisabled: true }, admin.auth);
	expect(world.conversations.known.get(id)?.ended).toHaveLength(2);
	expect((await world.request(path, { headers: ofTwo })).status).toBe(401);
});

test("[SE5] a new password, chosen or by mail, closes the sockets of what the old one began", async ({
	expect,
}) => {
	const user = await addUser(world);
	const { token, browser, auth } = await signInAs(world, user);
	const headers = await chat(token);
	const created = await world.request("/api/conversations", { method: "POST", headers });
	const path = created.headers.get("Location") ?? "";
	const ticket = SocketTicket.parse(await (await world.post(`${path}/ticket`, "", headers)).json());
	await world.request(ticket.url, { headers: { Upgrade: "websocket", Origin: ORIGIN } });
	const sessionId = world.conversations.upgrades.at(-1)?.headers.get("x-care-session");
	const ended = () => world.conversations.known.get(path.split("/").at(-1) ?? "")?.ended ?? [];
	const next = "eleven calm herons by the pier";
	const change = { current: PASSWORD, next };
	expect((await browser.call("POST", "/api/auth/password", change, auth)).status).toBe(200);
	expect(ended().flat()).toContain(sessionId);
	const before = ended().length;
	const again = await world
		.browser()
		.call("POST", "/api/auth/sign-in", { email: user.email, password: next });
	const { accessToken } = z.object({ accessToken: z.string() }).parse(await again.json());
	await world.post(`${path}/ticket`, "", await chat(accessToken));
	await browser.call("POST", "/api/auth/password/reset", { email: user.email });
	const reset = { token: await world.tokenTo(user.email), password: "nine brave lanterns in fog" };
	expect((await browser.call("POST", "/api/auth/password/reset/confirm", reset)).status).toBe(200);
	expect(ended().length).toBeGreaterThan(before);
});

test("[SE6] a chat goes on while one store is away, and ends when a store says so", async ({ expect }) => {
	const user = await addUser(world);
	const { token, browser } = await signInAs(world, user);
	const headers = await chat(token);
	const away = { SIGNING_KEYS: world.env.SIGNING_KEYS };
	const NOBODY = "http://127.0.0.1:9";
	const worlds = [
		await accountWorld(gateway, { ...away, UPSTASH_REDIS_REST_URL: NOBODY }),
		await accountWorld(gateway, {
			...away,
			DATABASE_FETCH_ENDPOINT: `${NOBODY}/sql`,
			DATABASE_URL: "postgresql://care:secret@127.0.0.1:9/care",
		}),
	];
	const none = await accountWorld(gateway, {
		...away,
		UPSTASH_REDIS_REST_URL: NOBODY,
		DATABASE_FETCH_ENDPOINT: `${NOBODY}/sql`,
		DATABASE_URL: "postgresql://care:secret@127.0.0.1:9/care",
	});
	const begin = async (where: AccountWorld) =>
		(await where.request("/api/conversations", { method: "POST", headers })).status;
	for (const where of worlds) expect(await begin(where)).toBe(201);
	expect(await begin(none), "never open").toBe(503);
	await browser.call("POST", "/api/auth/sign-out");
	expect(await begin(worlds[1]!), "Redis says that the session is over").toBe(401);
	expect(await begin(world)).toBe(401);
});
