/** Accounts as people meet them: the routes in Node against the gateway with its embedded pair. */
import { decodeJwt } from "jose";
import { afterAll, beforeAll, test } from "vitest";
import { z } from "zod";
import { ErrorBody } from "../contracts/errors.ts";
import { uuidV7 } from "../contracts/ids.ts";
import { startTestGateway, type TestGateway } from "../gateway/testing/test-gateway.ts";
import { migrateDatabase } from "../cli/migrate-database.ts";
import { connectDatabase } from "../store/database.ts";
import { sessionKey } from "../store/redis-keys.ts";
import { findUserByEmail, setPassword } from "../store/users.ts";
import { totpCode } from "./auth/totp.ts";
import {
	accountWorld,
	addUser,
	type AccountWorld,
	type Browser,
	PASSWORD,
	signInAs,
} from "./testing/account-world.ts";

let gateway: TestGateway;
let world: AccountWorld;

beforeAll(async () => {
	gateway = await startTestGateway("embedded");
	await migrateDatabase(connectDatabase({ url: gateway.databaseUrl, fetchEndpoint: `${gateway.url}/sql` }));
	world = await accountWorld(gateway);
});
afterAll(() => gateway.close());

let number = 0;
const freshEmail = (): string => `new${(number += 1)}-${crypto.randomUUID()}@example.com`;
const OTHER = "eleven blue tiles in the rain";

/** What answers here carry, whichever of it is there. */
const Answer = z.object({
	status: z.string().default(""),
	accessToken: z.string().default(""),
	challenge: z.string().default(""),
	secret: z.string().default(""),
	uri: z.string().default(""),
	recoveryCodes: z.array(z.string()).default([]),
	sessions: z.array(z.object({ id: z.string(), isCurrent: z.boolean(), address: z.string() })).default([]),
});
const read = async (response: Response) => Answer.parse(await response.json());

const codeOf = async (response: Response) => {
	const parsed = ErrorBody.safeParse(await response.clone().json());
	return `${response.status} ${parsed.data?.error.code ?? ""}`.trim();
};

async function signUp(browser: Browser, email: string, password = PASSWORD): Promise<Response> {
	return browser.call("POST", "/api/auth/sign-up", { email, name: "Anna", password });
}

test("[US6] sign-up, the mail, the confirmed address, signed in, out and in again", async ({ expect }) => {
	const browser = world.browser();
	const email = freshEmail();
	expect((await signUp(browser, email)).status).toBe(202);
	expect(await codeOf(await browser.call("POST", "/api/auth/sign-in", { email, password: PASSWORD }))).toBe(
		"403 email_unverified",
	);
	const token = await world.tokenTo(email);
	expect(await world.redis.ttl("care:mailbox"), "a mailbox nobody uses empties itself").toBeGreaterThan(0);
	expect(
		await codeOf(await browser.call("POST", "/api/auth/verify", { token, password: OTHER })),
		"the link alone opens nothing",
	).toBe("401 invalid_credentials");
	const verified = await browser.call("POST", "/api/auth/verify", { token, password: PASSWORD });
	expect(await verified.json()).toMatchObject({ status: "signed_in" });
	expect(await codeOf(await browser.call("POST", "/api/auth/verify", { token, password: PASSWORD }))).toBe(
		"400 invalid_link",
	);
	const refreshed = await browser.call("POST", "/api/auth/refresh");
	const { accessToken } = await read(refreshed);
	const auth = { Authorization: `Bearer ${accessToken}` };
	expect(await (await browser.call("GET", "/api/auth/me", undefined, auth)).json()).toMatchObject({
		email,
		name: "Anna",
		roles: ["customer"],
		permissions: [],
		hasPassword: true,
		hasSecondFactor: false,
	});
	expect((await browser.call("POST", "/api/auth/sign-out")).status).toBe(204);
	expect(await codeOf(await browser.call("GET", "/api/auth/me", undefined, auth))).toBe("401 unauthorized");
	expect((await browser.call("POST", "/api/auth/refresh")).status).toBe(204);
	const user = { id: "", email };
	await signInAs(world, user);
});

