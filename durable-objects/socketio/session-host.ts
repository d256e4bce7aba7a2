import { decodeFrame, type EnginePacket, type EngineVersion, encodeFrame, packet } from "./engine-packets.ts";
import type { JsonValue } from "../../contracts/parse-data.ts";
import { HANDSHAKE_HEADER } from "./handshake.ts";
import { badRequest, PollTransport } from "./poll-transport.ts";
import { type SessionMessage, SocketIoSession } from "./session.ts";
import { SessionStore, type StoredSession } from "./session-store.ts";
import type { SocketIoSettings } from "./socketio-settings.ts";

/** As Rasa's server says it at the beginning: the client is asked for a sign of life this often, and has so long for it. */
const PING_INTERVAL_MS = 25_000;
const PING_TIMEOUT_MS = 20_000;
/** Longest packet that is taken, in characters. */
const MAX_PACKET_CHARS = 65_536;

/** What a session needs from the rest of the house. */
export interface SocketIoPorts {
	readonly settings: SocketIoSettings;
	nowMs(): number;
	newSessionId(): string;
	isAllowed(token: string): Promise<boolean>;
	/** Makes the session hear what the sender's conversation gains. */
	join(sender: string, sid: string): Promise<void>;
	/** @returns what to tell the client when the message was not taken, or null */
	say(message: SessionMessage): Promise<string | null>;
	/** How many milliseconds the client is too fast by; 0 when it may go on. */
	frameDelayMs(): number;
	report(error: unknown): void;
}

interface SocketMemory {
	readonly isProbe: boolean;
}

/**
 * One client of the socket.io channel: Engine.IO's session over polling and WebSocket, and the change from the one to the
 * other. What it knows lives in the object's storage, so that it may sleep between two packets.
 */
export class SocketIoHost {
	readonly #ctx: DurableObjectState;
	readonly #ports: SocketIoPorts;
	readonly #store: SessionStore;
	readonly #poll: PollTransport;
	#session: SocketIoSession | null = null;
	#work: Promise<void> = Promise.resolve();

	constructor(ctx: DurableObjectState, ports: SocketIoPorts) {
		this.#ctx = ctx;
		this.#ports = ports;
		this.#store = new SessionStore(ctx.storage);
		this.#poll = new PollTransport(this.#store);
	}

	/** The Worker has checked path, origin and size. */
	async fetch(request: Request): Promise<Response> {
		const isUpgrade = request.headers.get("upgrade")?.toLowerCase() === "websocket";
		const sid = request.headers.get(HANDSHAKE_HEADER);
		if (sid !== null) return this.#handshake(sid, new URL(request.url).searchParams, isUpgrade);
		const known = this.#store.session;
		if (known === null) return badRequest("unknownSession");
		if (isUpgrade) return known.transport === "websocket" ? badRequest("badRequest") : this.#accept(true);
		if (known.transport === "websocket") return badRequest("badRequest");
		if (request.method === "GET") return this.#poll.answer(known.version);
		const body = await request.text();
		const packets = this.#poll.read(known.version, body);
		if (packets === null) {
			await this.#end();
			return badRequest("badRequest");
		}
		for (const one of packets) this.#take(known, one);
		return new Response("ok", { headers: { "content-type": "text/html" } });
	}

	/** What a conversation gained that this client has joined. False when the client is gone. */
	async tell(messages: readonly JsonValue[]): Promise<boolean> {
		const known = this.#store.session;
		if (known === null) return false;
		this.#open(known).tell(messages);
		return true;
	}

	async socketMessage(socket: WebSocket, raw: string | ArrayBuffer): Promise<void> {
		const known = this.#store.session;
		const isText = typeof raw === "string" && raw.length <= MAX_PACKET_CHARS;
		const one = known !== null && isText ? decodeFrame(known.version, raw) : null;
		if (known === null || one === null) return this.#drop(known, socket);
		if (memoryOf(socket).isProbe) return this.#probe(known, socket, one);
		this.#take(known, one);
		await this.#work; // the object stays awake for what it was asked
	}

	async socketClosed(socket: WebSocket): Promise<void> {
		const known = this.#store.session;
		if (known !== null && !memoryOf(socket).isProbe) await this.#end();
	}

	async alarm(): Promise<void> {
		const known = this.#store.session;
		if (known === null) return;
		const silentMs = this.#ports.nowMs() - known.heardAtMs;
		if (known.version === 3) {
			if (silentMs >= PING_INTERVAL_MS + PING_TIMEOUT_MS) return this.#end();
			return this.#wakeIn(PING_INTERVAL_MS + PING_TIMEOUT_MS - silentMs);
		}
		if (known.isPinged) return this.#end();
		known.isPinged = true;
		this.#store.save();
		this.#send(known, packet("ping"));
		await this.#wakeIn(PING_TIMEOUT_MS);
	}

	/** Settles when everything that the client has sent is done. */
	get settled(): Promise<void> {
		return this.#work;
	}

