import { eachMember, exampleVectors } from "./example-vectors.ts";
import type { SparseMatrix } from "./linear/sparse-matrix.ts";
import type { NluExample } from "./training-data.ts";

/** Two sentences of different intents that are almost the same. */
export interface NearDuplicate {
	readonly first: NluExample;
	readonly second: NluExample;
	/** Cosine of their TF-IDF vectors. */
	readonly similarity: number;
}

/** From here on two sentences differ by little more than an ending or a word without weight. */
const SIMILAR = 0.8;
/** So alike, two sentences share one of their heaviest features: only such pairs are compared. */
const HEAVIEST = 6;
/** A feature that more sentences than this have among their heaviest tells nothing. */
const MAX_SHARERS = 100;

/** Pairs across intents; the time is far from quadratic. @param matrix - the examples' vectors, a row each */
export function findNearDuplicates(
	examples: readonly NluExample[],
	matrix: SparseMatrix = exampleVectors(examples),
): NearDuplicate[] {
	const sharers = new Map<number, number[]>();
	const dense = new Float32Array(matrix.columns);
	const found: NearDuplicate[] = [];
	examples.forEach((second, row) => {
		const candidates = new Set<number>();
		for (const bucket of heaviestFeatures(matrix, row)) {
			const rows = sharers.get(bucket) ?? [];
			if (rows.length < MAX_SHARERS) for (const other of rows) candidates.add(other);
			rows.push(row);
			sharers.set(bucket, rows);
		}
		eachMember(matrix, row, (bucket, value) => (dense[bucket] = value));
		for (const other of [...candidates].sort((a, b) => a - b)) {
			const first = examples[other];
			if (first === undefined || first.intent === second.intent) continue;
			let product = 0;
			eachMember(matrix, other, (bucket, value) => (product += value * (dense[bucket] ?? 0)));
			const similarity = product / 2; // each of the two blocks has length 1
			if (similarity >= SIMILAR) found.push({ first, second, similarity });
		}
		eachMember(matrix, row, (bucket) => (dense[bucket] = 0));
	});
	return found;
}

function heaviestFeatures(matrix: SparseMatrix, row: number): number[] {
	const members: { bucket: number; value: number }[] = [];
	eachMember(matrix, row, (bucket, value) => members.push({ bucket, value }));
	return members
		.sort((a, b) => b.value - a.value || a.bucket - b.bucket)
		.slice(0, HEAVIEST)
		.map((member) => member.bucket);
}
