import { z } from "zod";
import { Person } from "../../contracts/desk-commands.ts";
import type { InboxServerFrame } from "../../contracts/inbox.ts";
import { Permission } from "../../contracts/permissions.ts";
import { CLOSE_CODES } from "../../contracts/protocol.ts";

/** What a socket must remember while the inbox sleeps. */
const Memory = z.object({
	agent: Person,
	/** What they may do, as it was when the socket was opened: a role that is taken away or changed closes it. */
	may: z.array(Permission).default([]),
	sessionId: z.string(),
	isGreeted: z.boolean(),
});
type Memory = z.infer<typeof Memory>;

/** Open sockets of one team; an agent keeps one a tab. */
const MAX_SOCKETS = 2_000;

/** The hibernating sockets of one inbox. Sending never throws: a socket that fails is about to be closed. */
export class InboxSockets {
	readonly #ctx: DurableObjectState;

	constructor(ctx: DurableObjectState) {
		this.#ctx = ctx;
		ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
	}

	upgrade(memory: Memory): Response {
		if (this.#ctx.getWebSockets().length >= MAX_SOCKETS) return new Response(null, { status: 429 });
		const { 0: client, 1: server } = new WebSocketPair();
		this.#ctx.acceptWebSocket(server);
		server.serializeAttachment(memory);
		return new Response(null, { status: 101, webSocket: client });
	}

	memory(socket: WebSocket): Memory {
		return Memory.parse(socket.deserializeAttachment());
	}

	greet(socket: WebSocket): void {
		socket.serializeAttachment({ ...this.memory(socket), isGreeted: true } satisfies Memory);
	}

	/** Sockets that have said hello. @param except - one that is about to be gone */
	greeted(except?: WebSocket): WebSocket[] {
		return this.#ctx.getWebSockets().filter((socket) => socket !== except && this.memory(socket).isGreeted);
	}

	send(socket: WebSocket, frame: InboxServerFrame): void {
		try {
			socket.send(JSON.stringify(frame));
		} catch {
			// a socket between dying and being closed: its client resumes from its version
		}
	}

	close(socket: WebSocket, reason: keyof typeof CLOSE_CODES): void {
		try {
			socket.close(CLOSE_CODES[reason].code, reason);
		} catch {
			// it was closed already: what we wanted
		}
	}

	/** The sessions behind these sockets are over; all of them when null. */
	closeSessions(sessionIds: readonly string[] | null): void {
		for (const socket of this.#ctx.getWebSockets())
			if (sessionIds === null || sessionIds.includes(this.memory(socket).sessionId))
				this.close(socket, "unauthorized");
	}
}
