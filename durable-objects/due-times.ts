import type { DueTimes } from "./next-alarm.ts";
import type { OpenConversation } from "./open-conversation.ts";
import { FLUSH_DELAY_MS, outboxDueMs } from "./outbox.ts";
import { earliestReminderMs } from "./reminders.ts";
import type { WebhookTeller } from "./webhooks/tell-webhooks.ts";

/** A turn that has not ended by then is looked after by the alarm. */
export const TURN_CHECK_MS = 15_000;

/** What a conversation waits for. @param botInMs - a bot that could not be loaded is not asked to speak before */
export function dueTimesOf(
	{ log, turns, inbox }: OpenConversation,
	webhooks: WebhookTeller,
	{ nowMs, botInMs }: { readonly nowMs: number; readonly botInMs: number },
): DueTimes {
	const outboxAtMs = outboxDueMs(log.state, log.lastSeq, nowMs);
	const reminderAtMs = earliestReminderMs(log.reminders.all());
	return {
		outboxAtMs,
		reminderAtMs: reminderAtMs === null ? null : Math.max(reminderAtMs, nowMs + botInMs),
		// their list stands where the outbox goes: with Postgres away both wait
		webhooksAtMs: webhooks.dueMs(log, outboxAtMs ?? nowMs + FLUSH_DELAY_MS),
		inboxAtMs: inbox.dueMs(nowMs),
		wakesAtMs: log.state.desk.status === "snoozed" ? log.state.desk.snoozedUntilMs : null,
		pendingTurnAtMs: turns.isBusy || botInMs > 0 ? nowMs + TURN_CHECK_MS : null,
	};
}
