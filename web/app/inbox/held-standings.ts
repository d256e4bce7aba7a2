import type { Shown } from "./command-effects.ts";

interface Held {
	readonly shown: Shown;
	/** The log's length when the server said so; null while it has not said anything. */
	readonly lastSeq: number | null;
}

/**
 * What commands have done to conversations, as far as lists don't show it yet: the inbox hears of it a moment later, and the
 * archive later still. Until they have, the command's word counts, so that nothing jumps back.
 */
export class HeldStandings {
	readonly #held = new Map<string, Held>();

	/** It is being done: this is how it will stand. */
	hold(id: string, { owner, status, assignee, priority }: Shown): void {
		this.#held.set(id, { shown: { owner, status, assignee, priority }, lastSeq: null });
	}

	/** It is done: this is how it stands. */
	answered(
		id: string,
		{ owner, status, assignee, priority, lastSeq }: Shown & { readonly lastSeq: number },
	): void {
		if ((this.#held.get(id)?.lastSeq ?? 0) > lastSeq) return;
		this.#held.set(id, { shown: { owner, status, assignee, priority }, lastSeq });
	}

	/** Something is being done, and not answered yet. */
	isPending(id: string): boolean {
		return this.#held.get(id)?.lastSeq === null;
	}

	/** It was refused: what the server says is right. */
	release(id: string): void {
		this.#held.delete(id);
	}

	/** The row as it stands: as the server says, unless something newer is known. */
	over<Row extends Shown & { readonly id: string; readonly lastSeq: number }>(row: Row): Row {
		const held = this.#held.get(row.id);
		if (held === undefined) return row;
		if (held.lastSeq === null || row.lastSeq < held.lastSeq) return { ...row, ...held.shown };
		this.#held.delete(row.id);
		return row;
	}
}
