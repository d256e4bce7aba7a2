/**
 * Vectors of words: words of like meaning lie near one another, so a model of ten sentences an intent understands
 * words that no sentence had. A table is apart from the models and shared by them. SPEC rules WV1–WV5.
 */
import { foldText } from "../features/fold-text.ts";
import { hashOf, mix } from "../features/ngram-features.ts";
import type { EncoderKernel } from "../encoder/sentence-encoder.ts";
import { ModelFileError, type ModelFile } from "../model-file.ts";
import { placeOfHash } from "../rising-hashes.ts";
import { ContextReader } from "./context-reader.ts";

/** What is known of one language's words and texts, as the host reads it from a file. */
export type WordVectorTable = VectorTable | ReaderTable;

interface WordTable {
	/** Which table it is: a model asks for the one that it learned with. */
	readonly id: string;
	readonly language: string;
	/** Of what a text means. Even. */
	readonly dimensions: number;
	/** `wordHash` of each word, rising. */
	readonly hashes: Uint32Array;
	/** Of each word: how much it says (`the` little, `parcel` much). Only their ratios matter. */
	readonly scales: Float32Array;
}

/** Words have vectors; a text means their mean. */
export interface VectorTable extends WordTable {
	/**
	 * Word w has `dimensions / 2` bytes from `w × dimensions / 2` on. Number 2k of it is (low four bits of byte k − 8) ×
	 * its scale, number 2k + 1 the same of the high four.
	 */
	readonly vectors: Uint8Array;
}

/** Words have the classes that their vectors made (nlu/tagger/word-classes.ts); a text is read in its context. */
export interface ReaderTable extends WordTable {
	/** Of each word. */
	readonly classes: Uint16Array;
	readonly context: ContextReader;
}

const WORDS = /[\p{L}\p{M}\p{N}_]+/gu;

/** The words of a text as tables know them. */
export function foldedWords(text: string): readonly string[] {
	return foldText(text).match(WORDS) ?? [];
}

/** The number by which a table knows a word; the word must be folded. */
export function wordHash(word: string): number {
	return mix(hashOf(word));
}

/**
 * Takes the table out of its file (the container of model files).
 *
 * @param newKernel - gives the kernel that the table's reader of texts runs in, when it has one
 * @throws ModelFileError when it holds none
 */
export function readWordVectorTable(file: ModelFile, newKernel: () => EncoderKernel): WordVectorTable {
	const hashes = file.arrays.get("hashes");
	const scales = file.arrays.get("scales");
	const vectors = file.arrays.get("vectors");
	const classes = file.arrays.get("classes");
	const { dimensions = 0 } = file.header.counts;
	if (
		!(hashes instanceof Uint32Array) ||
		!(scales instanceof Uint8Array) ||
		dimensions < 2 ||
		scales.length !== hashes.length
	)
		throw noTable();
	const words = {
		id: file.header.modelId,
		language: file.header.language,
		dimensions,
		hashes,
		scales: Float32Array.from(scales, (step) => Math.exp((step - TOP_SCALE) * SCALE_STEP)),
	};
	if (vectors instanceof Uint8Array && vectors.length * 2 === hashes.length * dimensions)
		return { ...words, vectors };
	if (!(classes instanceof Uint16Array) || classes.length !== hashes.length) throw noTable();
	const context = new ContextReader(file, newKernel());
	if (context.dimensions !== dimensions) throw noTable();
	return { ...words, classes, context };
}

function noTable(): ModelFileError {
	return new ModelFileError("damaged", "The file holds no table of word vectors.");
}

/** Scales stand in the file as steps of four per cent below the largest. */
const TOP_SCALE = 255;
const SCALE_STEP = 0.04;

/**
 * Packs vectors for a table's file, which `readWordVectorTable` reads.
 *
 * @param words - folded, each with `dimensions` numbers
 */
export function packWordVectors(
	words: readonly { readonly word: string; readonly vector: ArrayLike<number> }[],
	dimensions: number,
): { readonly hashes: Uint32Array; readonly scales: Uint8Array; readonly vectors: Uint8Array } {
	const ordered = words
		.map(({ word, vector }) => ({ hash: wordHash(word), vector: Array.from(vector) }))
		.sort((a, b) => a.hash - b.hash);
	const scales = Float32Array.from(ordered, ({ vector }) => Math.max(...vector.map(Math.abs)) / TOP_STEP);
	const vectors = new Uint8Array((ordered.length * dimensions) / 2);
	ordered.forEach(({ vector }, w) => {
		const scale = scales[w] ?? 0;
		const stepOf = (d: number): number =>
			(scale === 0 ? 0 : Math.round((vector[d] ?? 0) / scale)) + ZERO_STEP;
		for (let k = 0; k < dimensions / 2; k++) {
			vectors[(w * dimensions) / 2 + k] = stepOf(2 * k) | (stepOf(2 * k + 1) << 4);
		}
	});
	const top = scales.reduce((most, scale) => Math.max(most, scale), 0);
	const steps = Uint8Array.from(scales, (scale) =>
		Math.max(0, Math.round(TOP_SCALE + Math.log(scale / top) / SCALE_STEP)),
	);
	return { hashes: Uint32Array.from(ordered, ({ hash }) => hash), scales: steps, vectors };
}

/** Four bits hold −7 to 7. */
const TOP_STEP = 7;
const ZERO_STEP = 8;

