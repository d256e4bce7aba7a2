import type { Shown } from "./command-effects.ts";

/** Longer than the archive is behind: a conversation reaches it within a second of each turn. */
const HELD_MS = 6_000;

/**
 * What commands have said of conversations a moment ago. Lists are read from the archive, which hears of it a little
 * later: until then the command's word counts, so that nothing jumps back.
 */
export class HeldStandings {
	readonly #held = new Map<string, { readonly shown: Shown; readonly untilMs: number }>();

	hold(id: string, { owner, status, assignee, priority }: Shown, nowMs: number): void {
		this.#held.set(id, { shown: { owner, status, assignee, priority }, untilMs: nowMs + HELD_MS });
	}

	/** The command was refused: the archive is right. */
	release(id: string): void {
		this.#held.delete(id);
	}

	/** The row as it stands: as the archive says, unless something newer is known. */
	over<Row extends Shown & { readonly id: string }>(row: Row, nowMs: number): Row {
		const held = this.#held.get(row.id);
		if (held === undefined) return row;
		if (held.untilMs > nowMs) return { ...row, ...held.shown };
		this.#held.delete(row.id);
		return row;
	}
}
