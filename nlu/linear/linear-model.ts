import { z } from "zod";
import { NgramCounter } from "../features/ngram-features.ts";
import { FEATURES_VERSION, OLDEST_FEATURES_VERSION, TextFeaturizer } from "../features/text-featurizer.ts";
import type { FeaturizerInput } from "../features/tfidf.ts";
import { type JsonObject, ModelFileError } from "../model-file.ts";
import type { PartArrays } from "../trained-part.ts";
import { MeaningReader } from "../vectors/word-vectors.ts";
import type { SentenceEncoder } from "../encoder/sentence-encoder.ts";
import type { NluResources } from "../resources.ts";
import { type Calibration, CalibrationConfig, evenOut, toProbabilities } from "./calibration.ts";
import { indexOfLargest, SecondTier, type SentenceReading } from "./second-tier.ts";
import { idfValues, UNKNOWN_STEP } from "./train-linear-model.ts";
import { noveltyOfUnread, UnreadTexts } from "./unread-texts.ts";

const Config = z.object({
	/** `FEATURES_VERSION` of the program that taught it. */
	features: z.int(),
	labels: z.array(z.string()),
	wordBits: z.int().min(1).max(15),
	charBits: z.int().min(1).max(15),
	pairReach: z.int().min(1).max(8),
	/** Id of the table that training read, or null. */
	wordVectors: z.string().nullable(),
	idfStep: z.number(),
	calibration: CalibrationConfig,
	/** Null where no example could be held out; a model of before has none. */
	unread: UnreadTexts.nullable().default(null),
	secondTier: z.record(z.string(), z.json()).nullable(),
});

/** A label with its share. Shares of all labels sum to 1. */
export interface ScoredLabel {
	readonly label: string;
	readonly confidence: number;
}

/** All labels by falling confidence (equal ones in the order of the labels). */
export interface Ranking {
	readonly labels: readonly ScoredLabel[];
	/** Whether the sentence was read as a whole. */
	readonly isSecondTier: boolean;
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
	readonly #secondTier: SecondTier | null;
	readonly #unread: UnreadTexts | null;
	readonly #idfSteps: Uint8Array;
	readonly #wordBuckets: number;

	/** @throws ModelFileError when the model learned with other features, or with word vectors that are not among the resources */
	constructor(config: JsonObject, arrays: PartArrays, resources: Pick<NluResources, "wordVectors">) {
		refuseOtherFeatures(config["features"]);
		const parsed = Config.parse(config);
		this.labels = parsed.labels;
		this.#calibration = parsed.calibration;
		this.#unread = parsed.unread;
		this.#idfSteps = arrays.uint8("idf");
		this.#wordBuckets = 2 ** parsed.wordBits;
		const idf = idfValues(this.#idfSteps, parsed.idfStep);
		const meaning = meaningReader(parsed.wordVectors, arrays, resources);
		this.#featurizer = new TextFeaturizer(
			new NgramCounter({ ...parsed, partsUnspaced: parsed.features > 3 }),
			idf,
			meaning,
		);
		this.#rows = arrays.uint16("rows");
		this.#weights = arrays.int8("weights");
		this.#scales = arrays.float32("scales");
		this.#biases = arrays.float32("biases");
		this.#scores = new Float32Array(parsed.labels.length);
		this.#secondTier = parsed.secondTier === null ? null : new SecondTier(parsed.secondTier, arrays);
	}

