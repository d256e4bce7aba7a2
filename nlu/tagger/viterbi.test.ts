import { test } from "vitest";
import { seededRandom } from "../random.ts";
import { labelCount, PathFinder } from "./viterbi.ts";

const KINDS = 2;
const LABELS = labelCount(KINDS);

function isAllowed(path: readonly number[]): boolean {
	let open = -1;
	for (const label of path) {
		const part = label === 0 ? -1 : (label - 1) & 3;
		const kind = label === 0 ? -1 : (label - 1) >> 2;
		if (open >= 0 ? (part !== 1 && part !== 2) || kind !== open : part === 1 || part === 2) return false;
		open = part === 0 || part === 1 ? kind : -1;
	}
	return open < 0;
}

function* paths(length: number): Generator<number[]> {
	if (length === 0) {
		yield [];
		return;
	}
	for (const rest of paths(length - 1)) for (let label = 0; label < LABELS; label++) yield [...rest, label];
}

test("[TG4] finds the best of all allowed paths", ({ expect }) => {
	const random = seededRandom(5);
	for (let round = 0; round < 20; round++) {
		const tokens = 1 + (round % 4);
		const emissions = Float32Array.from({ length: tokens * LABELS }, () => random() * 2 - 1);
		const transitions = Float32Array.from({ length: LABELS * LABELS }, () => random() * 2 - 1);
		const score = (path: readonly number[]): number =>
			path.reduce(
				(sum, label, t) =>
					sum +
					(emissions[t * LABELS + label] ?? 0) +
					(t === 0 ? 0 : (transitions[(path[t - 1] ?? 0) * LABELS + label] ?? 0)),
				0,
			);
		let best: number[] = [];
		for (const path of paths(tokens)) {
			if (isAllowed(path) && (best.length === 0 || score(path) > score(best))) best = path;
		}
		const found = new Int32Array(tokens);
		new PathFinder(KINDS, 4).find({ kinds: KINDS, emissions, transitions }, tokens, found);
		expect([...found]).toEqual(best);
	}
});
