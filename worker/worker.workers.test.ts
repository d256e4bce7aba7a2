/** The whole Worker in workerd: its entry, the real object behind it, a socket through the upgrade. */
import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { test } from "vitest";
import {
	ConversationSummary,
	HistoryPage,
	PostedMessage,
	SocketTicket,
	Version,
	VisitorSession,
} from "../contracts/api.ts";
import { ErrorBody } from "../contracts/errors.ts";
import { ServerFrame } from "../contracts/protocol.ts";
import { SECURITY_HEADERS } from "../contracts/security-headers.ts";
import worker from "./index.ts";
import { freshJwk } from "./testing/test-keys.ts";

const ORIGIN = "https://care.example";
/** Nobody listens there: Postgres and Redis are away, and the chat goes on all the same. */
const NOBODY = "http://127.0.0.1:9";

async function openWorker(overrides: Record<string, string> = {}) {
	const settings = {
		...env,
		ENVIRONMENT: "production",
		DATABASE_URL: "postgresql://care:secret@127.0.0.1:9/care",
		DATABASE_FETCH_ENDPOINT: `${NOBODY}/sql`,
		UPSTASH_REDIS_REST_URL: NOBODY,
		UPSTASH_REDIS_REST_TOKEN: "secret",
		SIGNING_KEYS: JSON.stringify({ keys: [await freshJwk("es"), await freshJwk("ed", "EdDSA")] }),
		...overrides,
	};
	return async (path: string, init: RequestInit = {}) => {
		const context = createExecutionContext();
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: the handler wants what workerd hands over, and reads nothing of `cf`
		const request = new Request(`${ORIGIN}${path}`, init) as Request<unknown, IncomingRequestCfProperties>;
		const response = await worker.fetch(request, settings, context);
		await waitOnExecutionContext(context);
		return response;
	};
}

async function beginConversation(call: Awaited<ReturnType<typeof openWorker>>) {
	const session = VisitorSession.parse(await (await call("/api/visitors", { method: "POST" })).json());
	const auth = { Authorization: `Bearer ${session.token}` };
	const created = await call("/api/conversations", { method: "POST", headers: auth });
	const { id } = ConversationSummary.parse(await created.json());
	return { auth, path: `/api/conversations/${id}`, id };
}

/** The frames that a socket hears, one at a time. */
function frames(socket: WebSocket) {
	const heard: ServerFrame[] = [];
	const waiting: ((frame: ServerFrame) => void)[] = [];
	socket.addEventListener("message", ({ data }) => {
		const frame = ServerFrame.parse(JSON.parse(String(data)));
		const waiter = waiting.shift();
		if (waiter === undefined) heard.push(frame);
		else waiter(frame);
	});
	socket.accept();
	return () => {
		const frame = heard.shift();
		return frame === undefined
			? new Promise<ServerFrame>((hear) => waiting.push(hear))
			: Promise.resolve(frame);
	};
}

test("[TI2][TI3] from a visitor's token to a live socket, with Postgres and Redis away", async ({
	expect,
}) => {
	const call = await openWorker();
	const { auth, path, id } = await beginConversation(call);
	const posted = await call(`${path}/messages`, {
		method: "POST",
		headers: { ...auth, "Content-Type": "application/json" },
		body: JSON.stringify({ id: "message-0001", text: "hello" }),
	});
	expect(posted.status).toBe(200);
	const turn = PostedMessage.parse(await posted.json());
	expect(turn.events.map(({ kind }) => kind)).toContain("bot");

	const issued = await call(`${path}/ticket`, { method: "POST", headers: auth });
	const { url } = SocketTicket.parse(await issued.json());
	const upgrade = { headers: { Upgrade: "websocket", Origin: ORIGIN } };
	// no site can be asked whether this origin is one of its own (ST9)
	expect(
		(await call(url, { headers: { Upgrade: "websocket", Origin: "https://evil.example" } })).status,
	).toBe(503);
	const opened = await call(url, upgrade);
	expect(opened.status).toBe(101);
	const socket = opened.webSocket;
	if (socket === null) throw new Error("no socket");
	const next = frames(socket);
	socket.send(JSON.stringify({ type: "hello", protocol: 1, lastSeq: 0 }));
	const welcome = await next();
	expect(welcome).toMatchObject({ type: "welcome", conversationId: id, from: 1, to: turn.lastSeq });
	socket.close(1000);

	const again = await call(url, upgrade);
	expect(again.status).toBe(401);
	expect(ErrorBody.parse(await again.json()).error.code).toBe("unauthorized");
	const history = HistoryPage.parse(await (await call(`${path}/messages`, { headers: auth })).json());
	expect(welcome).toMatchObject({ events: history.events });
});

test("[AC1] the real object keeps strangers out", async ({ expect }) => {
	const call = await openWorker();
	const own = await beginConversation(call);
	const stranger = await beginConversation(call);
	for (const [path, method] of [
		[own.path, "GET"],
		[`${own.path}/messages`, "GET"],
		[`${own.path}/ticket`, "POST"],
	] as const)
		expect((await call(path, { method, headers: stranger.auth })).status, path).toBe(404);
});

test("[ER2] the platform marks what an object threw, which has reported it by itself", async ({ expect }) => {
	const call = await openWorker();
	const { id } = await beginConversation(call);
	const stub: { create(call: object): Promise<void> } = env.CONVERSATIONS.getByName(id);
	const thrown = await stub.create({ id, visitorId: null, channel: "chat" }).then(
		() => null,
		(error: unknown) => error,
	);
	expect(thrown).toMatchObject({ message: expect.stringContaining("another visitor"), remote: true });
});

test("[NP1] the model itself answers Rasa's call and ours", async ({ expect }) => {
	const call = await openWorker({ REST_CHANNEL: "on" });
	const ask = async (path: string, body: object): Promise<unknown> => {
		const headers = { "Content-Type": "application/json" };
		return (await call(path, { method: "POST", headers, body: JSON.stringify(body) })).json();
	};
	const parse = await ask("/model/parse", { text: "where is my parcel", message_id: "m" });
	expect(parse).toMatchObject({
		text: "where is my parcel",
		message_id: "m",
		intent: { name: "order_status" },
	});
	expect(await ask("/model/parse", { text: "/greet" })).toMatchObject({
		intent: { name: "greet", confidence: 1 },
	});
	expect(await ask("/api/nlu/parse", { text: "where is my parcel", explain: true })).toMatchObject({
		explanation: { intents: [{ name: "order_status" }, {}], steps: expect.any(Array) },
	});
	expect(await ask("/api/nlu/parse", { text: "" })).toMatchObject({ intent: { name: null, confidence: 0 } });
});

test("[LS1][HD1] listing says that Postgres is away; every answer has the headers; the model has a name", async ({
	expect,
}) => {
	const call = await openWorker();
	const { auth } = await beginConversation(call);
	const listing = await call("/api/conversations", { headers: auth });
	expect(listing.status).toBe(503);
	for (const [name, value] of SECURITY_HEADERS) expect(listing.headers.get(name)).toBe(value);
	const version = Version.parse(await (await call("/version")).json());
	expect(version.modelId).toMatch(/^[0-9a-f]{8,}$/);
	expect((await call("/readyz")).status).toBe(503);
	expect((await call("/healthz")).status).toBe(200);
});
