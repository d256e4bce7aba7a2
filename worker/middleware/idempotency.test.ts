import { afterAll, beforeAll, test } from "vitest";
import { z } from "zod";
import { migrateDatabase } from "../../cli/migrate-database.ts";
import { startTestGateway, type TestGateway } from "../../gateway/testing/test-gateway.ts";
import { connectDatabase } from "../../store/database.ts";
import { listApiKeys } from "../../store/api-keys.ts";
import { freshJwk } from "../testing/test-keys.ts";
import { accountWorld, addUser, type AccountWorld, PASSWORD, signInAs } from "../testing/account-world.ts";
import { newVisitor, NOBODY } from "../testing/test-world.ts";
import { GuardedRedis } from "../guarded-redis.ts";
import { RememberedCalls } from "../remembered-calls.ts";
import { SealedTexts } from "../../store/sealed-texts.ts";

let gateway: TestGateway;
let world: AccountWorld;
let admin: Record<string, string>;
beforeAll(async () => {
	gateway = await startTestGateway("embedded");
	await migrateDatabase(connectDatabase({ url: gateway.databaseUrl, fetchEndpoint: `${gateway.url}/sql` }));
	world = await accountWorld(gateway, { HTTP_API: "on" });
	admin = (await signInAs(world, await addUser(world, ["admin"]))).auth;
});
afterAll(() => gateway.close());

const body = { name: "k", scopes: ["users:read"], expiresInDays: 1 };
const makeKey = async (key: string, more: object = {}, headers = admin) =>
	world.post("/api/api-keys", { ...body, ...more }, { ...headers, "Idempotency-Key": key });
const messageOf = async (response: Response) =>
	z.object({ error: z.object({ message: z.string() }) }).parse(await response.json()).error.message;
const keysMade = async (): Promise<number> =>
	(await listApiKeys(world.database, { cursor: null, limit: 100 })).keys.length;
const codeOf = async (response: Response) =>
	z.object({ error: z.object({ code: z.string() }) }).parse(await response.json()).error.code;

