const FIRST_DELAY_MS = 500;
/** Nobody who looks at the page waits longer than this for the next attempt. */
const MAX_DELAY_MS = 30_000;

/**
 * How long to wait before an attempt to reconnect: doubled each time, and half of it drawn by lot, so that a restarted
 * server is not met by all its visitors at once.
 *
 * @param attempt - 1 for the first one after a loss
 * @param random - in [0, 1)
 */
export function retryDelayMs(attempt: number, random: number): number {
	const ceilingMs = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1));
	return Math.round(ceilingMs / 2 + (ceilingMs / 2) * random);
}
