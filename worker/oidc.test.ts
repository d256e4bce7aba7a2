/** OpenID Connect against a real provider on loopback, with a browser of a few lines. */
import { Provider } from "oidc-provider";
import { afterAll, beforeAll, test } from "vitest";
import { z } from "zod";
import { type LoopbackServer, serveOnLoopback } from "../gateway/testing/loopback-server.ts";
import { startTestGateway, type TestGateway } from "../gateway/testing/test-gateway.ts";
import { migrateDatabase } from "../cli/migrate-database.ts";
import { connectDatabase } from "../store/database.ts";
import { findUserByEmail, setDisabled } from "../store/users.ts";
import {
	accountWorld,
	addUser,
	type AccountWorld,
	type Browser,
	PASSWORD,
	signInAs,
} from "./testing/account-world.ts";
import { totpCode } from "./auth/totp.ts";

let gateway: TestGateway;
let world: AccountWorld;
let issuer: string;
let server: LoopbackServer;
/** What the provider says of whoever signs in; `sub` is what is typed as the login. */
const claims = new Map<string, { email?: string; email_verified?: boolean; name?: string }>();

beforeAll(async () => {
	gateway = await startTestGateway("embedded");
	await migrateDatabase(connectDatabase({ url: gateway.databaseUrl, fetchEndpoint: `${gateway.url}/sql` }));
	server = await serveOnLoopback((request, response) => provider.callback()(request, response));
	issuer = server.url;
	const provider = new Provider(issuer, {
		clients: [
			{
				client_id: "care",
				client_secret: "the client's secret",
				redirect_uris: ["https://care.example/api/auth/oidc/work/callback"],
				response_types: ["code"],
				grant_types: ["authorization_code"],
			},
		],
		pkce: { required: () => true },
		conformIdTokenClaims: false,
		claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
		cookies: { keys: ["a key of the test"] },
		findAccount: (_context: unknown, id: string) => ({
			accountId: id,
			claims: () => ({ sub: id, ...claims.get(id) }),
		}),
	});
	world = await accountWorld(gateway, {
		PUBLIC_URL: "https://care.example",
		OIDC_PROVIDERS: JSON.stringify([
			{ id: "work", name: "Work", issuer, clientId: "care", clientSecret: "the client's secret" },
			{ id: "wrong", name: "Wrong", issuer: `${issuer}/`, clientId: "care", clientSecret: "x" },
			{ id: "dead", name: "Dead", issuer: "http://127.0.0.1:9", clientId: "care", clientSecret: "x" },
		]),
	});
});
afterAll(async () => {
	await server.close();
	await gateway.close();
});

/** Signs in at the provider: follows its redirects, with its cookies, through its two forms. @returns where it sends us */
async function visitProvider(url: string, login: string): Promise<URL> {
	const jar = new Map<string, string>();
	let next = url;
	let form: string | null = null;
	for (let step = 0; step < 12; step += 1) {
		const response: Response = await fetch(next, {
			method: form === null ? "GET" : "POST",
			headers: {
				Cookie: [...jar].map((pair) => pair.join("=")).join("; "),
				...(form === null ? {} : { "Content-Type": "application/x-www-form-urlencoded" }),
			},
			...(form === null ? {} : { body: form }),
			redirect: "manual",
		});
		for (const line of response.headers.getSetCookie()) {
			const [name = "", value = ""] = (line.split(";")[0] ?? "").split("=");
			jar.set(name, value);
		}
		const location = response.headers.get("Location");
		const page: string = await response.text();
		if (location !== null) {
			const target = new URL(location, next);
			if (target.origin !== issuer) return target;
			next = target.href;
			form = null;
		} else {
			const action = /action="([^"]+)"/.exec(page)?.[1];
			if (action === undefined)
				throw new Error(
					`the provider says ${response.status}: ${page.replaceAll(/<style>[^]*?<\/style>|<[^>]+>|\s+/g, " ").slice(0, 400)}`,
				);
			next = new URL(action, next).href;
			form = page.includes('name="login"') ? `prompt=login&login=${login}&password=x` : "prompt=consent";
		}
	}
	throw new Error("the provider does not come to an end");
}

