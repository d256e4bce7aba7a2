import type { WebhookEventType } from "../../contracts/webhooks.ts";

/** A delivery that waits. */
export interface QueuedDelivery {
	readonly webhookId: string;
	readonly seq: number;
	readonly type: WebhookEventType;
	readonly queuedAtMs: number;
	readonly attempts: number;
	/** Not before this time (epoch ms). */
	readonly dueAtMs: number;
}

type QueueRow = {
	webhook_id: string;
	seq: number;
	type: string;
	queued_at_ms: number;
	attempts: number;
	due_at_ms: number;
};

/**
 * The deliveries of one conversation that wait, in its SQLite, and how far its log was looked through for them. All methods
 * are synchronous.
 */
export class WebhookQueue {
	readonly #sql: SqlStorage;
	#cursor: number | null = null;
	/** When the first head of a queue is due; undefined when that must be asked again. */
	#dueAtMs: number | null | undefined = undefined;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	/** The log was looked through up to here. */
	get cursor(): number {
		this.#cursor ??= this.#sql.exec<{ seq: number }>("SELECT seq FROM webhook_cursor").one().seq;
		return this.#cursor;
	}

	moveCursor(seq: number): void {
		this.#sql.exec("UPDATE webhook_cursor SET seq = ?", seq);
		this.#cursor = seq;
	}

	/** A second time changes nothing. */
	add({ webhookId, seq, type, queuedAtMs, dueAtMs }: QueuedDelivery): void {
		this.#sql.exec(
			"INSERT INTO webhook_queue VALUES (?, ?, ?, ?, 0, ?) ON CONFLICT DO NOTHING",
			webhookId,
			seq,
			type,
			queuedAtMs,
			dueAtMs,
		);
		this.#dueAtMs = undefined;
	}

	/** The next delivery of a webhook: all behind it wait for it. */
	head(webhookId: string): QueuedDelivery | null {
		const [row] = this.#sql
			.exec<QueueRow>("SELECT * FROM webhook_queue WHERE webhook_id = ? ORDER BY seq LIMIT 1", webhookId)
			.toArray();
		return row === undefined ? null : toQueued(row);
	}

	remove({ webhookId, seq }: Pick<QueuedDelivery, "webhookId" | "seq">): void {
		this.#sql.exec("DELETE FROM webhook_queue WHERE webhook_id = ? AND seq = ?", webhookId, seq);
		this.#dueAtMs = undefined;
	}

	/** Notes a failed attempt. */
	putOff({ webhookId, seq }: Pick<QueuedDelivery, "webhookId" | "seq">, dueAtMs: number): void {
		this.#sql.exec(
			"UPDATE webhook_queue SET attempts = attempts + 1, due_at_ms = ? WHERE webhook_id = ? AND seq = ?",
			dueAtMs,
			webhookId,
			seq,
		);
		this.#dueAtMs = undefined;
	}

	/** Webhooks for which something waits. */
	webhookIds(): string[] {
		return this.#sql
			.exec<{ webhook_id: string }>("SELECT DISTINCT webhook_id FROM webhook_queue")
			.toArray()
			.map(({ webhook_id: id }) => id);
	}

	/** What waited for a webhook that is gone. */
	drop(webhookId: string): void {
		this.#sql.exec("DELETE FROM webhook_queue WHERE webhook_id = ?", webhookId);
		this.#dueAtMs = undefined;
	}

	/** When the first of the heads is due (epoch ms); null when nothing waits. */
	dueAtMs(): number | null {
		if (this.#dueAtMs === undefined) {
			const heads = this.webhookIds().map((id) => this.head(id)?.dueAtMs ?? Infinity);
			this.#dueAtMs = heads.length === 0 ? null : Math.min(...heads);
		}
		return this.#dueAtMs;
	}

	/** After a write that was undone. */
	reload(): void {
		this.#cursor = null;
		this.#dueAtMs = undefined;
	}
}

function toQueued(row: QueueRow): QueuedDelivery {
	return {
		webhookId: row.webhook_id,
		seq: row.seq,
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: only `add` writes it
		type: row.type as WebhookEventType,
		queuedAtMs: row.queued_at_ms,
		attempts: row.attempts,
		dueAtMs: row.due_at_ms,
	};
}
