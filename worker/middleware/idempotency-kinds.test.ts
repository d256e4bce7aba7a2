import { afterAll, beforeAll, test } from "vitest";
import { z } from "zod";
import { migrateDatabase } from "../../cli/migrate-database.ts";
import { startTestGateway, type TestGateway } from "../../gateway/testing/test-gateway.ts";
import { connectDatabase } from "../../store/database.ts";
import { accountWorld, addUser, type AccountWorld, PASSWORD, signInAs } from "../testing/account-world.ts";
import { newVisitor, NOBODY } from "../testing/test-world.ts";

let gateway: TestGateway;
let world: AccountWorld;
beforeAll(async () => {
	gateway = await startTestGateway("embedded");
	await migrateDatabase(connectDatabase({ url: gateway.databaseUrl, fetchEndpoint: `${gateway.url}/sql` }));
	world = await accountWorld(gateway, {
		HTTP_API: "on",
		CALLBACK_CHANNEL: '{"url":"https://shop.example/bot"}',
	});
});
afterAll(() => gateway.close());

const codeOf = async (response: Response) =>
	z.object({ error: z.object({ code: z.string() }) }).parse(await response.json()).error.code;
const isReplayed = ({ headers }: Response) => headers.get("Idempotency-Replayed") === "true";
const key = (value: string) => ({ "Idempotency-Key": value });

test("[IK10] what is known by its own id gets the first answer by that; the key is kept to its body", async ({
	expect,
}) => {
	const { auth } = await newVisitor(world);
	const begun = await world.request("/api/conversations", { method: "POST", headers: auth });
	const { id } = z.object({ id: z.string() }).parse(await begun.json());
	const say = async (text: string, more: Record<string, string> = key("ten"), at = world) =>
		at.post(`/api/conversations/${id}/messages`, { id: `message-${text}`, text }, { ...auth, ...more });
	expect((await say("")).status).toBe(400);
	const [first, again] = [await say("hello"), await say("hello")];
	expect([first.status, isReplayed(first), again.status, isReplayed(again)]).toEqual([200, false, 200, true]);
	const other = await say("other");
	expect([other.status, await codeOf(other)]).toEqual([422, "key_reused"]);
	expect((await say("other", key("eleven"))).status).toBe(200);
	expect((await say("other", key("two words"))).status).toBe(400);
});

test("[IK10] a message of Rasa's channels is known by its key: the conversation hears one id", async ({
	expect,
}) => {
	for (const channel of ["rest", "callback"]) {
		const sender = `ann-${channel}`;
		const say = async (message: string, more: Record<string, string> = {}, query = "") =>
			world.post(`/webhooks/${channel}/webhook${query}`, { sender, message }, more);
		const before = new Set(world.conversations.known.keys());
		await say("hi", key("one"));
		expect(isReplayed(await say("hi", key("one")))).toBe(true);
		expect((await say("bye", key("one"))).status).toBe(422);
		if (channel === "rest") expect((await say("hi", key("one"), "?stream=true")).status).toBe(422);
		await say("hi", key("two"));
		await say("hi");
		const [made] = [...world.conversations.known.values()].filter(({ id }) => !before.has(id));
		const [one, repeated, two, without] = (made?.calls ?? []).map(({ id }) => id);
		expect(one).toMatch(/^key-[\w-]{43}$/);
		expect(repeated).toBe(one);
		expect(new Set([one, two, without]).size).toBe(3);
	}
});

test("[IK11] what does no harm twice is done again; the key is kept to its body, and Redis is not needed", async ({
	expect,
}) => {
	const visit = async (body: object, at = world) => at.post("/api/visitors", body, key("eleven"));
	const token = async (response: Response) =>
		z.object({ token: z.string() }).parse(await response.json()).token;
	const [first, again] = [await visit({}), await visit({})];
	expect([first.status, again.status, isReplayed(again)]).toEqual([201, 201, false]);
	expect(await token(first), "nobody gets another visitor's token by a key").not.toBe(await token(again));
	const other = await visit({ site: "default" });
	expect([other.status, await codeOf(other)]).toEqual([422, "key_reused"]);
	expect((await visit({ site: "no-such-site" })).status).toBe(422);

	const refused = async (text: string) => world.post("/api/nlu/parse", { text }, key("parse"));
	expect((await refused("x".repeat(60_001))).status).toBe(400);
	expect((await refused("hi")).status, "what was refused may be tried again under its key").toBe(200);

	const away = await accountWorld(gateway, { UPSTASH_REDIS_REST_URL: NOBODY });
	expect((await visit({}, away)).status).toBe(201);
	expect((await visit({ site: "default" }, away)).status).toBe(201);
});

