/** Erasures by the routes, against a real Postgres and a real Redis; the objects are fakes that note what is asked of them. */
import { importJWK, jwtVerify } from "jose";
import { afterAll, beforeAll, test } from "vitest";
import { z } from "zod";
import { migrateDatabase } from "../cli/migrate-database.ts";
import { Erasure } from "../contracts/privacy.ts";
import { RetentionSettings } from "../contracts/retention.ts";
import { erasuresJob, retentionJob } from "../durable-objects/scheduler-ports.ts";
import { startTestGateway, type TestGateway } from "../gateway/testing/test-gateway.ts";
import { readAuditLog, verifyAuditLog } from "../store/audit-log.ts";
import { connectDatabase } from "../store/database.ts";
import { freshId } from "../store/fresh-id.ts";
import { countRows } from "../store/testing/count-rows.ts";
import { dumpOf } from "../store/testing/dump.ts";
import { conversationRow, storeConversation } from "../store/testing/stored-conversation.ts";
import { accountWorld, addUser, type AccountWorld, PASSWORD, signInAs } from "./testing/account-world.ts";
import { newVisitor } from "./testing/test-world.ts";

let gateway: TestGateway;
let world: AccountWorld;
beforeAll(async () => {
	gateway = await startTestGateway("embedded");
	await migrateDatabase(connectDatabase({ url: gateway.databaseUrl, fetchEndpoint: `${gateway.url}/sql` }));
	world = await accountWorld(gateway);
});
afterAll(() => gateway.close());

const PLANTED = "zebedeemark";

/** A conversation that stands in an object and in Postgres. */
async function plant(visitorId: string, text = PLANTED): Promise<string> {
	const atMs = world.clock.nowMs - 60_000;
	const id = freshId(atMs);
	await world.conversations.getByName(id).create({ id, visitorId, channel: "chat" });
	const event = { event: "user", text, parse_data: {}, message_id: `${id}-1`, metadata: {} };
	await storeConversation(world.database, conversationRow(id, atMs, { visitorId, preview: text }), [
		{ seq: 1, atMs, kind: "dialogue", event, eventId: id },
	]);
	return id;
}

async function erasureOf(response: Response): Promise<Erasure> {
	return Erasure.parse(await response.json());
}

/** The scheduler's job, as its alarm runs it. */
async function runScheduler(): Promise<void> {
	world.clock.nowMs += 120_000;
	const { database, redis, conversations, clock } = world;
	await erasuresJob(() => ({ database, redis, conversations, nowMs: () => clock.nowMs })).run(
		clock.nowMs + 60_000,
		() => undefined,
	);
}

test("[ES5] a visitor's anonymous token is enough to erase everything, and the answer proves it by a signature", async ({
	expect,
}) => {
	const { visitorId, auth } = await newVisitor(world);
	const begun = await world.request("/api/conversations", {
		method: "POST",
		headers: { ...auth, "Idempotency-Key": "key-1" },
	});
	const { id: own } = z.object({ id: z.string() }).parse(await begun.json());
	expect((await keysWith(visitorId)).join()).toContain("care:idempotency-of");
	const ids = [await plant(visitorId), await plant(visitorId)];
	const other = await plant((await newVisitor(world)).visitorId, "somebodyelse");
	// one that has not reached Postgres, and one that is somebody else's
	const fresh = freshId(world.clock.nowMs);
	await world.conversations.getByName(fresh).create({ id: fresh, visitorId, channel: "chat" });
	const response = await world.request(`/api/me/data?conversation=${fresh}`, {
		method: "DELETE",
		headers: auth,
	});
	expect(response.status).toBe(200);
	const erasure = await erasureOf(response);
	expect(erasure).toMatchObject({
		status: "done",
		scope: "data",
		counts: { conversations: 2, entries: 2, messages: 2, contacts: 1 },
	});
	expect(world.conversations.erased.toSorted()).toEqual([...ids, fresh].sort());
	expect(await keysWith(visitorId)).toEqual([]);
	expect(await keysWith("idempotency")).toEqual([]);
	expect(world.conversations.known.has(own), "nothing was said there, and Postgres never heard of it").toBe(
		true,
	);
	const dump = await dumpOf(world.database);
	expect(dump).not.toContain(PLANTED);
	expect(dump).toContain("somebodyelse");

	const jwks = z
		.object({ keys: z.array(z.looseObject({ kid: z.string(), alg: z.string() })) })
		.parse(await (await world.request("/.well-known/jwks.json")).json());
	const receipt = erasure.receipt ?? "";
	const { payload } = await jwtVerify(receipt, ({ kid }) => {
		const key = jwks.keys.find((known) => known.kid === kid);
		if (key === undefined) throw new Error("no such key");
		return importJWK(key, key.alg);
	});
	expect(payload).toMatchObject({
		sub: visitorId,
		jti: erasure.id,
		erased: erasure.counts,
		finishedAt: erasure.finishedAt,
	});
	const asToken = await world.request("/api/conversations", {
		headers: { Authorization: `Bearer ${receipt}` },
	});
	expect(asToken.status, "a receipt opens nothing").toBe(401);

	const again = await world.request("/api/me/data", { method: "DELETE", headers: auth });
	// every signature of the same words is another one
	const { receipt: _signed, ...words } = erasure;
	expect(await erasureOf(again)).toMatchObject(words);
	expect(await erasureOf(await world.request(`/api/erasures/${erasure.id}`))).toMatchObject(words);
	const stolen = await world.request(`/api/me/data?conversation=${other}`, {
		method: "DELETE",
		headers: auth,
	});
	expect(stolen.status).toBe(200);
	expect(world.conversations.known.has(other), "somebody else's is not touched").toBe(true);
	const unknown = await world.request(`/api/erasures/${crypto.randomUUID()}`);
	expect(unknown.status).toBe(404);
});

