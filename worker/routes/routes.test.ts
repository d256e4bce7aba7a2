import { test } from "vitest";
import { ConversationSummary, HistoryPage, Readiness, SocketTicket } from "../../contracts/api.ts";
import { ErrorBody } from "../../contracts/errors.ts";
import { MAX_TEXT_CHARS } from "../../contracts/protocol.ts";
import { SECURITY_HEADERS } from "../../contracts/security-headers.ts";
import { ConversationUnavailable } from "../../durable-objects/conversation-rpc.ts";
import { countsOf } from "../../store/cache-counts.ts";
import { newVisitor, ORIGIN, testWorld, type TestWorld } from "../testing/test-world.ts";

async function newConversation(world: TestWorld) {
	const visitor = await newVisitor(world);
	const response = await world.request("/api/conversations", { method: "POST", headers: visitor.auth });
	const { id } = ConversationSummary.parse(await response.json());
	return { ...visitor, id, path: `/api/conversations/${id}` };
}

async function refusal(response: Response) {
	const body = ErrorBody.parse(await response.json());
	return { status: response.status, ...body.error, requestId: response.headers.get("X-Request-Id") };
}

test("[AC1] a visitor talks, reads the history by pages and finds the conversation again", async ({
	expect,
}) => {
	const world = await testWorld();
	const { auth, path, id } = await newConversation(world);
	for (const number of [1, 2, 3]) {
		const body = { id: `message-${number}`, text: `hello ${number}`, payload: "/greet" };
		const posted = await world.post(`${path}/messages`, body, auth);
		expect(posted.status).toBe(200);
		expect(await posted.json()).toMatchObject({ id: `message-${number}`, lastSeq: number * 2 });
	}
	const newest = HistoryPage.parse(
		await (await world.request(`${path}/messages?limit=4`, { headers: auth })).json(),
	);
	expect(newest.events.map((event) => event.seq)).toEqual([3, 4, 5, 6]);
	const older = HistoryPage.parse(
		await (await world.request(`${path}/messages?limit=4&before=${newest.before}`, { headers: auth })).json(),
	);
	expect(older).toMatchObject({ before: null, lastSeq: 6 });
	expect(older.events.map((event) => event.seq)).toEqual([1, 2]);
	expect(await (await world.request(path, { headers: auth })).json()).toMatchObject({ id, lastSeq: 6 });
	expect(world.conversations.known.get(id)?.calls[0]).toMatchObject({
		inputChannel: "chat",
		payload: "/greet",
	});
});

test("[AC1] somebody else's conversation answers like one that does not exist, on every route", async ({
	expect,
}) => {
	const world = await testWorld();
	const own = await newConversation(world);
	const stranger = await newVisitor(world);
	const message = { id: "message-1", text: "let me in" };
	const ids = [own.id, "01a1f866-0d00-7f5a-8b28-9b54a80e4d51", "not-an-id", "..%2f..", "%00"];
	const answers = new Set<string>();
	for (const id of ids) {
		const path = `/api/conversations/${id}`;
		for (const response of [
			await world.request(path, { headers: stranger.auth }),
			await world.request(`${path}/messages`, { headers: stranger.auth }),
			await world.post(`${path}/messages`, message, stranger.auth),
			await world.post(`${path}/ticket`, "", stranger.auth),
		]) {
			const { status, code, message: words } = await refusal(response);
			answers.add(JSON.stringify({ status, code, words }));
		}
	}
	expect([...answers]).toEqual([
		JSON.stringify({ status: 404, code: "not_found", words: "There is no such conversation." }),
	]);
	expect(world.conversations.known.get(own.id)?.calls).toEqual([]);
});

