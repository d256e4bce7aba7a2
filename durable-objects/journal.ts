import type { ConversationBot } from "./conversation-bot.ts";
import type { EventLog } from "./event-log.ts";
import type { LogEntry, NewEntry } from "./log-entry.ts";
import { visibleEvent } from "./visible-events.ts";

/** Numbers and stores entries, inside the write that it belongs to. */
export type Append = (entries: readonly NewEntry[]) => LogEntry[];

/**
 * The one pen of a conversation: entries and what goes with them stand or fall together; then the bot folds them and
 * the audience hears of them, in the same breath.
 */
export class Journal {
	readonly #log: EventLog;
	readonly #bot: ConversationBot;
	readonly #onAppended: (entries: readonly LogEntry[]) => void;

	constructor(log: EventLog, bot: ConversationBot, onAppended: (entries: readonly LogEntry[]) => void) {
		this.#log = log;
		this.#bot = bot;
		this.#onAppended = onAppended;
	}

	/** @returns everything that `work` appended, and what followed from it */
	write(work: (append: Append) => void): LogEntry[] {
		const written: LogEntry[] = [];
		const append: Append = (entries) => {
			const appended = this.#log.append(entries);
			written.push(...appended);
			return appended;
		};
		this.#log.transaction(() => {
			const wasOpen = this.#log.state.desk.status === "open";
			work(append);
			if (!wasOpen && written.some((entry) => visibleEvent(entry)?.kind === "visitor")) append([REOPENED]);
		});
		if (written.length === 0) return written;
		this.#bot.follow(written);
		this.#onAppended(written);
		return written;
	}

	/** Notes something that is no turn of the dialogue. */
	note(entry: NewEntry): LogEntry | null {
		return this.write((append) => append([entry]))[0] ?? null;
	}
}

/** Whoever writes has not been helped yet. */
const REOPENED: NewEntry = {
	kind: "system",
	event: { type: "reopened", reason: "customer_wrote" },
};