test("[ES6] with an object away an erasure is not told as done; the scheduler ends it, and nothing is lost on the way", async ({
	expect,
}) => {
	const { visitorId, auth } = await newVisitor(world);
	const id = await plant(visitorId);
	world.conversations.fault = new Error("the object is away");
	const response = await world.request("/api/me/data", { method: "DELETE", headers: auth });
	expect(response.status).toBe(202);
	const erasure = await erasureOf(response);
	expect(erasure).toMatchObject({ status: "running", finishedAt: null, receipt: null });
	expect(world.scheduler.woken).toContain("erasures");
	await runScheduler();
	expect((await erasureOf(await world.request(`/api/erasures/${erasure.id}`))).status).toBe("running");
	expect(await countRows(world.database, `conversations where id = '${id}'`), "its object goes first").toBe(
		1,
	);
	world.conversations.fault = null;
	await runScheduler();
	expect(await erasureOf(await world.request(`/api/erasures/${erasure.id}`))).toMatchObject({
		status: "done",
		counts: { conversations: 1, contacts: 1 },
	});
	expect(await countRows(world.database, `conversations where id = '${id}'`)).toBe(0);
});

test("[ES6] with Postgres away nothing is asked for, and that is said", async ({ expect }) => {
	const away = await accountWorld(gateway, {
		DATABASE_URL: "postgresql://care:x@127.0.0.1:9/care",
		DATABASE_FETCH_ENDPOINT: "http://127.0.0.1:9/sql",
	});
	const { auth } = await newVisitor(away);
	const response = await away.request("/api/me/data", { method: "DELETE", headers: auth });
	expect(response.status).toBe(503);
	expect(away.conversations.erased).toEqual([]);
});

test("[ES7] who deletes their account deletes what they said, and is out at once; Redis has nothing of them", async ({
	expect,
}) => {
	const user = await addUser(world);
	const { browser, auth } = await signInAs(world, user);
	await plant(user.id);
	await world.redis.lpush(
		"care:mailbox",
		JSON.stringify({ id: "1", to: user.email, subject: PLANTED, text: PLANTED, sentAt: "x" }),
	);
	await world.redis.lpush(
		"care:mailbox",
		JSON.stringify({ id: "2", to: "other@example.com", subject: "s", text: "t", sentAt: "x" }),
	);
	expect(await keysWith(user.id)).not.toEqual([]);
	// one that Postgres has not heard of
	const chat = await world.post("/api/visitors", {}, auth);
	const { token } = z.object({ token: z.string() }).parse(await chat.json());
	const headers = { Authorization: `Bearer ${token}` };
	const path = (await world.request("/api/conversations", { method: "POST", headers })).headers.get(
		"Location",
	);
	expect((await world.post(`${path}/ticket`, "", headers)).status).toBe(201);
	const response = await browser.call("DELETE", "/api/auth/me", { password: PASSWORD }, auth);
	expect(response.status).toBe(200);
	expect(world.conversations.erased).toContain(path?.split("/").at(-1));
	expect(await erasureOf(response)).toMatchObject({
		scope: "account",
		counts: { conversations: 1, accounts: 1, sessions: 1, mails: 1 },
	});
	expect((await browser.call("GET", "/api/auth/me", undefined, auth)).status).toBe(401);
	const dump = await dumpOf(world.database);
	for (const gone of [PLANTED, user.email]) expect(dump).not.toContain(gone);
	expect(await keysWith(user.id)).toEqual([]);
	const mails = JSON.stringify(await world.redis.lrange("care:mailbox", 0, -1));
	expect(mails).not.toContain(PLANTED);
	expect(mails).toContain("other@example.com");
	expect(await world.redis.ttl("care:mailbox"), "what had no end gets none").toBe(-1);
});

/** Entries of Redis that name this id in their key or value, but for the counts of the limits. */
async function keysWith(id: string): Promise<string[]> {
	const keys = (await world.redis.keys("care:*")).filter((key) => !key.startsWith("care:limit:"));
	const found = await Promise.all(
		keys.map(async (key) => {
			const type = await world.redis.type(key);
			const value =
				type === "hash"
					? await world.redis.hgetall(key)
					: type === "set"
						? await world.redis.smembers(key)
						: null;
			return `${key} ${JSON.stringify(value)}`;
		}),
	);
	return found.filter((entry) => entry.includes(id));
}

