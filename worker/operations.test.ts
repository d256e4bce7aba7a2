/** What those who look after a deployment see of it: retention and integrations. */
import { afterAll, beforeAll, test } from "vitest";
import { migrateDatabase } from "../cli/migrate-database.ts";
import { IntegrationList } from "../contracts/integrations.ts";
import { Retention, RetentionDue } from "../contracts/retention.ts";
import { startTestGateway, type TestGateway } from "../gateway/testing/test-gateway.ts";
import { recordAudit } from "../store/audit-log.ts";
import { type AccountWorld, accountWorld, addUser, signInAs } from "./testing/account-world.ts";

const SECRET = "unspeakable-7f3a";
const JWT_KEY = `${SECRET}-and-long-enough-for-a-key-of-hmac`;

/** Everything is on, and every place that could hold a secret holds one. */
const ALL_ON = {
	API_TOKEN: SECRET,
	API_JWT_SECRET: JWT_KEY,
	SOCKETIO_CHANNEL: JSON.stringify({ jwt_key: JWT_KEY }),
	CALLBACK_CHANNEL: JSON.stringify({
		url: `https://bot.shop.example/${SECRET}?key=${SECRET}`,
		headers: { "X-Key": SECRET },
	}),
	ACTION_ENDPOINT: JSON.stringify({ url: `https://actions.shop.example/${SECRET}`, token: SECRET }),
	NLG_ENDPOINT: JSON.stringify({
		url: "https://nlg.shop.example",
		basic_auth: { username: SECRET, password: SECRET },
	}),
	RASA_DUCKLING_HTTP_URL: `https://${SECRET}@duckling.shop.example`,
	MAIL: JSON.stringify({ provider: "postmark", from: "Care <care@shop.example>" }),
	MAIL_TOKEN: SECRET,
	OIDC_PROVIDERS: JSON.stringify([
		{ id: "work", name: "Work", issuer: "https://id.shop.example/x", clientId: SECRET, clientSecret: SECRET },
	]),
	SENTRY_DSN: `https://${SECRET}@sentry.example/7`,
	RETENTION: JSON.stringify({ conversations: 730, visitors: null }),
};

let gateway: TestGateway;
let world: AccountWorld;
let admin: Record<string, string>;
beforeAll(async () => {
	gateway = await startTestGateway("embedded");
	world = await accountWorld(gateway, ALL_ON);
	await migrateDatabase(world.database);
	({ auth: admin } = await signInAs(world, await addUser(world, ["admin"])));
});
afterAll(() => gateway.close());

const read = async (path: string, of = world, headers = admin): Promise<Response> =>
	of.request(`/api/desk/${path}`, { headers });

test("[IN1] everything that can be joined is told with its host and its variables, and no secret with it", async ({
	expect,
}) => {
	const text = await (await read("integrations")).text();
	expect(text).not.toContain(SECRET);
	const { integrations } = IntegrationList.parse(JSON.parse(text));
	expect(integrations.filter(({ isOn }) => !isOn).map(({ id }) => id)).toEqual([]);
	const factsOf = (id: string) =>
		Object.fromEntries(
			integrations.find((one) => one.id === id)?.facts.map(({ name, value }) => [name, value]) ?? [],
		);
	expect(factsOf("callback")).toEqual({
		Path: "/webhooks/callback/webhook",
		"Replies go to": "bot.shop.example",
	});
	expect(factsOf("actions")).toEqual({ Host: "actions.shop.example", "Given up after": "9 s" });
	expect(factsOf("mail")).toEqual({ Provider: "postmark", From: "Care <care@shop.example>" });
	expect(factsOf("oidc")).toEqual({ Work: "id.shop.example" });
	expect(factsOf("http-api")).toEqual({ "Sign-in": "token or JWT, HS256" });
	expect(factsOf("sentry")).toEqual({ Host: "sentry.example" });
	// the callback channel has no sign-in of its own; the REST channel is on in development
	expect(integrations.filter(({ isOpen }) => isOpen).map(({ id }) => id)).toEqual(["rest", "callback"]);
});

test("[IN2] what is not set is told as off, with what would set it", async ({ expect }) => {
	const bare = await accountWorld(gateway, {
		REST_CHANNEL: "off",
		SOCKETIO_CHANNEL: "off",
		HTTP_API: "off",
		RASA_DUCKLING_HTTP_URL: "off",
	});
	const { auth } = await signInAs(bare, await addUser(bare, ["admin"]));
	const { integrations } = IntegrationList.parse(await (await read("integrations", bare, auth)).json());
	expect(integrations.filter(({ isOn }) => isOn).map(({ id }) => id)).toEqual([
		"mail",
		"encryption",
		"postgres",
		"redis",
	]);
	for (const { isOn, facts, settings } of integrations) {
		expect(settings.length).toBeGreaterThan(0);
		if (!isOn) expect(facts).toEqual([]);
	}
});

test("[RT3] the settings of retention, the next run, what the last ones let go, and what is due are told", async ({
	expect,
}) => {
	expect(Retention.parse(await (await read("retention")).json())).toMatchObject({
		settings: { conversations: 730, visitors: null, deadLetters: 90 },
		nextRunAt: null,
		lastRunAt: null,
		receipts: [],
	});
	const atMs = world.clock.nowMs;
	const actor = { kind: "system", id: null } as const;
	const details = { visitors: 3, deadLetters: 0 };
	await recordAudit(world.database, { atMs, actor, action: "retention.ran", details });
	world.scheduler.jobs = [
		{ name: "erasures", lastRunAtMs: 1, lastSuccessAtMs: 1, lastError: null, nextRunAtMs: 2 },
		{
			name: "retention",
			lastRunAtMs: atMs,
			lastSuccessAtMs: null,
			lastError: "it is away",
			nextRunAtMs: atMs + 3_600_000,
		},
	];
	expect(Retention.parse(await (await read("retention")).json())).toMatchObject({
		nextRunAt: new Date(atMs + 3_600_000).toISOString(),
		lastRunAt: new Date(atMs).toISOString(),
		lastError: "it is away",
		receipts: [{ at: new Date(atMs).toISOString(), by: "system", counts: details }],
	});
	const { counts } = RetentionDue.parse(await (await read("retention/due")).json());
	expect(counts).toMatchObject({ conversations: 0, unconfirmedAccounts: 0 });
	expect(counts, "what is kept has no count").not.toHaveProperty("visitors");
});

test("[RT4] a run that is asked for wakes the scheduler's job; to see the settings is not enough", async ({
	expect,
}) => {
	world.scheduler.woken.length = 0;
	const ask = async (headers: Record<string, string>) =>
		(await world.browser().call("POST", "/api/desk/retention/run", undefined, headers)).status;
	await world.browser().call("POST", "/api/roles", { name: "looker", permissions: ["settings:read"] }, admin);
	const { auth } = await signInAs(world, await addUser(world, ["looker"]));
	expect((await read("retention", world, auth)).status).toBe(200);
	expect(await ask(auth)).toBe(403);
	expect(world.scheduler.woken).not.toContain("retention");
	expect(await ask(admin)).toBe(204);
	expect(world.scheduler.woken).toContain("retention");
});
