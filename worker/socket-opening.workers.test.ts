/** Real sockets of real objects, with Postgres and Redis there: what happens while one is being opened. */
import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { inject, test } from "vitest";
import { SignedIn } from "../contracts/accounts.ts";
import { ConversationSummary, SocketTicket, VisitorSession } from "../contracts/api.ts";
import { CLOSE_CODES } from "../contracts/protocol.ts";
import { connectDatabase } from "../store/database.ts";
import { freshId } from "../store/fresh-id.ts";
import { createUser } from "../store/users.ts";
import { Passwords } from "./auth/passwords.ts";
import worker from "./index.ts";
import type { StoreAddresses } from "./testing/store-addresses.ts";
import { freshJwk } from "./testing/test-keys.ts";

declare module "vitest" {
	export interface ProvidedContext {
		stores: StoreAddresses;
	}
}

const ORIGIN = "https://care.example";
const PASSWORD = "seven green lamps on a raft";
const stores = inject("stores");
const database = connectDatabase({ url: stores.databaseUrl, fetchEndpoint: `${stores.url}/sql` });

/** A Worker, and what happens between a look at who it is and the opening of the socket. */
async function openWorker() {
	const meanwhile: { run: (() => Promise<unknown>) | null } = { run: null };
	const slow = <Stub extends { fetch(request: Request): Promise<Response> }>(stub: Stub): Stub =>
		new Proxy(stub, {
			get: (target, name): unknown => {
				const method: unknown = Reflect.get(target, name);
				if (typeof method !== "function") return method;
				return async (...words: unknown[]): Promise<unknown> => {
					if (name === "fetch") await meanwhile.run?.();
					return Reflect.apply(method, target, words);
				};
			},
		});
	const settings = {
		...env,
		CONVERSATIONS: { getByName: (id: string) => slow(env.CONVERSATIONS.getByName(id)) },
		ENVIRONMENT: "development",
		ENCRYPTION_KEYS: JSON.stringify({ keys: [{ id: "k1", key: "A".repeat(42) + "Q" }] }),
		DATABASE_URL: stores.databaseUrl,
		DATABASE_FETCH_ENDPOINT: `${stores.url}/sql`,
		UPSTASH_REDIS_REST_URL: stores.redisUrl,
		UPSTASH_REDIS_REST_TOKEN: stores.token,
		SIGNING_KEYS: JSON.stringify({ keys: [await freshJwk("es")] }),
	};
	const call = async (method: string, path: string, headers: Record<string, string> = {}, body?: object) => {
		const context = createExecutionContext();
		const init: RequestInit = { method, headers: { "Content-Type": "application/json", ...headers } };
		if (body !== undefined) init.body = JSON.stringify(body);
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: the handler wants what workerd hands over, and reads nothing of `cf`
		const request = new Request(`${ORIGIN}${path}`, init) as Request<unknown, IncomingRequestCfProperties>;
		const response = await worker.fetch(request, settings, context);
		await waitOnExecutionContext(context);
		return response;
	};
	const signIn = async (roleNames: readonly string[]) => {
		const id = freshId(Date.now());
		const email = `${id}@example.com`;
		const passwordHash = await new Passwords().hash(PASSWORD);
		const nowMs = Date.now() - 60_000;
		const user = { id, email, name: "Quentin", passwordHash, isPasswordLong: true, isVerified: true };
		await createUser(database, { ...user, roleNames, nowMs });
		const page = { Origin: ORIGIN, "X-Care-Client": "test" };
		const answer = await call("POST", "/api/auth/sign-in", page, { email, password: PASSWORD });
		return { id, auth: bearer(SignedIn.parse(await answer.json()).accessToken) };
	};
	return { call, signIn, meanwhile };
}

type World = Awaited<ReturnType<typeof openWorker>>;

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

async function ticketFor({ call }: World, place: string, auth: Record<string, string>): Promise<string> {
	return SocketTicket.parse(await (await call("POST", `${place}/ticket`, auth)).json()).url;
}

/** The code by which the socket was closed, or null while it answers. */
async function fateOf({ call }: World, url: string): Promise<number | null> {
	const { webSocket, status } = await call("GET", url, { Upgrade: "websocket", Origin: ORIGIN });
	if (webSocket === null) throw new Error(`no socket: ${status}`);
	return new Promise((tell) => {
		webSocket.addEventListener("close", ({ code }) => tell(code));
		webSocket.addEventListener("message", () => {
			webSocket.close(1000);
			tell(null);
		});
		webSocket.accept();
		webSocket.send("ping");
	});
}

async function begunBy({ call }: World, auth: Record<string, string>) {
	const session = VisitorSession.parse(await (await call("POST", "/api/visitors", auth)).json());
	const headers = bearer(session.token);
	const { id } = ConversationSummary.parse(await (await call("POST", "/api/conversations", headers)).json());
	return { id, headers };
}

test("[SE5] a session that ends while its socket is being opened closes that socket too", async ({
	expect,
}) => {
	const world = await openWorker();
	const customer = await world.signIn(["customer"]);
	const chat = await begunBy(world, customer.auth);
	const place = `/api/conversations/${chat.id}`;
	expect(await fateOf(world, await ticketFor(world, place, chat.headers))).toBeNull();
	const late = await ticketFor(world, place, chat.headers);
	world.meanwhile.run = async () => {
		const { status } = await world.call("POST", "/api/auth/sign-out-everywhere", customer.auth);
		expect(status).toBe(204);
	};
	expect(await fateOf(world, late)).toBe(CLOSE_CODES.unauthorized.code);
});

test("[SE5][DS4] so does one at the desk, and a role that is taken away while its socket is being opened", async ({
	expect,
}) => {
	const world = await openWorker();
	const admin = await world.signIn(["admin"]);
	const { id } = await begunBy(world, (await world.signIn(["customer"])).auth);
	const place = `/api/desk/conversations/${id}`;
	const agent = await world.signIn(["agent"]);
	expect(await fateOf(world, await ticketFor(world, place, agent.auth))).toBeNull();
	for (const change of [
		// an analyst opens a conversation too, for fewer frames
		() => world.call("PATCH", `/api/users/${agent.id}`, admin.auth, { roles: ["analyst"] }),
		() => world.call("POST", "/api/auth/sign-out-everywhere", agent.auth),
	]) {
		const late = await ticketFor(world, place, agent.auth);
		world.meanwhile.run = async () => expect((await change()).ok).toBe(true);
		expect(await fateOf(world, late)).toBe(CLOSE_CODES.unauthorized.code);
		world.meanwhile.run = null;
	}
});
