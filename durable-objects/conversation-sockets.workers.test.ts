import { evictDurableObject, reset, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, test } from "vitest";
import {
	BAD_FRAMES,
	LARGE_BAD_FRAMES,
	mangledFrames,
	PROTOTYPE_FRAME,
} from "../contracts/testing/bad-frames.ts";
import { logOf, tablesOf } from "./testing/inspect.ts";
import { world } from "./testing/scripted-world.ts";
import { newConversation, newId, TestClient, unknownConversation } from "./testing/test-client.ts";

beforeEach(() => world.reset());
afterEach(() => reset());

test("[SO1] a socket resumes from its last seq; one that has seen another log begins again", async ({
	expect,
}) => {
	const stub = await newConversation();
	const first = await TestClient.open(stub);
	expect(first.framesOf("welcome")).toMatchObject([{ from: 1, to: 0, events: [], protocol: 1 }]);
	await first.say("one");
	await first.say("two");
	const fresh = await TestClient.open(stub);
	expect(fresh.events).toEqual(first.events);
	const behind = await TestClient.open(stub, 3);
	expect(behind.framesOf("welcome")).toMatchObject([{ from: 4, to: 6 }]);
	const current = await TestClient.open(stub, 6);
	expect(current.framesOf("welcome")).toMatchObject([{ from: 7, to: 6, events: [] }]);
	const astray = await TestClient.open(stub, 600);
	expect(astray.framesOf("welcome")).toMatchObject([{ from: 1, to: 6 }]);
	expect(astray.events).toEqual(first.events);
});

test("[SO2] a long history comes in several frames without a gap", async ({ expect }) => {
	const stub = await newConversation();
	const writer = await TestClient.open(stub);
	for (let index = 0; index < 400; index += 1)
		writer.send({ type: "message", id: newId(), text: `m${index}` });
	await writer.until(() => writer.texts("bot").length === 400);
	const reader = await TestClient.open(stub);
	await reader.until(() => reader.lastSeq === 1_200);
	expect(reader.framesOf("events").length + reader.framesOf("welcome").length).toBe(3);
	expect(reader.events).toEqual(writer.events);
});

test("[SO3] ping is answered by the platform while the object sleeps", async ({ expect }) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	await evictDurableObject(stub);
	client.sendRaw("ping");
	await client.until(() => client.pongs === 1);
	expect(client.frames.map(({ type }) => type)).toEqual(["welcome"]);
});

test("[SO4] a client of another protocol is told to reload, by the close code", async ({ expect }) => {
	const stub = await newConversation();
	const client = await TestClient.connect(stub);
	client.send({ type: "hello", protocol: 99, lastSeq: 0 });
	await client.until(() => client.closed !== null);
	expect(client.closed).toEqual({ code: 4005, reason: "protocol" });
});

test("[SO5] who stands behind a socket is kept with it over an eviction", async ({ expect }) => {
	const stub = await newConversation();
	await TestClient.open(stub);
	await evictDurableObject(stub);
	const memory = await runInDurableObject(stub, (_object, state) =>
		state.getWebSockets().map((socket) => socket.deserializeAttachment()),
	);
	expect(memory).toEqual([
		{ visitorId: expect.any(String), sessionId: "session-1", isGreeted: true, agent: null },
	]);
});

test("[SO6] a plain request is no upgrade, and a conversation has its limit of sockets", async ({
	expect,
}) => {
	const stub = await newConversation();
	expect((await stub.fetch("http://conversation/socket")).status).toBe(426);
	for (let index = 0; index < 32; index += 1) await TestClient.connect(stub);
	await expect(TestClient.connect(stub)).rejects.toThrow("status 429");
});

test("[SO7] a client that closes is answered, and counts no more", async ({ expect }) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	client.close();
	await client.until(() => client.closed !== null);
	expect(client.closed).toEqual({ code: 1000, reason: "done" });
	const left = await runInDurableObject(stub, (_object, state) => state.getWebSockets().length);
	expect(left).toBe(0);
});

test("[SO7] a client that closes by a code that nobody may send is answered too", async ({ expect }) => {
	for (const code of [0, 999, 1_004, 1_005, 1_006, 1_015, 5_000]) {
		const stub = await newConversation();
		const client = await TestClient.open(stub);
		// no WebSocket class sends these, but whoever writes bytes to the line can
		await runInDurableObject(stub, async (object, state) => {
			for (const socket of state.getWebSockets()) await object.webSocketClose?.(socket, code, "mine", true);
		});
		await client.until(() => client.closed !== null);
		expect(client.closed, String(code)).toEqual({ code: 1_005, reason: "" });
	}
});

