/** " (did you mean x?)" where a known name is one or two letters away, else nothing. */
export function nearestName(name: string, known: Iterable<string>): string {
	let best: string | null = null;
	let bestDistance = 3;
	for (const candidate of known) {
		const distance = editDistance(name, candidate, bestDistance);
		if (distance >= bestDistance) continue;
		best = candidate;
		bestDistance = distance;
	}
	return best === null ? "" : ` (did you mean ${best}?)`;
}

function editDistance(a: string, b: string, limit: number): number {
	if (Math.abs(a.length - b.length) >= limit) return limit;
	let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let row = 1; row <= a.length; row += 1) {
		const current = [row];
		for (let column = 1; column <= b.length; column += 1) {
			const cost = a[row - 1] === b[column - 1] ? 0 : 1;
			const above = (previous[column] ?? limit) + 1;
			const left = (current[column - 1] ?? limit) + 1;
			current.push(Math.min(above, left, (previous[column - 1] ?? limit) + cost));
		}
		previous = current;
	}
	return previous[b.length] ?? limit;
}
