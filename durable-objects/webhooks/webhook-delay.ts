const BASE_MS = 5_000;
const LONGEST_MS = 3_600_000;

/** How long a delivery is tried before it is given up, in milliseconds. */
export const GIVE_UP_AFTER_MS = 86_400_000;

/**
 * How long to wait before the next attempt, in milliseconds: doubled at each failure up to an hour, the upper half left to
 * chance, so that what a receiver missed does not come back all at once.
 *
 * @param failures - failed attempts so far, 1 after the first
 * @param random - in [0, 1)
 */
export function webhookDelayMs(failures: number, random: number): number {
	const ceiling = Math.min(LONGEST_MS, BASE_MS * 2 ** Math.min(failures - 1, 20));
	return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
