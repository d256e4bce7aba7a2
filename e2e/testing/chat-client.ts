/** A customer without a browser: speaks the REST API and the socket protocol, and keeps what it was told. */
import { WebSocket } from "ws";
import { z } from "zod";
import { SocketTicket, VisitorSession } from "../../contracts/api.ts";
import {
	PROTOCOL_VERSION,
	ServerFrame,
	type ClientFrame,
	type ConversationEvent,
} from "../../contracts/protocol.ts";
import { freshId } from "../../store/fresh-id.ts";
import { waitUntil } from "./product.ts";

const ANSWER_TIMEOUT_MS = 15_000;
const CreatedConversation = z.object({ id: z.string() });

export class ChatClient {
	readonly #origin: string;
	readonly #token: string;
	readonly conversationId: string;
	/** Visible events by seq, as the frames brought them. */
	readonly events = new Map<number, ConversationEvent>();
	/** Acknowledged message ids with their seq. */
	readonly acks = new Map<string, number>();
	readonly errors: Extract<ServerFrame, { type: "error" }>[] = [];
	/** Spans that did not begin where the last one ended: must stay empty. */
	readonly gaps: string[] = [];
	lastSeq = 0;
	/** Why the last socket was closed; null before one was. */
	closeCode: number | null = null;
	#socket: WebSocket | null = null;
	readonly #waiting = new Set<(frame: ServerFrame) => void>();

	constructor(origin: string, token: string, conversationId: string) {
		this.#origin = origin;
		this.#token = token;
		this.conversationId = conversationId;
	}

	/** A new visitor with a new conversation. */
	static async create(origin: string): Promise<ChatClient> {
		const visitor = VisitorSession.parse(await post(`${origin}/api/visitors`, null));
		const conversation = CreatedConversation.parse(await post(`${origin}/api/conversations`, visitor.token));
		return new ChatClient(origin, visitor.token, conversation.id);
	}

	/** The header that this visitor calls with. */
	get auth(): { Authorization: string } {
		return { Authorization: `Bearer ${this.#token}` };
	}

	get isOpen(): boolean {
		return this.#socket?.readyState === WebSocket.OPEN;
	}

	/** Opens the socket with a fresh ticket and resumes after the last entry that it covers. */
	async connect(): Promise<void> {
		const socket = await this.openSocket();
		this.#socket = socket;
		const welcomed = this.nextFrame((frame) => frame.type === "welcome");
		socket.addEventListener("message", (message) => {
			this.#receive(ServerFrame.parse(JSON.parse(z.string().parse(message.data))));
		});
		this.send({ type: "hello", protocol: PROTOCOL_VERSION, lastSeq: this.lastSeq });
		const lost = new Promise<never>((_, reject) => {
			socket.addEventListener("close", () => reject(new Error("the socket was closed before the welcome")), {
				once: true,
			});
		});
		await Promise.race([welcomed, lost]);
	}

	/** A bare socket of this conversation, for a caller that reads the frames by itself. */
	async openSocket(): Promise<WebSocket> {
		const path = `${this.#origin}/api/conversations/${this.conversationId}/ticket`;
		const ticket = SocketTicket.parse(await post(path, this.#token));
		// a page's origin: the API refuses sockets without one
		const address = new URL(ticket.url, this.#origin.replace(/^http/, "ws"));
		const socket = new WebSocket(address, { origin: this.#origin });
		await new Promise<void>((resolve, reject) => {
			socket.once("open", resolve);
			socket.once("error", () => reject(new Error("the socket could not be opened")));
		});
		socket.on("error", () => undefined); // a lost line is told by its close
		socket.on("close", (code) => (this.closeCode = code));
		return socket;
	}

	send(frame: ClientFrame): void {
		this.#socket?.send(JSON.stringify(frame));
	}

	/** Sends anything, well-formed or not. */
	sendRaw(data: string | ArrayBuffer): void {
		this.#socket?.send(data);
	}

	/** Sends a text and waits for its acknowledgement. Returns the message's id. */
	async say(text: string, id: string = newMessageId(), payload?: string): Promise<string> {
		this.send({ type: "message", id, text, ...(payload === undefined ? {} : { payload }) });
		await waitUntil(ANSWER_TIMEOUT_MS, () => this.acks.has(id));
		return id;
	}

	/** Sends a text and waits until the bot has said something after it. Returns what it said, joined. */
	async ask(text: string, payload?: string): Promise<string> {
		const id = await this.say(text, newMessageId(), payload);
		const seq = this.acks.get(id) ?? 0;
		const answers = () =>
			[...this.events.values()].filter((event) => event.kind === "bot" && event.seq > seq);
		await waitUntil(ANSWER_TIMEOUT_MS, () => answers().length > 0);
		return answers()
			.map((event) => (event.kind === "bot" ? (event.text ?? "") : ""))
			.join("\n");
	}

	/** Texts of the visitor's messages in the order of their seq. */
	visitorTexts(): string[] {
		return [...this.events.values()]
			.toSorted((a, b) => a.seq - b.seq)
			.flatMap((event) => (event.kind === "visitor" ? [event.text] : []));
	}

	close(): void {
		this.#socket?.close();
	}

	/** The same visitor in the same conversation, knowing nothing: a second tab, or a reload. */
	sibling(): ChatClient {
		return new ChatClient(this.#origin, this.#token, this.conversationId);
	}

	/** Resolves with the next frame that fits. */
	nextFrame(fits: (frame: ServerFrame) => boolean): Promise<ServerFrame> {
		return new Promise((resolve) => {
			const look = (frame: ServerFrame): void => {
				if (!fits(frame)) return;
				this.#waiting.delete(look);
				resolve(frame);
			};
			this.#waiting.add(look);
		});
	}

	#receive(frame: ServerFrame): void {
		this.#note(frame);
		for (const look of this.#waiting) look(frame);
	}

	#note(frame: ServerFrame): void {
		if (frame.type === "ack") this.acks.set(frame.id, frame.seq);
		if (frame.type === "error") this.errors.push(frame);
		if (frame.type !== "welcome" && frame.type !== "events") return;
		if (frame.type === "events" && frame.from !== this.lastSeq + 1) {
			this.gaps.push(`${frame.from}..${frame.to} after ${this.lastSeq}`);
		}
		for (const event of frame.events) this.events.set(event.seq, event);
		this.lastSeq = Math.max(this.lastSeq, frame.to);
	}
}

export function newMessageId(): string {
	return freshId(Date.now());
}

async function post(url: string, token: string | null): Promise<unknown> {
	const response = await fetch(url, {
		method: "POST",
		headers: {
			"content-type": "application/json",
			...(token === null ? {} : { authorization: `Bearer ${token}` }),
		},
		body: "{}",
	});
	if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
	return response.json();
}
