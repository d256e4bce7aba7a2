import type { ErrorCode } from "../contracts/errors.ts";
import { DeskClientFrame } from "../contracts/desk-socket.ts";
import type { ConversationPorts } from "./conversation-ports.ts";
import { ConversationUnavailable, SESSION_HEADER, VISITOR_HEADER } from "./conversation-rpc.ts";
import { agentOf } from "./desk/agent-header.ts";
import { FloodGuard } from "./flood-guard.ts";
import type { OpenConversation } from "./open-conversation.ts";
import { parseClientFrame, parseDeskFrame } from "./parse-frame.ts";
import { retrySeconds, unavailableRefusal } from "./refusals.ts";
import { handleFrame } from "./socket-frames.ts";
import type { ConversationSockets } from "./sockets.ts";

/** What the door asks of the host. */
export interface DoorKeeper {
	open(): Promise<OpenConversation | null>;
	/** Reports what broke, and says it in words for a client. */
	internal(error: unknown): { readonly code: ErrorCode; readonly message: string };
	id(): string;
}

/** What comes in over sockets: read, kept to its limits, and handed on. Whatever it was, it is answered. */
export class SocketDoor {
	readonly #sockets: ConversationSockets;
	readonly #ports: ConversationPorts;
	readonly #keeper: DoorKeeper;
	readonly #floods: FloodGuard;

	constructor(sockets: ConversationSockets, ports: ConversationPorts, keeper: DoorKeeper) {
		this.#sockets = sockets;
		this.#ports = ports;
		this.#keeper = keeper;
		this.#floods = new FloodGuard(sockets);
	}

	/** A socket of a conversation that is there. What breaks is thrown: nothing is open yet to say it on. */
	async upgrade(request: Request): Promise<Response> {
		if (request.headers.get("upgrade")?.toLowerCase() !== "websocket")
			return new Response(null, { status: 426, headers: { upgrade: "websocket" } });
		try {
			if ((await this.#keeper.open()) === null) return new Response(null, { status: 404 });
		} catch (error) {
			if (!(error instanceof ConversationUnavailable)) throw error;
			return new Response(null, { status: 503, headers: { "retry-after": retrySeconds(error) } });
		}
		return this.#sockets.upgrade({
			visitorId: request.headers.get(VISITOR_HEADER),
			sessionId: request.headers.get(SESSION_HEADER),
			isGreeted: false,
			agent: agentOf(request),
		});
	}

	take(socket: WebSocket, raw: string | ArrayBuffer): Promise<void> {
		const isAgents = this.#sockets.memory(socket).agent !== null;
		return isAgents ? this.#ofAgent(socket, raw) : this.#ofCustomer(socket, raw);
	}

	async #ofCustomer(socket: WebSocket, raw: string | ArrayBuffer): Promise<void> {
		const parsed = parseClientFrame(raw);
		try {
			const conversation = await this.#keeper.open();
			if (conversation === null) return this.#sockets.close(socket, "erased");
			if (this.#isTooFast(socket, conversation.frameDelayMs())) return;
			if (!parsed.ok) return this.#sockets.send(socket, { type: "error", ...parsed.fault });
			await handleFrame(conversation, this.#sockets, socket, parsed.frame);
		} catch (error) {
			this.#sockets.send(socket, {
				type: "error",
				...this.#refusal(error),
				...(parsed.ok && parsed.frame.type === "message" ? { id: parsed.frame.id } : {}),
			});
		}
	}

	/** The same of somebody at the desk. */
	async #ofAgent(socket: WebSocket, raw: string | ArrayBuffer): Promise<void> {
		const parsed = parseDeskFrame(DeskClientFrame, raw);
		try {
			const conversation = await this.#keeper.open();
			if (conversation === null) return this.#sockets.close(socket, "erased");
			if (this.#isTooFast(socket, conversation.deskFrameDelayMs())) return;
			if (parsed.ok) conversation.room.handle(socket, parsed.frame);
			else this.#sockets.send(socket, { type: "error", ...parsed.fault });
		} catch (error) {
			this.#sockets.send(socket, { type: "error", ...this.#refusal(error) });
		}
	}

	#isTooFast(socket: WebSocket, retryAfterMs: number): boolean {
		if (retryAfterMs <= 0) return false;
		if (this.#floods.slowDown(socket, retryAfterMs))
			this.#ports.log({ event: "socket.flooding", conversationId: this.#keeper.id() });
		return true;
	}

	#refusal(error: unknown): { code: ErrorCode; message: string; retryAfterMs?: number } {
		return error instanceof ConversationUnavailable
			? unavailableRefusal(error)
			: this.#keeper.internal(error);
	}
}
