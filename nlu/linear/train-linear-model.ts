import { NgramCounter, type NgramSettings } from "../features/ngram-features.ts";
import { FEATURES_VERSION, TextFeaturizer } from "../features/text-featurizer.ts";
import { type FeaturizerInput, inverseDocumentFrequencies } from "../features/tfidf.ts";
import { primarySubtag } from "../language/primary-subtag.ts";
import type { TypedArray } from "../model-file.ts";
import { seededRandom } from "../random.ts";
import type { TrainedPart } from "../trained-part.ts";
import { familiarityQuantiles, fitCalibration } from "./calibration.ts";
import type { TaughtEncoder } from "../encoder/sentence-encoder.ts";
import { commonMeaning, MeaningReader, meaningsOf, type WordVectorTable } from "../vectors/word-vectors.ts";
import { costsOf } from "./costs.ts";
import type { DescentSettings } from "./dual-coordinate-descent.ts";
import { assignFolds, heldOutFolds, heldOutMargins } from "./held-out-margins.ts";
import { learnWeights } from "./learn-weights.ts";
import { type RowKernel, rowProducts } from "./row-products.ts";
import { type SparseMatrix, SparseMatrixBuilder } from "./sparse-matrix.ts";
import { drawSentences, type SentenceExample } from "./choose-sentences.ts";
import { ownLeads } from "./own-leads.ts";
import { type SecondTierTraining, trainSecondTier } from "./train-second-tier.ts";
import { judgeUnread, type UnreadTexts } from "./unread-texts.ts";

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
	/** Vectors of the language's words; null learns from n-grams alone. */
	readonly wordVectors: WordVectorTable | null;
	/** Reads whole sentences for a second tier; null does without. */
	readonly encoder: TaughtEncoder | null;
	/** Gives a kernel that is fast with many numbers; null does without, and learns the same. */
	readonly newRowKernel: (() => RowKernel) | null;
	readonly seed: number;
	readonly onProgress: (share: number) => void;
}

/** Hashing into this many buckets lost nothing on the public sets against a full vocabulary. */
export const NGRAM_SETTINGS: NgramSettings = { wordBits: 15, charBits: 14, pairReach: 3 };
/** Chosen on development parts, with ten and with all examples an intent. */
const COSTS = {
	few: { ownCost: 4, otherCost: 0.1, pull: 2 },
	many: { ownCost: 1, otherCost: 1, pull: 0 },
};
const TOLERANCE = 0.1;
const MAX_PASSES = 60;
/**
 * A column none of whose weights is larger than this, of 127 for the largest of its class, is left out: on the public sets
 * that moves no accuracy by more than 0.1 points and takes an eighth to a fifth of a large model away.
 */
const NEGLIGIBLE = 11;
/** Columns with weights, at most: on the public sets all of them gained 0.2 points at most, for a third more of a large model. */
const MAX_ROWS = 24_000;

/** Learns one-vs-rest weights, quantises them by class to int8 and fits the sharpness of the softmax. SPEC rules LM1–LM10, WV1–WV4. */
export function trainLinearModel(given: LinearTraining): TrainedPart {
	// of one label no margin is near another: there is nothing to read a sentence as a whole for
	const training = given.labels.length > 1 ? given : { ...given, encoder: null };
	const drawn = drawForSecondTier(training);
	const counter = new NgramCounter(NGRAM_SETTINGS);
	const inputs = training.examples.map((example) => example.input);
	const idf = quantiseIdf(inverseDocumentFrequencies(counter, inputs));
	const meaning = learnMeaning(training);
	const featurizer = new TextFeaturizer(counter, idf.values, meaning?.reader ?? null);
	const matrix = featurize(featurizer, training.examples);
	const labels = Int32Array.from(training.examples, (example) => example.label);
	const settings: DescentSettings = {
		...costsOf(matrix.rows / training.labels.length, COSTS),
		tolerance: TOLERANCE,
		maxPasses: MAX_PASSES,
		random: seededRandom(training.seed),
	};
	const products = rowProducts(matrix, training.newRowKernel);
	const problem = { matrix, products, labels, classes: training.labels.length, settings };
	const foldOf = assignFolds(training.examples, settings.random);
	const folds = heldOutFolds(matrix.rows);
	const shareOfFirst = training.encoder === null ? 1 : 0.5;
	const heldOut = heldOutMargins({ ...problem, foldOf, folds }, (share) =>
		training.onProgress(share * 0.5 * shareOfFirst),
	);
	const model = learnWeights(
		{ ...problem, negligible: NEGLIGIBLE, maxRows: MAX_ROWS, starts: heldOut.starts },
		(share) => training.onProgress((0.5 + share * 0.5) * shareOfFirst),
	);
	const second = learnSecondTier(training, () => ({
		foldOf,
		folds,
		firstTier: heldOut,
		drawn,
		ownLead: ownLeads(matrix, labels, model),
		settings,
	}));
	return {
		config: {
			features: FEATURES_VERSION,
			labels: [...training.labels],
			wordBits: NGRAM_SETTINGS.wordBits,
			charBits: NGRAM_SETTINGS.charBits,
			pairReach: NGRAM_SETTINGS.pairReach,
			idfStep: idf.step,
			wordVectors: meaning === null ? null : (training.wordVectors?.id ?? null),
			calibration: { ...fitCalibration(heldOut) },
			unread: unreadOf(heldOut, matrix, training.examples),
			secondTier: second?.config ?? null,
		},
		arrays: new Map<string, TypedArray>([
			["idf", idf.steps],
			["rows", model.rows],
			["weights", model.weights],
			["scales", model.scales],
			["biases", model.biases],
			...(meaning === null ? [] : ([["commonMeaning", meaning.common]] as const)),
			...(second?.arrays ?? []),
		]),
	};
}