async function start(browser: Browser): Promise<string> {
	const response = await browser.call("GET", "/api/auth/oidc/work/start");
	return response.headers.get("Location") ?? `no redirect: ${response.status}`;
}

/** The whole way. @returns the answer of our callback */
async function signInBy(login: string, browser = world.browser()): Promise<Response> {
	const back = await visitProvider(await start(browser), login);
	return browser.call("GET", `${back.pathname}${back.search}`);
}

const outcome = async (response: Response): Promise<string> => {
	const body = z
		.object({ error: z.object({ code: z.string() }) })
		.safeParse(await response.json().catch(() => null));
	return body.success
		? `${response.status} ${body.data.error.code}`
		: `${response.status} ${response.headers.get("Location")}`;
};

test("[OI1] somebody new signs in by their provider, and comes back as the same user", async ({ expect }) => {
	const providers = await world.request("/api/auth/providers");
	expect(await providers.json()).toEqual({
		providers: [
			{ id: "work", name: "Work" },
			{ id: "wrong", name: "Wrong" },
			{ id: "dead", name: "Dead" },
		],
	});
	claims.set("ida", { email: "Ida@example.com", email_verified: true, name: "Ida Holm" });
	const browser = world.browser();
	expect(await outcome(await signInBy("ida", browser))).toBe("302 /account#/welcome");
	const refreshed = await browser.call("POST", "/api/auth/refresh");
	const { accessToken } = z.object({ accessToken: z.string() }).parse(await refreshed.json());
	const me = await world.request("/api/auth/me", { headers: { Authorization: `Bearer ${accessToken}` } });
	const first = z.looseObject({ id: z.string() }).parse(await me.json());
	expect(first).toMatchObject({
		email: "Ida@example.com",
		name: "Ida Holm",
		hasPassword: false,
		roles: ["customer"],
	});
	// the address changes at the issuer: the subject is who she is
	claims.set("ida", { email: "ida.holm@example.com", email_verified: true });
	await signInBy("ida");
	expect((await findUserByEmail(world.database, "ida@example.com"))?.id).toBe(first.id);
	expect(await findUserByEmail(world.database, "ida.holm@example.com")).toBeNull();
	const withPassword = await world
		.browser()
		.call("POST", "/api/auth/sign-in", { email: "ida@example.com", password: PASSWORD });
	expect(withPassword.status).toBe(401);
});

test("[OI2] an account is joined by an address that both sides have verified, and by no other", async ({
	expect,
}) => {
	const known = await addUser(world);
	claims.set("joe", { email: known.email.toUpperCase(), email_verified: true });
	expect(await outcome(await signInBy("joe"))).toBe("302 /account#/welcome");
	const second = await addUser(world);
	claims.set("mallory", { email: second.email, email_verified: false });
	expect(await outcome(await signInBy("mallory"))).toBe("403 forbidden");
	claims.set("nomail", {});
	expect(await outcome(await signInBy("nomail"))).toBe("403 forbidden");
	const unconfirmed = await addUser(world, ["customer"], { isVerified: false });
	claims.set("kim", { email: unconfirmed.email, email_verified: true });
	expect(await outcome(await signInBy("kim"))).toBe("409 conflict");
	await setDisabled(world.database, known.id, world.clock.nowMs);
	expect(await outcome(await signInBy("joe")), "a closed account stays closed").toBe("403 forbidden");
});

test("[OI3] a second factor is asked for here too", async ({ expect }) => {
	const user = await addUser(world);
	const { browser, auth } = await signInAs(world, user);
	const step = () => Math.floor(world.clock.nowMs / 30_000);
	const proposal = await browser.call("POST", "/api/auth/totp", { password: PASSWORD }, auth);
	const { secret } = z.object({ secret: z.string() }).parse(await proposal.json());
	await browser.call("POST", "/api/auth/totp/confirm", { code: await totpCode(secret, step()) }, auth);
	claims.set("tess", { email: user.email, email_verified: true });
	const tess = world.browser();
	const response = await signInBy("tess", tess);
	const challenge = /challenge=([\w-]{43})$/.exec(response.headers.get("Location") ?? "")?.[1] ?? "";
	expect([...tess.jar.keys()], "not signed in yet").not.toContain("care_refresh");
	const code = await totpCode(secret, step() + 1);
	expect((await tess.call("POST", "/api/auth/sign-in/second-factor", { challenge, code })).status).toBe(200);
});

