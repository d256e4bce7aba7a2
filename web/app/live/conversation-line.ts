import {
	DESK_PROTOCOL_VERSION,
	type DeskClientFrame,
	DeskServerFrame,
} from "../../../contracts/desk-socket.ts";
import { type LineSurroundings, parseFrame, SocketLine } from "../../chat/socket-line.ts";

type FrameOf<Type extends DeskServerFrame["type"]> = Extract<DeskServerFrame, { type: Type }>;
type Span = FrameOf<"welcome"> | FrameOf<"entries">;

export interface ConversationListener {
	/** The last entry of the log that the page has, without a gap before it. */
	knownSeq: () => number;
	/** @param isAnew - it is not the log that the page had: these take its place */
	onEntries: (entries: Span["entries"], isAnew: boolean) => void;
	onStanding: (standing: Span["standing"]) => void;
	onColleagues: (colleagues: FrameOf<"colleagues">["colleagues"]) => void;
	onVisitor: (visitor: FrameOf<"welcome">["visitor"]) => void;
	onTyping: (who: FrameOf<"presence">["who"], isTyping: boolean) => void;
}

/** An agent's line to one conversation: watches that no entry of the log is missing. */
export class ConversationLine {
	readonly #line: SocketLine;
	readonly #listener: ConversationListener;
	/** The last entry that is covered; null before the first welcome. */
	#lastSeq: number | null = null;
	#asked = 0;

	constructor(surroundings: LineSurroundings, listener: ConversationListener) {
		this.#listener = listener;
		this.#line = new SocketLine({
			...surroundings,
			hello: () => {
				this.#asked = Math.max(this.#lastSeq ?? 0, listener.knownSeq());
				const { protocol, lastSeq } = { protocol: DESK_PROTOCOL_VERSION, lastSeq: this.#asked };
				return { type: "hello", protocol, lastSeq } satisfies DeskClientFrame;
			},
			onText: (text) => this.#read(text),
		});
	}

	start(): void {
		this.#line.start();
	}

	wake(): void {
		this.#line.wake();
	}

	sleep(): void {
		this.#line.sleep();
	}

	stop(): void {
		this.#line.stop();
	}

	/** @returns false while there is no line */
	send(frame: Exclude<DeskClientFrame, { type: "hello" }>): boolean {
		return this.#line.send(frame);
	}

	#read(text: string): void {
		const frame = parseFrame(DeskServerFrame, text);
		switch (frame?.type) {
			case "welcome":
				return this.#welcome(frame);
			case "entries":
				return this.#entries(frame);
			case "colleagues":
				return this.#listener.onColleagues(frame.colleagues);
			case "visitor":
				return this.#listener.onVisitor(frame);
			case "presence":
				return this.#listener.onTyping(frame.who, frame.state === "typing");
			default: // a newer server may say what this page does not know
		}
	}

	#welcome(frame: FrameOf<"welcome">): void {
		this.#take(frame, frame.from !== this.#asked + 1);
		this.#listener.onColleagues(frame.colleagues);
		this.#listener.onVisitor(frame.visitor);
		this.#line.up();
	}

	/** The gap assertion: `from` is the next entry, or we ask for what we lack. */
	#entries(frame: FrameOf<"entries">): void {
		if (this.#lastSeq === null || frame.to <= this.#lastSeq) return;
		if (frame.from > this.#lastSeq + 1) return this.#line.hello();
		this.#take(frame, false);
	}

	#take(span: Span, isAnew: boolean): void {
		this.#lastSeq = span.to;
		this.#listener.onEntries(span.entries, isAnew);
		this.#listener.onStanding(span.standing);
	}
}
