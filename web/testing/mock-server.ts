/**
 * A pretended product for working on the page and for its screenshots: the API and the socket protocol in memory, and a
 * bot that knows a few sentences. Never bundled, never shipped. `node web/testing/mock-server.ts` serves dist/web, too.
 */
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";
import { type WebSocket, WebSocketServer } from "ws";
import type { Site } from "../../contracts/api.ts";
import { uuidV7 } from "../../contracts/ids.ts";
import { ClientFrame } from "../../contracts/protocol.ts";
import { CONTENT_SECURITY_POLICY } from "../../contracts/security-headers.ts";
import { mockAnswers } from "./mock-answers.ts";
import { botEntry, MockConversation } from "./mock-conversation.ts";

const PAGES = new URL("../../dist/web/", import.meta.url).pathname;
const TYPES: Record<string, string> = {
	".html": "text/html; charset=utf-8",
	".js": "text/javascript",
	".css": "text/css",
	".svg": "image/svg+xml",
	".woff2": "font/woff2",
};

export class MockServer {
	readonly conversations = new Map<string, MockConversation>();
	/** Answers to the next REST calls, for trying refusals: status and body. */
	readonly refusals: { status: number; body: object }[] = [];
	answerDelayMs = 500;
	site: Site = {
		name: "Havenfold",
		starters: [
			{
				text: "Where is my order?",
				icon: "order",
				translations: { ar: "أين طلبي؟", tr: "Siparişim nerede?" },
			},
			{ text: "I want to return something", icon: "return" },
			{ text: "What are the delivery options?", icon: "delivery" },
		],
		replyMinutes: 10,
	};
	/** What an accepted message gets: `null` stays silent, as a server that has lost it. */
	onMessage: (text: string) => "answer" | "refuse" | "ignore" | "slow_down" = () => "answer";
	readonly #http: Server;
	readonly #sockets = new Set<WebSocket>();

	constructor() {
		this.#http = createServer((request, response) => void this.#serve(request, response));
		const sockets = new WebSocketServer({ noServer: true });
		this.#http.on("upgrade", (request, socket, head) => {
			const conversation = this.conversations.get(
				/conversations\/([^/]+)\/socket/u.exec(request.url ?? "")?.[1] ?? "",
			);
			if (conversation === undefined) socket.destroy();
			else sockets.handleUpgrade(request, socket, head, (opened) => this.#attach(opened, conversation));
		});
	}

	async listen(port: number): Promise<string> {
		await new Promise<void>((done) => this.#http.listen(port, "127.0.0.1", done));
		const address = this.#http.address();
		return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : port}`;
	}

	close(): void {
		this.cutSockets();
		this.#http.close();
		this.#http.closeAllConnections();
	}

	cutSockets(code = 1001): void {
		for (const socket of this.#sockets) socket.close(code);
	}

	create(): MockConversation {
		const conversation = new MockConversation(newId());
		this.conversations.set(conversation.id, conversation);
		return conversation;
	}

	#attach(socket: WebSocket, conversation: MockConversation): void {
		this.#sockets.add(socket);
		const send = (frame: object): void => socket.send(JSON.stringify(frame));
		let stop: () => void = () => undefined;
		socket.on("close", () => {
			this.#sockets.delete(socket);
			stop();
		});
		socket.on("message", (data: Buffer) => {
			const text = data.toString("utf8");
			if (text === "ping") return socket.send("pong");
			const frame = ClientFrame.parse(JSON.parse(text));
			if (frame.type === "hello") {
				stop();
				send(conversation.welcome(frame.lastSeq));
				for (const given of conversation.given) send(given);
				stop = conversation.listen(send);
			}
			if (frame.type === "message") this.#take(conversation, frame, send);
			if (frame.type === "feedback") conversation.note({ messages: [frame], resolutions: [] });
			if (frame.type === "csat") conversation.note({ messages: [], resolutions: [frame] });
		});
	}

	#take(
		conversation: MockConversation,
		frame: Extract<ClientFrame, { type: "message" }>,
		send: (frame: object) => void,
	): void {
		const known = conversation.acknowledged.get(frame.id);
		if (known !== undefined) return send({ type: "ack", id: frame.id, seq: known });
		const fate = this.onMessage(frame.text);
		if (fate === "ignore") return;
		if (fate === "refuse") {
			return send({ type: "error", code: "unavailable", message: "we could not take it", id: frame.id });
		}
		if (fate === "slow_down") {
			return send({
				type: "error",
				code: "rate_limited",
				message: "too fast",
				id: frame.id,
				retryAfterMs: 9_000,
			});
		}
		const seq = conversation.lastSeq + 1;
		conversation.acknowledged.set(frame.id, seq);
		send({ type: "ack", id: frame.id, seq });
		conversation.append({
			kind: "visitor",
			messageId: frame.id,
			text: frame.text,
			payload: frame.payload ?? null,
		});
		setTimeout(() => {
			for (const answer of mockAnswers(frame.payload ?? frame.text)) conversation.append(botEntry(answer));
		}, this.answerDelayMs);
	}

	async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const url = new URL(request.url ?? "/", "http://localhost");
		if (!url.pathname.startsWith("/api/")) return servePage(url.pathname, response);
		if (url.pathname === "/api/site") return sendJson(response, 200, this.site);
		const refusal = this.refusals.shift();
		if (refusal !== undefined) return sendJson(response, refusal.status, refusal.body);
		const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
		if (url.pathname === "/api/visitors") {
			return sendJson(response, 201, { visitorId: newId(), token: "mock", expiresAt: inAnHour });
		}
		if (url.pathname === "/api/conversations") return sendJson(response, 201, { id: this.create().id });
		const [, id = "", what] = /^\/api\/conversations\/([^/]+)\/(\w+)$/u.exec(url.pathname) ?? [];
		const conversation = this.conversations.get(id);
		if (conversation === undefined) {
			return sendJson(response, 404, {
				error: { code: "not_found", message: "No such conversation", requestId: "mock" },
			});
		}
		if (what === "ticket") {
			return sendJson(response, 201, {
				ticket: "mock",
				expiresAt: inAnHour,
				url: `/api/conversations/${id}/socket?ticket=mock`,
			});
		}
		const before = Number(url.searchParams.get("before") ?? Number.POSITIVE_INFINITY);
		const limit = Number(url.searchParams.get("limit") ?? 50);
		const page = conversation.events.filter((event) => event.seq < before).slice(-limit);
		const first = page[0]?.seq ?? 1;
		sendJson(response, 200, {
			events: page,
			before: first > 1 ? first : null,
			lastSeq: conversation.lastSeq,
		});
	}
}

function newId(): string {
	return uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
}

function sendJson(response: ServerResponse, status: number, body: object): void {
	response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function servePage(path: string, response: ServerResponse): Promise<void> {
	const file = join(PAGES, normalize(path === "/" ? "/index.html" : path));
	try {
		const body = await readFile(file);
		const type = TYPES[extname(file)] ?? "application/octet-stream";
		response
			.writeHead(200, { "content-type": type, "content-security-policy": CONTENT_SECURITY_POLICY })
			.end(body);
	} catch {
		response.writeHead(404).end(); // no such file in dist/web
	}
}

if (import.meta.main) {
	const url = await new MockServer().listen(Number(process.env["PORT"] ?? 8787));
	process.stdout.write(`The pretended product is at ${url}\n`);
}
