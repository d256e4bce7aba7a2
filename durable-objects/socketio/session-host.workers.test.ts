import { evictDurableObject, reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, test } from "vitest";
import type { ConversationEvent } from "../../contracts/protocol.ts";
import { world } from "../testing/scripted-world.ts";
import { HANDSHAKE_HEADER } from "./handshake.ts";

beforeEach(() => world.reset());
afterEach(() => reset());

interface SessionStub extends DurableObjectStub {
	tell(events: readonly ConversationEvent[]): Promise<boolean>;
}
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: the project "objects" of vitest.config.ts binds it to ScriptedSession
const SESSIONS = Reflect.get(env, "SESSIONS") as { getByName(sid: string): SessionStub };

const said = (text: string): ConversationEvent => ({
	kind: "bot",
	seq: 1,
	atMs: 0,
	text,
	buttons: [],
	imageUrl: null,
	extra: null,
});

/** A session's object and the requests that the Worker would hand on to it. */
function session(sid = crypto.randomUUID()) {
	const stub = SESSIONS.getByName(sid);
	const ask = (init: RequestInit = {}, query = "EIO=4&transport=polling") =>
		stub.fetch(`https://session/?${query}`, init);
	return {
		stub,
		begin: (query?: string) => ask({ headers: { [HANDSHAKE_HEADER]: sid } }, query),
		poll: async () => (await ask()).text(),
		/** Reads the answer to its end: an object with one under way can't be evicted. */
		post: async (body: string) => {
			const answer = await ask({ method: "POST", body });
			return { status: answer.status, text: await answer.text() };
		},
		upgrade: (headers: Record<string, string> = {}) => ask({ headers: { Upgrade: "websocket", ...headers } }),
		handshakeHeader: { [HANDSHAKE_HEADER]: sid },
		keys: () =>
			runInDurableObject(stub, (_object, state) => [...state.storage.kv.list()].map(([key]) => key)),
	};
}

/** The frames of a socket, one at a time; null once it is closed. */
function frames(response: Response) {
	const socket = response.webSocket;
	if (socket === null) throw new Error(`no socket: ${response.status}`);
	const heard: (string | null)[] = [];
	const waiting: ((frame: string | null) => void)[] = [];
	const hear = (frame: string | null): void => {
		const waiter = waiting.shift();
		if (waiter === undefined) heard.push(frame);
		else waiter(frame);
	};
	socket.addEventListener("message", ({ data }) => hear(String(data)));
	socket.addEventListener("close", () => hear(null));
	socket.accept();
	const next = (): Promise<string | null> => {
		const frame = heard.shift();
		return frame === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(frame);
	};
	return { socket, next };
}

async function connected() {
	const own = session();
	await (await own.begin()).text();
	await own.post("40");
	expectStart(await own.poll(), "40{");
	return own;
}

function expectStart(text: string, start: string): void {
	if (!text.startsWith(start)) throw new Error(`expected ${start}…, got ${text}`);
}