test("[US7] cookies can't be read by a script, go to nobody else, and outside development want https", async ({
	expect,
}) => {
	const settings = {
		ENVIRONMENT: "production",
		PUBLIC_URL: "https://care.example",
		MAIL: JSON.stringify({ provider: "resend", from: "a@b.example", url: "http://127.0.0.1:9" }),
		MAIL_TOKEN: "t",
	};
	for (const [where, name, secure] of [
		[world, "care_refresh", false],
		[await accountWorld(gateway, settings), "__Secure-care_refresh", true],
	] as const) {
		const user = await addUser(where);
		const response = await where
			.browser()
			.call("POST", "/api/auth/sign-in", { email: user.email, password: PASSWORD });
		const cookie = response.headers.getSetCookie().find((line) => line.startsWith(`${name}=`)) ?? "";
		for (const part of ["HttpOnly", "SameSite=Strict", "Path=/api/auth", "Max-Age=2592000"])
			expect(cookie).toContain(part);
		expect(cookie.includes("Secure;") || cookie.endsWith("Secure")).toBe(secure);
		expect(cookie).not.toContain("Domain");
		expect(response.headers.get("Cache-Control")).toBe("no-store");
	}
});

test("[US8] routes that go by a cookie want our own page", async ({ expect }) => {
	const { browser } = await signInAs(world, await addUser(world));
	const tries: Record<string, string>[] = [
		{ Origin: "https://evil.example" },
		{ Origin: "null" },
		{ Origin: "" },
		{ Origin: "http://care.example.evil.example" },
		{ Origin: "http://care.example:8080" },
		{ Origin: "https://care.example" },
		{ "X-Care-Client": "" },
	];
	for (const headers of tries)
		for (const path of ["/api/auth/refresh", "/api/auth/sign-out"]) {
			const sent = new Headers({
				Origin: "http://care.example",
				"X-Care-Client": "t",
				Cookie: [...browser.jar].map((pair) => pair.join("=")).join("; "),
			});
			for (const [name, value] of Object.entries(headers))
				if (value === "") sent.delete(name);
				else sent.set(name, value);
			const response = await world.request(path, { method: "POST", headers: sent });
			expect(response.status, `${path} ${JSON.stringify(headers)}`).toBe(403);
		}
	expect((await browser.call("POST", "/api/auth/refresh")).status).toBe(200);
});

test("[SE7] a browser without a session hears that there is none; a cookie that is no longer good is refused and goes", async ({
	expect,
}) => {
	const nobody = world.browser();
	const none = await nobody.call("POST", "/api/auth/refresh");
	expect([none.status, await none.text(), none.headers.getSetCookie()]).toEqual([204, "", []]);
	const { browser } = await signInAs(world, await addUser(world));
	const name = [...browser.jar.keys()].find((key) => key.endsWith("care_refresh")) ?? "";
	browser.jar.set(name, `${uuidV7(0, new Uint8Array(10))}.${"A".repeat(43)}`);
	expect((await browser.call("POST", "/api/auth/refresh")).status).toBe(401);
	expect(browser.jar.has(name)).toBe(false);
	expect((await browser.call("POST", "/api/auth/refresh")).status).toBe(204);
});

test("[SE1] a refresh token is good once; shown again it ends its session for everybody", async ({
	expect,
}) => {
	const user = await addUser(world);
	const { browser, auth } = await signInAs(world, user);
	const stolen = new Map(browser.jar);
	expect((await browser.call("POST", "/api/auth/refresh")).status).toBe(200);
	expect((await browser.call("GET", "/api/auth/me", undefined, auth)).status).toBe(200);
	const thief = world.browser();
	for (const [name, value] of stolen) thief.jar.set(name, value);
	expect((await thief.call("POST", "/api/auth/refresh")).status).toBe(401);
	expect((await browser.call("POST", "/api/auth/refresh")).status, "the family is over").toBe(401);
	expect((await browser.call("GET", "/api/auth/me", undefined, auth)).status).toBe(401);

	const again = await signInAs(world, user);
	const atOnce = await Promise.all(
		Array.from({ length: 6 }, () => {
			const tab = world.browser();
			for (const [name, value] of again.browser.jar) tab.jar.set(name, value);
			return tab.call("POST", "/api/auth/refresh");
		}),
	);
	expect(
		atOnce.filter(({ status }) => status === 200).length,
		"one, or none when the others were quicker",
	).toBeLessThan(2);
	expect((await again.browser.call("GET", "/api/auth/me", undefined, again.auth)).status).toBe(401);
});

