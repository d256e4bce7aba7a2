import { z } from "zod";
import { NgramCounter } from "../features/ngram-features.ts";
import { type FeaturizerInput, newSparseVector, type SparseVector, tfidfVector } from "../features/tfidf.ts";
import type { JsonObject } from "../model-file.ts";
import type { PartArrays } from "../trained-part.ts";
import { type Calibration, toProbabilities } from "./calibration.ts";
import { idfValues } from "./train-linear-model.ts";

const Config = z.object({
	labels: z.array(z.string()),
	wordBits: z.int().min(1).max(20),
	charBits: z.int().min(1).max(20),
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
	readonly #counter: NgramCounter;
	readonly #idf: Float32Array;
	readonly #weights: Int8Array;
	readonly #scales: Float32Array;
	readonly #biases: Float32Array;
	readonly #vector: SparseVector;
	readonly #scores: Float32Array;

	constructor(config: JsonObject, arrays: PartArrays) {
		const parsed = Config.parse(config);
		this.labels = parsed.labels;
		this.#calibration = parsed.calibration;
		this.#counter = new NgramCounter(parsed);
		this.#idf = idfValues(arrays.uint8("idf"), parsed.idfStep);
		this.#weights = arrays.int8("weights");
		this.#scales = arrays.float32("scales");
		this.#biases = arrays.float32("biases");
		this.#vector = newSparseVector(this.#counter.buckets);
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
		tfidfVector(this.#counter, this.#idf, input, { vector: this.#vector, listener });
		const contributions: FeatureContribution[] = [];
		for (let i = 0; i < this.#vector.length; i++) {
			const bucket = this.#vector.indices[i] ?? 0;
			const weight = (this.#weights[bucket * this.labels.length + c] ?? 0) * (this.#scales[c] ?? 0);
			const contribution = weight * (this.#vector.values[i] ?? 0);
			if (contribution !== 0) contributions.push({ feature: names.get(bucket) ?? "", contribution });
		}
		return contributions.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)).slice(0, limit);
	}

	/** @returns false when no feature of the text has a weight */
	#computeMargins(input: FeaturizerInput): boolean {
		const classes = this.labels.length;
		const scores = this.#scores;
		const weights = this.#weights;
		const vector = this.#vector;
		tfidfVector(this.#counter, this.#idf, input, { vector, listener: null });
		scores.fill(0);
		for (let i = 0; i < vector.length; i++) {
			const value = vector.values[i] ?? 0;
			const base = (vector.indices[i] ?? 0) * classes;
			for (let c = 0; c < classes; c++) scores[c] = (scores[c] ?? 0) + value * (weights[base + c] ?? 0);
		}
		let known = false;
		for (let c = 0; c < classes; c++) {
			if (scores[c] !== 0) known = true;
			scores[c] = (scores[c] ?? 0) * (this.#scales[c] ?? 0) + (this.#biases[c] ?? 0);
		}
		return known;
	}
}
