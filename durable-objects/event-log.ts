import { freshId } from "../store/fresh-id.ts";
import { storableJson } from "../store/storable.ts";
import { type ConversationState, insertState, readState, writeState } from "./conversation-row.ts";
import type { ForgetFeedbackCall } from "./conversation-rpc.ts";
import { CommandTable } from "./desk/command-table.ts";
import { followDesk } from "./desk/desk-state.ts";
import { type EntryRow, toEntry } from "./entry-row.ts";
import { ListenerTable } from "./listener-table.ts";
import type { FeedbackEvent, LogEntry, NewEntry } from "./log-entry.ts";
import { type LoggedMessage, MessageTable } from "./message-table.ts";
import { migrateObject, objectSchemaVersion } from "./object-schema.ts";
import { ReminderTable } from "./reminder-table.ts";
import { spendTicket } from "./spent-tickets.ts";
import { visibleEvent } from "./visible-events.ts";
import { WebhookQueue } from "./webhooks/webhook-queue.ts";

/** What goes when the conversation does. */
const TABLES = [
	"conversation",
	"entries",
	"message_ids",
	"commands",
	"reminders",
	"spent_tickets",
	"listeners",
	"webhook_queue",
	"webhook_cursor",
	"object_schema",
];

export interface LogClock {
	nowMs(): number;
	newEventId(): string;
}

/** Numbers events by time. @param nowMs - epoch milliseconds */
export function logClock(nowMs: () => number): LogClock {
	return { nowMs, newEventId: () => freshId(nowMs()) };
}

/** What a log begins with: nothing, or what Postgres knows of it. */
export interface LogBeginning {
	readonly state: ConversationState;
	readonly entries: readonly LogEntry[];
	readonly messages: readonly Pick<LoggedMessage, "id" | "seq" | "toSeq">[];
}

/** Thrown when this object no longer owns the conversation: what was being done must come to nothing. */
export class LogClosed extends Error {
	constructor() {
		super("the conversation moved to another object");
		this.name = "LogClosed";
	}
}

/**
 * The conversation's log in the object's SQLite: append-only (retention alone takes words out), `seq` from 1 without a gap. All methods are synchronous,
 * so what runs between two awaits commits as one.
 */
export class EventLog {
	readonly #storage: DurableObjectStorage;
	readonly #sql: SqlStorage;
	readonly #clock: LogClock;
	readonly #messages: MessageTable;
	readonly commands: CommandTable;
	readonly reminders: ReminderTable;
	readonly listeners: ListenerTable;
	readonly webhooks: WebhookQueue;
	#state: ConversationState;
	#lastSeq: number;
	#isClosed = false;

