/** Tables in a model are rising hashes beside what each stands for: searched where they lie, so nothing is made of them when the model is opened. */

/** @returns the place of `hash` in rising `hashes`, -1 when it is none of them; where it stands more than once, any */
export function placeOfHash(hashes: Uint32Array, hash: number): number {
	const wanted = hash >>> 0;
	let low = 0;
	let high = hashes.length - 1;
	while (low <= high) {
		const middle = (low + high) >>> 1;
		const found = hashes[middle] ?? 0;
		if (found === wanted) return middle;
		if (found < wanted) low = middle + 1;
		else high = middle - 1;
	}
	return -1;
}