test("[SE2] a session ends by itself: thirty days unused, ninety in any case", async ({ expect }) => {
	const own = await accountWorld(gateway);
	const { browser, token } = await signInAs(own, await addUser(own));
	const DAY_MS = 86_400_000;
	const key = sessionKey(String(decodeJwt(token)["sid"]));
	const daysLeft = async () => Math.ceil((await own.redis.pttl(key)) / DAY_MS);
	expect(await daysLeft()).toBe(30);
	for (let day = 0; day < 85; day += 17) {
		own.clock.nowMs += 17 * DAY_MS;
		expect((await browser.call("POST", "/api/auth/refresh")).status, `day ${day + 17}`).toBe(200);
		expect(await daysLeft(), "unused, or at the end of the ninety").toBe(Math.min(30, 90 - day - 17));
	}
	own.clock.nowMs += 5 * DAY_MS;
	expect((await browser.call("POST", "/api/auth/refresh")).status, "day 90").toBe(401);
});

test("[SE3] sessions are listed and ended one by one, by their owner alone", async ({ expect }) => {
	const user = await addUser(world);
	const here = await signInAs(world, user, world.browser("198.51.100.7"));
	const there = await signInAs(world, user, world.browser("2001:db8::5"));
	const list = async () =>
		(await read(await here.browser.call("GET", "/api/auth/sessions", undefined, here.auth))).sessions;
	const sessions = await list();
	expect(sessions.map(({ address }) => address).toSorted()).toEqual(["198.51.100.7", "2001:db8:0:0::/64"]);
	const other = sessions.find(({ isCurrent }) => !isCurrent)?.id ?? "";
	const stranger = await signInAs(world, await addUser(world));
	expect(
		(await stranger.browser.call("DELETE", `/api/auth/sessions/${other}`, undefined, stranger.auth)).status,
	).toBe(404);
	expect(
		(await here.browser.call("DELETE", `/api/auth/sessions/${other}`, undefined, here.auth)).status,
	).toBe(204);
	expect((await there.browser.call("GET", "/api/auth/me", undefined, there.auth)).status).toBe(401);
	expect((await there.browser.call("POST", "/api/auth/refresh")).status).toBe(401);
	expect((await here.browser.call("GET", "/api/auth/me", undefined, here.auth)).status).toBe(200);
	expect(await list()).toHaveLength(1);
});

test("[SE4] signing out everywhere ends every session at once, also while Redis is away", async ({
	expect,
}) => {
	const user = await addUser(world);
	const one = await signInAs(world, user);
	const two = await signInAs(world, user);
	expect((await one.browser.call("POST", "/api/auth/sign-out-everywhere", undefined, one.auth)).status).toBe(
		204,
	);
	for (const { browser, auth } of [one, two]) {
		expect((await browser.call("GET", "/api/auth/me", undefined, auth)).status).toBe(401);
		const asked = await browser.call("POST", "/api/auth/refresh");
		expect(asked.status, "the other browser still shows its cookie").toBe(
			browser === one.browser ? 204 : 401,
		);
	}
	world.clock.nowMs += 2_000;
	const cut = await accountWorld(gateway, {
		UPSTASH_REDIS_REST_URL: "http://127.0.0.1:9",
		SIGNING_KEYS: world.env.SIGNING_KEYS,
	});
	cut.clock.nowMs = world.clock.nowMs;
	const { token } = await signInAs(world, user);
	const { auth } = { auth: { Authorization: `Bearer ${token}` } };
	expect(
		(await cut.browser().call("GET", "/api/auth/me", undefined, auth)).status,
		"known by the user's row",
	).toBe(200);
	cut.clock.nowMs += 2_000;
	expect((await cut.browser().call("POST", "/api/auth/sign-out-everywhere", undefined, auth)).status).toBe(
		204,
	);
	expect((await cut.browser().call("GET", "/api/auth/me", undefined, auth)).status).toBe(401);
	world.clock.nowMs += 5_000;
	expect(
		(await world.browser().call("GET", "/api/auth/me", undefined, auth)).status,
		"and with Redis back",
	).toBe(401);
});

