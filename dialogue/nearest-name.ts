import { editDistance } from "../nlu/text/nearest-name.ts";

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
