import { z } from "zod";
import { NgramCounter } from "../features/ngram-features.ts";
import { TextFeaturizer } from "../features/text-featurizer.ts";
import type { FeaturizerInput } from "../features/tfidf.ts";
import type { JsonObject } from "../model-file.ts";
import type { PartArrays } from "../trained-part.ts";
import { MeaningReader } from "../vectors/word-vectors.ts";
import { type Calibration, toProbabilities } from "./calibration.ts";
import { idfValues } from "./train-linear-model.ts";

const Config = z.object({
	labels: z.array(z.string()),
	wordBits: z.int().min(1).max(14),
	charBits: z.int().min(1).max(14),
	meaningDimensions: z.int().min(0).max(1_000),
	idfStep: z.number(),
	calibration: z.object({
		sharpness: z.number(),
		strangeMargin: z.number(),
		strangeWidth: z.number().positive(),
	}),
});

/** A label with its share. Shares of all labels sum to 1. */
export interface ScoredLabel {
	readonly label: string;
	readonly confidence: number;
}

/** How much one feature moved a label: weight × value, in units of the margin. */
export interface FeatureContribution {
	readonly feature: string;
	readonly contribution: number;
}

/** A trained one-vs-rest model over hashed n-grams. Its buffers are reused: nothing grows with use. */
export class LinearModel {
	readonly labels: readonly string[];
	readonly #calibration: Calibration;
	readonly #featurizer: TextFeaturizer;
	readonly #rows: Uint16Array;
	readonly #weights: Int8Array;
	readonly #scales: Float32Array;
	readonly #biases: Float32Array;
	readonly #scores: Float32Array;

	constructor(config: JsonObject, arrays: PartArrays) {
		const parsed = Config.parse(config);
		this.labels = parsed.labels;
		this.#calibration = parsed.calibration;
		const idf = idfValues(arrays.uint8("idf"), parsed.idfStep);
		const meaning = meaningReader(parsed.meaningDimensions, arrays);
		this.#featurizer = new TextFeaturizer(new NgramCounter(parsed), idf, meaning);
		this.#rows = arrays.uint16("rows");
		this.#weights = arrays.int8("weights");
		this.#scales = arrays.float32("scales");
		this.#biases = arrays.float32("biases");
		this.#scores = new Float32Array(parsed.labels.length);
	}

	/**
	 * All labels by falling confidence (equal ones in the order of the labels), or null when the text has no feature
	 * that training knew.
	 */
	rank(input: FeaturizerInput): ScoredLabel[] | null {
		if (!this.#computeMargins(input)) return null;
		toProbabilities(this.#scores, this.labels.length, this.#calibration);
		return this.labels
			.map((label, c) => ({ label, confidence: this.#scores[c] ?? 0 }))
			.sort((a, b) => b.confidence - a.confidence);
	}

	/** The features of a text that spoke most for (positive) and against (negative) one label, strongest first. */
	explain(input: FeaturizerInput, label: string, limit: number): FeatureContribution[] {
		const c = this.labels.indexOf(label);
		if (c < 0) return [];
		const names = new Map<number, string>();
		const listener = (bucket: number, name: string): void => {
			if (!names.has(bucket)) names.set(bucket, name);
		};
		const vector = this.#featurizer.read(input, listener);
		const contributions = this.#meaningContributions(input.text, c);
		for (let i = 0; i < vector.length; i++) {
			const column = vector.indices[i] ?? 0;
			if (column >= this.#featurizer.meaningColumn) break;
			const contribution = this.#weightOf(column, c) * (vector.values[i] ?? 0);
			if (contribution !== 0) contributions.push({ feature: names.get(column) ?? "", contribution });
		}
		return contributions.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)).slice(0, limit);
	}

	/** What the vector of each word said, named `≈word`: it stands for all words of like meaning. */
	#meaningContributions(text: string, c: number): FeatureContribution[] {
		const { meaning, meaningColumn, vector } = this.#featurizer;
		const last = vector.indices[vector.length - 1] ?? 0;
		if (meaning === null || vector.length === 0 || last < meaningColumn) return [];
		const weights = Float32Array.from({ length: meaning.dimensions }, (_, d) =>
			this.#weightOf(meaningColumn + d, c),
		);
		return meaning
			.contributions(text, weights)
			.map(({ word, contribution }) => ({ feature: `≈${word}`, contribution }));
	}

	#weightOf(column: number, c: number): number {
		const row = (this.#rows[column] ?? 0) - 1;
		return row < 0 ? 0 : (this.#weights[row * this.labels.length + c] ?? 0) * (this.#scales[c] ?? 0);
	}

	/** @returns false when no feature of the text has a weight */
	#computeMargins(input: FeaturizerInput): boolean {
		const classes = this.labels.length;
		const scores = this.#scores;
		const weights = this.#weights;
		const vector = this.#featurizer.read(input, null);
		scores.fill(0);
		let known = false;
		for (let i = 0; i < vector.length; i++) {
			const row = (this.#rows[vector.indices[i] ?? 0] ?? 0) - 1;
			if (row < 0) continue;
			known = true;
			const value = vector.values[i] ?? 0;
			const base = row * classes;
			for (let c = 0; c < classes; c++) scores[c] = (scores[c] ?? 0) + value * (weights[base + c] ?? 0);
		}
		for (let c = 0; c < classes; c++)
			scores[c] = (scores[c] ?? 0) * (this.#scales[c] ?? 0) + (this.#biases[c] ?? 0);
		return known;
	}
}

function meaningReader(dimensions: number, arrays: PartArrays): MeaningReader | null {
	if (dimensions === 0) return null;
	const table = {
		language: "",
		dimensions,
		hashes: arrays.uint32("wordHashes"),
		vectors: arrays.int8("wordVectors"),
	};
	return new MeaningReader(table, arrays.float32("commonMeaning"));
}