test("[SO8] a signed ticket is spent once, also after an eviction; its mark goes when it has had its time", async ({
	expect,
}) => {
	const stub = await newConversation();
	const ticket = { id: "ticket-1", untilMs: world.nowMs + 60_000 };
	const tries = await Promise.all([1, 2, 3].map(() => stub.spendTicket(ticket)));
	expect(tries).toEqual([true, false, false]);
	await evictDurableObject(stub);
	expect(await stub.spendTicket(ticket)).toBe(false);
	expect(await stub.spendTicket({ ...ticket, id: "ticket-2" })).toBe(true);
	world.nowMs += 61_000;
	expect(await stub.spendTicket({ id: "ticket-3", untilMs: world.nowMs + 60_000 })).toBe(true);
	const kept = await runInDurableObject(stub, (_object, { storage }) =>
		storage.sql.exec<{ id: string }>("SELECT id FROM spent_tickets").toArray(),
	);
	expect(kept).toEqual([{ id: "ticket-3" }]);
	const nobodys = unknownConversation();
	expect(await nobodys.spendTicket(ticket)).toBe(false);
	expect(await tablesOf(nobodys)).toEqual([]);
});

test("[FR1] bad frames of every kind get an error frame; nobody else notices and the conversation goes on", async ({
	expect,
}) => {
	const stub = await newConversation();
	const [rude, polite] = [await TestClient.open(stub), await TestClient.open(stub)];
	const bad = [...BAD_FRAMES, ...LARGE_BAD_FRAMES];
	for (const [data] of bad) rude.sendRaw(data);
	await rude.until(() => rude.framesOf("error").length === bad.length);
	expect(rude.framesOf("error").map(({ code }) => code)).toEqual(bad.map(([, code]) => code));
	expect(rude.framesOf("error").find(({ code }) => code === "text_too_long")).toMatchObject({
		id: "message-1",
		message: expect.stringContaining("4000"),
	});
	expect(polite.frames).toHaveLength(1);
	await rude.say("and now in earnest");
	expect(await logOf(stub)).toHaveLength(3);
});

test("[FR2] keys that would reach a prototype reach nothing", async ({ expect }) => {
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	client.sendRaw(PROTOTYPE_FRAME);
	await client.until(() => client.texts("bot").length === 1);
	expect(Reflect.get({}, "polluted")).toBeUndefined();
	const [entry] = await logOf(stub);
	expect(entry?.event).toMatchObject({ metadata: { fine: 1 } });
});

test("[FR3] a thousand random frames do no harm", async ({ expect }) => {
	const stub = await newConversation();
	const [rude, polite] = [await TestClient.open(stub), await TestClient.open(stub)];
	for (const frame of mangledFrames(1_000)) rude.sendRaw(frame);
	const id = newId();
	rude.send({ type: "message", id, text: "still here" });
	await rude.until(() => rude.texts("bot").includes("You said: still here"));
	expect(rude.framesOf("ack").some((ack) => ack.id === id)).toBe(true);
	await polite.until(() => polite.lastSeq === rude.lastSeq);
	expect(polite.framesOf("error")).toEqual([]);
	expect(polite.events).toEqual(rude.events);
});

test("[RL2] frames beyond the bucket are refused, and a socket that does not stop is closed", async ({
	expect,
}) => {
	world.limits = { ...world.limits, frames: { burst: 5, perSecond: 1 } };
	const stub = await newConversation();
	const client = await TestClient.open(stub);
	for (let count = 0; count < 210; count += 1) client.send({ type: "typing" });
	await client.until(() => client.closed !== null);
	expect(client.closed).toEqual({ code: 4008, reason: "flooding" });
	expect(client.framesOf("error")).toHaveLength(200);
	expect(client.framesOf("error")[0]).toMatchObject({ code: "rate_limited", retryAfterMs: 1_000 });
});

test("[SO9] a session that ends closes its own sockets, also after an eviction; without names all of them", async ({
	expect,
}) => {
	const stub = await newConversation();
	const clients = await Promise.all(
		["one", "one", "two", "three"].map((id) => TestClient.connect(stub, 0, id)),
	);
	const [first, second, other, last] = clients;
	if (!first || !second || !other || !last) throw new Error("four clients were asked for");
	await evictDurableObject(stub);
	await stub.endSessions(["one", "unknown"]);
	for (const client of [first, second]) await client.until(() => client.closed !== null);
	expect([first.closed, second.closed]).toEqual([1, 2].map(() => ({ code: 4003, reason: "unauthorized" })));
	other.send({ type: "hello", protocol: 1, lastSeq: 0 });
	await other.frame("welcome");
	expect(other.closed).toBeNull();
	await stub.endSessions(null);
	for (const client of [other, last]) await client.until(() => client.closed !== null);
	expect([other.closed, last.closed].map((end) => end?.code)).toEqual([4003, 4003]);
	await unknownConversation().endSessions(null);
});