test("[S12] a password change wants the old one, ends all other sessions and tells by mail", async ({
	expect,
}) => {
	const user = await addUser(world);
	const here = await signInAs(world, user);
	const there = await signInAs(world, user);
	world.clock.nowMs += 2_000;
	const change = (current: string, next: string, who = here) =>
		who.browser.call("POST", "/api/auth/password", { current, next }, who.auth);
	expect(await codeOf(await change("wrong wrong wrong", OTHER))).toBe("401 invalid_credentials");
	expect(await codeOf(await change(PASSWORD, "short"))).toBe("400 bad_request");
	const changed = await change(PASSWORD, OTHER);
	expect(changed.status).toBe(200);
	const { accessToken } = await read(changed);
	expect(
		(await here.browser.call("GET", "/api/auth/me", undefined, { Authorization: `Bearer ${accessToken}` }))
			.status,
	).toBe(200);
	expect((await here.browser.call("POST", "/api/auth/refresh")).status).toBe(200);
	for (const { browser, auth } of [here, there])
		expect((await browser.call("GET", "/api/auth/me", undefined, auth)).status).toBe(401);
	expect((await there.browser.call("POST", "/api/auth/refresh")).status).toBe(401);
	expect((await world.mailsTo(user.email))[0]?.subject).toContain("Your password was changed");
	const signIn = async (password: string) =>
		codeOf(await world.browser().call("POST", "/api/auth/sign-in", { email: user.email, password }));
	expect(await signIn(PASSWORD)).toBe("401 invalid_credentials");
	expect(await signIn(OTHER)).toBe("200");
});

test("[S12] a reset by mail is good once, ends with a newer one or its time, and ends all sessions", async ({
	expect,
}) => {
	const own = await accountWorld(gateway);
	const user = await addUser(own);
	const { browser, auth } = await signInAs(own, user);
	own.clock.nowMs += 2_000;
	const ask = async () => {
		expect(
			(await own.browser().call("POST", "/api/auth/password/reset", { email: user.email.toUpperCase() }))
				.status,
		).toBe(202);
		return own.tokenTo(user.email);
	};
	const confirm = (token: string, password = OTHER) =>
		own.browser().call("POST", "/api/auth/password/reset/confirm", { token, password });
	const first = await ask();
	const second = await ask();
	expect(first).not.toBe(second);
	expect(await codeOf(await confirm(first)), "replaced").toBe("400 invalid_link");
	expect(await codeOf(await confirm(second, "passwordpassword")), "weak; the link stays good").toBe(
		"400 bad_request",
	);
	const atOnce = await Promise.all([confirm(second), confirm(second), confirm(second)]);
	expect(atOnce.filter(({ status }) => status === 200)).toHaveLength(1);
	expect(await codeOf(await confirm(second)), "used").toBe("400 invalid_link");
	expect((await browser.call("GET", "/api/auth/me", undefined, auth)).status).toBe(401);
	expect((await browser.call("POST", "/api/auth/refresh")).status).toBe(401);
	const third = await ask();
	own.clock.nowMs += 30 * 60_000;
	expect(await codeOf(await confirm(third, PASSWORD)), "expired").toBe("400 invalid_link");
	const rows = await own.redis.lrange<{ text: string }>("care:mailbox", 0, -1);
	expect(rows.length).toBeGreaterThan(0);
	const verify = await own
		.browser()
		.call("POST", "/api/auth/verify", { token: await ask(), password: OTHER });
	expect(await codeOf(verify), "a token of one purpose opens no other").toBe("400 invalid_link");
});

