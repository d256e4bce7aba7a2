import type { Clock } from "../../chat/ports.ts";

export type Doing = "viewing" | "typing" | "noting" | "away";

/** So long after the last letter somebody counts as typing. */
const TYPING_MS = 5_000;

/** What this agent does with the open conversation, told to colleagues when it changes. */
export class DoingTeller {
	readonly #clock: Clock;
	readonly #send: (what: Doing) => void;
	#isSeen = true;
	#writes: "typing" | "noting" | null = null;
	#told: Doing = "viewing";
	#cancel: () => void = () => undefined;

	constructor(clock: Clock, send: (what: Doing) => void) {
		this.#clock = clock;
		this.#send = send;
	}

	/** A letter was written: of an answer, or of a note. */
	wrote(what: "typing" | "noting"): void {
		this.#cancel();
		this.#writes = what;
		this.#cancel = this.#clock.after(TYPING_MS, () => this.rested());
		this.#tell();
	}

	/** It was sent, or nothing has come for a while. */
	rested(): void {
		this.#cancel();
		this.#writes = null;
		this.#tell();
	}

	/** The page is seen, or stands behind others. */
	seen(isSeen: boolean): void {
		this.#isSeen = isSeen;
		this.#tell();
	}

	/** There is a new line, on which everybody begins by viewing. */
	connected(): void {
		this.#told = "viewing";
		this.#tell();
	}

	stop(): void {
		this.#cancel();
	}

	#tell(): void {
		const now = this.#isSeen ? (this.#writes ?? "viewing") : "away";
		if (now === this.#told) return;
		this.#told = now;
		this.#send(now);
	}
}
