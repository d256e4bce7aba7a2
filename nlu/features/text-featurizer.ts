import { primarySubtag } from "../language/primary-subtag.ts";
import type { MeaningReader } from "../vectors/word-vectors.ts";
import type { FeatureListener, NgramCounter } from "./ngram-features.ts";
import { type FeaturizerInput, newSparseVector, type SparseVector, tfidfVector } from "./tfidf.ts";

/** Length of the block of meaning beside blocks of length 1: the best on the public sets. */
export const MEANING_WEIGHT = 1.3;

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

	/** Overwrites `vector`. The blocks of words and of characters have length 1, that of meaning `MEANING_WEIGHT`; or 0 when the text has nothing for them. */
	read(input: FeaturizerInput, listener: FeatureListener | null): SparseVector {
		const { vector, meaning } = this;
		tfidfVector(this.#counter, this.#idf, input, { vector, listener });
		if (meaning === null || primarySubtag(input.language) !== meaning.language || !meaning.read(input.text))
			return vector;
		for (let d = 0; d < meaning.dimensions; d++) {
			vector.indices[vector.length] = this.meaningColumn + d;
			vector.values[vector.length++] = MEANING_WEIGHT * (meaning.mean[d] ?? 0);
		}
		return vector;
	}
}
