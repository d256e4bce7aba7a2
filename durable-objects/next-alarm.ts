/** When each kind of work is due (epoch ms), or null when there is none of it. */
export interface DueTimes {
	/** Entries wait for Postgres. */
	readonly outboxAtMs: number | null;
	/** The earliest reminder. */
	readonly reminderAtMs: number | null;
	/** A webhook has something to be told. */
	readonly webhooksAtMs: number | null;
	/** The inbox of the team does not know how the conversation is now. */
	readonly inboxAtMs: number | null;
	/** A conversation that was put away wakes. */
	readonly wakesAtMs: number | null;
	/** A turn has begun and not ended: look after it, in case the object dies. */
	readonly pendingTurnAtMs: number | null;
}

/** What is due already rings this much later: an alarm is never set into the past. */
const SOONEST_MS = 50;
/**
 * An alarm that should have rung this long ago is taken for lost. Until then it is only late: setting it again would put
 * it off, and a busy conversation would put it off for ever.
 */
const LOST_AFTER_MS = 30_000;

/**
 * When the one alarm of the object should ring for the earliest of its duties. It is only ever moved forward: an alarm
 * that rings for nothing costs less than one write a turn.
 *
 * @param due - what waits
 * @param scheduledMs - alarm already set (epoch ms), or null
 * @returns the time to set (epoch ms), or null to leave the alarm as it is
 */
export function nextAlarm(due: DueTimes, scheduledMs: number | null, nowMs: number): number | null {
	const times = Object.values(due).filter((time: number | null) => time !== null);
	if (times.length === 0) return null;
	const earliest = Math.max(Math.min(...times), nowMs + SOONEST_MS);
	if (scheduledMs !== null && scheduledMs > nowMs - LOST_AFTER_MS && scheduledMs <= earliest) return null;
	return earliest;
}
