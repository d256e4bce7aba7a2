import { Refused } from "./reading.ts";

/** So long after its first message the archive knows a conversation, unless it is busy. */
const LAG_MS = 2_000;

/** One that is newer is asked for a moment later; meanwhile its own line brings it. */
export async function untilArchived(createdAt: string | undefined): Promise<void> {
	const ageMs = createdAt === undefined ? LAG_MS : Date.now() - Date.parse(createdAt);
	// clocks differ: nobody waits longer than for a new one
	const waitMs = Math.min(LAG_MS, LAG_MS - ageMs);
	if (waitMs > 0) await new Promise((wake) => setTimeout(wake, waitMs));
}

/** What is not there yet, or just now, is asked for again. */
export const ASK_AGAIN = {
	retry: (failures: number, error: Error): boolean =>
		failures < 6 &&
		error instanceof Refused &&
		["not_found", "unavailable", "unreachable"].includes(error.fault.code),
	retryDelay: 500,
};