test("[OI4] the way back is this browser's, good once, with the provider's own code; nothing else signs in", async ({
	expect,
}) => {
	claims.set("eve", { email: "eve@example.com", email_verified: true });
	const browser = world.browser();
	const back = await visitProvider(await start(browser), "eve");
	const path = (change: Record<string, string>) => {
		const query = new URLSearchParams(back.search);
		for (const [name, value] of Object.entries(change)) query.set(name, value);
		return `${back.pathname}?${query.toString()}`;
	};
	const jar = new Map(browser.jar);
	const withCookie = () => {
		const again = world.browser();
		for (const [name, value] of jar) again.jar.set(name, value);
		return again;
	};
	const victim = world.browser();
	expect(await outcome(await victim.call("GET", path({}))), "a link sent to somebody else").toBe(
		"400 invalid_link",
	);
	expect(await outcome(await withCookie().call("GET", path({ state: "A".repeat(43) })))).toBe(
		"400 invalid_link",
	);
	expect(
		await outcome(await withCookie().call("GET", path({}).replace("/work/", "/wrong/"))),
		"another provider's",
	).toBe("400 invalid_link");
	// that try has used the state up, as every try does
	expect(await outcome(await withCookie().call("GET", path({})))).toBe("400 invalid_link");
	const other = world.browser();
	const second = await visitProvider(await start(other), "eve");
	const madeUp = new URLSearchParams(second.search);
	madeUp.set("code", "a-code-of-nobody");
	expect(await outcome(await other.call("GET", `${second.pathname}?${madeUp.toString()}`))).toBe(
		"503 unavailable",
	);
	const denied = world.browser();
	const state = new URL(await start(denied)).searchParams.get("state") ?? "";
	expect(
		await outcome(
			await denied.call("GET", `/api/auth/oidc/work/callback?state=${state}&error=access_denied`),
		),
	).toBe("302 /account#/sign-in");
	expect(await findUserByEmail(world.database, "eve@example.com")).toBeNull();
	expect((await denied.call("POST", "/api/auth/refresh")).status, "no session").toBe(204);
	// the code of one sign-in does not fit another's verifier
	const [one, two] = [world.browser(), world.browser()];
	const [ofOne, ofTwo] = [
		await visitProvider(await start(one), "eve"),
		await visitProvider(await start(two), "eve"),
	];
	const swapped = new URLSearchParams(ofOne.search);
	swapped.set("code", ofTwo.searchParams.get("code") ?? "");
	expect(await outcome(await one.call("GET", `${ofOne.pathname}?${swapped.toString()}`))).toBe(
		"503 unavailable",
	);
});

test("[OI5] what is asked carries PKCE, state and nonce; an unknown, absent or misnamed issuer is refused", async ({
	expect,
}) => {
	const browser = world.browser();
	const url = new URL(await start(browser));
	expect(Object.fromEntries(url.searchParams)).toMatchObject({
		response_type: "code",
		client_id: "care",
		redirect_uri: "https://care.example/api/auth/oidc/work/callback",
		scope: "openid email profile",
		code_challenge_method: "S256",
		code_challenge: expect.stringMatching(/^[\w-]{43}$/),
		state: expect.stringMatching(/^[\w-]{43}$/),
		nonce: expect.stringMatching(/^[\w-]{43}$/),
	});
	expect(await outcome(await browser.call("GET", "/api/auth/oidc/nobody/start"))).toBe("404 not_found");
	expect(await outcome(await browser.call("GET", "/api/auth/oidc/dead/start"))).toBe("503 unavailable");
	expect(
		await outcome(await browser.call("GET", "/api/auth/oidc/wrong/start")),
		"calls itself otherwise",
	).toBe("503 unavailable");
});
