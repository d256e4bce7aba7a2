/** Exports by the routes, against a real Postgres and a real Redis. */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, test } from "vitest";
import { z } from "zod";
import { migrateDatabase } from "../cli/migrate-database.ts";
import { startTestGateway, type TestGateway } from "../gateway/testing/test-gateway.ts";
import { readAuditLog } from "../store/audit-log.ts";
import { createApiKey } from "../store/api-keys.ts";
import { MAX_FLUSH_ENTRIES } from "../store/conversation-log.ts";
import { connectDatabase } from "../store/database.ts";
import { freshId } from "../store/fresh-id.ts";
import { proposeTotp } from "../store/second-factor.ts";
import { createShop } from "../store/shop.ts";
import { renameUser } from "../store/users.ts";
import { conversationRow, storeConversation } from "../store/testing/stored-conversation.ts";
import { accountWorld, addUser, type AccountWorld, signInAs } from "./testing/account-world.ts";
import { newVisitor } from "./testing/test-world.ts";

let gateway: TestGateway;
let world: AccountWorld;
beforeAll(async () => {
	gateway = await startTestGateway("embedded");
	await migrateDatabase(connectDatabase({ url: gateway.databaseUrl, fetchEndpoint: `${gateway.url}/sql` }));
	world = await accountWorld(gateway);
});
afterAll(() => gateway.close());

const HOSTILE = `</li><script>alert("x")</script><img src=x onerror='alert(1)'> & co`;

/** A conversation of so many messages of the customer's. */
async function plant(visitorId: string, texts: readonly string[]): Promise<string> {
	const atMs = world.clock.nowMs - 60_000;
	const id = freshId(atMs);
	const entries = texts.map((text, index) => ({
		seq: index + 1,
		atMs: atMs + index,
		kind: "dialogue" as const,
		event: { event: "user", text, parse_data: {}, message_id: `${id}-${index}`, metadata: {} },
		eventId: `${id}-${index}`,
	}));
	const row = conversationRow(id, atMs, { visitorId });
	for (let from = 0; from < entries.length; from += MAX_FLUSH_ENTRIES)
		await storeConversation(world.database, row, entries.slice(from, from + MAX_FLUSH_ENTRIES));
	return id;
}

/** What somebody who is signed in takes along. */
async function exportOf(user: { email: string; id: string }, query = ""): Promise<Response> {
	const { auth } = await signInAs(world, user);
	const visitor = await world.request("/api/visitors", { method: "POST", headers: auth });
	const { token } = z.object({ token: z.string() }).parse(await visitor.json());
	return world.request(`/api/me/data${query}`, { headers: { Authorization: `Bearer ${token}` } });
}

const Exported = z.looseObject({
	format: z.literal("customer-care-export"),
	version: z.literal(1),
	contactId: z.string(),
	account: z.looseObject({ email: z.string() }).nullable(),
	sessions: z.array(z.looseObject({ userAgent: z.string() })),
	tickets: z.array(z.looseObject({ summary: z.string() })),
	conversations: z.array(
		z.looseObject({
			id: z.string(),
			entries: z.array(
				z.looseObject({ seq: z.int(), author: z.string().nullable(), text: z.string().nullable() }),
			),
		}),
	),
});

