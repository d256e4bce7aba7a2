import { SignJWT } from "jose";
import { test } from "vitest";
import { z } from "zod";
import { EMPTY_TRACKER } from "../../testing/fresh-conversation.ts";
import { bot } from "../../testing/test-bindings.ts";
import { newVisitor, testWorld, type TestWorld } from "../../testing/test-world.ts";
import { RasaErrorBody } from "../../rasa-error.ts";

const API_TOKEN = "a-long-token";
const SECRET = "the secret that signs the company's tokens";
const TOKEN = `?token=${API_TOKEN}`;

async function refusal(response: Response) {
	const { code, reason, message } = RasaErrorBody.parse(await response.json());
	return { status: response.status, code, reason, message };
}

async function bearer(user: object, world: TestWorld, secret = SECRET) {
	const token = await new SignJWT({ user })
		.setProtectedHeader({ alg: "HS256" })
		.setExpirationTime(world.clock.nowMs / 1_000 + 60)
		.sign(new TextEncoder().encode(secret));
	return { headers: { Authorization: `Bearer ${token}` } };
}

const ROUTES = [
	["GET", "/conversations/ann/tracker"],
	["POST", "/conversations/ann/tracker/events"],
	["PUT", "/conversations/ann/tracker/events"],
	["GET", "/conversations/ann/story"],
	["POST", "/conversations/ann/execute"],
	["POST", "/conversations/ann/trigger_intent"],
	["POST", "/conversations/ann/predict"],
	["POST", "/conversations/ann/messages"],
	["GET", "/status"],
	["GET", "/domain"],
	["POST", "/model/predict"],
	["POST", "/model/train"],
	["POST", "/model/test/stories"],
	["POST", "/model/test/intents"],
	["PUT", "/model"],
	["DELETE", "/model"],
] as const;

test("[RA1] Rasa's API is off unless there is a way to sign in, or development turns it on", async ({
	expect,
}) => {
	for (const [settings, status] of [
		[{}, 404],
		[{ ENVIRONMENT: "development" }, 404],
		[{ ENVIRONMENT: "development", HTTP_API: "on" }, 200],
		[{ API_TOKEN, HTTP_API: "off" }, 404],
		[{ API_TOKEN }, 401],
		[{ API_JWT_SECRET: SECRET }, 401],
		[{ HTTP_API: "on" }, 500],
		[{ HTTP_API: "on", ENVIRONMENT: "staging" }, 500],
	] as const) {
		const world = await testWorld(settings);
		expect((await world.request("/status")).status, JSON.stringify(settings)).toBe(status);
		if (status === 500) expect(JSON.stringify(world.log)).toMatch(/HTTP_API: needs API_TOKEN/);
	}
});

test("[RA2] every route wants the token or a JWT; a wrong one, or a visitor's, opens nothing", async ({
	expect,
}) => {
	const world = await testWorld({ API_TOKEN, API_JWT_SECRET: SECRET });
	const visitor = await newVisitor(world);
	const admin = { username: "ann", role: "admin" };
	for (const [method, path] of ROUTES)
		for (const [query, init] of [
			["", {}],
			["?token=wrong-token", {}],
			[`?token=${SECRET}`, {}],
			["", { headers: visitor.auth }],
			["", await bearer(admin, world, "another secret")],
		] as const)
			expect(
				await refusal(await world.request(path + query, { method, ...init })),
				`${method} ${path}`,
			).toEqual({
				status: 401,
				code: 401,
				reason: "NotAuthenticated",
				message: "User is not authenticated.",
			});
	expect(world.conversations.rasaCalls).toEqual([]);
	expect((await world.request(`/status${TOKEN}`)).status).toBe(200);
});

test("[RA3] an administrator may do all, a user what concerns the conversation of that name", async ({
	expect,
}) => {
	const world = await testWorld({ API_JWT_SECRET: SECRET });
	const statusOf = async (user: object, path: string) =>
		(await world.request(path, await bearer(user, world))).status;
	const tracker = "/conversations/ann/tracker";
	expect(await statusOf({ username: "bob", role: "admin" }, tracker)).toBe(200);
	expect(await statusOf({ username: "ann", role: "user" }, tracker)).toBe(200);
	expect(await statusOf({ username: "bob", role: "user" }, tracker)).toBe(403);
	expect(await statusOf({ username: "ann", role: "user" }, "/status")).toBe(403);
	expect(await statusOf({ username: "ann" }, tracker)).toBe(403);
	expect(await statusOf({ role: "root" }, tracker)).toBe(403);
	world.clock.nowMs += 120_000;
	const old = await bearer({ role: "admin" }, { ...world, clock: { nowMs: world.clock.nowMs - 120_000 } });
	expect((await world.request(tracker, old)).status).toBe(401);
});

