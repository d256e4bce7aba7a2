import { z } from "zod";
import type { DeskServerFrame } from "../contracts/desk-socket.ts";
import { Permission } from "../contracts/permissions.ts";
import { CLOSE_CODES, type ServerFrame } from "../contracts/protocol.ts";

/** What a socket must remember while its object sleeps. */
const SocketMemory = z.object({
	visitorId: z.string().nullable(),
	/** The session or ticket behind the socket: what a revocation names. */
	sessionId: z.string().nullable(),
	/** True from its `hello` on: only then is it told of new entries. */
	isGreeted: z.boolean(),
	/** Somebody of the company, with what they are doing here; null for a customer. */
	agent: z
		.object({
			id: z.string(),
			name: z.string(),
			doing: z.enum(["viewing", "typing", "noting", "away"]),
			/** What they may do, as it was when the socket was opened: a role that is taken away or changed closes it. */
			may: z.array(Permission).default([]),
		})
		.nullable()
		.default(null),
});
export type SocketMemory = z.infer<typeof SocketMemory>;

/** Open sockets of one conversation's customer, and as many of agents; a page keeps one a tab. */
const MAX_SOCKETS = 32;

/** The hibernating sockets of one conversation. Sending never throws: a socket that fails is about to be closed. */
export class ConversationSockets {
	readonly #ctx: DurableObjectState;

	constructor(ctx: DurableObjectState) {
		this.#ctx = ctx;
		ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
	}

	/** The answer to an upgrade: a socket that may sleep, or 429 when the conversation has enough of them. */
	upgrade(memory: SocketMemory): Response {
		const isAgents = memory.agent !== null;
		const others = this.#ctx
			.getWebSockets()
			.filter((other) => (this.memory(other).agent !== null) === isAgents);
		if (others.length >= MAX_SOCKETS) return new Response(null, { status: 429 });
		const { 0: client, 1: server } = new WebSocketPair();
		this.#ctx.acceptWebSocket(server);
		server.serializeAttachment(memory);
		return new Response(null, { status: 101, webSocket: client });
	}

	memory(socket: WebSocket): SocketMemory {
		return SocketMemory.parse(socket.deserializeAttachment());
	}

	greet(socket: WebSocket): void {
		socket.serializeAttachment({ ...this.memory(socket), isGreeted: true });
	}

	/** Notes what an agent is doing. */
	setDoing(socket: WebSocket, doing: NonNullable<SocketMemory["agent"]>["doing"]): void {
		const memory = this.memory(socket);
		if (memory.agent !== null)
			socket.serializeAttachment({ ...memory, agent: { ...memory.agent, doing } } satisfies SocketMemory);
	}

	/** Greeted sockets of the one side or the other. @param except - one that is about to be gone */
	of(side: "customer" | "agents", except?: WebSocket): WebSocket[] {
		return this.#ctx.getWebSockets().filter((socket) => {
			const { isGreeted, agent } = this.memory(socket);
			return socket !== except && isGreeted && (agent !== null) === (side === "agents");
		});
	}

	send(socket: WebSocket, frame: ServerFrame | DeskServerFrame): void {
		sendText(socket, JSON.stringify(frame));
	}

	/** To every socket of the customer that has said hello. */
	broadcast(frame: ServerFrame, except?: WebSocket): void {
		this.#tell(this.of("customer", except), frame);
	}

	/** To every agent who has said hello. */
	broadcastToAgents(frame: DeskServerFrame): void {
		this.#tell(this.of("agents"), frame);
	}

	#tell(sockets: readonly WebSocket[], frame: ServerFrame | DeskServerFrame): void {
		if (sockets.length === 0) return;
		const text = JSON.stringify(frame);
		for (const socket of sockets) sendText(socket, text);
	}

	close(socket: WebSocket, reason: keyof typeof CLOSE_CODES): void {
		try {
			socket.close(CLOSE_CODES[reason].code, reason);
		} catch {
			// it was closed already: what we wanted
		}
	}

	/** Ends the closing handshake that a client has begun, by its own code where that may be sent. */
	answerClose(socket: WebSocket, code: number, reason: string): void {
		try {
			if (maySend(code)) socket.close(code, reason);
			else socket.close();
		} catch {
			// the line is gone already: nobody waits
		}
	}

	/** The sessions behind these sockets are over; all of them when null. */
	closeSessions(sessionIds: readonly string[] | null): void {
		for (const socket of this.#ctx.getWebSockets()) {
			const { sessionId } = this.memory(socket);
			if (sessionIds === null || (sessionId !== null && sessionIds.includes(sessionId)))
				this.close(socket, "unauthorized");
		}
	}

	/** The conversation is this visitor's now. */
	closeOthers(visitorId: string): void {
		for (const socket of this.#ctx.getWebSockets())
			if (this.memory(socket).visitorId !== visitorId) this.close(socket, "unauthorized");
	}

	closeAll(reason: keyof typeof CLOSE_CODES): void {
		for (const socket of this.#ctx.getWebSockets()) this.close(socket, reason);
	}
}

/** Those between stand for "no code", "no close frame" and "no TLS", or are kept free (RFC 6455, 7.4.1). */
const NEVER_SENT = new Set([1_004, 1_005, 1_006, 1_015]);

/** A client's bytes can name any number; the platform throws on those that no close frame may have. */
function maySend(code: number): boolean {
	return code >= 1_000 && code <= 4_999 && !NEVER_SENT.has(code);
}

function sendText(socket: WebSocket, text: string): void {
	try {
		socket.send(text);
	} catch {
		// a socket between dying and being closed: its client resumes from its last seq
	}
}
