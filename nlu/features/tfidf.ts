import type { FeatureListener, NgramCounter } from "./ngram-features.ts";

/** A sparse vector in buffers that the next text overwrites. Only the first `length` members count. */
export interface SparseVector {
	readonly indices: Int32Array;
	readonly values: Float32Array;
	length: number;
}

/** One text as n-grams are counted in it. `marks` are features by name besides its n-grams. */
export interface NgramInput {
	readonly text: string;
	readonly marks: readonly string[];
}

/** One text as the featurizer takes it. */
export interface FeaturizerInput extends NgramInput {
	/** BCP 47: vectors of words and sentences are read in their own language only. */
	readonly language: string;
}

/** Inverse document frequency of each bucket, smoothed: ln((1 + n) / (1 + df)) + 1. */
export function inverseDocumentFrequencies(
	counter: NgramCounter,
	inputs: readonly NgramInput[],
): Float32Array {
	const documents = new Float32Array(counter.buckets);
	for (const input of inputs) {
		counter.count(input.text, input.marks, null);
		for (let i = 0; i < counter.touchedLength; i++) {
			const bucket = counter.touched[i] ?? 0;
			documents[bucket] = (documents[bucket] ?? 0) + 1;
		}
		counter.clear();
	}
	return documents.map((count) => Math.log((1 + inputs.length) / (1 + count)) + 1);
}

/**
 * Sublinear TF-IDF of one text: (1 + ln count) × idf; each of the two blocks has length 1. Writes into `vector` and
 * clears the counter.
 */
export function tfidfVector(
	counter: NgramCounter,
	idf: Float32Array,
	input: NgramInput,
	output: { vector: SparseVector; listener: FeatureListener | null },
): void {
	const { vector, listener } = output;
	counter.count(input.text, input.marks, listener);
	let wordSquares = 0;
	let charSquares = 0;
	for (let i = 0; i < counter.touchedLength; i++) {
		const bucket = counter.touched[i] ?? 0;
		const count = counter.counts[bucket] ?? 0;
		const value = (count === 1 ? 1 : 1 + Math.log(count)) * (idf[bucket] ?? 0);
		vector.indices[i] = bucket;
		vector.values[i] = value;
		if (bucket < counter.wordBuckets) wordSquares += value * value;
		else charSquares += value * value;
	}
	vector.length = counter.touchedLength;
	const wordScale = wordSquares > 0 ? 1 / Math.sqrt(wordSquares) : 0;
	const charScale = charSquares > 0 ? 1 / Math.sqrt(charSquares) : 0;
	for (let i = 0; i < vector.length; i++) {
		const scale = (vector.indices[i] ?? 0) < counter.wordBuckets ? wordScale : charScale;
		vector.values[i] = (vector.values[i] ?? 0) * scale;
	}
	counter.clear();
}

/** Buffers for the longest text there can be. */
export function newSparseVector(buckets: number): SparseVector {
	return { indices: new Int32Array(buckets), values: new Float32Array(buckets), length: 0 };
}