test("[RA4] a conversation is named by its sender, or by its own id; the tracker tells the name that was asked for", async ({
	expect,
}) => {
	const world = await testWorld({ API_TOKEN, REST_CHANNEL: "on" });
	await world.post("/webhooks/rest/webhook", { sender: "ann@shop", message: "hi" });
	const [id] = world.conversations.known.keys();
	const look = `/conversations/ann%40shop/tracker${TOKEN}`;
	expect(await (await world.request(look)).json()).toMatchObject({ sender_id: "ann@shop" });
	expect(world.conversations.rasaCalls.at(-1)).toMatchObject({
		id,
		begin: false,
		work: "look",
		look: { verbosity: "AFTER_RESTART", until: null },
	});
	await world.request(`${look}&include_events=all&until=1700000000.5`);
	expect(world.conversations.rasaCalls.at(-1)?.look).toEqual({ verbosity: "ALL", until: 1_700_000_000.5 });
	const own = "01a1f866-0d00-7f5a-8b28-9b54a80e4d51";
	await world.conversations.getByName(own).create({ id: own, visitorId: null, channel: "chat" });
	await world.request(`/conversations/${own}/tracker${TOKEN}`);
	expect(world.conversations.rasaCalls.at(-1)?.id).toBe(own);
	const bad = await world.request(`${look}&include_events=SOME`);
	expect(await refusal(bad)).toMatchObject({
		status: 400,
		reason: "BadRequest",
		message: expect.stringContaining("include_events"),
	});
});

test("[RA5] nobody's conversation has a tracker that is kept nowhere, and none of the rest", async ({
	expect,
}) => {
	const world = await testWorld({ API_TOKEN });
	const tracker = z
		.object({ sender_id: z.string(), events: z.array(z.object({ event: z.string() })) })
		.parse(await (await world.request(`/conversations/new/tracker${TOKEN}`)).json());
	expect(tracker.events.map(({ event }) => event)).toEqual(["action", "session_started", "action"]);
	expect(world.conversations.known.size).toBe(0);
	for (const response of [
		await world.request(`/conversations/new/story${TOKEN}`),
		await world.request(`/conversations/new/predict${TOKEN}`, { method: "POST" }),
		await world.post(`/conversations/new/execute${TOKEN}`, { name: "utter_hi" }),
	])
		expect(await refusal(response)).toMatchObject({ status: 404, message: "Conversation ID not found." });
});

test("[RA6] events are appended and replaced, one or several; what is none is refused by name", async ({
	expect,
}) => {
	const world = await testWorld({ API_TOKEN });
	const path = `/conversations/ann/tracker/events${TOKEN}`;
	const slot = { event: "slot", name: "city", value: "Oslo" };
	for (const body of [slot, [slot], [slot, { event: "pause" }]])
		expect((await world.post(path, body)).status).toBe(200);
	expect(world.conversations.rasaCalls.map((call) => ("events" in call ? call.events.length : 0))).toEqual([
		1, 1, 2,
	]);
	const put = await world.request(path, {
		method: "PUT",
		headers: { "Content-Type": "application/json" },
		body: JSON.stringify([slot]),
	});
	expect(put.status).toBe(200);
	expect(world.conversations.rasaCalls.at(-1)).toMatchObject({ work: "replace", begin: true });
	for (const body of [{ event: "teleport" }, [slot, {}], "nonsense", "", [{ event: "slot", name: "x" }]])
		expect(await refusal(await world.post(path, body)), JSON.stringify(body)).toMatchObject({
			status: 400,
			reason: "BadRequest",
		});
	expect(await refusal(await world.post(path, `[${" ".repeat(2_000_001)}]`))).toMatchObject({ status: 413 });
});

