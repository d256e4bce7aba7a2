import type { MeaningReader } from "../vectors/word-vectors.ts";
import type { FeatureListener, NgramCounter } from "./ngram-features.ts";
import { type FeaturizerInput, newSparseVector, type SparseVector, tfidfVector } from "./tfidf.ts";

/** All features of a text in one sparse vector: n-grams first, then the mean of its words' vectors where there are any. */
export class TextFeaturizer {
	readonly columns: number;
	/** The first column of the words' vectors. */
	readonly meaningColumn: number;
	/** Of the text last read. */
	readonly vector: SparseVector;
	readonly meaning: MeaningReader | null;
	readonly #counter: NgramCounter;
	readonly #idf: Float32Array;

	constructor(counter: NgramCounter, idf: Float32Array, meaning: MeaningReader | null) {
		this.#counter = counter;
		this.#idf = idf;
		this.meaning = meaning;
		this.meaningColumn = counter.buckets;
		this.columns = counter.buckets + (meaning?.dimensions ?? 0);
		this.vector = newSparseVector(this.columns);
	}

	/** Overwrites `vector`. Each of the three blocks has length 1, or 0 when the text has nothing for it. */
	read(input: FeaturizerInput, listener: FeatureListener | null): SparseVector {
		const { vector, meaning } = this;
		tfidfVector(this.#counter, this.#idf, input, { vector, listener });
		if (meaning === null || !meaning.read(input.text)) return vector;
		for (let d = 0; d < meaning.dimensions; d++) {
			vector.indices[vector.length] = this.meaningColumn + d;
			vector.values[vector.length++] = meaning.mean[d] ?? 0;
		}
		return vector;
	}
}
