/** A Monday at noon in the shop's zone. */
export const NOW_MS = Date.UTC(2026, 10, 23, 11);