test("[RA7] actions and intents are run, predicted and recorded as Rasa does; unknown ones are refused", async ({
	expect,
}) => {
	const world = await testWorld({ API_TOKEN });
	world.conversations.rasaAnswer = () => ({
		tracker: { ...EMPTY_TRACKER, events: null },
		messages: [bot(1, { text: "Hi\n\nthere" })],
		prediction: { scores: [{ action: "utter_hi", score: 1 }], policy: "RulePolicy", confidence: 1 },
		story: "stories: []\n",
	});
	const path = (name: string) => `/conversations/ann/${name}${TOKEN}`;
	const triggered = await world.post(path("trigger_intent"), {
		name: "greet",
		entities: [{ entity: "a", value: 1 }],
	});
	expect(await triggered.json()).toEqual({
		tracker: { ...EMPTY_TRACKER, sender_id: "ann", events: null },
		messages: [
			{ recipient_id: "ann", text: "Hi" },
			{ recipient_id: "ann", text: "there" },
		],
	});
	expect(await refusal(await world.post(path("trigger_intent"), { name: "ghost" }))).toMatchObject({
		status: 404,
	});
	expect(
		(await world.post(path("execute"), { name: "utter_hi", policy: "me", confidence: 0.5 })).status,
	).toBe(200);
	expect(world.conversations.rasaCalls.at(-1)).toMatchObject({
		work: "execute",
		action: { name: "utter_hi", policy: "me", confidence: 0.5 },
	});
	expect(await refusal(await world.post(path("execute"), { name: "action_ghost" }))).toMatchObject({
		status: 400,
	});
	expect(await (await world.request(path("predict"), { method: "POST" })).json()).toMatchObject({
		scores: [{ action: "utter_hi", score: 1 }],
		policy: "RulePolicy",
	});
	const story = await world.request(path("story"));
	expect([story.headers.get("Content-Type"), await story.text()]).toEqual([
		"text/plain; charset=UTF-8",
		"stories: []\n",
	]);
	expect((await world.post(path("messages"), { text: "hi", sender: "user" })).status).toBe(200);
	const parse_data = { intent: { name: "greet", confidence: 1 } };
	await world.post(path("messages"), { text: "hi", sender: "user", parse_data });
	expect(world.conversations.rasaCalls.at(-1)).toMatchObject({
		work: "record",
		message: { text: "hi", parseData: { text: "hi", ...parse_data } },
	});
	expect(await refusal(await world.post(path("messages"), { text: "hi", sender: "bot" }))).toMatchObject({
		status: 400,
	});
});

test("[RA6] a refusal that comes before the route has Rasa's body too", async ({ expect }) => {
	const open = await testWorld({ API_TOKEN, REST_CHANNEL: "on" });
	const RATE_LIMITS = JSON.stringify({ address: { limit: 1, windowSeconds: 60 } });
	const limited = await testWorld({ API_TOKEN, REST_CHANNEL: "on", RATE_LIMITS });
	await limited.request("/status");
	for (const [method, path] of [...ROUTES, ["POST", "/model/parse"], ["POST", "/model/parse/"]]) {
		const late = await limited.request(path, { method });
		expect(late.headers.get("Retry-After"), path).toMatch(/^\d+$/);
		expect(await refusal(late), path).toMatchObject({ status: 429, code: 429, reason: "TooManyRequests" });
		if (method === "GET") continue;
		const foreign = await open.request(path, { method, headers: { Origin: "https://evil.example" } });
		expect(await refusal(foreign), path).toMatchObject({ status: 403, code: 403, reason: "NotAuthorized" });
	}
	const long = await open.post("/model/parse", { text: "a".repeat(70_000) });
	expect(await refusal(long)).toMatchObject({ status: 413, code: 413, reason: "PayloadTooLarge" });
});

test("[RA8] status, domain by its Accept header, and predictions of a tracker that is sent", async ({
	expect,
}) => {
	const world = await testWorld({ API_TOKEN });
	expect(await (await world.request(`/status${TOKEN}`)).json()).toEqual({
		model_file: "assistant-1.caremodel",
		model_id: "model-1",
		num_active_training_jobs: 0,
	});
	const domain = (Accept?: string) =>
		world.request(`/domain${TOKEN}`, Accept === undefined ? {} : { headers: { Accept } });
	expect(await (await domain()).json()).toEqual({ intents: ["greet"] });
	expect(await (await domain("*/*")).json()).toEqual({ intents: ["greet"] });
	const yaml = await domain("application/x-yaml");
	expect([yaml.headers.get("Content-Type"), await yaml.text()]).toEqual([
		"application/x-yaml",
		"intents:\n  - greet\n",
	]);
	expect(await refusal(await domain("text/html"))).toMatchObject({ status: 406, reason: "NotAcceptable" });
	const events = [
		{ event: "action", name: "action_listen" },
		{
			event: "user",
			text: "hi",
			parse_data: { text: "hi", intent: { name: "greet", confidence: 1 }, entities: [] },
		},
	];
	const predicted = await world.post(`/model/predict${TOKEN}`, events);
	expect(await predicted.json()).toMatchObject({
		scores: expect.arrayContaining([{ action: "utter_hi", score: 1 }]),
		policy: "RulePolicy",
		confidence: 1,
		tracker: { sender_id: "default" },
	});
});
