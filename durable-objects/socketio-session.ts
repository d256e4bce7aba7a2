import { DurableObject } from "cloudflare:workers";
import type { ConversationEvent } from "../contracts/protocol.ts";
import type { ObjectEnv } from "./object-env.ts";
import { socketIoMessages } from "./socketio/bot-messages.ts";
import { SocketIoHost } from "./socketio/session-host.ts";
import { socketIoPorts } from "./socketio/socketio-ports.ts";

/** One client of Rasa's socket.io channel, reached by its session's id. It joins the platform's calls to the host. */
export class SocketIoSessionDurableObject extends DurableObject<ObjectEnv> {
	readonly #host: SocketIoHost;

	constructor(ctx: DurableObjectState, env: ObjectEnv) {
		super(ctx, env);
		this.#host = new SocketIoHost(
			ctx,
			socketIoPorts(env, (promise) => ctx.waitUntil(promise)),
		);
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
