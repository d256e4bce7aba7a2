import type { LogEntry } from "../log-entry.ts";

/** Commands of the desk that stand in the log, by the ids that clients gave them. Follows from the log. */
export class CommandTable {
	readonly #sql: SqlStorage;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	/** The first entry that a command brought; null for one that is new. */
	find(id: string): number | null {
		const [row] = this.#sql.exec<{ seq: number }>("SELECT seq FROM commands WHERE id = ?", id).toArray();
		return row?.seq ?? null;
	}

	/** Only the first entry of a command is noted. */
	follow(entry: LogEntry): void {
		const id = commandIdOf(entry);
		if (id !== null)
			this.#sql.exec("INSERT INTO commands (id, seq) VALUES (?, ?) ON CONFLICT DO NOTHING", id, entry.seq);
	}
}

/** The id of the command that brought an entry; null for what happened by itself. */
export function commandIdOf({ kind, event }: LogEntry): string | null {
	if (kind === "system" && "command" in event) return event.command ?? null;
	if (kind !== "dialogue" || event.event !== "agent") return null;
	const id = event.metadata?.["message_id"];
	return typeof id === "string" ? id : null;
}
