/**
 * Vectors of words: words of like meaning lie near one another, so a model of ten sentences an intent understands
 * words that no sentence had. A table holds words by falling frequency; each vector is already weighted by how much
 * its word says (`the` little, `parcel` much). SPEC rules WV1–WV4.
 */
import { foldText } from "../features/fold-text.ts";
import { hashOf, mix } from "../features/ngram-features.ts";
import { ModelFileError, type ModelFile } from "../model-file.ts";

/** Vectors of one language as the host reads them from a file. */
export interface WordVectorTable {
	readonly language: string;
	readonly dimensions: number;
	/** `wordHash` of each word, by falling frequency. */
	readonly hashes: Uint32Array;
	/** Vector of word w at `[w × dimensions, (w + 1) × dimensions)`. */
	readonly vectors: Int8Array;
}

const WORDS = /[\p{L}\p{M}\p{N}_]+/gu;

/** The number by which a table knows a word; the word must be folded. */
export function wordHash(word: string): number {
	return mix(hashOf(word));
}

/** Takes the table out of its file (the container of model files). @throws ModelFileError when it holds none */
export function readWordVectorTable(file: ModelFile): WordVectorTable {
	const hashes = file.arrays.get("hashes");
	const vectors = file.arrays.get("vectors");
	const dimensions = file.header.counts["dimensions"] ?? 0;
	if (
		!(hashes instanceof Uint32Array) ||
		!(vectors instanceof Int8Array) ||
		dimensions < 1 ||
		vectors.length !== hashes.length * dimensions
	) {
		throw new ModelFileError("damaged", "The file holds no table of word vectors.");
	}
	return { language: file.header.language, dimensions, hashes, vectors };
}

/** The most frequent words of a table, ordered for searching. */
export function searchableVectors(table: WordVectorTable, words: number): WordVectorTable {
	const count = Math.min(words, table.hashes.length);
	const order = Int32Array.from({ length: count }, (_, word) => word);
	order.sort((a, b) => (table.hashes[a] ?? 0) - (table.hashes[b] ?? 0) || a - b);
	const { dimensions } = table;
	const vectors = new Int8Array(count * dimensions);
	order.forEach((word, at) => {
		const start = word * dimensions;
		vectors.set(table.vectors.subarray(start, start + dimensions), at * dimensions);
	});
	return {
		language: table.language,
		dimensions,
		hashes: Uint32Array.from(order, (word) => table.hashes[word] ?? 0),
		vectors,
	};
}

/** Mean of the vectors of a text's words. One instance is reused: `mean` is overwritten by the next text. */
export class MeaningReader {
	readonly dimensions: number;
	/** Direction of the text, of length 1, with `common` taken out. */
	readonly mean: Float32Array;
	readonly #table: WordVectorTable;
	readonly #common: Float32Array;
	#divisor = 1;

	/**
	 * @param table - ordered for searching
	 * @param common - what all texts of a project have in common: says nothing about any intent
	 */
	constructor(table: WordVectorTable, common: Float32Array) {
		this.dimensions = table.dimensions;
		this.mean = new Float32Array(table.dimensions);
		this.#table = table;
		this.#common = common;
	}

	/** Fills `mean`. @returns false when the table has no word of the text */
	read(text: string): boolean {
		const { mean } = this;
		mean.fill(0);
		for (const { at } of this.#find(text)) {
			for (let d = 0; d < mean.length; d++) mean[d] = (mean[d] ?? 0) + (this.#table.vectors[at + d] ?? 0);
		}
		const length = lengthOf(mean);
		if (length === 0) return false;
		for (let d = 0; d < mean.length; d++) mean[d] = (mean[d] ?? 0) / length - (this.#common[d] ?? 0);
		const rest = lengthOf(mean);
		if (rest < MIN_REST) return false;
		for (let d = 0; d < mean.length; d++) mean[d] = (mean[d] ?? 0) / rest;
		this.#divisor = length * rest;
		return true;
	}

	/** What each word adds to the product of `mean` and some weights; `common` is left out. Of the text last read. */
	contributions(text: string, weights: Float32Array): { word: string; contribution: number }[] {
		return this.#find(text).map(({ word, at }) => {
			let sum = 0;
			for (let d = 0; d < weights.length; d++) sum += (this.#table.vectors[at + d] ?? 0) * (weights[d] ?? 0);
			return { word, contribution: sum / this.#divisor };
		});
	}

	#find(text: string): { word: string; at: number }[] {
		const found: { word: string; at: number }[] = [];
		for (const word of foldText(text).match(WORDS) ?? []) {
			const row = rowOf(this.#table.hashes, wordHash(word));
			if (row >= 0) found.push({ word, at: row * this.dimensions });
		}
		return found;
	}
}

/** A text whose direction is the common one has none of its own. */
const MIN_REST = 1e-4;

/** Mean direction of many texts. */
export function commonMeaning(table: WordVectorTable, texts: readonly string[]): Float32Array {
	const reader = new MeaningReader(table, new Float32Array(table.dimensions));
	const sum = new Float64Array(table.dimensions);
	let read = 0;
	for (const text of texts) {
		if (!reader.read(text)) continue;
		read++;
		for (let d = 0; d < sum.length; d++) sum[d] = (sum[d] ?? 0) + (reader.mean[d] ?? 0);
	}
	return Float32Array.from(sum, (value) => value / Math.max(1, read));
}

function rowOf(hashes: Uint32Array, hash: number): number {
	let low = 0;
	let high = hashes.length - 1;
	while (low <= high) {
		const middle = (low + high) >>> 1;
		const found = hashes[middle] ?? 0;
		if (found === hash) return middle;
		if (found < hash) low = middle + 1;
		else high = middle - 1;
	}
	return -1;
}

function lengthOf(vector: Float32Array): number {
	let squares = 0;
	for (const value of vector) squares += value * value;
	return Math.sqrt(squares);
}
