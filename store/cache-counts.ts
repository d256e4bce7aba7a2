/** What the caches of this isolate came to. */
export interface CacheCounts {
	/** Answered from what is kept. */
	hits: number;
	/** Answered from what is past its time, while somebody makes it anew or nobody can. */
	stale: number;
	/** Made because nothing was kept. */
	misses: number;
	/** Made because the cache itself was away. */
	away: number;
}

const all = new Map<string, CacheCounts>();

/** The counts of a cache, by its name. */
export function countsOf(cache: string): CacheCounts {
	const known = all.get(cache);
	if (known !== undefined) return known;
	const counts = { hits: 0, stale: 0, misses: 0, away: 0 };
	all.set(cache, counts);
	return counts;
}

/** All caches that this isolate has asked, for metrics and for `/readyz`. */
export function cacheCounts(): Record<string, CacheCounts> {
	return Object.fromEntries([...all].map(([name, counts]) => [name, { ...counts }]));
}