test("[AC2] every route says who may call it, and those of visitors want a token", async ({ expect }) => {
	const world = await testWorld();
	const seen: string[] = [];
	for (const definition of world.app.openAPIRegistry.definitions) {
		if (definition.type !== "route") continue;
		const { method, path } = definition.route;
		const access: unknown = Reflect.get(definition.route, "x-access");
		expect(access, `${method} ${path}`).toEqual(expect.any(String));
		seen.push(`${String(access)} ${method} ${path}`);
		if (access !== "visitor" && access !== "own-conversation") continue;
		const response = await world.request(path.replace("{id}", "01a1f866-0d00-7f5a-8b28-9b54a80e4d51"), {
			method: method.toUpperCase(),
		});
		expect(await refusal(response), `${method} ${path}`).toMatchObject({ status: 401, code: "unauthorized" });
	}
	// everything that is routed came through defineRoute, but for the document itself and the middleware
	const routed = world.app.routes.filter(({ method }) => method !== "ALL");
	const described = new Set(
		seen.map((line) =>
			line
				.split(" ")
				.slice(1)
				.join(" ")
				.replaceAll(/\{(\w+)\}/g, ":$1"),
		),
	);
	const bare = routed.filter(({ method, path }) => !described.has(`${method.toLowerCase()} ${path}`));
	expect(new Set(bare.map(({ path }) => path))).toEqual(new Set(["/api/openapi.json"]));
});

test("[ER1][ER3] every kind of fault has the one shape and names its fields", async ({ expect }) => {
	const world = await testWorld();
	const { auth, path } = await newConversation(world);
	const messages = `${path}/messages`;
	const cases: [string, Response, object][] = [
		["not JSON", await world.post(messages, "{bad", auth), { status: 400, code: "bad_request" }],
		["no body", await world.post(messages, "", auth), { status: 400, code: "bad_request" }],
		["an array", await world.post(messages, [], auth), { status: 400, code: "bad_request" }],
		[
			"two bad fields",
			await world.post(messages, { id: "x", text: "" }, auth),
			{ status: 400, fields: [{ path: "body.id" }, { path: "body.text" }] },
		],
		[
			"text too long",
			await world.post(messages, { id: "message-1", text: "x".repeat(MAX_TEXT_CHARS + 1) }, auth),
			{ status: 413, code: "text_too_long", message: "A message may have at most 4000 characters." },
		],
		[
			"a body too large",
			await world.post(messages, { id: "message-1", text: "x", metadata: { a: "y".repeat(70_000) } }, auth),
			{ status: 413, code: "payload_too_large" },
		],
		[
			"metadata too deep",
			await world.post(
				messages,
				`{"id":"message-1","text":"x","metadata":{"a":${"[".repeat(20_000)}${"]".repeat(20_000)}}}`,
				auth,
			),
			{
				status: 400,
				fields: [{ path: "body.metadata", message: expect.stringContaining("8 levels") }],
			},
		],
		[
			"metadata too long",
			await world.post(messages, { id: "message-1", text: "x", metadata: { a: "y".repeat(9_000) } }, auth),
			{
				status: 400,
				fields: [{ path: "body.metadata", message: expect.stringContaining("8192 characters") }],
			},
		],
		[
			"a bad query",
			await world.request(`${messages}?limit=0&before=x`, { headers: auth }),
			{ status: 400, fields: [{ path: "query.before" }, { path: "query.limit" }] },
		],
		["unknown path", await world.request("/api/nothing"), { status: 404, code: "not_found" }],
		["unknown page", await world.request("/nothing.js"), { status: 404, code: "not_found" }],
		["unknown method", await world.request(path, { method: "DELETE", headers: auth }), { status: 404 }],
	];
	for (const type of [
		"text/plain",
		"application/x-www-form-urlencoded",
		"multipart/form-data",
		"application/xml",
	])
		cases.push([
			type,
			await world.post(messages, { id: "message-1", text: "x" }, { ...auth, "Content-Type": type }),
			{ status: 415, code: "unsupported_media_type" },
		]);
	for (const [name, response, expected] of cases) {
		const found = await refusal(response.clone());
		expect(found, name).toMatchObject(expected);
		expect(ErrorBody.parse(await response.json()).error.requestId, name).toBe(
			response.headers.get("X-Request-Id"),
		);
	}
	expect(world.log.filter((line) => line.event === "request.failed")).toEqual([]);
});

test("[ER1] what the object refuses is told in its own words", async ({ expect }) => {
	const world = await testWorld();
	const { auth, path } = await newConversation(world);
	const post = () => world.post(`${path}/messages`, { id: "message-1", text: "x" }, auth);
	world.conversations.reply = () => ({
		ok: false,
		code: "rate_limited",
		message: "Slower, please.",
		retryAfterMs: 1_200,
	});
	const slower = await post();
	expect(slower.headers.get("Retry-After")).toBe("2");
	expect(await refusal(slower)).toMatchObject({
		status: 429,
		message: "Slower, please.",
		retryAfterSeconds: 2,
	});
	world.conversations.fault = new Error(new ConversationUnavailable(5_000).message);
	expect(await refusal(await post())).toMatchObject({
		status: 503,
		code: "unavailable",
		retryAfterSeconds: 5,
	});
});