	private constructor(storage: DurableObjectStorage, clock: LogClock, state: ConversationState) {
		this.#storage = storage;
		this.#sql = storage.sql;
		this.#clock = clock;
		this.#state = state;
		this.#lastSeq = this.#sql
			.exec<{ last: number }>("SELECT coalesce(max(seq), 0) AS last FROM entries")
			.one().last;
		this.#messages = new MessageTable(this.#sql);
		this.commands = new CommandTable(this.#sql);
		this.reminders = new ReminderTable(this.#sql);
		this.listeners = new ListenerTable(this.#sql);
		this.webhooks = new WebhookQueue(this.#sql);
	}

	/** The log in this storage, or null when there is none. */
	static open(storage: DurableObjectStorage, clock: LogClock): EventLog | null {
		if (objectSchemaVersion(storage.sql) === 0) return null;
		storage.transactionSync(() => migrateObject(storage.sql));
		const state = readState(storage.sql);
		return state === null ? null : new EventLog(storage, clock, state);
	}

	/** Begins a log, with the entries that are known of it already. All of it or nothing. */
	static create(storage: DurableObjectStorage, clock: LogClock, begin: LogBeginning): EventLog {
		return storage.transactionSync(() => {
			migrateObject(storage.sql);
			insertState(storage.sql, begin.state);
			for (const entry of begin.entries) insertEntry(storage.sql, entry);
			const log = new EventLog(storage, clock, begin.state);
			for (const entry of begin.entries) {
				log.reminders.follow(entry);
				log.commands.follow(entry);
			}
			for (const message of begin.messages) log.messages.note(message);
			return log;
		});
	}

	get state(): ConversationState {
		return this.#state;
	}

	get lastSeq(): number {
		return this.#lastSeq;
	}

	/** Whether the conversation was given up to another object. */
	get isClosed(): boolean {
		return this.#isClosed;
	}

	/** @throws LogClosed */
	get messages(): MessageTable {
		if (this.#isClosed) throw new LogClosed();
		return this.#messages;
	}

	/** Runs what must stand or fall together. @throws LogClosed */
	transaction<Result>(write: () => Result): Result {
		if (this.#isClosed) throw new LogClosed();
		const { state } = this;
		const lastSeq = this.#lastSeq;
		try {
			return this.#storage.transactionSync(write);
		} catch (error) {
			this.#state = state;
			this.#lastSeq = lastSeq;
			this.reminders.reload();
			this.webhooks.reload();
			throw error;
		}
	}

	/** Settles when everything written so far is on disk. */
	synced(): Promise<void> {
		return this.#storage.sync();
	}

	/** Numbers and stores entries. Call it inside `transaction`. @throws LogClosed */
	append(entries: readonly NewEntry[]): LogEntry[] {
		if (this.#isClosed) throw new LogClosed();
		const atMs = this.#clock.nowMs();
		const before = this.#state.desk;
		let desk = before;
		const appended = entries.map((entry) => {
			const numbered = {
				...entry,
				seq: this.#lastSeq + 1,
				atMs,
				eventId: this.#clock.newEventId(),
			};
			insertEntry(this.#sql, numbered);
			this.#lastSeq = numbered.seq;
			this.reminders.follow(entry);
			this.commands.follow(numbered);
			desk = followDesk(desk, numbered);
			return numbered;
		});
		if (desk !== before) this.update({ desk });
		return appended;
	}

	/** Entries after `afterSeq`, oldest first. */
	read(afterSeq: number, limit: number): LogEntry[] {
		if (this.#isClosed) throw new LogClosed();
		return this.#sql
			.exec<EntryRow>("SELECT * FROM entries WHERE seq > ? ORDER BY seq LIMIT ?", afterSeq, limit)
			.toArray()
			.map(toEntry);
	}

	/** The newest `limit` entries before `beforeSeq` that a customer may see, oldest first. */
	readVisible(beforeSeq: number, limit: number): LogEntry[] {
		return this.#sql
			.exec<EntryRow>(
				"SELECT * FROM entries WHERE visible = 1 AND seq < ? ORDER BY seq DESC LIMIT ?",
				beforeSeq,
				limit,
			)
			.toArray()
			.map(toEntry)
			.toReversed();
	}

	/** How far the customer has read, by the latest entry that says so; 0 when none does. */
	visitorReadSeq(): number {
		const [row] = this.#sql
			.exec<EntryRow>(
				"SELECT * FROM entries WHERE kind = 'read' AND event LIKE '%\"visitor\"%' ORDER BY seq DESC LIMIT 1",
			)
			.toArray();
		const entry = row === undefined ? null : toEntry(row);
		return entry?.kind === "read" ? entry.event.seq : 0;
	}

	/** All that the customer has said of messages and resolutions, oldest first. */
	feedback(): FeedbackEvent[] {
		return this.#sql
			.exec<EntryRow>("SELECT * FROM entries WHERE kind = 'feedback' ORDER BY seq")
			.toArray()
			.map(toEntry)
			.flatMap((entry) => (entry.kind === "feedback" ? [entry.event] : []));
	}

	/** Thumbs and ratings stay, without their words. */
	forgetFeedback({ seqs, beforeMs }: ForgetFeedbackCall): void {
		this.#sql.exec(
			`UPDATE entries SET event = json_remove(event, '$.reason', '$.comment') WHERE kind = 'feedback' AND at_ms < ?
				AND json_extract(event, '$.seq') IN (SELECT value FROM json_each(?))`,
			beforeMs,
			JSON.stringify(seqs),
		);
	}

	/** Whether this is the first use of a signed socket ticket. */
	spendTicket(ticket: { readonly id: string; readonly untilMs: number }): boolean {
		return spendTicket(this.#sql, ticket, this.#clock.nowMs());
	}

	update(change: Partial<Omit<ConversationState, "id">>): void {
		this.#state = { ...this.#state, ...change };
		writeState(this.#sql, this.#state);
	}

	/** The conversation is being erased: nothing is written any more, and what is under way comes to nothing. */
	end(): void {
		this.#isClosed = true;
	}

	/**
	 * Gives the conversation up to another object. What Postgres does not have stays in a table of its own, for people to look at: it was acknowledged once.
	 *
	 * @returns how many entries were left behind
	 */
	close(): number {
		this.#isClosed = true;
		return this.#storage.transactionSync(() => {
			const name = `stranded_${this.#state.leaseEpoch}`;
			const after = this.#state.flushedSeq;
			const stranded = this.#lastSeq - after;
			if (stranded > 0) {
				this.#sql.exec(`CREATE TABLE IF NOT EXISTS ${name} AS SELECT * FROM entries WHERE seq > ${after}`);
			}
			for (const table of TABLES) this.#sql.exec(`DROP TABLE ${table}`);
			return stranded;
		});
	}
}

function insertEntry(sql: SqlStorage, entry: LogEntry): void {
	sql.exec(
		"INSERT INTO entries (seq, at_ms, kind, event, event_id, visible) VALUES (?, ?, ?, ?, ?, ?)",
		entry.seq,
		entry.atMs,
		entry.kind,
		storableJson(entry.event),
		entry.eventId,
		visibleEvent(entry) === null ? 0 : 1,
	);
}
