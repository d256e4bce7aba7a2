import type { JsonValue } from "../contracts/parse-data.ts";
import type { NewEntry } from "./log-entry.ts";
import { type Reminder, remindersAfter } from "./reminders.ts";

type ReminderRow = {
	name: string;
	due_at_ms: number;
	intent: string;
	entities: string;
	kill_on_user_message: number;
};

/** The waiting reminders in the object's SQLite: what the fold over the log gives, kept so that waking up is cheap. */
export class ReminderTable {
	readonly #sql: SqlStorage;
	#reminders: readonly Reminder[];

	constructor(sql: SqlStorage) {
		this.#sql = sql;
		this.#reminders = readReminders(sql);
	}

	all(): readonly Reminder[] {
		return this.#reminders;
	}

	/** Keeps up with an entry that is being appended; part of the same transaction. */
	follow(entry: NewEntry): void {
		const next = remindersAfter(this.#reminders, entry);
		if (next === this.#reminders) return;
		this.#reminders = next;
		this.#sql.exec("DELETE FROM reminders");
		for (const reminder of next)
			this.#sql.exec(
				"INSERT INTO reminders (name, due_at_ms, intent, entities, kill_on_user_message) VALUES (?, ?, ?, ?, ?)",
				reminder.name,
				reminder.dueAtMs,
				reminder.intent,
				JSON.stringify(reminder.entities),
				reminder.killOnUserMessage ? 1 : 0,
			);
	}

	/** Forgets what a transaction that failed had put here. */
	reload(): void {
		this.#reminders = readReminders(this.#sql);
	}
}

function readReminders(sql: SqlStorage): readonly Reminder[] {
	return sql
		.exec<ReminderRow>("SELECT * FROM reminders ORDER BY due_at_ms")
		.toArray()
		.map((row) => ({
			name: row.name,
			dueAtMs: row.due_at_ms,
			intent: row.intent,
			// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: written by `follow` with JSON.stringify
			entities: JSON.parse(row.entities) as JsonValue,
			killOnUserMessage: row.kill_on_user_message === 1,
		}));
}