test("[EX1] an export has everything of the one who asks and nothing of anybody else, also ten thousand messages", async ({
	expect,
}) => {
	const { visitorId, auth } = await newVisitor(world);
	const long = await plant(
		visitorId,
		Array.from({ length: 10_000 }, (_, index) => `message ${index}`),
	);
	const short = await plant(visitorId, ["hello"]);
	const others: string[] = [];
	// more than a page of them
	for (let i = 0; i < 51; i += 1) others.push(await plant(visitorId, ["again"]));
	await createShop(world.database).openTicket(
		{ topic: "complaint", summary: "too late", email: null, orderNumber: null },
		{ idempotencyKey: short, nowMs: world.clock.nowMs, conversationId: short },
	);
	await plant((await newVisitor(world)).visitorId, ["somebodyelse"]);
	const response = await world.request("/api/me/data", { headers: auth });
	expect(response.status).toBe(200);
	expect(response.headers.get("Content-Disposition")).toBe('attachment; filename="my-data.json"');
	expect(response.headers.get("Cache-Control")).toBe("no-store");
	const text = await response.text();
	expect(text).not.toContain("somebodyelse");
	const exported = Exported.parse(JSON.parse(text));
	expect(exported).toMatchObject({ contactId: visitorId, account: null, sessions: [] });
	expect(exported.conversations.map(({ id }) => id).sort()).toEqual([long, short, ...others].sort());
	const entries = exported.conversations.find(({ id }) => id === long)?.entries ?? [];
	expect(entries.map((entry) => entry.text)).toEqual(
		Array.from({ length: 10_000 }, (_, index) => `message ${index}`),
	);
	expect(exported.tickets).toMatchObject([{ summary: "too late" }]);
	expect((await world.request("/api/me/data")).status).toBe(401);
	const { auth: fresh, visitorId: nobody } = await newVisitor(world);
	const empty = Exported.parse(await (await world.request("/api/me/data", { headers: fresh })).json());
	expect(empty).toMatchObject({ contactId: nobody, conversations: [], tickets: [] });
});

