/** What needs a real Redis and a real Postgres: the routes in Node against the gateway with its embedded pair. */
import { afterAll, beforeAll, test } from "vitest";
import { ConversationList, Readiness, SocketTicket } from "../contracts/api.ts";
import { startTestGateway, type TestGateway } from "../gateway/testing/test-gateway.ts";
import { connectDatabase } from "../store/database.ts";
import { migrateDatabase } from "../cli/migrate-database.ts";
import { freshId } from "../store/fresh-id.ts";
import { conversationRow, storeConversation } from "../store/testing/stored-conversation.ts";
import { newVisitor, ORIGIN, testWorld } from "./testing/test-world.ts";

let gateway: TestGateway;
let addresses: Record<string, string>;

beforeAll(async () => {
	gateway = await startTestGateway("embedded");
	addresses = {
		DATABASE_URL: gateway.databaseUrl,
		DATABASE_FETCH_ENDPOINT: `${gateway.url}/sql`,
		UPSTASH_REDIS_REST_URL: gateway.redisUrl,
		UPSTASH_REDIS_REST_TOKEN: gateway.token,
	};
	await migrateDatabase(database());
});
afterAll(() => gateway.close());

function database() {
	return connectDatabase({ url: gateway.databaseUrl, fetchEndpoint: `${gateway.url}/sql` });
}

test("[RL4] isolates share one limit through Redis", async ({ expect }) => {
	const rules = {
		RATE_LIMITS: JSON.stringify({ visitors: { limit: 20, windowSeconds: 3_600 } }),
		...addresses,
	};
	// the real clock: the window in Redis goes by the limiter's own
	// patient isolates: on a busy machine an answer may take longer than a customer would wait for it
	const patient = () => testWorld(rules, 20_000);
	const isolates = await Promise.all([patient(), patient(), patient()]);
	for (const isolate of isolates) isolate.clock.nowMs = Date.now();
	const statuses: number[] = [];
	for (let call = 0; call < 30; call++) {
		const response = await isolates[call % 3]!.request("/api/visitors", { method: "POST" });
		statuses.push(response.status);
	}
	expect(statuses.filter((status) => status === 201)).toHaveLength(20);
	expect(statuses.slice(20).every((status) => status === 429)).toBe(true);
	expect(isolates.flatMap(({ log }) => log.filter((line) => line.event === "part.away"))).toEqual([]);
});

test("[TI1] a ticket opens its conversation's socket once, whichever isolate is asked", async ({
	expect,
}) => {
	const one = await testWorld(addresses);
	const two = await testWorld({ ...addresses, SIGNING_KEYS: one.env.SIGNING_KEYS });
	two.env.CONVERSATIONS = one.conversations;
	const { auth } = await newVisitor(one);
	const paths: string[] = [];
	for (let number = 0; number < 2; number++) {
		const created = await one.request("/api/conversations", { method: "POST", headers: auth });
		paths.push(created.headers.get("Location") ?? "");
	}
	const [path = "", other = ""] = paths;
	expect(path).toMatch(/^\/api\/conversations\/[0-9a-f-]{36}$/);
	const issue = async () => SocketTicket.parse(await (await one.post(`${path}/ticket`, "", auth)).json());
	const open = async (world: typeof one, url: string) =>
		(await world.request(url, { headers: { Upgrade: "websocket", Origin: ORIGIN } })).status;

	const ticket = await issue();
	expect(ticket.ticket).toMatch(/^[A-Za-z0-9_-]{43}$/);
	const opened = await Promise.all([two, one, two, one].map((world) => open(world, ticket.url)));
	// 503 is the object in memory, which opens no sockets: the ticket was good
	expect(opened.filter((status) => status === 503)).toHaveLength(1);
	expect(opened.filter((status) => status === 401)).toHaveLength(3);
	expect(one.conversations.upgrades).toHaveLength(1);

	const second = await issue();
	expect(await open(two, `${other}/socket?ticket=${second.ticket}`), "another conversation's").toBe(401);
	const foreign = await testWorld(addresses);
	const guess = await newVisitor(foreign);
	expect((await foreign.post(`${path}/ticket`, "", guess.auth)).status).toBe(404);
});

test("[TI2] a signed ticket that one isolate spent is spent for the others once Redis is back", async ({
	expect,
}) => {
	const cut = await testWorld();
	const back = await testWorld({ ...addresses, SIGNING_KEYS: cut.env.SIGNING_KEYS });
	const third = await testWorld({ ...addresses, SIGNING_KEYS: cut.env.SIGNING_KEYS });
	for (const world of [back, third]) world.env.CONVERSATIONS = cut.conversations;
	const { auth } = await newVisitor(cut);
	const created = await cut.request("/api/conversations", { method: "POST", headers: auth });
	const ticket = SocketTicket.parse(
		await (await cut.post(`${created.headers.get("Location")}/ticket`, "", auth)).json(),
	);
	expect(ticket.ticket.split(".")).toHaveLength(3);
	const open = async (world: typeof cut) =>
		(await world.request(ticket.url, { headers: { Upgrade: "websocket", Origin: ORIGIN } })).status;
	expect([await open(back), await open(third), await open(back)]).toEqual([503, 401, 401]);
});

test("[LS1] a visitor lists their own conversations, newest first, by pages", async ({ expect }) => {
	const world = await testWorld(addresses);
	const { auth, visitorId } = await newVisitor(world);
	const stranger = await newVisitor(world);
	const ids: string[] = [];
	for (let number = 0; number < 5; number++) {
		const atMs = Date.parse("2026-11-20T09:00:00Z") + number * 60_000;
		const id = freshId(atMs);
		ids.unshift(id);
		const row = conversationRow(id, atMs, { visitorId, preview: `number ${number}` });
		await storeConversation(database(), row);
	}
	const read = async (query: string, headers: Record<string, string>) =>
		ConversationList.parse(await (await world.request(`/api/conversations${query}`, { headers })).json());
	const first = await read("?limit=3", auth);
	const second = await read(`?limit=3&cursor=${first.nextCursor}`, auth);
	expect([...first.conversations, ...second.conversations].map(({ id }) => id)).toEqual(ids);
	expect(second.nextCursor).toBeNull();
	expect(first.conversations[0]).toMatchObject({
		preview: "number 4",
		lastActivityAt: "2026-11-20T09:04:00.000Z",
		owner: "bot",
	});
	expect(await read("", stranger.auth)).toEqual({ conversations: [], nextCursor: null });
	for (const cursor of ["'; drop table conversations; --", "1_2", "%00", "99999999999999_x"])
		expect((await read(`?cursor=${encodeURIComponent(cursor)}`, stranger.auth)).conversations).toEqual([]);
});

test("[RD1] readyz is 200 when all parts answer", async ({ expect }) => {
	const world = await testWorld(addresses);
	const response = await world.request("/readyz");
	expect(response.status).toBe(200);
	const { status, parts } = Readiness.parse(await response.json());
	expect(status).toBe("ok");
	expect(Object.values(parts).map((part) => part.status)).toEqual(["ok", "ok", "ok", "ok"]);
});