/** Null where no example could be held out. */
function unreadOf(
	heldOut: ReturnType<typeof heldOutMargins>,
	matrix: SparseMatrix,
	examples: readonly LabelledInput[],
): { [name in keyof UnreadTexts]: number } | null {
	if (heldOut.labels.length === 0) return null;
	return judgeUnread(matrix, examples, {
		wordColumns: 2 ** NGRAM_SETTINGS.wordBits,
		ordinary: familiarityQuantiles(heldOut)(0.5),
		unrelated: heldOut.unrelated,
	});
}

function featurize(featurizer: TextFeaturizer, examples: readonly LabelledInput[]): SparseMatrix {
	const builder = new SparseMatrixBuilder();
	for (const example of examples) builder.addRow(featurizer.read(example.input, null));
	return builder.build(featurizer.columns);
}

function learnMeaning({ wordVectors, examples }: LinearTraining) {
	if (wordVectors === null) return null;
	const texts = examples
		.filter(({ input }) => primarySubtag(input.language) === wordVectors.language)
		.map(({ input }) => input.text);
	const meanings = meaningsOf(wordVectors, texts);
	const common = commonMeaning(wordVectors, texts, meanings);
	return { reader: new MeaningReader(wordVectors, common, meanings), common };
}

/** The second tier comes last: what it will ask of the encoder can be read while the first tier learns. */
function drawForSecondTier({ encoder, examples, seed }: LinearTraining): number[] {
	if (encoder === null) return [];
	const drawn = drawSentences(sentencesOf(examples, encoder), seed);
	encoder.foresee?.(drawn.map((i) => examples[i]?.input.text ?? ""));
	return drawn;
}

function sentencesOf(examples: readonly LabelledInput[], encoder: TaughtEncoder): SentenceExample[] {
	return examples.map(({ input, label }) => ({
		text: input.text,
		label,
		isReadable: primarySubtag(input.language) === encoder.language,
	}));
}

function learnSecondTier(
	{ encoder, examples, labels, newRowKernel, onProgress }: LinearTraining,
	first: () => Omit<SecondTierTraining, "encoder" | "examples" | "classes" | "newRowKernel" | "onProgress">,
): TrainedPart | null {
	if (encoder === null) return null;
	return trainSecondTier({
		...first(),
		encoder,
		examples: sentencesOf(examples, encoder),
		classes: labels.length,
		newRowKernel,
		onProgress: (share) => onProgress(0.5 + share * 0.5),
	});
}

/** The step of the idf of what no example has: it is the highest. */
export const UNKNOWN_STEP = 255;

/** Eight bits are enough for an idf; training reads the rounded values, so both sides agree. */
function quantiseIdf(idf: Float32Array): { steps: Uint8Array; step: number; values: Float32Array } {
	let top = 1;
	for (const value of idf) top = Math.max(top, value);
	const step = Math.fround((top - 1) / UNKNOWN_STEP);
	const steps = Uint8Array.from(idf, (value) => (step === 0 ? 0 : Math.round((value - 1) / step)));
	return { steps, step, values: idfValues(steps, step) };
}

/** The idf of each bucket from its eight bits. */
export function idfValues(steps: Uint8Array, step: number): Float32Array {
	const values = new Float32Array(steps.length);
	// a loop, for a model is opened by it: `from` with a function asks the array's iterator for each bucket
	for (let bucket = 0; bucket < steps.length; bucket++) values[bucket] = 1 + (steps[bucket] ?? 0) * step;
	return values;
}