	/**
	 * Ranks the labels for a text, or says null when it has no feature that training knew.
	 *
	 * @param encoder - called when the first tier is in doubt, and only then; null is none (yet)
	 */
	rank(input: FeaturizerInput, encoder: () => SentenceEncoder | null): Ranking | null {
		if (!this.#computeMargins(input)) return null;
		const unread = this.#noveltyOfUnread();
		const sentence = this.#readSentence(input, encoder);
		sentence?.margins.forEach((margin, c) => (this.#scores[c] = (this.#scores[c] ?? 0) + margin));
		const calibration = sentence === null ? this.#calibration : this.#secondTier?.calibration;
		toProbabilities(
			this.#scores,
			this.labels.length,
			calibration ?? this.#calibration,
			sentence?.familiarity(indexOfLargest(this.#scores)),
		);
		evenOut(this.#scores, this.labels.length, unread);
		const labels = this.labels
			.map((label, c) => ({ label, confidence: this.#scores[c] ?? 0 }))
			.sort((a, b) => b.confidence - a.confidence);
		return { labels, isSecondTier: sentence !== null };
	}

	/** The features of a text that spoke most for (positive) and against (negative) one label, strongest first. */
	explain(
		input: FeaturizerInput,
		label: string,
		{ encoder, limit }: { encoder: () => SentenceEncoder | null; limit: number },
	): FeatureContribution[] {
		const c = this.labels.indexOf(label);
		if (c < 0) return [];
		this.#computeMargins(input);
		const sentence = this.#readSentence(input, encoder)?.margins;
		const names = new Map<number, string>();
		const listener = (bucket: number, name: string): void => {
			if (!names.has(bucket)) names.set(bucket, name);
		};
		const contributions = this.#meaningContributions(input, c);
		const vector = this.#featurizer.read(input, listener);
		if (sentence !== undefined)
			contributions.push({ feature: WHOLE_SENTENCE, contribution: sentence[c] ?? 0 });
		for (let i = 0; i < vector.length; i++) {
			const column = vector.indices[i] ?? 0;
			if (column >= this.#featurizer.meaningColumn) break;
			const contribution = this.#weightOf(column, c) * (vector.values[i] ?? 0);
			if (contribution !== 0) contributions.push({ feature: names.get(column) ?? "", contribution });
		}
		return contributions.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)).slice(0, limit);
	}

	/** Of the text whose margins were last computed: how new it is for want of a known word; 0 where an example has one of its words. */
	#noveltyOfUnread(): number {
		if (this.#unread === null) return 0;
		const { indices, length } = this.#featurizer.vector;
		for (let i = 0; i < length; i++) {
			const column = indices[i] ?? 0;
			if (column < this.#wordBuckets && this.#idfSteps[column] !== UNKNOWN_STEP) return 0;
		}
		return noveltyOfUnread(this.#unread, this.#scores[indexOfLargest(this.#scores)] ?? 0);
	}

	/** What the sentence says as a whole, where it is asked: of the margins last computed. */
	#readSentence(
		{ text, language }: FeaturizerInput,
		encoder: () => SentenceEncoder | null,
	): SentenceReading | null {
		if (this.#secondTier?.isAsked(text, this.#scores, language) !== true) return null;
		const reader = encoder();
		return reader === null ? null : this.#secondTier.read(text, reader);
	}

	/** What the meaning of each word said, named `≈word`: it stands for all words of like meaning. It is what would be missing without the word. */
	#meaningContributions(input: FeaturizerInput, c: number): FeatureContribution[] {
		const words = this.#featurizer.meaning?.wordsOf(input.text) ?? [];
		const marginWithout = (word: number | null): number => {
			const { indices, values, length } = this.#featurizer.readMeaning(input, word);
			let margin = 0;
			for (let i = 0; i < length; i++) margin += this.#weightOf(indices[i] ?? 0, c) * (values[i] ?? 0);
			return margin;
		};
		const whole = marginWithout(null);
		return words.map((word, i) => ({ feature: `≈${word}`, contribution: whole - marginWithout(i) }));
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

/** How explanations call what the second tier made of the text. */
export const WHOLE_SENTENCE = "≈(the whole sentence)";

function refuseOtherFeatures(version: unknown): void {
	if (typeof version === "number" && version >= OLDEST_FEATURES_VERSION && version <= FEATURES_VERSION)
		return;
	throw new ModelFileError(
		typeof version === "number" && version > FEATURES_VERSION ? "too_new" : "too_old",
		"The model learned with other features of texts than this program reads: train the model again.",
	);
}

function meaningReader(
	id: string | null,
	arrays: PartArrays,
	{ wordVectors }: Pick<NluResources, "wordVectors">,
): MeaningReader | null {
	if (id === null) return null;
	if (wordVectors?.id !== id) {
		throw new ModelFileError(
			"too_old",
			"The model learned with word vectors that this program does not have: train the model again.",
		);
	}
	return new MeaningReader(wordVectors, arrays.float32("commonMeaning"));
}
