import { slowDownFrame } from "./refusals.ts";
import type { ConversationSockets } from "./sockets.ts";

/** Frames that a socket may send after having been asked to slow down. */
const MAX_EXCESS_FRAMES = 200;

/** Asks a socket that is too fast to slow down, and closes one that doesn't. */
export class FloodGuard {
	readonly #sockets: ConversationSockets;
	readonly #excess = new WeakMap<WebSocket, number>();

	constructor(sockets: ConversationSockets) {
		this.#sockets = sockets;
	}

	/** @returns true when that was enough, and the socket is closed */
	slowDown(socket: WebSocket, retryAfterMs: number): boolean {
		const excess = (this.#excess.get(socket) ?? 0) + 1;
		this.#excess.set(socket, excess);
		const isEnough = excess > MAX_EXCESS_FRAMES;
		if (isEnough) this.#sockets.close(socket, "flooding");
		else this.#sockets.send(socket, slowDownFrame(retryAfterMs));
		return isEnough;
	}
}