test("[S12] somebody unknown, unconfirmed, shut out or without a password gets the same answer for the same work", async ({
	expect,
}) => {
	const known = await addUser(world);
	const shut = await addUser(world);
	const admin = await signInAs(world, await addUser(world, ["admin"]));
	expect(
		(await admin.browser.call("PATCH", `/api/users/${shut.id}`, { isDisabled: true }, admin.auth)).status,
	).toBe(200);
	const unconfirmed = await addUser(world, ["customer"], { isVerified: false });
	const answers = new Set<string>();
	for (const [email, password] of [
		[known.email, "not the right password"],
		[freshEmail(), PASSWORD],
		[shut.email, PASSWORD],
		[unconfirmed.email, "not the right password"],
	] as const) {
		const before = world.hashed.count;
		const response = await world.browser().call("POST", "/api/auth/sign-in", { email, password });
		const { error } = ErrorBody.parse(await response.json());
		answers.add(
			JSON.stringify([
				response.status,
				error.code,
				error.message,
				[...response.headers.keys()].filter((name) => name !== "ratelimit"),
				world.hashed.count - before,
			]),
		);
	}
	expect([...answers]).toHaveLength(1);
	expect([...answers][0]).toContain('401,"invalid_credentials"');
	expect([...answers][0]).toMatch(/,1\]$/);

	const told = new Set<string>();
	for (const email of [known.email, freshEmail(), shut.email, unconfirmed.email])
		for (const [path, body] of [
			["/api/auth/sign-up", { name: "A", password: OTHER }],
			["/api/auth/password/reset", {}],
			["/api/auth/verify/resend", {}],
		] as const) {
			const before = world.hashed.count;
			const response = await world.browser().call("POST", path, { ...body, email });
			told.add(
				JSON.stringify([
					path.includes("sign-up"),
					response.status,
					await response.json(),
					world.hashed.count - before,
				]),
			);
		}
	expect([...told].toSorted()).toEqual([
		JSON.stringify([false, 202, { status: "check_mail" }, 0]),
		JSON.stringify([true, 202, { status: "check_mail" }, 1]),
	]);
	expect((await world.mailsTo(known.email)).map(({ subject }) => subject).join()).toContain(
		"You have an account already",
	);
	expect(
		(await findUserByEmail(world.database, known.email))?.name,
		"a sign-up changes nobody's account",
	).toContain("Quentin");
});

test("[S12] who signs up on somebody else's address first gets nothing of it", async ({ expect }) => {
	const email = freshEmail();
	const thief = world.browser();
	await signUp(thief, email, OTHER);
	const ofThief = await world.tokenTo(email);
	await signUp(world.browser(), email, PASSWORD);
	const ofOwner = await world.tokenTo(email);
	expect(
		await codeOf(await thief.call("POST", "/api/auth/verify", { token: ofThief, password: OTHER })),
	).toBe("400 invalid_link");
	expect(await codeOf(await thief.call("POST", "/api/auth/sign-in", { email, password: OTHER }))).toBe(
		"401 invalid_credentials",
	);
	expect(
		(await world.browser().call("POST", "/api/auth/verify", { token: ofOwner, password: PASSWORD })).status,
	).toBe(200);
});

test("[S12] a hash of an older cost is raised when its password is shown", async ({ expect }) => {
	const user = await addUser(world);
	const { scryptSync, randomBytes } = await import("node:crypto");
	const salt = randomBytes(16);
	const weak = `scrypt$10,8,1$${salt.toString("base64url")}$${scryptSync(PASSWORD, salt, 32, { N: 1_024, r: 8, p: 1 }).toString("base64url")}`;
	await setPassword(world.database, user.id, { hash: weak, isLong: true, nowMs: 0 });
	await signInAs(world, user);
	const raised = (await findUserByEmail(world.database, user.email))?.passwordHash;
	expect(raised).toMatch(/^scrypt\$15,8,1\$/);
	await signInAs(world, user);
	expect((await findUserByEmail(world.database, user.email))?.passwordHash, "once").toBe(raised);
});