test("[HD1][HD2] every answer has the fixed headers and a request id", async ({ expect }) => {
	const world = await testWorld();
	const paths = [
		"/",
		"/healthz",
		"/readyz",
		"/version",
		"/api/visitors",
		"/api/openapi.json",
		"/nothing",
		"/.well-known/jwks.json",
	];
	for (const path of paths) {
		const response = await world.request(path, { headers: { "X-Request-Id": "caller-id_1" } });
		for (const [name, value] of SECURITY_HEADERS)
			expect(response.headers.get(name), `${path} ${name}`).toBe(value);
		expect(response.headers.get("X-Request-Id"), path).toBe("caller-id_1");
	}
	const policy = new Map(SECURITY_HEADERS).get("Content-Security-Policy") ?? "";
	expect(policy).not.toMatch(/unsafe|\*|http:/);
	for (const bad of ["short", "x".repeat(65), 'a"b{}<script>', "id with spaces"]) {
		const response = await world.request("/healthz", { headers: { "X-Request-Id": bad } });
		expect(response.headers.get("X-Request-Id")).toMatch(/^[0-9a-f-]{36}$/);
	}
	const other = await testWorld({ DATABASE_URL: "" });
	const broken = await other.request("/api/visitors", { method: "POST" });
	expect(broken.status).toBe(500);
	expect(broken.headers.get("X-Frame-Options")).toBe("DENY");
});

/** With no Postgres here, what may be a site's origin can't be judged: worker/sites.test.ts has one, and refuses with 403. */
const couldBeOfSite = (origin: string): boolean => /^https?:\/\/[a-z.]+[a-z](:\d+)?$/.test(origin);

test("[PG1] whatever stands below /app is the dashboard's page; what only looks like it is not there", async ({
	expect,
}) => {
	const world = await testWorld();
	for (const path of ["/app", "/app/", "/app/conversations/01a1f866", "/app/admin/users?search=a.b"]) {
		const page = await world.request(path);
		expect([path, page.status, await page.text()]).toEqual([path, 200, "<!doctype html>/app"]);
		expect(page.headers.get("Content-Security-Policy"), path).toContain("default-src 'none'");
	}
	expect((await world.request("/apple")).status).toBe(404);
	expect((await world.request("/app/x", { method: "POST" })).status).toBe(404);
});

test("[OR2][OR3] CORS is closed, and a foreign page changes nothing", async ({ expect }) => {
	const world = await testWorld({ ALLOWED_ORIGINS: "https://shop.example" });
	const post = (origin: string | null) =>
		world.request("/api/visitors", { method: "POST", headers: origin === null ? {} : { Origin: origin } });
	const foreign = [
		"https://evil.example",
		"null",
		"",
		"https://shop.example.evil.example",
		"https://evilshop.example",
		"http://shop.example",
		"https://shop.example:8443",
		"https://SHOP.example.",
		"https://shop.example@evil.example",
		`${ORIGIN}.evil.example`,
		`${ORIGIN}:8080`,
		"https://care.example",
		"file://",
		"*",
	];
	for (const origin of foreign) {
		const response = await post(origin);
		expect(await refusal(response), origin).toMatchObject(
			couldBeOfSite(origin) ? { status: 503, code: "unavailable" } : { status: 403, code: "forbidden" },
		);
		expect(response.headers.get("Access-Control-Allow-Origin"), origin).toBeNull();
		const preflight = await world.request("/api/visitors", {
			method: "OPTIONS",
			headers: { Origin: origin, "Access-Control-Request-Method": "POST" },
		});
		expect(preflight.headers.get("Access-Control-Allow-Origin"), origin).toBeNull();
	}
	const allowed = await post("https://shop.example");
	expect(allowed.status).toBe(201);
	expect(allowed.headers.get("Access-Control-Allow-Origin")).toBe("https://shop.example");
	expect(allowed.headers.get("Access-Control-Allow-Credentials")).toBeNull();
	expect(allowed.headers.get("Vary")).toContain("Origin");
	const preflight = await world.request("/api/conversations", {
		method: "OPTIONS",
		headers: { Origin: "https://shop.example", "Access-Control-Request-Method": "POST" },
	});
	expect(preflight.status).toBe(204);
	expect(preflight.headers.get("Access-Control-Allow-Headers")).toContain("Authorization");
	expect((await post(ORIGIN)).status).toBe(201);
	expect((await post(null)).status).toBe(201);
});

