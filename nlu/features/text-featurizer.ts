import { primarySubtag } from "../language/primary-subtag.ts";
import type { MeaningReader } from "../vectors/word-vectors.ts";
import type { FeatureListener, NgramCounter } from "./ngram-features.ts";
import { RandomFourierFeatures } from "./random-fourier-features.ts";
import { type FeaturizerInput, newSparseVector, type SparseVector, tfidfVector } from "./tfidf.ts";

/**
 * Which features these are: a model that learned with others must be trained again. Those of version 3 are read too: all
 * that is new in 4 is that Chinese and Japanese messages have words.
 */
export const FEATURES_VERSION = 4;
export const OLDEST_FEATURES_VERSION = 3;
/** Lengths of the blocks of meaning beside blocks of length 1: the best on the public sets. */
const MEANING_WEIGHT = 0.7;
const FOURIER_WEIGHT = 1;

/**
 * All features of a text in one sparse vector: n-grams first, then the mean of its words' vectors where there are any,
 * then the Fourier features of that mean.
 */
export class TextFeaturizer {
	readonly columns: number;
	/** The first column of the words' vectors. */
	readonly meaningColumn: number;
	/** Of the text last read. */
	readonly vector: SparseVector;
	readonly meaning: MeaningReader | null;
	readonly #counter: NgramCounter;
	readonly #idf: Float32Array;
	readonly #fourier: RandomFourierFeatures | null;

	constructor(counter: NgramCounter, idf: Float32Array, meaning: MeaningReader | null) {
		this.#counter = counter;
		this.#idf = idf;
		this.meaning = meaning;
		this.#fourier = meaning === null ? null : new RandomFourierFeatures(meaning.dimensions);
		this.meaningColumn = counter.buckets;
		this.columns = counter.buckets + (meaning?.dimensions ?? 0) + (this.#fourier?.length ?? 0);
		this.vector = newSparseVector(this.columns);
	}

	/** Overwrites `vector`. The blocks of words and of characters have length 1, those of meaning their weights; or 0 when the text has nothing for them. */
	read(input: FeaturizerInput, listener: FeatureListener | null): SparseVector {
		tfidfVector(this.#counter, this.#idf, input, { vector: this.vector, listener });
		if (this.#knowsLanguage(input)) this.#addMeaning(input.text, null);
		return this.vector;
	}

	/** Overwrites `vector` with the blocks of meaning alone. @param without - so manyth word of `meaning.wordsOf` that is left out; null for none */
	readMeaning(input: FeaturizerInput, without: number | null): SparseVector {
		this.vector.length = 0;
		if (this.#knowsLanguage(input)) this.#addMeaning(input.text, without);
		return this.vector;
	}

	#knowsLanguage({ language }: FeaturizerInput): boolean {
		return this.meaning !== null && primarySubtag(language) === this.meaning.language;
	}

	#addMeaning(text: string, without: number | null): void {
		const { vector, meaning } = this;
		if (meaning === null || !meaning.read(text, without)) return;
		const start = vector.length;
		for (let d = 0; d < meaning.dimensions; d++)
			vector.values[start + d] = MEANING_WEIGHT * (meaning.mean[d] ?? 0);
		const at = start + meaning.dimensions;
		this.#fourier?.write(meaning.mean, { values: vector.values, at, scale: FOURIER_WEIGHT });
		vector.length = at + (this.#fourier?.length ?? 0);
		for (let i = start; i < vector.length; i++) vector.indices[i] = this.meaningColumn + i - start;
	}
}