test("[S12] strangers who use up an account's tries lock nobody out who was here before, or who reads the mails", async ({
	expect,
}) => {
	const rule = (limit: number) => ({ limit, windowSeconds: 86_400 });
	const own = await accountWorld(gateway, {
		RATE_LIMITS: JSON.stringify({
			sign_in: rule(3),
			sign_in_guess: rule(8),
			address: rule(1_000_000),
			account: rule(1_000_000),
			sign_up: rule(1_000_000),
		}),
	});
	const user = await addUser(own);
	const known = await signInAs(own, user);
	const guess = async (browser: Browser) =>
		(
			await browser.call("POST", "/api/auth/sign-in", {
				email: user.email,
				password: "a guess, and a long one",
			})
		).status;
	const statuses: number[] = [];
	for (let host = 0; host < 5; host += 1)
		for (let attempt = 0; attempt < 4; attempt += 1)
			statuses.push(await guess(own.browser(`192.0.2.${host + 10}`)));
	expect(statuses.slice(0, 4), "by address").toEqual([401, 401, 401, 429]);
	expect(statuses.filter((status) => status === 401).length, "over all addresses").toBeLessThanOrEqual(8);
	expect(statuses.at(-1)).toBe(429);
	const upper = await own
		.browser("192.0.2.10")
		.call("POST", "/api/auth/sign-in", { email: user.email.toUpperCase(), password: PASSWORD });
	expect(upper.status, "another spelling is the same account").toBe(429);
	expect(
		(await known.browser.call("POST", "/api/auth/sign-in", { email: user.email, password: PASSWORD })).status,
		"a known browser",
	).toBe(200);
	const fresh = own.browser("203.0.113.1");
	expect(
		(await fresh.call("POST", "/api/auth/sign-in", { email: user.email, password: PASSWORD })).status,
	).toBe(429);
	await fresh.call("POST", "/api/auth/password/reset", { email: user.email });
	expect(
		(
			await fresh.call("POST", "/api/auth/password/reset/confirm", {
				token: await own.tokenTo(user.email),
				password: OTHER,
			})
		).status,
	).toBe(200);
	expect(
		(await fresh.call("POST", "/api/auth/sign-in", { email: user.email, password: OTHER })).status,
		"by the mailbox",
	).toBe(200);
	expect(
		[await guess(fresh), await guess(fresh), await guess(fresh), await guess(fresh)],
		"a known browser guesses no more than others",
	).toEqual([401, 401, 401, 429]);
});

test("[S12] one address is written to a few times an hour and no more", async ({ expect }) => {
	const own = await accountWorld(gateway, {
		RATE_LIMITS: JSON.stringify({
			mail: { limit: 3, windowSeconds: 86_400 },
			sign_up: { limit: 1_000, windowSeconds: 60 },
		}),
	});
	const { email } = await addUser(own);
	for (let call = 0; call < 6; call += 1)
		expect(
			(await own.browser(`192.0.2.${call}`).call("POST", "/api/auth/password/reset", { email })).status,
		).toBe(202);
	expect(await own.mailsTo(email)).toHaveLength(3);
});

test("[TF1] a second factor: proposed, confirmed, asked for; each code and each recovery code once", async ({
	expect,
}) => {
	const own = await accountWorld(gateway);
	const user = await addUser(own);
	const { browser, auth } = await signInAs(own, user);
	const call = (path: string, body: unknown) => browser.call("POST", `/api/auth/totp${path}`, body, auth);
	const step = () => Math.floor(own.clock.nowMs / 30_000);
	expect(await codeOf(await call("", { password: OTHER }))).toBe("401 invalid_credentials");
	const { secret, uri } = await read(await call("", { password: PASSWORD }));
	expect(uri).toContain(`secret=${secret}`);
	expect((await findUserByEmail(own.database, user.email))?.totpSecret).not.toContain(secret);
	await signInAs(own, user); // a proposal asks for nothing yet
	expect(await codeOf(await call("/confirm", { code: "000000" }))).toBe("401 invalid_credentials");
	const { recoveryCodes } = await read(await call("/confirm", { code: await totpCode(secret, step()) }));
	expect(new Set(recoveryCodes).size).toBe(10);
	expect(await codeOf(await call("", { password: PASSWORD })), "it is on").toBe("409 conflict");

	const challenge = async () => {
		const response = await own
			.browser()
			.call("POST", "/api/auth/sign-in", { email: user.email, password: PASSWORD });
		const answer = await read(response);
		expect(answer.status).toBe("second_factor");
		expect(response.headers.getSetCookie(), "nothing is signed in yet").toEqual([]);
		return answer.challenge;
	};
	const answer = async (token: string, code: string) =>
		codeOf(await own.browser().call("POST", "/api/auth/sign-in/second-factor", { challenge: token, code }));
	expect(await answer(await challenge(), await totpCode(secret, step())), "the code that confirmed").toBe(
		"401 invalid_credentials",
	);
	own.clock.nowMs += 30_000;
	const code = await totpCode(secret, step());
	const used = await challenge();
	expect(await answer(used, await totpCode(secret, step() + 5))).toBe("401 invalid_credentials");
	expect(await answer(used, code)).toBe("200");
	expect(await answer(used, code), "the challenge is used").toBe("400 invalid_link");
	expect(await answer(await challenge(), code), "the code is used").toBe("401 invalid_credentials");
	own.clock.nowMs += 60_000;
	expect(await answer(await challenge(), await totpCode(secret, step() + 1)), "a phone that is early").toBe(
		"200",
	);
	const [lost = "", second = ""] = recoveryCodes;
	expect(await answer(await challenge(), lost.toUpperCase().replace("-", " "))).toBe("200");
	expect(await answer(await challenge(), lost)).toBe("401 invalid_credentials");
	const old = await challenge();
	own.clock.nowMs += 5 * 60_000;
	expect(await answer(old, second), "five minutes").toBe("400 invalid_link");
	const stranger = await addUser(own);
	const other = await own
		.browser()
		.call("POST", "/api/auth/sign-in", { email: stranger.email, password: PASSWORD });
	expect(await other.json()).toMatchObject({ status: "signed_in" });

	const renewed = await read(await call("/recovery-codes", { password: PASSWORD }));
	expect(await answer(await challenge(), second)).toBe("401 invalid_credentials");
	expect(await answer(await challenge(), renewed.recoveryCodes[0] ?? "")).toBe("200");
	expect((await call("/disable", { password: OTHER })).status).toBe(401);
	expect((await call("/disable", { password: PASSWORD })).status).toBe(204);
	await signInAs(own, user);
});