test("[TI2] a signed ticket opens once, whichever isolate is asked, with Redis away all the while", async ({
	expect,
}) => {
	const one = await testWorld();
	const two = await testWorld({ SIGNING_KEYS: one.env.SIGNING_KEYS });
	two.env.CONVERSATIONS = one.conversations;
	const { auth, path } = await newConversation(one);
	const { url } = SocketTicket.parse(await (await one.post(`${path}/ticket`, "", auth)).json());
	const open = async (world: typeof one) =>
		(await world.request(url, { headers: { Upgrade: "websocket", Origin: ORIGIN } })).status;
	const opened = await Promise.all([two, one, two, one].map(open));
	// 503 is the object in memory, which opens no sockets: the ticket was good
	expect(opened.toSorted((a, b) => a - b)).toEqual([401, 401, 401, 503]);
	expect(one.conversations.upgrades).toHaveLength(1);
});

test("[TI2][TI3] with Redis away a ticket is issued and spent once; the object hears who it is from us", async ({
	expect,
}) => {
	const world = await testWorld({ ALLOWED_ORIGINS: "https://shop.example" });
	const { auth, path, visitorId } = await newConversation(world);
	const other = await newConversation(world);
	const issue = async () => SocketTicket.parse(await (await world.post(`${path}/ticket`, "", auth)).json());
	const open = (url: string, headers: Record<string, string> = {}) =>
		world.request(url, {
			headers: {
				Upgrade: "websocket",
				Connection: "Upgrade",
				"Sec-WebSocket-Version": "13",
				Origin: ORIGIN,
				...headers,
			},
		});
	const first = await issue();
	expect(first.url).toBe(`${path}/socket?ticket=${first.ticket}`);
	expect(Date.parse(first.expiresAt) - world.clock.nowMs).toBe(30_000);
	const foreign = new URL(first.url, ORIGIN);
	expect((await open(`${other.path}/socket${foreign.search}`)).status, "another conversation's").toBe(401);

	const second = await issue();
	const opened = await open(second.url, {
		"x-care-visitor": "admin",
		"x-care-session": "mine",
		Cookie: "a=b",
	});
	expect(await refusal(opened)).toMatchObject({ status: 503, code: "unavailable", retryAfterSeconds: 7 });
	const upgrade = world.conversations.upgrades[0]!;
	expect(upgrade.url).not.toContain("ticket");
	expect(upgrade.headers.get("x-care-visitor")).toBe(visitorId);
	expect(upgrade.headers.get("x-care-session")).not.toBe("mine");
	expect(upgrade.headers.get("cookie")).toBeNull();
	expect((await open(second.url)).status, "spent").toBe(401);

	const late = await issue();
	world.clock.nowMs += 31_000;
	expect((await open(late.url)).status, "too late").toBe(401);
	const bearer = auth.Authorization.split(" ")[1];
	for (const bad of ["", "x", "..", "a.b.c", bearer, "A".repeat(43)]) {
		const status = (await open(`${path}/socket?ticket=${bad}`)).status;
		expect([401, 503], String(bad)).toContain(status);
	}
	expect((await open(`${path}/socket`)).status, "no ticket").toBe(400);
	expect(world.conversations.upgrades).toHaveLength(1);
});

