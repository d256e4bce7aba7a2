import { SocketTicket } from "../../contracts/api.ts";
import { ChatClient } from "../../e2e/testing/chat-client.ts";
import { forEachOf } from "../http-client.ts";
import { addressOf, type RouteUnderTest } from "../operations.ts";
import type { Row, Verdict } from "../row.ts";
import { RASA_TOKEN, type Target } from "../targets.ts";

const UNSAFE = new Set(["POST", "PUT", "PATCH", "DELETE"]);
/** What a form or an image of any page can send without being asked first. */
const SIMPLE_TYPES = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"];

/** What is not set up here is not there for anybody. */
const OFF = new Set(["post /webhooks/callback/webhook"]);

export const origins: Row = {
	id: "S4",
	cases: "foreign origins and simple types",
	atLeast: { quick: 400, full: 400 },
	async run(targets) {
		const target = await targets.open();
		const verdicts = [
			await sockets(target),
			await changes(target),
			await simpleTypes(target),
			await reads(target),
		];
		return {
			cases: verdicts.reduce((sum, { cases }) => sum + cases, 0),
			faults: verdicts.flatMap(({ faults }) => faults),
		};
	},
};

/** Origins that are not ours, most of them written to look as if they were. */
export function foreignOrigins(origin: string): readonly string[] {
	const { host, hostname, port } = new URL(origin);
	return [
		"null",
		"",
		"*",
		"https://evil.example",
		`https://${host}`,
		`${origin}/`,
		`${origin}.evil.example`,
		`http://evil.example:${port}`,
		`http://${hostname}`,
		`http://${hostname}.evil.example:${port}`,
		`http://${hostname}@evil.example`,
		`http://evil.example#${origin}`,
		`http://evil.example/?${origin}`,
		`http://localhost:${port}`,
		`http://[::1]:${port}`,
		`http://${hostname}:${Number(port) + 1}`,
		`HTTP://${host}`,
		`${origin}, https://evil.example`,
		`https://evil.example, ${origin}`,
		`${origin} https://evil.example`,
		"file://",
		`ws://${host}`,
		"http://127.0.0.1%00.evil.example",
		"chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	];
}

/** A socket opens from our own origin alone, and never without one. */
async function sockets({ client, product }: Target): Promise<Verdict> {
	const chat = await ChatClient.create(product.origin);
	const open = async (origin: string | null): Promise<number> => {
		const ticket = await client.ask(`/api/conversations/${chat.conversationId}/ticket`, {
			method: "POST",
			headers: chat.auth,
		});
		const answer = await client.ask(SocketTicket.parse(JSON.parse(ticket.text)).url, {
			headers: {
				Upgrade: "websocket",
				Connection: "Upgrade",
				"Sec-WebSocket-Version": "13",
				"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
				...(origin === null ? {} : { Origin: origin }),
			},
		});
		return answer.status;
	};
	const faults: string[] = [];
	const tried = [null, ...foreignOrigins(product.origin)];
	for (const origin of tried) {
		const status = await open(origin);
		if (status !== 403) faults.push(`a socket from ${JSON.stringify(origin)}: ${status}`);
	}
	const own = await open(product.origin);
	if (own !== 101) faults.push(`a socket from our own origin: ${own}`);
	return { cases: tried.length, faults };
}

/** No route changes anything for a page of a foreign origin, whoever is signed in there. */
async function changes({ client, routes, product, addPerson }: Target): Promise<Verdict> {
	const admin = await (await addPerson(["admin"])).auth();
	const faults: string[] = [];
	let cases = 0;
	const origins = foreignOrigins(product.origin).filter((origin) => origin !== "");
	const unsafe = routes.filter(({ method }) => UNSAFE.has(method));
	await forEachOf(unsafe, 8, async (route) => {
		for (const Origin of unsafe.indexOf(route) === 0 ? origins : someOf(origins, unsafe.indexOf(route))) {
			const { status, headers } = await ask(client, route, { ...admin, Origin });
			cases += 1;
			if (status !== 403) faults.push(`${route.name} from ${Origin}: ${status}`);
			if (headers.has("Access-Control-Allow-Origin")) faults.push(`${route.name} may be read from ${Origin}`);
		}
	});
	return { cases, faults };
}

/** Three of the list, others for each route. */
function someOf(origins: readonly string[], seed: number): readonly string[] {
	return [0, 1, 2].flatMap((step) => origins[(seed * 3 + step) % origins.length] ?? []);
}

/** A body that is not JSON changes nothing: a form can't send another type without being asked first. */
async function simpleTypes({ client, routes, product, addPerson, visitor }: Target): Promise<Verdict> {
	const admin = await (await addPerson(["admin"])).auth();
	const guest = await visitor();
	const chat = await ChatClient.create(product.origin);
	const page = { Origin: product.origin, "X-Care-Client": "trust" };
	const faults: string[] = [];
	let cases = 0;
	const onlyJson = routes.filter(({ contentTypes }) => contentTypes.join() === "application/json");
	for (const route of onlyJson)
		for (const type of SIMPLE_TYPES) {
			// whoever is let in, so that the type alone is what speaks against it
			const isOwn = route.access === "own-conversation";
			const isRasa = route.access.startsWith("rasa-");
			const headers = isOwn ? chat.auth : route.access === "visitor" ? guest : admin;
			const path = addressOf(route, isOwn ? { id: chat.conversationId } : {});
			const { status } = await client.ask(isRasa ? `${path}?token=${RASA_TOKEN}` : path, {
				method: route.method,
				headers: { ...(isRasa ? {} : headers), ...page, "Content-Type": type },
				body: JSON.stringify(route.body ?? {}),
			});
			cases += 1;
			if (status !== (OFF.has(route.name) ? 404 : 415)) faults.push(`${route.name} as ${type}: ${status}`);
		}
	if (onlyJson.length < 10) faults.push(`only ${onlyJson.length} routes take JSON: the walk is broken`);
	return { cases, faults };
}

/** What is read may not be read by a page of a foreign origin: no CORS header, neither asked first nor on the answer. */
async function reads({ client, routes, product }: Target): Promise<Verdict> {
	const faults: string[] = [];
	const [Origin = ""] = foreignOrigins(product.origin).filter((origin) => origin.startsWith("https://evil"));
	const safe = routes.filter(({ path }) => path.startsWith("/api/"));
	for (const route of safe) {
		const preflight = await client.ask(addressOf(route), {
			method: "OPTIONS",
			headers: { Origin, "Access-Control-Request-Method": route.method },
		});
		const answer = route.method === "GET" ? await ask(client, route, { Origin }) : preflight;
		for (const { headers } of [preflight, answer])
			if (headers.has("Access-Control-Allow-Origin")) faults.push(`${route.name} gives CORS to ${Origin}`);
	}
	return { cases: safe.length, faults };
}

function ask(client: Target["client"], route: RouteUnderTest, headers: Record<string, string>) {
	const hasBody = route.method !== "GET";
	return client.ask(addressOf(route), {
		method: route.method,
		headers: { "Content-Type": "application/json", ...headers },
		...(hasBody ? { body: JSON.stringify(route.body ?? {}) } : {}),
	});
}