test("[ES7] an account is shut at once also while its erasure waits", async ({ expect }) => {
	const user = await addUser(world);
	const { browser, auth } = await signInAs(world, user);
	await plant(user.id);
	world.conversations.fault = new Error("the object is away");
	const response = await browser.call("DELETE", "/api/auth/me", { password: PASSWORD }, auth);
	expect(response.status).toBe(202);
	expect((await browser.call("GET", "/api/auth/me", undefined, auth)).status).toBe(401);
	const signIn = await browser.call("POST", "/api/auth/sign-in", { email: user.email, password: PASSWORD });
	expect(signIn.status).toBe(401);
	world.conversations.fault = null;
	await runScheduler();
	expect(await countRows(world.database, `users where id = '${user.id}'`)).toBe(0);
});

test("[ES8] the desk erases a contact with contacts:erase alone, never somebody of the company; the audit log says who, without content", async ({
	expect,
}) => {
	const agent = await signInAs(world, await addUser(world, ["agent"]));
	const boss = await addUser(world, ["supervisor"]);
	const supervisor = await signInAs(world, boss);
	const user = await addUser(world);
	await plant(user.id);
	const erase = (id: string, who: { auth: Record<string, string> }) =>
		world.browser().call("DELETE", `/api/desk/contacts/${id}`, undefined, who.auth);
	expect((await erase(user.id, agent)).status).toBe(403);
	expect((await erase(crypto.randomUUID(), supervisor)).status).toBe(404);
	const colleague = await addUser(world, ["agent"]);
	expect((await erase(colleague.id, supervisor)).status).toBe(409);
	const response = await erase(user.id, supervisor);
	expect(response.status).toBe(200);
	const { receipt: _signed, ...erasure } = await erasureOf(response);
	expect(await countRows(world.database, `users where id = '${user.id}'`)).toBe(0);
	expect(await erasureOf(await erase(user.id, supervisor)), "again: the same").toMatchObject(erasure);
	const entries = await readAuditLog(world.database, { targetId: user.id, limit: 10 });
	expect(entries.map(({ action, actor, details }) => ({ action, actor, details }))).toEqual([
		{
			action: "contact.erased",
			actor: { kind: "system", id: null },
			details: { erasureId: erasure.id, scope: "account" },
		},
		{
			action: "contact.erasure_requested",
			actor: { kind: "user", id: boss.id },
			details: { erasureId: erasure.id, scope: "account" },
		},
	]);
	expect((await verifyAuditLog(world.database)).status).toBe("whole");
});

test("[RT7] feedback that is over goes from the objects first, then from Postgres; with an object away it is left for the next run", async ({
	expect,
}) => {
	const { visitorId } = await newVisitor(world);
	const atMs = world.clock.nowMs;
	const id = freshId(atMs);
	const event = { seq: 1, rating: "down", reason: PLANTED };
	await storeConversation(world.database, conversationRow(id, atMs, { visitorId }), [
		{ seq: 1, atMs, kind: "feedback", event, eventId: id },
	]);
	const asked: object[] = [];
	let isAway = true;
	const conversations = {
		getByName: (name: string) => ({
			forgetFeedback: async (call: object) => {
				if (isAway) throw new Error("away");
				asked.push({
					name,
					...call,
					left: await countRows(world.database, `feedback where conversation_id = '${name}'`),
				});
			},
		}),
	};
	const woken: string[] = [];
	const run = async (days: number | null, more: object = {}) => {
		const settings = RetentionSettings.parse({ feedback: days, visitors: null, ...more });
		const job = retentionJob(
			() => ({ ...world, conversations, nowMs: () => atMs + 86_400_001 }),
			() => settings,
		);
		return job.run(atMs + 86_400_000 + 60_000, (name) => woken.push(name));
	};
	await run(null);
	await expect(run(1)).rejects.toThrow("away");
	const left = `feedback where conversation_id = '${id}'`;
	expect(await countRows(world.database, left)).toBe(1);
	isAway = false;
	await run(2);
	expect(asked, "it is not over yet").toEqual([]);
	await run(1);
	expect(asked).toEqual([{ name: id, seqs: [1], beforeMs: atMs + 1, left: 1 }]);
	expect(await countRows(world.database, left)).toBe(0);
	expect(
		await countRows(
			world.database,
			`conversation_events where event::text like '%${PLANTED}%' and conversation_id = '${id}'`,
		),
	).toBe(0);
	const [receipt] = await readAuditLog(world.database, { action: "retention.ran", limit: 1 });
	expect(receipt?.details).toMatchObject({ feedback: 1 });
	expect(woken).toEqual([]);
	await run(null, { conversations: 1 });
	expect(woken, "conversations are erased at once").toEqual(["erasures"]);
});
