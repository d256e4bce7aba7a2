import { NgramCounter } from "./features/ngram-features.ts";
import { inverseDocumentFrequencies, newSparseVector, tfidfVector } from "./features/tfidf.ts";
import { type SparseMatrix, SparseMatrixBuilder } from "./linear/sparse-matrix.ts";
import type { NluExample } from "./training-data.ts";

const SETTINGS = { wordBits: 13, charBits: 13, pairReach: 1 };

/** TF-IDF vectors of examples, a row each: words and characters, each block of length 1. For comparing, not for training. */
export function exampleVectors(examples: readonly NluExample[]): SparseMatrix {
	const counter = new NgramCounter(SETTINGS);
	const inputs = examples.map((example) => ({ text: example.text, marks: [] }));
	const idf = inverseDocumentFrequencies(counter, inputs);
	const vector = newSparseVector(counter.buckets);
	const builder = new SparseMatrixBuilder();
	for (const input of inputs) {
		tfidfVector(counter, idf, input, { vector, listener: null });
		builder.addRow(vector);
	}
	return builder.build(counter.buckets);
}

/** Calls back for each member of a row. */
export function eachMember(
	matrix: SparseMatrix,
	row: number,
	use: (bucket: number, value: number) => void,
): void {
	for (let k = matrix.rowStarts[row] ?? 0; k < (matrix.rowStarts[row + 1] ?? 0); k++) {
		use(matrix.indices[k] ?? 0, matrix.values[k] ?? 0);
	}
}
