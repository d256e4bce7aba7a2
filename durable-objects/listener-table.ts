import type { Listener } from "./conversation-ports.ts";

/** Listeners of one conversation; a person opens a page in a few tabs. */
export const MAX_LISTENERS = 32;

type ListenerRow = { kind: string; name: string };

/** Who outside the object is told what the conversation gains. */
export class ListenerTable {
	readonly #sql: SqlStorage;
	#known: readonly Listener[] | null = null;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	all(): readonly Listener[] {
		this.#known ??= this.#sql
			.exec<ListenerRow>("SELECT kind, name FROM listeners")
			.toArray()
			// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: only `add` writes it
			.map((row) => row as Listener);
		return this.#known;
	}

	/** False when there are enough of them. One that is here already is welcome again. */
	add(listener: Listener): boolean {
		const known = this.all();
		if (known.some(({ kind, name }) => kind === listener.kind && name === listener.name)) return true;
		if (known.length >= MAX_LISTENERS) return false;
		this.#sql.exec("INSERT INTO listeners (kind, name) VALUES (?, ?)", listener.kind, listener.name);
		this.#known = null;
		return true;
	}

	remove({ kind, name }: Listener): void {
		this.#sql.exec("DELETE FROM listeners WHERE kind = ? AND name = ?", kind, name);
		this.#known = null;
	}
}
