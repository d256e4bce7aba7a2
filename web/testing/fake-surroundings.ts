import type { ServerFrame } from "../../contracts/protocol.ts";
import type { Clock, KeyStore, OpenedSocket, OpenSocket, SocketHandlers } from "../chat/ports.ts";

/** A clock that a test turns by hand. */
export class FakeClock implements Clock {
	#nowMs = 1_750_000_000_000;
	#timers: { atMs: number; run: () => void }[] = [];

	now(): number {
		return this.#nowMs;
	}

	after(delayMs: number, run: () => void): () => void {
		const timer = { atMs: this.#nowMs + delayMs, run };
		this.#timers.push(timer);
		return () => {
			this.#timers = this.#timers.filter((other) => other !== timer);
		};
	}

	/** How long until the next timer, or null when there is none. */
	nextInMs(): number | null {
		const [next] = this.#timers.toSorted((a, b) => a.atMs - b.atMs);
		return next === undefined ? null : next.atMs - this.#nowMs;
	}

	/** Turns the clock, running what falls due in its order, and lets promises settle in between. */
	async turn(ms: number): Promise<void> {
		await settle();
		const untilMs = this.#nowMs + ms;
		for (;;) {
			const [next] = this.#timers.toSorted((a, b) => a.atMs - b.atMs);
			if (next === undefined || next.atMs > untilMs) break;
			this.#nowMs = next.atMs;
			this.#timers = this.#timers.filter((other) => other !== next);
			next.run();
			// one after the other is the point
			await settle();
		}
		this.#nowMs = untilMs;
		await settle();
	}
}

/** Lets every promise that is ready run its course. */
export async function settle(): Promise<void> {
	// a chain of promises settles one link at a time
	for (let round = 0; round < 30; round += 1) await Promise.resolve();
}

export class FakeSocket implements OpenedSocket {
	readonly url: string;
	readonly sent: string[] = [];
	isClosed = false;
	readonly #handlers: SocketHandlers;

	constructor(url: string, handlers: SocketHandlers) {
		this.url = url;
		this.#handlers = handlers;
	}

	send(text: string): void {
		this.sent.push(text);
	}

	close(): void {
		this.isClosed = true;
	}

	open(): void {
		this.#handlers.onOpen();
	}

	say(frame: ServerFrame): void {
		this.text(JSON.stringify(frame));
	}

	text(text: string): void {
		this.#handlers.onText(text);
	}

	lose(code: number): void {
		this.#handlers.onClose(code);
	}

	/** The frames that were sent, without pings. */
	frames(): Record<string, unknown>[] {
		return this.sent.filter((text) => text !== "ping").map((text) => JSON.parse(text));
	}
}

export class FakeNetwork {
	readonly sockets: FakeSocket[] = [];
	isDeviceOnline = true;

	readonly open: OpenSocket = (url, handlers) => {
		const socket = new FakeSocket(url, handlers);
		this.sockets.push(socket);
		return socket;
	};

	get last(): FakeSocket {
		const socket = this.sockets.at(-1);
		if (socket === undefined) throw new Error("No socket was opened");
		return socket;
	}
}

/** A browser's storage: shared by "tabs", kept over "reloads", or denied. */
export function createFakeStore(kept = new Map<string, string>(), isAllowed = true): KeyStore {
	return {
		get: (key) => kept.get(key) ?? null,
		set: (key, value) => void kept.set(key, value),
		remove: (key) => void kept.delete(key),
		keys: (prefix) => [...kept.keys()].filter((key) => key.startsWith(prefix)),
		isKept: () => isAllowed || kept.size === 0,
	};
}
