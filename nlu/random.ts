/** A source of chance with a seed: the same seed gives the same model, byte for byte. */
export type Random = () => number;

/** Mulberry32: small, quick, good enough for shuffling. @returns a function that gives numbers in [0, 1) */
export function seededRandom(seed: number): Random {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** Shuffles the first `length` members in place (Fisher and Yates). */
export function shuffle(values: Int32Array | number[], length: number, random: Random): void {
	for (let i = length - 1; i > 0; i--) {
		const j = Math.floor(random() * (i + 1));
		const kept = values[i] ?? 0;
		values[i] = values[j] ?? 0;
		values[j] = kept;
	}
}
