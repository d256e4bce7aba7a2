import { fencedAnswer } from "./answer-fence.ts";
import type { ConversationBot } from "./conversation-bot.ts";
import type { ConversationPorts } from "./conversation-ports.ts";
import { type EventLog, LogClosed } from "./event-log.ts";
import type { Journal } from "./journal.ts";
import type { NewEntry } from "./log-entry.ts";
import type { Reminder } from "./reminders.ts";

/** What a reminder's turn works with. */
export interface ReminderTurn {
	readonly log: EventLog;
	readonly bot: ConversationBot;
	readonly journal: Journal;
	readonly ports: ConversationPorts;
}

/** Fires every reminder that is due, one after the other. @throws ConversationUnavailable, and then they stay */
export async function fireDueReminders(turn: ReminderTurn, nowMs: number): Promise<void> {
	const { reminders } = turn.log;
	if (reminders.all().some(({ dueAtMs }) => dueAtMs <= nowMs)) await turn.bot.open();
	for (const reminder of reminders.all())
		// one that rang before may have cancelled or moved it
		if (reminder.dueAtMs <= nowMs && reminders.all().includes(reminder))
			// one turn at a time
			await fire(turn, reminder);
}

/** The bot speaks by itself; in other hands it is silent. */
async function fire({ log, bot, journal, ports }: ReminderTurn, reminder: Reminder): Promise<void> {
	const { name } = reminder;
	const { owner, epoch } = log.state.desk;
	const dropped = (reason: "not_bot_owned" | "failed"): NewEntry => ({
		kind: "system",
		event: { type: "reminder_dropped", name, reason },
	});
	if (owner !== "bot") return void journal.note(dropped("not_bot_owned"));
	try {
		const turnId = `reminder:${name}:${reminder.dueAtMs}`;
		const { dialogue } = await bot.open();
		const { intent, entities } = reminder;
		const { events } = await dialogue.trigger({ intent, entities, turnId });
		journal.write((append) => {
			append([{ kind: "system", event: { type: "reminder_fired", name } }]);
			append(fencedAnswer(log.state.desk, { turnId, epoch, events }));
		});
	} catch (error) {
		if (error instanceof LogClosed) throw error;
		journal.note(dropped("failed"));
		ports.report(error, { event: "reminder.failed", conversationId: log.state.id });
	} finally {
		bot.stopTyping();
	}
}
