/** A message that the log has. `toSeq` is the last entry of its turn, null while the turn is pending. */
export interface LoggedMessage {
	readonly id: string;
	readonly seq: number;
	readonly toSeq: number | null;
	/** How often the turn was begun, the first time included. */
	readonly tries: number;
	/** Custom actions that it had called when the last part of its answer was written. */
	readonly calls: number;
}

type MessageRow = { id: string; seq: number; to_seq: number | null; tries: number; calls: number };

/** The customer's messages by the ids that clients gave them, and how far the turn of each is. */
export class MessageTable {
	readonly #sql: SqlStorage;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	find(id: string): LoggedMessage | null {
		const [row] = this.#sql.exec<MessageRow>("SELECT * FROM message_ids WHERE id = ?", id).toArray();
		return row === undefined ? null : toMessage(row);
	}

	/** Those whose turns have begun and not ended, oldest first. */
	pending(): LoggedMessage[] {
		return this.#sql
			.exec<MessageRow>("SELECT * FROM message_ids WHERE to_seq IS NULL ORDER BY seq")
			.toArray()
			.map(toMessage);
	}

	/** Notes that the entry `seq` is the message `id`; `toSeq` null leaves its turn pending. */
	note(message: Pick<LoggedMessage, "id" | "seq" | "toSeq">): void {
		this.#sql.exec(
			"INSERT INTO message_ids (id, seq, to_seq, tries) VALUES (?, ?, ?, 1)",
			message.id,
			message.seq,
			message.toSeq,
		);
	}

	noteTry(id: string): void {
		this.#sql.exec("UPDATE message_ids SET tries = tries + 1 WHERE id = ?", id);
	}

	/** Notes how far a turn is of which a part has been written. */
	noteCalls(id: string, calls: number): void {
		this.#sql.exec("UPDATE message_ids SET calls = ? WHERE id = ?", calls, id);
	}

	endTurn(id: string, toSeq: number): void {
		this.#sql.exec("UPDATE message_ids SET to_seq = ? WHERE id = ?", toSeq, id);
	}
}

function toMessage(row: MessageRow): LoggedMessage {
	return { id: row.id, seq: row.seq, toSeq: row.to_seq, tries: row.tries, calls: row.calls };
}
