import type { SentenceEncoder } from "./encoder/sentence-encoder.ts";
import type { WordVectorTable } from "./vectors/word-vectors.ts";

/** What models share and the host keeps once: tables that are too large to stand in each model. */
export interface NluResources {
	/** Null where the host has none; a model that learned with them is then refused. */
	readonly wordVectors: WordVectorTable | null;
	/**
	 * The encoder, or null while the host has none (yet): it is asked for each doubtful message, and may begin to load
	 * one then. A model that learned with it does without.
	 */
	readonly sentenceEncoder: () => SentenceEncoder | null;
}

/** Enough for a model that learned from n-grams alone. */
export const NO_RESOURCES: NluResources = { wordVectors: null, sentenceEncoder: () => null };
