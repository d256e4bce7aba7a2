const BASE_MS = 1_000;
const LONGEST_MS = 60_000;

/**
 * How long to wait before the next try, in milliseconds: doubled at each failure up to a minute, with the upper half
 * left to chance so that a thousand objects do not come back at once. A minute, for the backlog must be drained within
 * a minute of Postgres coming back.
 *
 * @param failures - failed tries so far, 1 after the first
 * @param random - in [0, 1)
 */
export function backoffMs(failures: number, random: number): number {
	const ceiling = Math.min(LONGEST_MS, BASE_MS * 2 ** Math.min(failures - 1, 20));
	return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
