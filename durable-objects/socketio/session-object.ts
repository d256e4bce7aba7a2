import { DurableObject } from "cloudflare:workers";
import type { ConversationEvent } from "../../contracts/protocol.ts";
import { socketIoMessages } from "./bot-messages.ts";
import { SocketIoHost, type SocketIoPorts } from "./session-host.ts";

/** Joins the platform's calls to the host of a socket.io session, whatever world it has. */
export abstract class SocketIoSessionObject<Env> extends DurableObject<Env> {
	readonly #host: SocketIoHost;

	constructor(ctx: DurableObjectState, env: Env, ports: SocketIoPorts) {
		super(ctx, env);
		this.#host = new SocketIoHost(ctx, ports);
	}

	/** What a conversation gained. False when the client is gone. */
	tell(events: readonly ConversationEvent[]): Promise<boolean> {
		return this.#host.tell(socketIoMessages(events));
	}

	override fetch(request: Request): Promise<Response> {
		return this.#host.fetch(request);
	}

	override webSocketMessage(socket: WebSocket, raw: string | ArrayBuffer): Promise<void> {
		return this.#host.socketMessage(socket, raw);
	}

	override webSocketClose(socket: WebSocket): Promise<void> {
		return this.#host.socketClosed(socket);
	}

	override webSocketError(socket: WebSocket): Promise<void> {
		return this.#host.socketClosed(socket);
	}

	override alarm(): Promise<void> {
		return this.#host.alarm();
	}
}
