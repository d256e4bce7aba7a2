/** Chance that is the same on every run. */
export interface SeededRandom {
	/** In [0, `below`), whole. */
	int(below: number): number;
	/** One of a list that is not empty. */
	pick<Item>(list: readonly [Item, ...Item[]]): Item;
}

/** mulberry32: 32 bits of state, enough for demo data. @param seed - any whole number */
export function seededRandom(seed: number): SeededRandom {
	let state = seed >>> 0;
	const int = (below: number): number => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
	};
	return { int, pick: (list) => list[int(list.length)] ?? list[0] };
}
