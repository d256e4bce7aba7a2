import { PROTOCOL_VERSION, type ClientFrame, ServerFrame } from "../../contracts/protocol.ts";
import { type LineSurroundings, parseFrame, SocketLine } from "./socket-line.ts";

type SpanFrame = Extract<ServerFrame, { type: "welcome" | "events" }>;

export interface SocketDeps extends LineSurroundings {
	/** Frames arrive without a gap and never twice, apart from a `welcome` after `onRestart`. */
	onFrame: (frame: ServerFrame) => void;
	/** The server's log is not the one we know: everything comes again from the beginning. */
	onRestart: () => void;
}

/** One conversation's line to the server: watches for gaps in what comes. */
export class ConversationSocket {
	readonly #deps: SocketDeps;
	readonly #line: SocketLine;
	#lastSeq = 0;

	constructor(deps: SocketDeps) {
		this.#deps = deps;
		this.#line = new SocketLine({
			...deps,
			hello: () =>
				({
					type: "hello",
					protocol: PROTOCOL_VERSION,
					lastSeq: this.#lastSeq,
				}) satisfies ClientFrame,
			onText: (text) => this.#read(text),
		});
	}

	get isOnline(): boolean {
		return this.#line.isOnline;
	}

	/** Connects, and stays connected until `stop`. */
	start(lastSeq: number): void {
		if (this.#line.start()) this.#lastSeq = lastSeq;
	}

	/** Connects at once when it is waiting: the network is back, the tab is visible, or the visitor pressed the button. */
	wake(): void {
		this.#line.wake();
	}

	/** The device says that it has no network. */
	sleep(): void {
		this.#line.sleep();
	}

	stop(): void {
		this.#line.stop();
	}

	/** @returns false when there is no line: the caller keeps the frame */
	send(frame: ClientFrame): boolean {
		return this.#line.send(frame);
	}

	/** Something should have come and did not: open a new line. */
	reconnect(): void {
		this.#line.reconnect();
	}

	#read(text: string): void {
		const frame = parseFrame(ServerFrame, text);
		if (frame === null) return;
		if (frame.type === "welcome") return this.#welcome(frame);
		if (frame.type === "events") return this.#advance(frame);
		this.#deps.onFrame(frame);
	}

	#welcome(frame: SpanFrame): void {
		if (this.#lastSeq > 0 && frame.from !== this.#lastSeq + 1) {
			// not the log that we know: a server that has lost its own begins again at 1, any other one is asked to
			this.#lastSeq = 0;
			this.#deps.onRestart();
			if (frame.from !== 1) return this.#line.hello(true);
		}
		this.#lastSeq = frame.to;
		this.#deps.onFrame(frame);
		this.#line.up();
	}

	/** The gap assertion: `from` is the next entry, or we ask for everything that we lack. */
	#advance(frame: SpanFrame): void {
		if (frame.to <= this.#lastSeq) return;
		if (frame.from > this.#lastSeq + 1) return this.#line.hello();
		this.#lastSeq = frame.to;
		this.#deps.onFrame(frame);
	}
}