test("[EX2] the readable export runs nothing and lets no word out of its place", async ({ expect }) => {
	const { visitorId, auth } = await newVisitor(world);
	await plant(visitorId, [HOSTILE]);
	const response = await world.request("/api/me/data?format=html", { headers: auth });
	expect(response.headers.get("Content-Type")).toBe("text/html; charset=utf-8");
	const html = await response.text();
	expect(html).toContain(
		"&lt;/li&gt;&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt; &amp; co",
	);
	expect(html).not.toMatch(/<script|<img|<link|\sstyle=|\son\w+=['"]|https?:|url\(|@import/i);
	const [, policy = ""] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html) ?? [];
	const styles = [...html.matchAll(/<style>([^<]*)<\/style>/g)];
	const hash = createHash("sha256")
		.update(styles[0]?.[1] ?? "")
		.digest("base64");
	expect(styles).toHaveLength(1);
	expect(policy, "the file itself says what may work in it").toBe(
		`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
	);
	expect(html, "times and names of facts are for people").toMatch(
		/<time datetime="[\d-]+T[^"]+">\d+ \w+ \d{4} at \d\d:\d\d UTC<\/time>/,
	);
	expect(html).toContain(">Last seen at<");
	expect(html, "what is empty is left out").not.toMatch(/>null<|>\[\]</);
	expect(html.endsWith("</main></body></html>\n")).toBe(true);

	// what stands in a table is as hostile as what was said
	const user = await addUser(world);
	await renameUser(world.database, user.id, HOSTILE);
	const facts = await exportOf(user, "?format=html");
	expect(facts.headers.get("Content-Disposition")).toBe('attachment; filename="my-data.html"');
	const page = await facts.text();
	expect(page).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;");
	expect(page).not.toMatch(/<script|<img|<link|\sstyle=|\son\w+=['"]|https?:|url\(|@import/i);
	expect(page.match(/<style/gi)).toHaveLength(1);
});

test("[EX1] what people of the company wrote to each other stays theirs", async ({ expect }) => {
	const { visitorId, auth } = await newVisitor(world);
	const atMs = world.clock.nowMs - 60_000;
	const id = freshId(atMs);
	const note = { type: "note_added", by: { id: visitorId, name: "Ana" }, text: "between the two of us" };
	await storeConversation(world.database, conversationRow(id, atMs, { visitorId }), [
		{ seq: 1, atMs, kind: "system", event: note, eventId: `${id}-1` },
	]);
	const text = await (await world.request("/api/me/data", { headers: auth })).text();
	const [conversation] = Exported.parse(JSON.parse(text)).conversations;
	expect(conversation?.entries).toEqual([expect.objectContaining({ seq: 1, kind: "system", event: null })]);
	expect(text).not.toContain("between the two of us");
});

test("[EX3] somebody with an account gets that too, without its secrets; the desk exports with contacts:export alone, and that is noted", async ({
	expect,
}) => {
	const user = await addUser(world);
	await plant(user.id, ["hello"]);
	await proposeTotp(world.database, user.id, "v1.planted-secret");
	await createApiKey(world.database, {
		id: freshId(world.clock.nowMs),
		name: "of the cash desk",
		prefix: "abcdefghijkl",
		secretHash: "planted-hash",
		scopes: [],
		ownerId: user.id,
		createdAtMs: world.clock.nowMs,
		expiresAtMs: world.clock.nowMs + 86_400_000,
	});
	const text = await (await exportOf(user)).text();
	expect(text).toContain("of the cash desk");
	expect(text).not.toContain("planted");
	const exported = Exported.parse(JSON.parse(text));
	expect(exported.account).toMatchObject({ email: user.email, hasPassword: true });
	expect(exported.sessions).toHaveLength(1);
	expect(text).not.toMatch(/scrypt|totp|sealed/i);

	const path = `/api/desk/contacts/${user.id}/data`;
	const agent = await signInAs(world, await addUser(world, ["agent"]));
	const boss = await addUser(world, ["supervisor"]);
	const supervisor = await signInAs(world, boss);
	expect((await world.request(path, { headers: agent.auth })).status).toBe(403);
	const handed = await world.request(path, { headers: supervisor.auth });
	expect(Exported.parse(await handed.json()).account).toMatchObject({ email: user.email });
	const [noted] = await readAuditLog(world.database, { targetId: user.id, limit: 1 });
	expect(noted).toMatchObject({
		action: "contact.exported",
		actor: { kind: "user", id: boss.id },
		details: {},
	});
	// whoever signed up on somebody's address has not shown that it is theirs
	const unconfirmed = await addUser(world, ["customer"], { isVerified: false });
	for (const { email } of [user, unconfirmed])
		await createShop(world.database).openTicket(
			{ topic: "complaint", summary: `of ${email}`, email, orderNumber: null },
			{ idempotencyKey: email, nowMs: world.clock.nowMs, conversationId: freshId(world.clock.nowMs) },
		);
	const ticketsOf = async (id: string) => {
		const response = await world.request(`/api/desk/contacts/${id}/data`, { headers: supervisor.auth });
		return Exported.parse(await response.json()).tickets.map(({ summary }) => summary);
	};
	expect(await ticketsOf(user.id)).toEqual([`of ${user.email}`]);
	expect(await ticketsOf(unconfirmed.id)).toEqual([]);
	const missing = `/api/desk/contacts/${crypto.randomUUID()}/data`;
	expect((await world.request(missing, { headers: supervisor.auth })).status).toBe(404);
});

test("[EX4] an export goes out as it is read: no tag wants all of it in memory first", async ({ expect }) => {
	const { visitorId, auth } = await newVisitor(world);
	await plant(
		visitorId,
		Array.from({ length: 2_000 }, (_, index) => `message ${index}`),
	);
	const response = await world.request("/api/me/data", { headers: auth });
	expect(response.headers.get("ETag")).toBeNull();
	const reader = z.instanceof(ReadableStream).parse(response.body).getReader();
	let parts = 0;
	while (!(await reader.read()).done) parts += 1;
	expect(parts, "the person, and the entries page by page").toBeGreaterThan(4);
});

test("[EX4] with Postgres away an export is a refusal, not a file", async ({ expect }) => {
	const away = await accountWorld(gateway, {
		DATABASE_URL: "postgresql://care:x@127.0.0.1:9/care",
		DATABASE_FETCH_ENDPOINT: "http://127.0.0.1:9/sql",
	});
	const { auth } = await newVisitor(away);
	expect((await away.request("/api/me/data", { headers: auth })).status).toBe(503);
});