/**
 * What a text means: what the table's reader of texts says, or else the mean of the vectors of its words. One instance is
 * reused: `mean` is overwritten by the next text.
 */
export class MeaningReader {
	readonly dimensions: number;
	/** Whose words the table holds. */
	readonly language: string;
	/** Direction of the text, of length 1, with `common` taken out. */
	readonly mean: Float32Array;
	readonly #table: WordVectorTable;
	readonly #common: Float32Array;
	readonly #known: ReadonlyMap<string, Float32Array>;

	/**
	 * @param common - what all texts of a project have in common: says nothing about any intent
	 * @param known - directions of texts that were read before, with all that is common in them
	 */
	constructor(
		table: WordVectorTable,
		common: Float32Array,
		known: ReadonlyMap<string, Float32Array> = new Map(),
	) {
		this.dimensions = table.dimensions;
		this.language = table.language;
		this.mean = new Float32Array(table.dimensions);
		this.#table = table;
		this.#common = common;
		this.#known = known;
	}

	/**
	 * Fills `mean`.
	 *
	 * @param without - so manyth word of `wordsOf` that is left out; null for none
	 * @returns false when the text has no meaning of its own: the table knows no word of it, or it lies where all texts do
	 */
	read(text: string, without: number | null = null): boolean {
		const { mean } = this;
		this.#readWhole(text, without);
		const length = lengthOf(mean);
		if (length === 0) return false;
		for (let d = 0; d < mean.length; d++) mean[d] = (mean[d] ?? 0) / length - (this.#common[d] ?? 0);
		const rest = lengthOf(mean);
		if (rest < MIN_REST) return false;
		for (let d = 0; d < mean.length; d++) mean[d] = (mean[d] ?? 0) / rest;
		return true;
	}

	/**
	 * The words of a text that have a part in its meaning, as often as they stand in it: where it is read in context as many of its
	 * beginning as are read, else those that the table has.
	 */
	wordsOf(text: string): string[] {
		if ("context" in this.#table) {
			const { maxTokens } = this.#table.context;
			return (text.match(WORDS) ?? []).slice(0, maxTokens).map(foldText);
		}
		return find(this.#table, text).map(({ word }) => word);
	}

	/** Fills `mean` with all that is in a text, of any length; with 0 when that is nothing. */
	#readWhole(text: string, without: number | null): void {
		const { mean } = this;
		const table = this.#table;
		const known = without === null ? this.#known.get(text) : undefined;
		mean.fill(0);
		if (known !== undefined) mean.set(known);
		else if ("context" in table)
			table.context.read(without === null ? text : withoutWord(text, without), mean);
		else
			find(table, text).forEach(({ row }, i) => {
				if (i !== without) addWord(table, row, mean);
			});
	}
}

function find({ hashes }: VectorTable, text: string): { word: string; row: number }[] {
	const found: { word: string; row: number }[] = [];
	for (const word of foldedWords(text)) {
		const row = placeOfHash(hashes, wordHash(word));
		if (row >= 0) found.push({ word, row });
	}
	return found;
}

/** A text without its so manyth word. */
function withoutWord(text: string, without: number): string {
	let at = 0;
	for (const { 0: word, index } of text.matchAll(WORDS)) {
		if (at === without) return text.slice(0, index) + text.slice(index + word.length);
		at++;
	}
	return text;
}

/** Adds the vector of the table's word number `row` to `sum`. */
export function addWord({ vectors, scales, dimensions }: VectorTable, row: number, sum: Float32Array): void {
	const bytes = dimensions / 2;
	const scale = scales[row] ?? 0;
	for (let k = 0; k < bytes; k++) {
		const pair = vectors[row * bytes + k] ?? 0;
		sum[2 * k] = (sum[2 * k] ?? 0) + ((pair & 15) - ZERO_STEP) * scale;
		sum[2 * k + 1] = (sum[2 * k + 1] ?? 0) + ((pair >> 4) - ZERO_STEP) * scale;
	}
}

/** A text whose direction is the common one has none of its own. */
const MIN_REST = 1e-4;

/** Direction of each text that has one, all that is common still in it. */
export function meaningsOf(table: WordVectorTable, texts: readonly string[]): Map<string, Float32Array> {
	const reader = new MeaningReader(table, new Float32Array(table.dimensions));
	const known = new Map<string, Float32Array>();
	for (const text of texts) if (!known.has(text) && reader.read(text)) known.set(text, reader.mean.slice());
	return known;
}

/** Mean direction of many texts, of which `meaningsOf` told each one's. */
export function commonMeaning(
	{ dimensions }: WordVectorTable,
	texts: readonly string[],
	meanings: ReadonlyMap<string, Float32Array>,
): Float32Array {
	const sum = new Float64Array(dimensions);
	let read = 0;
	for (const text of texts) {
		const meaning = meanings.get(text);
		if (meaning === undefined) continue;
		read++;
		for (let d = 0; d < sum.length; d++) sum[d] = (sum[d] ?? 0) + (meaning[d] ?? 0);
	}
	return Float32Array.from(sum, (value) => value / Math.max(1, read));
}

/** The scale of the word with this `wordHash`; null when the table does not have it. */
export function scaleOf(table: WordVectorTable, hash: number): number | null {
	const row = placeOfHash(table.hashes, hash);
	return row < 0 ? null : (table.scales[row] ?? 0);
}

function lengthOf(vector: Float32Array): number {
	let squares = 0;
	for (const value of vector) squares += value * value;
	return Math.sqrt(squares);
}