test("[IK1] the same key, caller and body gives the first answer and does nothing twice", async ({
	expect,
}) => {
	const before = await keysMade();
	const first = await makeKey("one");
	const again = await makeKey("one");
	expect([first.status, again.status]).toEqual([201, 201]);
	expect(again.headers.get("Idempotency-Replayed")).toBe("true");
	expect(first.headers.get("Idempotency-Replayed")).toBeNull();
	expect(again.headers.get("Content-Type")).toBe(first.headers.get("Content-Type"));
	expect(await again.json()).toEqual(await first.json());
	expect(await keysMade()).toBe(before + 1);

	const { auth } = await newVisitor(world);
	const begin = async () =>
		world.request("/api/conversations", { method: "POST", headers: { ...auth, "Idempotency-Key": "one" } });
	const [begun, repeated] = [await begin(), await begin()];
	expect(repeated.headers.get("Location")).toBe(begun.headers.get("Location"));
	expect(begun.headers.get("Location")).toMatch(/^\/api\/conversations\//);
	expect(world.conversations.known.size).toBe(1);
});

test("[IK2] another body under the key is a mistake; another caller or route has keys of its own", async ({
	expect,
}) => {
	await makeKey("two");
	const other = await makeKey("two", { name: "other" });
	expect([other.status, await codeOf(other)]).toEqual([422, "key_reused"]);
	const second = (await signInAs(world, await addUser(world, ["admin"]))).auth;
	const theirs = await makeKey("two", {}, second);
	expect([theirs.status, theirs.headers.get("Idempotency-Replayed")]).toEqual([201, null]);
	const role = await world.post(
		"/api/roles",
		{ name: "of_two", permissions: [] },
		{ ...admin, "Idempotency-Key": "two" },
	);
	expect([role.status, role.headers.get("Idempotency-Replayed")]).toEqual([201, null]);
});

test("[IK3] many at once: one is done, the others get its answer or hear that it runs", async ({
	expect,
}) => {
	const before = await keysMade();
	const all = await Promise.all(Array.from({ length: 12 }, async () => makeKey("three")));
	expect(await keysMade()).toBe(before + 1);
	const running = all.filter(({ status }) => status === 409);
	expect(all.filter(({ status }) => status === 201).length + running.length).toBe(12);
	for (const response of running) expect(response.headers.get("Retry-After")).toBe("1");
	expect((await makeKey("three")).status).toBe(201);
});

test("[IK3] a call that never ended stays unknown: nothing is done twice, and nobody is told to wait", async ({
	expect,
}) => {
	const { auth } = await newVisitor(world);
	const begin = async () =>
		world.request("/api/conversations", { method: "POST", headers: { ...auth, "Idempotency-Key": "died" } });
	const begun = world.conversations.known.size;
	let goOn = (): void => undefined;
	const hangs = new Promise<void>((resolve) => {
		goOn = resolve;
	});
	const getByName = world.conversations.getByName.bind(world.conversations);
	world.conversations.getByName = (id) => {
		const object = getByName(id);
		return { ...object, create: async (call) => hangs.then(async () => object.create(call)) };
	};
	const first = begin();
	await expect.poll(async () => (await begin()).headers.get("Retry-After")).toBe("1");
	world.clock.nowMs += 61_000;
	const later = await begin();
	expect([later.status, later.headers.get("Retry-After")]).toEqual([409, null]);
	expect(await messageOf(later)).toMatch(/never ended/);
	expect(world.conversations.known.size).toBe(begun);
	world.conversations.getByName = getByName;
	goOn();
	expect((await first).status).toBe(201);
	expect((await begin()).headers.get("Idempotency-Replayed")).toBe("true");
});

test("[IK4] what was refused may be tried again under its key; who may no longer call gets no old answer", async ({
	expect,
}) => {
	expect((await makeKey("four", { name: "" })).status).toBe(400);
	const done = await makeKey("four");
	expect([done.status, done.headers.get("Idempotency-Replayed")]).toEqual([201, null]);
	expect((await makeKey("four", {}, { Authorization: "Bearer x.y.z" })).status).toBe(401);
	for (const bad of ["", "two words", "é", "x".repeat(256)]) expect((await makeKey(bad)).status).toBe(400);
	expect((await makeKey('"quoted-as-the-draft-does"')).status).toBe(201);
});

test("[IK4] what failed on our side is not kept: the next try with the key does it", async ({ expect }) => {
	const { auth } = await newVisitor(world);
	const begin = async () =>
		world.request("/api/conversations", { method: "POST", headers: { ...auth, "Idempotency-Key": "fails" } });
	world.conversations.fault = new Error("broken");
	expect((await begin()).status).toBe(500);
	world.conversations.fault = null;
	const done = await begin();
	expect([done.status, done.headers.get("Idempotency-Replayed")]).toEqual([201, null]);
});

test("[IK5] with Redis away nothing is done under a key, and without one all goes on; a message needs no key", async ({
	expect,
}) => {
	const away = await accountWorld(gateway, { UPSTASH_REDIS_REST_URL: NOBODY });
	const { auth } = await newVisitor(away);
	const begin = async (headers: object) =>
		away.request("/api/conversations", { method: "POST", headers: { ...auth, ...headers } });
	const keyed = await begin({ "Idempotency-Key": "five" });
	expect([keyed.status, keyed.headers.get("Retry-After"), await codeOf(keyed)]).toEqual([
		503,
		"5",
		"unavailable",
	]);
	expect(away.conversations.known.size).toBe(0);
	const plain = await begin({});
	expect(plain.status).toBe(201);
	const { id } = z.object({ id: z.string() }).parse(await plain.json());
	const message = { id: "message-1", text: "hello" };
	const keyedToo = { ...auth, "Idempotency-Key": "five" };
	expect((await away.post(`/api/conversations/${id}/messages`, message, keyedToo)).status).toBe(200);
});

test("[IK6] what Redis remembers is sealed: no answer, no hash of a body, no key", async ({ expect }) => {
	const made = z.object({ key: z.string() }).parse(await (await makeKey("the-key-of-six")).json());
	const keys = await world.redis.keys("care:idempotency:*");
	const values = JSON.stringify(await Promise.all(keys.map(async (key) => world.redis.get(key))));
	expect(keys.length).toBeGreaterThan(0);
	expect(values).toContain("v1.k1.");
	for (const plain of [made.key, "users:read", "bodyHash", "the-key-of-six"])
		expect(values + keys.join()).not.toContain(plain);
	for (const key of keys) expect(await world.redis.ttl(key)).toBeGreaterThan(86_000);
});

test("[IK9] without ENCRYPTION_KEYS a repeat gets its answer all the same, sealed by what the signing keys give", async ({
	expect,
}) => {
	const [old, next] = [await freshJwk("old"), await freshJwk("next")];
	const made = async (keys: readonly object[]) =>
		accountWorld(gateway, { ENCRYPTION_KEYS: "", SIGNING_KEYS: JSON.stringify({ keys }) });
	const bare = await made([old]);
	const { auth } = await newVisitor(bare);
	const begin = async (at: typeof bare) =>
		at.request("/api/conversations", { method: "POST", headers: { ...auth, "Idempotency-Key": "nine" } });
	const before = new Set(await world.redis.keys("care:idempotency:*"));
	const first = z.looseObject({ id: z.string() }).parse(await (await begin(bare)).json());
	const again = await begin(bare);
	expect([again.status, again.headers.get("Idempotency-Replayed")]).toEqual([201, "true"]);
	expect(await again.json()).toEqual(first);
	expect(bare.conversations.known.size).toBe(1);
	const [kept = ""] = (await world.redis.keys("care:idempotency:*")).filter((key) => !before.has(key));
	const value = String(await world.redis.get(kept));
	expect(value).toMatch(/^v1\./);
	expect(value, "nothing of the private key, nothing of the answer").not.toContain(old.d);
	expect(value).not.toContain(first.id);
	// the keys turn: the older one opens until it is taken out
	expect((await begin(await made([next, old]))).headers.get("Idempotency-Replayed")).toBe("true");
});

test("[IK6] what is not kept, for its size or because its key is gone, is told as done and not done again", async ({
	expect,
}) => {
	const calls = new RememberedCalls(
		new GuardedRedis(world.redis, { nowMs: Date.now, log: () => undefined }, 5_000),
		new SealedTexts({ keys: [{ id: "k1", key: `${"A".repeat(42)}Q` }] }),
		Date.now,
	);
	const call = { name: "huge", caller: "visitor:1", bodyHash: "x" };
	const answer = { status: 200, contentType: null, location: null, body: "x".repeat(65_536) };
	expect(await calls.begin(call)).toEqual({ state: "first" });
	await calls.end(call, answer);
	expect(await calls.begin(call)).toEqual({ state: "done", answer });
	await calls.end(call, { ...answer, body: `${answer.body}x` });
	expect(await calls.begin(call)).toEqual({ state: "unkept" });
	const otherKeys = new RememberedCalls(
		new GuardedRedis(world.redis, { nowMs: Date.now, log: () => undefined }, 5_000),
		new SealedTexts({ keys: [{ id: "k2", key: `${"B".repeat(42)}Q` }] }),
		Date.now,
	);
	expect(await otherKeys.begin(call)).toEqual({ state: "unkept" });
});

test("[IK7] without an account the keys belong to the address: one invitation is accepted once, and told twice", async ({
	expect,
}) => {
	const email = "invited-by-key@example.com";
	const invitation = { email, roles: ["customer"] };
	const invite = async () =>
		world.browser().call("POST", "/api/invitations", invitation, { ...admin, "Idempotency-Key": "invite" });
	expect([(await invite()).status, (await invite()).status]).toEqual([201, 201]);
	expect(await world.mailsTo(email)).toHaveLength(1);
	const joining = { token: await world.tokenTo(email), name: "Inga", password: PASSWORD };
	const accept = async (address: string) =>
		world
			.browser(address)
			.call("POST", "/api/auth/invitation/accept", joining, { "Idempotency-Key": "seven" });
	const first = await accept("192.0.2.7");
	const again = await accept("192.0.2.7");
	expect([first.status, again.status, again.headers.get("Idempotency-Replayed")]).toEqual([200, 200, "true"]);
	expect(await again.json()).toEqual(await first.json());
	const elsewhere = await accept("192.0.2.8");
	expect([elsewhere.status, await codeOf(elsewhere)]).toEqual([400, "invalid_link"]);
});

/** Written by hand: a repeat of a new POST gets the answer that was kept, unless somebody has thought about it and written here what else. */
const OTHERWISE: Readonly<Record<string, "known" | "harmless" | "told">> = {
	"/api/auth/password": "told",
	"/api/auth/refresh": "told",
	"/api/auth/sign-in": "told",
	"/api/auth/sign-in/second-factor": "told",
	"/api/auth/sign-out": "harmless",
	"/api/auth/sign-out-everywhere": "harmless",
	"/api/auth/verify": "told",
	"/api/conversations/{id}/messages": "known",
	"/api/conversations/{id}/ticket": "harmless",
	"/api/desk/conversations/bulk": "known",
	"/api/desk/conversations/{id}/assign": "known",
	"/api/desk/conversations/{id}/hand-back": "known",
	"/api/desk/conversations/{id}/messages": "known",
	"/api/desk/conversations/{id}/notes": "known",
	"/api/desk/conversations/{id}/priority": "known",
	"/api/desk/conversations/{id}/queue": "known",
	"/api/desk/conversations/{id}/reopen": "known",
	"/api/desk/conversations/{id}/replay": "harmless",
	"/api/desk/conversations/{id}/resolve": "known",
	"/api/desk/conversations/{id}/snooze": "known",
	"/api/desk/conversations/{id}/take-over": "known",
	"/api/desk/conversations/{id}/ticket": "harmless",
	"/api/desk/explain": "harmless",
	"/api/desk/inbox/ticket": "harmless",
	"/api/desk/models": "harmless",
	"/api/nlu/parse": "harmless",
	"/api/visitors": "harmless",
	"/conversations/{conversation_id}/execute": "told",
	"/conversations/{conversation_id}/messages": "told",
	"/conversations/{conversation_id}/predict": "harmless",
	"/conversations/{conversation_id}/tracker/events": "told",
	"/conversations/{conversation_id}/trigger_intent": "told",
	"/model/parse": "harmless",
	"/model/predict": "harmless",
	"/model/test/intents": "harmless",
	"/model/test/stories": "harmless",
	"/model/train": "told",
	"/webhooks/callback/webhook": "known",
	"/webhooks/rest/webhook": "known",
};

const Operation = z.looseObject({
	description: z.string(),
	"x-repeat": z.enum(["answered", "known", "harmless", "told"]).default("answered"),
	parameters: z.array(z.looseObject({ name: z.string(), description: z.string().default("") })).default([]),
	responses: z.record(z.string(), z.looseObject({ headers: z.record(z.string(), z.unknown()).default({}) })),
});

test("[IK8] every POST takes a key and says what a repeat gets; every GET has an ETag or says why not; the document has both", async ({
	expect,
}) => {
	const document = z
		.looseObject({ paths: z.record(z.string(), z.record(z.string(), Operation)) })
		.parse(await (await world.request("/api/openapi.json")).json());
	const named = ({ parameters }: z.infer<typeof Operation>, name: string) =>
		parameters.find((parameter) => parameter.name === name);
	const otherwise: Record<string, unknown> = {};
	for (const [path, { post, get }] of Object.entries(document.paths)) {
		if (post !== undefined) {
			const how = post["x-repeat"];
			const said = { known: "gets the first answer", harmless: "is done again", told: "`already_done`" };
			const words = how === "answered" ? "gets the first answer" : said[how];
			expect(named(post, "Idempotency-Key")?.description, path).toContain(words);
			expect(Object.keys(post.responses), path).toEqual(
				expect.arrayContaining([
					"400",
					"422",
					...(how === "told" || how === "answered" ? ["409", "503"] : []),
				]),
			);
			const done = Object.entries(post.responses).filter(([status]) => status.startsWith("2"));
			for (const [status, { headers }] of done)
				expect("Idempotency-Replayed" in headers, `${path} ${status}`).toBe(
					how === "answered" || how === "known" || (how === "told" && status === "204"),
				);
			if (how !== "answered") otherwise[path] = how;
		}
		if (get?.responses["200"]?.["content"] === undefined) continue;
		if (/Carries no ETag: .{10}/.test(get.description)) {
			expect(get.responses, `${path} has none`).not.toHaveProperty("304");
			expect(["/api/me/data", "/api/desk/contacts/{id}/data", "/healthz", "/readyz"]).toContain(path);
			continue;
		}
		expect(named(get, "If-None-Match"), path).toBeDefined();
		expect(get.responses, path).toHaveProperty("304");
		expect(get.responses["200"]?.headers, path).toHaveProperty("ETag");
	}
	expect(otherwise).toEqual(OTHERWISE);
});

test("[ET1] a GET carries an ETag; who has that answer gets 304 with the headers and without a body", async ({
	expect,
}) => {
	const get = async (path: string, headers: Record<string, string> = {}, method = "GET") =>
		world.request(path, { method, headers });
	await world.post("/conversations/ann/tracker/events", { event: "restart", timestamp: 1 });
	for (const [path, headers] of [
		["/api/site", {}],
		["/api/api-keys", admin],
		["/api/openapi.json", {}],
		["/.well-known/jwks.json", {}],
		["/webhooks/rest", {}],
		["/version", {}],
		["/api/desk/analytics/overview?format=csv", admin],
		["/conversations/ann/story", {}],
		["/domain", {}],
		["/domain", { Accept: "application/x-yaml" }],
	] as const) {
		const first = await get(path, headers);
		const tag = first.headers.get("ETag") ?? "";
		expect(tag, path).toMatch(/^W\/"[0-9a-f]+"$/);
		const same = await get(path, { ...headers, "If-None-Match": `"other", ${tag}` });
		expect([same.status, await same.text(), same.headers.get("ETag")]).toEqual([304, "", tag]);
		expect(same.headers.get("Cache-Control")).toBe(first.headers.get("Cache-Control"));
		expect(same.headers.get("X-Content-Type-Options")).toBe("nosniff");
		expect(same.headers.get("X-Request-Id")).not.toBeNull();
		expect((await get(path, { ...headers, "If-None-Match": '"other"' })).status).toBe(200);
		const head = await get(path, headers, "HEAD");
		expect([head.status, await head.text(), head.headers.get("ETag")]).toEqual([200, "", tag]);
		expect((await get(path, { ...headers, "If-None-Match": tag }, "HEAD")).status).toBe(304);
	}
	const before = (await get("/api/api-keys", admin)).headers.get("ETag") ?? "";
	await makeKey("of-ET1");
	expect((await get("/api/api-keys", { ...admin, "If-None-Match": before })).status).toBe(200);
	expect((await get("/api/api-keys", { "If-None-Match": before })).status).toBe(401);
	expect((await get("/api/nothing", admin)).headers.get("ETag")).toBeNull();
});

test("[ET1] an answer is nobody else's: another caller's tag is no answer of theirs", async ({ expect }) => {
	const other = (await signInAs(world, await addUser(world, ["admin"]))).auth;
	const get = async (headers: Record<string, string>) => world.request("/api/auth/me", { headers });
	const mine = await get(admin);
	expect(mine.headers.get("Vary")).toContain("Authorization");
	const tag = mine.headers.get("ETag") ?? "";
	const theirs = await get({ ...other, "If-None-Match": tag });
	expect([theirs.status, theirs.headers.get("ETag") === tag]).toEqual([200, false]);
	expect((await get({ ...admin, "If-None-Match": tag })).status).toBe(304);
	expect((await get({ "If-None-Match": "*" })).status).toBe(401);
});

test("[ET2] what is somebody's is kept by their own browser alone, which asks each time; refusals and changes are kept by nobody", async ({
	expect,
}) => {
	const kept = async (path: string, init: RequestInit = {}) =>
		(await world.request(path, init)).headers.get("Cache-Control");
	expect(await kept("/api/auth/me", { headers: admin })).toBe("private, no-cache");
	expect(await kept("/api/auth/me")).toBe("no-store");
	expect(await kept("/api/mailbox")).toBe("no-store");
	expect(await kept("/api/site")).toBe("public, max-age=60");
	expect(await kept("/api/visitors", { method: "POST" })).toBe("no-store");
});
