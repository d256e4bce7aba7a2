import { NgramCounter, type NgramSettings } from "../features/ngram-features.ts";
import {
	type FeaturizerInput,
	inverseDocumentFrequencies,
	newSparseVector,
	tfidfVector,
} from "../features/tfidf.ts";
import type { TypedArray } from "../model-file.ts";
import { seededRandom } from "../random.ts";
import type { TrainedPart } from "../trained-part.ts";
import { fitCalibration } from "./calibration.ts";
import { type DescentSettings, learnClass, newDescentScratch } from "./dual-coordinate-descent.ts";
import { heldOutMargins } from "./held-out-margins.ts";
import { type SparseMatrix, SparseMatrixBuilder } from "./sparse-matrix.ts";

/** One example of a text classifier: `label` is an index into the labels. */
export interface LabelledInput {
	readonly input: FeaturizerInput;
	readonly label: number;
	/** Taught, but no real message: left out when probabilities are calibrated. */
	readonly isSynthetic: boolean;
}

export interface LinearTraining {
	readonly labels: readonly string[];
	readonly examples: readonly LabelledInput[];
	readonly seed: number;
	readonly onProgress: (share: number) => void;
}

/** Hashing into this many buckets lost nothing on the public sets against a full vocabulary. */
export const NGRAM_SETTINGS: NgramSettings = { wordBits: 14, charBits: 14 };
const COST = 1;
const TOLERANCE = 0.1;
const MAX_PASSES = 60;

/** Learns one-vs-rest weights, quantises them by class to int8 and fits the sharpness of the softmax. SPEC rules LM1–LM6. */
export function trainLinearModel(training: LinearTraining): TrainedPart {
	const counter = new NgramCounter(NGRAM_SETTINGS);
	const idf = quantiseIdf(
		inverseDocumentFrequencies(
			counter,
			training.examples.map((example) => example.input),
		),
	);
	const matrix = featurize(counter, idf.values, training.examples);
	const labels = Int32Array.from(training.examples, (example) => example.label);
	const settings: DescentSettings = {
		cost: COST,
		tolerance: TOLERANCE,
		maxPasses: MAX_PASSES,
		random: seededRandom(training.seed),
	};
	const classes = training.labels.length;
	const heldOut = heldOutMargins(
		{ matrix, labels, classes, settings, examples: training.examples },
		(share) => training.onProgress(share * 0.5),
	);
	const calibration = fitCalibration(heldOut);
	const model = learnAll({ matrix, labels, classes, settings }, (share) =>
		training.onProgress(0.5 + share * 0.5),
	);
	return {
		config: {
			labels: [...training.labels],
			wordBits: NGRAM_SETTINGS.wordBits,
			charBits: NGRAM_SETTINGS.charBits,
			idfStep: idf.step,
			calibration: { ...calibration },
		},
		arrays: new Map<string, TypedArray>([
			["idf", idf.steps],
			["weights", model.weights],
			["scales", model.scales],
			["biases", model.biases],
		]),
	};
}

function featurize(
	counter: NgramCounter,
	idf: Float32Array,
	examples: readonly LabelledInput[],
): SparseMatrix {
	const builder = new SparseMatrixBuilder();
	const vector = newSparseVector(counter.buckets);
	for (const example of examples) {
		tfidfVector(counter, idf, example.input, { vector, listener: null });
		builder.addRow(vector);
	}
	return builder.build(counter.buckets);
}

/** Eight bits are enough for an idf; training reads the rounded values, so both sides agree. */
function quantiseIdf(idf: Float32Array): { steps: Uint8Array; step: number; values: Float32Array } {
	let top = 1;
	for (const value of idf) top = Math.max(top, value);
	const step = Math.fround((top - 1) / 255);
	const steps = Uint8Array.from(idf, (value) => (step === 0 ? 0 : Math.round((value - 1) / step)));
	return { steps, step, values: idfValues(steps, step) };
}

/** The idf of each bucket from its eight bits. */
export function idfValues(steps: Uint8Array, step: number): Float32Array {
	return Float32Array.from(steps, (value) => 1 + value * step);
}

interface LearnedWeights {
	/** Bucket b, class c at `b × classes + c`: one text reads whole rows. */
	readonly weights: Int8Array;
	readonly scales: Float32Array;
	readonly biases: Float32Array;
}

function learnAll(
	problem: { matrix: SparseMatrix; labels: Int32Array; classes: number; settings: DescentSettings },
	onProgress: (share: number) => void,
): LearnedWeights {
	const { matrix, labels, classes, settings } = problem;
	const weights = new Int8Array(matrix.columns * classes);
	const scales = new Float32Array(classes);
	const biases = new Float32Array(classes);
	const rows = Int32Array.from({ length: matrix.rows }, (_, row) => row);
	const isPositive = new Uint8Array(matrix.rows);
	const scratch = newDescentScratch(matrix, rows.length);
	for (let c = 0; c < classes; c++) {
		for (let row = 0; row < matrix.rows; row++) isPositive[row] = labels[row] === c ? 1 : 0;
		learnClass(matrix, { rows, isPositive }, scratch, settings);
		let top = 0;
		for (let b = 0; b < matrix.columns; b++) top = Math.max(top, Math.abs(scratch.weights[b] ?? 0));
		const scale = top === 0 ? 1 : top / 127;
		for (let b = 0; b < matrix.columns; b++) {
			weights[b * classes + c] = Math.round((scratch.weights[b] ?? 0) / scale);
		}
		scales[c] = scale;
		biases[c] = scratch.weights[matrix.columns] ?? 0;
		onProgress((c + 1) / classes);
	}
	return { weights, scales, biases };
}