test("[IK12] what opens a session is done once; a repeat hears so, and no way in is kept", async ({
	expect,
}) => {
	const { id, email } = await addUser(world);
	const browser = world.browser("192.0.2.12");
	const signIn = async (password: string) =>
		browser.call("POST", "/api/auth/sign-in", { email, password }, key("twelve"));
	const before = new Set(await world.redis.keys("care:idempotency:*"));
	expect((await signIn("not the right password")).status).toBe(401);
	const first = await signIn(PASSWORD);
	expect(first.status, "a refusal leaves the key free").toBe(200);
	const again = await signIn(PASSWORD);
	expect([again.status, await codeOf(again), again.headers.get("Retry-After")]).toEqual([
		409,
		"already_done",
		null,
	]);
	expect(again.headers.getSetCookie()).toEqual([]);
	expect(await world.redis.smembers(`care:sessions:${id}`)).toHaveLength(1);
	expect((await signIn("another password, as good as any")).status).toBe(422);

	const keys = (await world.redis.keys("care:idempotency:*")).filter((name) => !before.has(name));
	expect(keys).toHaveLength(1);
	// as long as what is kept of a call that says nothing: no answer is in it
	expect(String(await world.redis.get(keys[0] ?? "")).length).toBeLessThan(500);
});

test("[IK12] a cookie that is refreshed under a key is spent once: a repeat hears so and ends nothing", async ({
	expect,
}) => {
	const browser = world.browser("192.0.2.13");
	const refresh = async (value: string) => browser.call("POST", "/api/auth/refresh", undefined, key(value));
	const [none, noneAgain] = [await refresh("thirteen"), await refresh("thirteen")];
	expect([none.status, noneAgain.status, isReplayed(noneAgain)]).toEqual([204, 204, true]);
	const { email } = await addUser(world);
	await browser.call("POST", "/api/auth/sign-in", { email, password: PASSWORD });
	const shown = new Map(browser.jar);
	expect((await refresh("thirteen")).status, "another cookie is another caller").toBe(200);
	const spent = new Map(browser.jar);
	for (const [name, value] of shown) browser.jar.set(name, value);
	const again = await refresh("thirteen");
	expect([again.status, await codeOf(again)]).toEqual([409, "already_done"]);
	for (const [name, value] of spent) browser.jar.set(name, value);
	expect((await refresh("fourteen")).status, "the session goes on").toBe(200);
	expect((await browser.call("POST", "/api/auth/sign-out", undefined, key("out"))).status).toBe(204);
	expect((await browser.call("POST", "/api/auth/sign-out", undefined, key("out"))).status).toBe(204);
});

test("[IK13] Rasa's API takes keys too: nothing is appended twice, and refusals have Rasa's body", async ({
	expect,
}) => {
	const append = async (name: string, value = "thirteen") =>
		world.post(
			"/conversations/eve/tracker/events",
			{ event: "slot", name, value: 1, timestamp: 1 },
			key(value),
		);
	const Refused = z.object({ status: z.literal("failure"), code: z.int(), reason: z.string() });
	expect((await append("a")).status).toBe(200);
	const again = await append("a");
	expect(again.status).toBe(409);
	expect(Refused.parse(await again.json())).toMatchObject({ code: 409, reason: "Conflict" });
	const other = await append("b");
	expect(Refused.parse(await other.json())).toMatchObject({ code: 422, reason: "KeyReused" });
	expect(world.conversations.rasaCalls.filter(({ work }) => work === "append")).toHaveLength(1);
	const predict = async () => world.post("/conversations/eve/predict", {}, key("predict"));
	expect([(await predict()).status, (await predict()).status]).toEqual([200, 200]);
});

test("[IK3] two of one key at once, of a call that is only told: one is done", async ({ expect }) => {
	const { email } = await addUser(world);
	const all = await Promise.all(
		Array.from({ length: 6 }, async () =>
			world
				.browser("192.0.2.14")
				.call("POST", "/api/auth/sign-in", { email, password: PASSWORD }, key("race")),
		),
	);
	expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
	expect(all.filter(({ status }) => status === 409)).toHaveLength(5);
});

test("[IK10] a command under a key keeps its conflict, and a repeat of what was done its answer", async ({
	expect,
}) => {
	const { auth } = await signInAs(world, await addUser(world, ["agent"]));
	const id = "01900000-0000-7000-8000-000000000001";
	await world.conversations.getByName(id).create({ id, visitorId: null, channel: "chat" });
	const note = async (text: string) =>
		world.post(
			`/api/desk/conversations/${id}/notes`,
			{ id: "command-0001", text },
			{ ...auth, ...key("note") },
		);
	expect((await note("one")).status).toBe(200);
	const again = await note("one");
	expect([again.status, isReplayed(again)]).toEqual([200, true]);
	expect((await note("two")).status).toBe(422);
});
