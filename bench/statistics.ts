/** The value below which this share of the samples lies (nearest rank). @param share - in (0, 1] */
export function percentile(samples: readonly number[], share: number): number {
	const sorted = samples.toSorted((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** How long something usually takes, and how long at most but for one time in a hundred. */
export interface Spread {
	readonly p50: number;
	readonly p99: number;
}

export const spreadOf = (samples: readonly number[]): Spread => ({
	p50: percentile(samples, 0.5),
	p99: percentile(samples, 0.99),
});