test("[OR1] a socket is opened for our own pages and allowed ones only", async ({ expect }) => {
	const world = await testWorld({ ALLOWED_ORIGINS: "https://shop.example" });
	const { auth, path } = await newConversation(world);
	const open = async (origin: string | null) => {
		const { url } = SocketTicket.parse(await (await world.post(`${path}/ticket`, "", auth)).json());
		const headers = new Headers({ Upgrade: "websocket" });
		if (origin !== null) headers.set("Origin", origin);
		return (await world.request(url, { headers })).status;
	};
	const foreign = [
		null,
		"null",
		"",
		"*",
		"https://evil.example",
		"https://shop.example.evil.example",
		"http://shop.example",
		"https://shop.example:444",
		"https://xshop.example",
		"https://shop.example/",
		`${ORIGIN}.evil.example`,
		`${ORIGIN}:81`,
		"https://care.example",
		"ws://care.example",
		"file://",
		"chrome-extension://abc",
	];
	for (const origin of foreign)
		expect(await open(origin), String(origin)).toBe(couldBeOfSite(origin ?? "") ? 503 : 403);
	expect(world.conversations.upgrades).toEqual([]);
	for (const origin of ["https://shop.example", ORIGIN]) expect(await open(origin)).toBe(503);
	expect(world.conversations.upgrades).toHaveLength(2);
	const { url } = SocketTicket.parse(await (await world.post(`${path}/ticket`, "", auth)).json());
	expect((await world.request(url, { headers: { Origin: ORIGIN } })).status, "no upgrade asked for").toBe(
		400,
	);
});

test("[LS1] with Postgres away listing says so and talking goes on", async ({ expect }) => {
	const world = await testWorld();
	const { auth, path } = await newConversation(world);
	const listing = await world.request("/api/conversations", { headers: auth });
	expect(listing.headers.get("Retry-After")).toBe("5");
	expect(await refusal(listing)).toMatchObject({
		status: 503,
		code: "unavailable",
		message: "The database does not answer just now. Conversations go on meanwhile.",
	});
	expect((await world.post(`${path}/messages`, { id: "message-1", text: "hello" }, auth)).status).toBe(200);
});

test("[RD2] readyz tells how often each cache of the isolate was asked, by what came of it", async ({
	expect,
}) => {
	countsOf("of RD2").stale += 2;
	const { caches } = Readiness.parse(await (await (await testWorld()).request("/readyz")).json());
	expect(caches["of RD2"]).toEqual({ hits: 0, stale: 2, misses: 0, away: 0 });
});

test("[RD3] readyz tells how each background job fares: failing, or late where its alarm does not ring", async ({
	expect,
}) => {
	const world = await testWorld();
	const nowMs = world.clock.nowMs;
	const job = {
		lastRunAtMs: nowMs,
		lastSuccessAtMs: nowMs - 60_000,
		lastError: null,
		nextRunAtMs: nowMs + 1_000,
	};
	world.scheduler.jobs = [
		{ ...job, name: "erasures" },
		{ ...job, name: "failed", lastError: "no route to 10.0.0.7" },
		{ ...job, name: "lost", lastSuccessAtMs: null, nextRunAtMs: nowMs - 300_001 },
	];
	const text = await (await world.request("/readyz")).text();
	const { jobs } = Readiness.parse(JSON.parse(text));
	const [lastSuccessAt, nextRunAt] = [nowMs - 60_000, nowMs + 1_000].map((ms) => new Date(ms).toISOString());
	expect(jobs).toEqual({
		erasures: { status: "ok", lastSuccessAt, nextRunAt },
		failed: { status: "failing", lastSuccessAt, nextRunAt },
		lost: { status: "late", lastSuccessAt: null, nextRunAt: new Date(nowMs - 300_001).toISOString() },
	});
	expect(text, "an error's words are for the log").not.toContain("10.0.0.7");
});

test("[RD1] readyz names what is down, healthz touches nothing", async ({ expect }) => {
	const world = await testWorld();
	const response = await world.request("/readyz");
	expect(response.status).toBe(503);
	const { status, parts } = Readiness.parse(await response.json());
	expect({ status, parts: Object.entries(parts).map(([name, part]) => `${name} ${part.status}`) }).toEqual({
		status: "unavailable",
		parts: ["postgres down", "redis down", "model ok", "objects ok"],
	});
	expect(JSON.stringify(parts)).not.toMatch(/secret|127\.0\.0\.1/);
	const broken = await testWorld({ DATABASE_URL: "", SIGNING_KEYS: "" });
	expect((await broken.request("/healthz")).status).toBe(200);
	expect(await (await world.request("/version")).json()).toEqual({
		version: "unreleased",
		environment: "production",
		modelId: "model-1",
		protocol: 1,
		minimum_compatible_version: "3.6.21",
	});
});
