/**
 * The shortest time that is counted with this one: times are kept by bins, exact below 64 ms, then 32 for each doubling
 * (docs/decisions/0016). How many are as long or longer is told by sums from there on.
 */
export function binEdge(ms: number): number {
	if (ms < 64) return Math.max(0, Math.floor(ms));
	const width = 2 ** (Math.floor(Math.log2(ms)) - 5);
	return Math.floor(ms / width) * width;
}