test("[TF2] with a second factor eight characters do, and then it can't be turned off", async ({
	expect,
}) => {
	const own = await accountWorld(gateway);
	const user = await addUser(own);
	const first = await signInAs(own, user);
	const step = () => Math.floor(own.clock.nowMs / 30_000);
	const proposal = await first.browser.call("POST", "/api/auth/totp", { password: PASSWORD }, first.auth);
	const { secret } = await read(proposal);
	expect(
		(
			await first.browser.call(
				"POST",
				"/api/auth/totp/confirm",
				{ code: await totpCode(secret, step()) },
				first.auth,
			)
		).status,
	).toBe(200);
	const short = "kiln7moss";
	const changed = await first.browser.call(
		"POST",
		"/api/auth/password",
		{ current: PASSWORD, next: short },
		first.auth,
	);
	expect(changed.status).toBe(200);
	const { accessToken } = await read(changed);
	const off = await first.browser.call(
		"POST",
		"/api/auth/totp/disable",
		{ password: short },
		{ Authorization: `Bearer ${accessToken}` },
	);
	expect(await codeOf(off)).toBe("409 conflict");
});

test("[US9] an account is deleted by its owner's password", async ({ expect }) => {
	const user = await addUser(world);
	const { browser, auth } = await signInAs(world, user);
	expect(await codeOf(await browser.call("DELETE", "/api/auth/me", { password: OTHER }, auth))).toBe(
		"401 invalid_credentials",
	);
	expect((await browser.call("PATCH", "/api/auth/me", { name: "Nia <b>" }, auth)).status).toBe(200);
	expect((await findUserByEmail(world.database, user.email))?.name).toBe("Nia <b>");
	expect((await browser.call("DELETE", "/api/auth/me", { password: PASSWORD }, auth)).status).toBe(200);
	expect(await findUserByEmail(world.database, user.email)).toBeNull();
	expect((await browser.call("GET", "/api/auth/me", undefined, auth)).status).toBe(401);
	expect((await browser.call("POST", "/api/auth/refresh")).status).toBe(204);
});

test("[US10] without MAIL there are no accounts outside development, and no mailbox there at all", async ({
	expect,
}) => {
	const own = await accountWorld(gateway, { ENVIRONMENT: "production" });
	const browser = own.browser();
	const body = { email: freshEmail(), password: PASSWORD, name: "A" };
	for (const path of ["/sign-up", "/sign-in", "/password/reset", "/verify/resend"])
		expect(await codeOf(await browser.call("POST", `/api/auth${path}`, body)), path).toBe("404 not_found");
	expect((await browser.call("GET", "/api/mailbox")).status).toBe(404);
	expect((await world.browser().call("GET", "/api/mailbox")).status).toBe(200);
});
