/** Stands before a product and lets a tool that knows nothing of sessions in everywhere: as whoever the route is for. */
import {
	request as httpRequest,
	type IncomingMessage,
	type RequestListener,
	type RequestOptions,
	type ServerResponse,
} from "node:http";
import { buffer } from "node:stream/consumers";
import { z } from "zod";
import { ChatClient } from "../../e2e/testing/chat-client.ts";
import { serveOnLoopback } from "../../gateway/testing/loopback-server.ts";
import { ENDS_THE_SESSION, isOfVisitor, type RouteUnderTest } from "../operations.ts";
import { type Person, RASA_TOKEN, type Target } from "../targets.ts";

/** More than a tool puts into an address: what is too long is for the product to refuse. */
const MAX_HEADER_BYTES = 262_144;

/** A call of these ends who makes it: each is made by somebody new. */
const ENDS_THE_CALLER = new Set([...ENDS_THE_SESSION, "delete /api/me/data"]);

export interface SignedInProxy {
	readonly origin: string;
	/** How many requests were passed on. */
	readonly passedOn: () => number;
	/** Operations that were asked for: `get /api/users/{id}`. */
	readonly reached: ReadonlySet<string>;
	close(): Promise<void>;
}

export async function signedInProxy(target: Target): Promise<SignedInProxy> {
	const callers = await Callers.of(target);
	const routeOf = routeFinder(target.routes);
	const reached = new Set<string>();
	let passedOn = 0;
	const answer: RequestListener = (request, response) => {
		passedOn += 1;
		const route = routeOf(request);
		if (route !== undefined) reached.add(route.name);
		passOn(target, { request, response, route }, callers).catch((error: unknown) => {
			// the tool counts what is no answer
			response.destroy(error instanceof Error ? error : undefined);
		});
	};
	const server = await serveOnLoopback(answer, { maxHeaderSize: MAX_HEADER_BYTES });
	return { origin: server.url, passedOn: () => passedOn, reached, close: server.close };
}

/** The one with the fewest parameters in its path wins, as in the router. */
function routeFinder(routes: readonly RouteUnderTest[]) {
	const known = routes
		.toSorted((one, other) => one.path.split("{").length - other.path.split("{").length)
		.map((route) => ({ route, pattern: patternOf(route) }));
	return ({ method, url = "/" }: IncomingMessage): RouteUnderTest | undefined => {
		const path = url.split("?")[0] ?? "/";
		return known.find(({ route, pattern }) => route.method === method && pattern.test(path))?.route;
	};
}

function patternOf({ path }: RouteUnderTest): RegExp {
	const parts = path.split(/\{\w+\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
	return new RegExp(`^${parts.join("[^/]+")}$`);
}

interface Exchange {
	readonly request: IncomingMessage;
	readonly response: ServerResponse;
	readonly route: RouteUnderTest | undefined;
}

async function passOn(
	target: Target,
	{ request, response, route }: Exchange,
	callers: Callers,
): Promise<void> {
	const { hostname, port } = new URL(target.product.origin);
	const body = await buffer(request);
	const { headers, path } =
		route === undefined
			? { headers: {}, path: request.url ?? "/" }
			: await callers.callOf(route, request.url ?? "/");
	const { host: _ours, ...given } = request.headers;
	const outgoing = { hostname, port, path, method: request.method, headers: { ...given, ...headers } };
	const answer = await target.client.patiently(
		() => ask(outgoing, body),
		(given) => given.body.toString("utf8"),
	);
	response.writeHead(answer.status, answer.headers).end(answer.body);
}

interface Answered {
	readonly status: number;
	readonly headers: string[];
	readonly body: Buffer;
}

/** Nothing of the question or the answer is changed on its way. */
function ask(question: RequestOptions, body: Buffer): Promise<Answered> {
	return new Promise((resolve, reject) => {
		const outgoing = httpRequest(question);
		outgoing.on("response", (answer) => {
			buffer(answer).then(
				(bytes) => resolve({ status: answer.statusCode ?? 502, headers: answer.rawHeaders, body: bytes }),
				reject,
			);
		});
		outgoing.on("upgrade", (answer, socket) => {
			socket.destroy();
			resolve({ status: answer.statusCode ?? 101, headers: [], body: Buffer.alloc(0) });
		});
		outgoing.on("error", reject);
		outgoing.end(body);
	});
}

/** Who calls which route, and with which object every other time: made-up ids alone would get no further than 404. */
class Callers {
	readonly #target: Target;
	readonly #admin: Person;
	readonly #chat: ChatClient;
	#calls = 0;

	private constructor(target: Target, admin: Person, chat: ChatClient) {
		this.#target = target;
		this.#admin = admin;
		this.#chat = chat;
	}

	static async of(target: Target): Promise<Callers> {
		const chat = await ChatClient.create(target.product.origin);
		await chat.connect();
		await chat.ask("hello");
		chat.close();
		return new Callers(target, await target.addPerson(["admin"]), chat);
	}

	async callOf(
		route: RouteUnderTest,
		url: string,
	): Promise<{ headers: Record<string, string>; path: string }> {
		this.#calls += 1;
		const isOfConversation = /\/conversations\/\{\w+\}/.test(route.path);
		const path =
			isOfConversation && this.#calls % 2 === 0
				? url.replace(/\/conversations\/[^/?]+/, `/conversations/${this.#chat.conversationId}`)
				: url;
		const isOfRasa = route.access.startsWith("rasa-");
		const named = isOfRasa ? `${path}${path.includes("?") ? "&" : "?"}token=${RASA_TOKEN}` : path;
		return { headers: await this.#headersOf(route), path: named };
	}

	async #headersOf(route: RouteUnderTest): Promise<Record<string, string>> {
		const { addPerson, visitor, product } = this.#target;
		const { name, access } = route;
		if (access === "refresh-cookie") return { Origin: product.origin, "X-Care-Client": "trust" };
		if (access === "public" || access === "ticket" || access.startsWith("rasa-")) return {};
		const authorization = ENDS_THE_CALLER.has(name)
			? await (isOfVisitor(route) ? visitor() : (await addPerson(["customer"])).auth())
			: isOfVisitor(route)
				? this.#chat.auth
				: await this.#admin.auth();
		return z.object({ Authorization: z.string() }).parse(authorization);
	}
}
