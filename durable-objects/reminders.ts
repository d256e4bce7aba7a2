/** The reminders that wait, as a fold over the log. Pure. */
import type { DialogueEventOf } from "../contracts/dialogue-event.ts";
import type { JsonValue } from "../contracts/parse-data.ts";
import type { NewEntry } from "./log-entry.ts";

export interface Reminder {
	readonly name: string;
	/** Epoch milliseconds. */
	readonly dueAtMs: number;
	readonly intent: string;
	readonly entities: JsonValue;
	readonly killOnUserMessage: boolean;
}

/**
 * The reminders after one more entry. A second one of the same name takes the first one's place; a customer's message
 * ends those that ask for it (`kill_on_user_msg`); firing and dropping end one by its name.
 *
 * @returns the same array when nothing changed
 * @see SPEC §4 of the Rasa rules we keep: `reminder`, `cancel_reminder`
 */
export function remindersAfter(reminders: readonly Reminder[], entry: NewEntry): readonly Reminder[] {
	if (entry.kind === "system") {
		if (entry.event.type !== "reminder_fired" && entry.event.type !== "reminder_dropped") return reminders;
		const { name } = entry.event;
		return without(reminders, (reminder) => reminder.name === name);
	}
	if (entry.kind !== "dialogue") return reminders;
	const { event } = entry;
	if (event.event === "reminder") return withReminder(reminders, event);
	if (event.event === "cancel_reminder")
		return without(reminders, (reminder) => isCancelled(reminder, event));
	if (event.event === "user" && event.metadata?.["is_external"] !== true)
		return without(reminders, (reminder) => reminder.killOnUserMessage);
	return reminders;
}

/** The earliest due time (epoch milliseconds), or null when nothing waits. */
export function earliestReminderMs(reminders: readonly Reminder[]): number | null {
	return reminders.length === 0 ? null : Math.min(...reminders.map((reminder) => reminder.dueAtMs));
}

function withReminder(
	reminders: readonly Reminder[],
	event: DialogueEventOf<"reminder">,
): readonly Reminder[] {
	const dueAtMs = Date.parse(event.date_time);
	if (Number.isNaN(dueAtMs)) return reminders;
	const reminder: Reminder = {
		name: event.name,
		dueAtMs,
		intent: event.intent,
		entities: event.entities ?? null,
		killOnUserMessage: event.kill_on_user_msg ?? false,
	};
	return [...reminders.filter((other) => other.name !== reminder.name), reminder];
}

/** All that the event names must agree; one that names nothing cancels every reminder. */
function isCancelled(reminder: Reminder, event: DialogueEventOf<"cancel_reminder">): boolean {
	if (typeof event.name === "string" && event.name !== reminder.name) return false;
	if (typeof event.intent === "string" && event.intent !== reminder.intent) return false;
	return isNothing(event.entities) || JSON.stringify(event.entities) === JSON.stringify(reminder.entities);
}

function isNothing(entities: JsonValue | undefined): boolean {
	return entities === undefined || entities === null || Object.keys(Object(entities)).length === 0;
}

function without(
	reminders: readonly Reminder[],
	isOver: (reminder: Reminder) => boolean,
): readonly Reminder[] {
	return reminders.some(isOver) ? reminders.filter((reminder) => !isOver(reminder)) : reminders;
}
