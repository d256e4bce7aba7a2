import type { Connection } from "../../chat/connection.ts";

/** How a line of the desk is. */
export interface LineState {
	readonly connection: Connection;
	/** Since when there has been no line (epoch ms); null while there is one. */
	readonly lostAtMs: number | null;
	/** When the server said something last: so old is what is shown (epoch ms); null before it ever did. */
	readonly heardAtMs: number | null;
}

const IDLE: LineState = { connection: { state: "idle" }, lostAtMs: null, heardAtMs: null };

/** Keeps how a line is, for the parts of the page that say so. */
export class LineStatus {
	readonly #listeners = new Set<() => void>();
	#state = IDLE;

	readonly state = (): LineState => this.#state;

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => void this.#listeners.delete(listener);
	};

	follow(connection: Connection, heardAtMs: number | null, nowMs: number): void {
		const lostAtMs = connection.state === "online" ? null : (this.#state.lostAtMs ?? nowMs);
		this.#become({ connection, lostAtMs, heardAtMs });
	}

	reset(): void {
		this.#become(IDLE);
	}

	#become(state: LineState): void {
		this.#state = state;
		for (const listener of this.#listeners) listener();
	}
}

/** So long there is no line before the page says how old it is. */
export const STALE_MS = 5_000;

/** How old what is shown is, where that is worth a word; null while it is up to date. */
export function staleSeconds({ lostAtMs, heardAtMs }: LineState, nowMs: number): number | null {
	if (lostAtMs === null || nowMs - lostAtMs < STALE_MS) return null;
	return Math.max(1, Math.round((nowMs - (heardAtMs ?? lostAtMs)) / 1_000));
}
