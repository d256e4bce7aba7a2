import type { ServerFrame } from "../../contracts/protocol.ts";
import type { Clock } from "./ports.ts";

const EVERY_MS = 3_000;
const SHOWN_MS = 5_000;
/** A bot that runs a slow action shows it longer. */
const BOT_SHOWN_MS = 20_000;

export interface TypingDeps {
	clock: Clock;
	/** False when there is no line. */
	tell: () => boolean;
	/** What was heard of the other side has grown old. */
	onExpired: () => void;
}

/** Who is writing: ours is told now and then, theirs is believed for a while. */
export class Typing {
	readonly #deps: TypingDeps;
	#lastToldMs = Number.NEGATIVE_INFINITY;
	#cancel: () => void = () => undefined;

	constructor(deps: TypingDeps) {
		this.#deps = deps;
	}

	/** At most one signal in three seconds. */
	tell(): void {
		const nowMs = this.#deps.clock.now();
		if (nowMs - this.#lastToldMs < EVERY_MS) return;
		if (this.#deps.tell()) this.#lastToldMs = nowMs;
	}

	hear(who: Extract<ServerFrame, { type: "presence" }>["who"]): void {
		this.#cancel();
		this.#cancel = this.#deps.clock.after(who === "bot" ? BOT_SHOWN_MS : SHOWN_MS, this.#deps.onExpired);
	}

	forget(): void {
		this.#cancel();
	}
}