test("[SH1] a session by polling: opened, connected, heard, told", async ({ expect }) => {
	const own = session();
	const opened = await own.begin();
	expect(await opened.text()).toMatch(/^0\{"sid":"[^"]+","upgrades":\["websocket"\],"pingInterval":25000,/);
	expect(await own.post("40")).toEqual({ status: 200, text: "ok" });
	expect(await own.poll()).toMatch(/^40\{"sid":/);
	const waiting = own.poll();
	await own.post('42["user_uttered",{"message":"hi"}]');
	expect(await own.stub.tell([said("Hello\n\nthere")])).toBe(true);
	expect(await waiting).toBe('42["bot_uttered",{"text":"Hello"}]');
	expect(await own.poll()).toBe('42["bot_uttered",{"text":"there"}]');
	expect(world.sessions.said).toMatchObject([{ text: "hi" }]);
});

test("[SH2] what is said while nobody polls waits for the next poll, over an eviction", async ({
	expect,
}) => {
	const own = await connected();
	await own.stub.tell([said("one")]);
	await own.stub.tell([said("two")]);
	await evictDurableObject(own.stub);
	await own.stub.tell([said("three")]);
	expect(await own.poll()).toBe(
		["one", "two", "three"].map((text) => `42["bot_uttered",{"text":"${text}"}]`).join("\u001e"),
	);
	expect(await own.keys()).toEqual(["session"]);
});

test("[SH3] a client changes over to a WebSocket without losing a word, and stays over an eviction", async ({
	expect,
}) => {
	const own = await connected();
	const poll = own.poll();
	const line = frames(await own.upgrade());
	line.socket.send("2probe");
	expect(await line.next()).toBe("3probe");
	expect(await poll).toBe("6");
	await own.stub.tell([said("meanwhile")]);
	line.socket.send("5");
	expect(await line.next()).toBe('42["bot_uttered",{"text":"meanwhile"}]');
	await evictDurableObject(own.stub);
	line.socket.send('42["user_uttered",{"message":"awake?"}]');
	await own.stub.tell([said("yes")]);
	expect(await line.next()).toBe('42["bot_uttered",{"text":"yes"}]');
	expect(world.sessions.said).toMatchObject([{ text: "awake?" }]);
	expect((await own.post("2")).status).toBe(400);
	expect((await own.upgrade()).status).toBe(400);
});

test("[SH4] a client of Engine.IO 3 by WebSocket is let in at once, and its pings are answered", async ({
	expect,
}) => {
	const own = session();
	const line = frames(
		await own.stub.fetch("https://session/?EIO=3&transport=websocket", {
			headers: { Upgrade: "websocket", ...own.handshakeHeader },
		}),
	);
	expect(await line.next()).toMatch(/^0\{.*"upgrades":\[\]/);
	expect(await line.next()).toBe("40");
	line.socket.send("2");
	expect(await line.next()).toBe("3");
	line.socket.close(1_000);
	await expectGone(own);
});

async function expectGone(own: ReturnType<typeof session>): Promise<void> {
	for (let tries = 0; (await own.keys()).length > 0; tries += 1) {
		if (tries > 200) throw new Error("the session is still there");
		await new Promise((wake) => setTimeout(wake, 5));
	}
}

test("[SH5] a client that is silent is pinged, and then let go with all that was kept of it", async ({
	expect,
}) => {
	const own = await connected();
	expect(await runDurableObjectAlarm(own.stub)).toBe(true);
	expect(await own.poll()).toBe("2");
	await own.post("3");
	await runDurableObjectAlarm(own.stub);
	expect(await own.poll()).toBe("2");
	await evictDurableObject(own.stub);
	await runDurableObjectAlarm(own.stub);
	expect(await own.keys()).toEqual([]);
	expect(await own.stub.tell([said("anybody?")])).toBe(false);
	const late = await own.post("3");
	expect([late.status, JSON.parse(late.text)]).toEqual([400, { code: 1, message: "Session ID unknown" }]);
	const old = session();
	await (await old.begin("EIO=3&transport=polling")).text();
	await runDurableObjectAlarm(old.stub);
	expect(await old.keys()).toContain("session");
	world.nowMs += 45_000;
	await runDurableObjectAlarm(old.stub);
	expect(await old.keys()).toEqual([]);
});

test("[SH6] nonsense, bytes and floods end the session; nobody's session is unknown and leaves nothing", async ({
	expect,
}) => {
	for (const body of ["x", "bAQID", "9"]) {
		const own = await connected();
		expect((await own.post(body)).status, body).toBe(400);
		expect(await own.keys()).toEqual([]);
	}
	const bytes = await connected();
	await bytes.post('451-["user_uttered",{"_placeholder":true,"num":0}]');
	await expectGone(bytes);
	const flooding = await connected();
	world.sessionDelayMs = 10;
	await flooding.post('42["user_uttered",{"message":"again"}]');
	await expectGone(flooding);
	world.sessionDelayMs = 0;
	const binary = session();
	const line = frames(
		await binary.stub.fetch("https://session/?EIO=4&transport=websocket", {
			headers: { Upgrade: "websocket", ...binary.handshakeHeader },
		}),
	);
	await line.next();
	line.socket.send(new Uint8Array([4, 48]));
	expect(await line.next()).toBe(null);
	await expectGone(binary);
	const nobody = session();
	expect((await nobody.post("40")).status).toBe(400);
	expect((await nobody.upgrade()).status).toBe(400);
	expect(await nobody.keys()).toEqual([]);
	expect((await (await connected()).begin()).status).toBe(400);
});

test("[SH7] a client that does not fetch what waits for it is let go", async ({ expect }) => {
	const own = await connected();
	const many = Array.from({ length: 501 }, (_, index) => said(`m${index}`));
	await own.stub.tell(many);
	await expectGone(own);
	expect(await own.stub.tell([said("more")])).toBe(false);
});
