/** The name of `known` that `given` was most likely meant to be, or null when none is near. */
export function findNearest(given: string, known: readonly string[]): string | null {
	const wanted = given.toLowerCase();
	let best: string | null = null;
	let bestDistance = Math.max(2, Math.floor(given.length / 3)) + 1;
	for (const name of known) {
		const distance = editDistance(wanted, name.toLowerCase(), bestDistance);
		if (distance < bestDistance) {
			best = name;
			bestDistance = distance;
		}
	}
	return best;
}

/** ` <lead> \`name\`` for a message, or nothing when no name is near. */
export function nearestName(given: string, known: readonly string[], lead: string): string {
	const nearest = findNearest(given, known);
	return nearest === null ? "" : `${lead} \`${nearest}\`?`;
}

/** Edits between two words, neighbours swapped counting as one; `limit` when there are at least so many. */
export function editDistance(a: string, b: string, limit: number): number {
	if (Math.abs(a.length - b.length) >= limit) return limit;
	let beforeLast: number[] = [];
	let last = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const cost = a[i - 1] === b[j - 1] ? 0 : 1;
			let value = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
				value = Math.min(value, (beforeLast[j - 2] ?? 0) + 1);
			}
			row.push(value);
		}
		beforeLast = last;
		last = row;
	}
	return Math.min(last[b.length] ?? limit, limit);
}
