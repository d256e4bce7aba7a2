/** When each kind of work is due (epoch ms), or null when there is none of it. */
export interface DueTimes {
	/** Entries wait for Postgres. */
	readonly outboxAtMs: number | null;
	/** The earliest reminder. */
	readonly reminderAtMs: number | null;
	/** A turn has begun and not ended: look after it, in case the object dies. */
	readonly pendingTurnAtMs: number | null;
}

/** A time that has passed may never ring: ring a little later instead. */
const SOONEST_MS = 50;

/**
 * When the one alarm of the object should ring for the earliest of its duties. It is only ever moved forward: an alarm
 * that rings for nothing costs less than one write a turn.
 *
 * @param due - what waits
 * @param scheduledMs - alarm already set (epoch ms), or null
 * @returns the time to set (epoch ms), or null to leave the alarm as it is
 */
export function nextAlarm(due: DueTimes, scheduledMs: number | null, nowMs: number): number | null {
	const times = [due.outboxAtMs, due.reminderAtMs, due.pendingTurnAtMs].filter((time) => time !== null);
	if (times.length === 0) return null;
	const earliest = Math.max(Math.min(...times), nowMs + SOONEST_MS);
	// a scheduled time in the past rang or was lost with the process: it counts for nothing
	if (scheduledMs !== null && scheduledMs > nowMs && scheduledMs <= earliest) return null;
	return earliest;
}