	async #handshake(sid: string, query: URLSearchParams, isUpgrade: boolean): Promise<Response> {
		if (this.#store.session !== null) return badRequest("badRequest");
		const version: EngineVersion = query.get("EIO") === "3" ? 3 : 4;
		const known: StoredSession = {
			sid,
			version,
			queryToken: query.get("token"),
			isConnected: false,
			transport: isUpgrade ? "websocket" : "polling",
			heardAtMs: this.#ports.nowMs(),
			isPinged: false,
		};
		this.#store.begin(known);
		await this.#wakeIn(version === 3 ? PING_INTERVAL_MS + PING_TIMEOUT_MS : PING_INTERVAL_MS);
		const answer = isUpgrade ? this.#accept(false) : null;
		this.#send(known, packet("open", openData(sid, isUpgrade)));
		await this.#open(known).opened();
		this.#store.save();
		return answer ?? this.#poll.answer(version);
	}

	#accept(isProbe: boolean): Response {
		const { 0: client, 1: server } = new WebSocketPair();
		this.#ctx.acceptWebSocket(server);
		server.serializeAttachment({ isProbe } satisfies SocketMemory);
		return new Response(null, { status: 101, webSocket: client });
	}

	/** A second line beside the polling: tried out first, then everything goes over it. */
	#probe(known: StoredSession, socket: WebSocket, { type, data }: EnginePacket): void {
		if (type === "ping" && data === "probe") {
			sendFrame(socket, encodeFrame(known.version, packet("pong", "probe")));
			// the poll that waits must end, for the client changes over between two of them
			this.#poll.release();
			return;
		}
		if (type !== "upgrade" || known.transport === "websocket") return closeSocket(socket);
		socket.serializeAttachment({ isProbe: false } satisfies SocketMemory);
		known.transport = "websocket";
		this.#store.save();
		this.#poll.release();
		for (const waiting of this.#store.take()) sendFrame(socket, encodeFrame(known.version, waiting));
	}

	#take(known: StoredSession, { type, data }: EnginePacket): void {
		if (this.#ports.frameDelayMs() > 0) return void this.#end();
		known.heardAtMs = this.#ports.nowMs();
		switch (type) {
			case "ping":
				this.#store.save();
				return this.#send(known, packet("pong", data));
			case "pong":
				known.isPinged = false;
				this.#store.save();
				return void this.#wakeIn(PING_INTERVAL_MS);
			case "message":
				return this.#queue(async () => {
					await this.#open(known).receive(data);
					if (this.#store.session === known) this.#store.save();
				});
			case "close":
				return void this.#end();
			default:
		}
	}

	/** One thing after the other, as the client sent it. */
	#queue(work: () => Promise<void>): void {
		this.#work = this.#work.then(work).catch((error: unknown) => this.#ports.report(error));
		this.#ctx.waitUntil(this.#work);
	}

	#open(known: StoredSession): SocketIoSession {
		this.#session ??= new SocketIoSession(this.#ports.settings, known, {
			send: (text) => this.#send(known, packet("message", text)),
			isAllowed: (token) => this.#ports.isAllowed(token),
			newSessionId: () => this.#ports.newSessionId(),
			join: (sender) => this.#ports.join(sender, known.sid),
			say: (message) => this.#ports.say(message),
			fail: () => void this.#end(),
		});
		return this.#session;
	}

	#send(known: StoredSession, one: EnginePacket): void {
		if (this.#store.session !== known) return;
		const socket = known.transport === "websocket" ? this.#socket() : undefined;
		if (socket !== undefined) return sendFrame(socket, encodeFrame(known.version, one));
		if (!this.#store.keep(one)) return void this.#end();
		this.#poll.flush();
	}

	#socket(): WebSocket | undefined {
		return this.#ctx.getWebSockets().find((socket) => !memoryOf(socket).isProbe);
	}

	async #drop(known: StoredSession | null, socket: WebSocket): Promise<void> {
		if (known !== null && !memoryOf(socket).isProbe) return this.#end();
		closeSocket(socket);
	}

	/** The session is over: its conversations find out when they next have something to tell. */
	async #end(): Promise<void> {
		this.#poll.close();
		for (const socket of this.#ctx.getWebSockets()) closeSocket(socket);
		this.#session = null;
		await this.#store.end();
	}

	async #wakeIn(milliseconds: number): Promise<void> {
		await this.#ctx.storage.setAlarm(Date.now() + milliseconds);
	}
}

function openData(sid: string, isUpgraded: boolean): string {
	return JSON.stringify({
		sid,
		upgrades: isUpgraded ? [] : ["websocket"],
		pingInterval: PING_INTERVAL_MS,
		pingTimeout: PING_TIMEOUT_MS,
		maxPayload: MAX_PACKET_CHARS,
	});
}

function memoryOf(socket: WebSocket): SocketMemory {
	const memory: unknown = socket.deserializeAttachment();
	const isProbe = typeof memory === "object" && memory !== null && "isProbe" in memory && memory.isProbe;
	return { isProbe: isProbe === true };
}

function sendFrame(socket: WebSocket, frame: string): void {
	try {
		socket.send(frame);
	} catch {
		// a line between breaking and being closed: the session ends with it
	}
}

function closeSocket(socket: WebSocket): void {
	try {
		socket.close(1_000);
	} catch {
		// it was closed already: what we wanted
	}
}
