import type { TaughtEncoder } from "../encoder/sentence-encoder.ts";
import type { TypedArray } from "../model-file.ts";
import type { TrainedPart } from "../trained-part.ts";
import { hardestSentences, type SentenceExample } from "./choose-sentences.ts";
import {
	type Calibration,
	calibrationLoss,
	fitCalibration,
	type HeldOutMargins,
	type UsualJudge,
} from "./calibration.ts";
import { costsOf } from "./costs.ts";
import type { DescentSettings } from "./dual-coordinate-descent.ts";
import { heldOutMargins, type HoldOutProblem } from "./held-out-margins.ts";
import { learnWeights } from "./learn-weights.ts";
import { centresOf, closeness, quantiseCentres } from "./label-centres.ts";
import { gapOf, indexOfLargest, takeOutCommon } from "./second-tier.ts";
import { SentenceFeatures } from "./sentence-features.ts";
import { type RowKernel, rowProducts } from "./row-products.ts";
import { type SparseMatrix, SparseMatrixBuilder } from "./sparse-matrix.ts";

export interface SecondTierTraining {
	readonly encoder: TaughtEncoder;
	readonly examples: readonly SentenceExample[];
	readonly classes: number;
	/** Fold of each example, as the first tier held it out. */
	readonly foldOf: Int32Array;
	readonly folds: number;
	/** What the first tier said of the examples that it held out. */
	readonly firstTier: HeldOutMargins;
	/** The examples that were drawn by chance: these judge how the two tiers go together. */
	readonly drawn: readonly number[];
	/** How far the first tier puts each example's own label before every other. */
	readonly ownLead: Float32Array;
	readonly settings: DescentSettings;
	readonly newRowKernel: (() => RowKernel) | null;
	readonly onProgress: (share: number) => void;
}

/** Vectors of sentences lie close together: errors weigh more than long weights. */
const COSTS = {
	few: { ownCost: 10, otherCost: 0.3, pull: 1 },
	many: { ownCost: 3, otherCost: 3, pull: 0 },
};
/**
 * So many of the held-out examples, those of the least gap, are read as a whole, that a quarter of real messages is at
 * most. Real messages are a little less like the examples than many of these are to one another; where all are held out
 * in turn, by models that know a fifth less, these look as doubtful as those.
 */
const DOUBTFUL_SHARE_OF_MANY = 0.18;
const DOUBTFUL_SHARE_OF_FEW = 0.235;
/** Only doubtful texts are read, and new ones are among them: more of the examples may look new than to the first tier. */
const JUDGE_OF_DOUBTFUL: UsualJudge = {
	strange: 0.02,
	unfamiliar: 0.08,
	known: 0.3,
	firstOdds: { slope: 0.7, offset: 0.2 },
};
/** Ratios that are tried: the best by log loss of held-out examples is taken. */
const RATIOS = [0.25, 0.35, 0.5, 0.7, 1, 1.4, 2, 2.8, 4];

/** Learns what sentences say beside n-grams. @returns null when no example could be held out to weigh the two */
export function trainSecondTier(training: SecondTierTraining): TrainedPart | null {
	const { encoder, classes, folds, settings, examples } = training;
	const hardest = hardestSentences(examples, training.drawn, training.ownLead);
	encoder.foresee?.(hardest.map((i) => examples[i]?.text ?? ""));
	const chosen = [...training.drawn, ...hardest].sort((a, b) => a - b);
	const vectors = encode(training, chosen);
	const common = meanOf(vectors, encoder.dimensions);
	for (const vector of vectors) takeOutCommon(vector, common);
	const reader = new SentenceFeatures(encoder.dimensions);
	const matrix = dense(vectors, reader.length, (vector) => reader.of(vector));
	const plain = dense(vectors, encoder.dimensions, (vector) => vector);
	const labels = Int32Array.from(chosen, (i) => examples[i]?.label ?? 0);
	const own: DescentSettings = { ...settings, ...costsOf(examples.length / classes, COSTS) };
	// what is hard is no measure of what comes: it teaches only
	const isDrawn = new Set(training.drawn);
	const foldOf = Int32Array.from(chosen, (i) => (isDrawn.has(i) ? (training.foldOf[i] ?? -1) : -1));
	const products = rowProducts(matrix, training.newRowKernel);
	const problem = { matrix, products, labels, classes, settings: own };
	const heldOut = heldOutMargins({ ...problem, foldOf, folds }, (share) =>
		training.onProgress(0.5 + share * 0.3),
	);
	const pairs = joined(training.firstTier, heldOut, chosen);
	if (pairs.labels.length === 0) return null;
	const closenessOf = heldOutCloseness({ matrix: plain, labels, classes, foldOf, folds }, pairs.rows);
	const { ratio, calibration } = weighTiers(pairs, closenessOf);
	const learned = learnWeights(
		{ ...problem, negligible: -1, maxRows: matrix.columns, starts: heldOut.starts },
		(share) => training.onProgress(0.8 + share * 0.2),
	);
	return {
		config: {
			encoderId: encoder.id,
			language: encoder.language,
			doubtfulGap: doubtfulGap(
				training.firstTier,
				folds === 1 ? DOUBTFUL_SHARE_OF_MANY : DOUBTFUL_SHARE_OF_FEW,
			),
			ratio,
			calibration: { ...calibration },
		},
		arrays: new Map<string, TypedArray>([
			["sentence/common", common],
			["sentence/weights", learned.weights],
			["sentence/scales", learned.scales],
			["sentence/biases", learned.biases],
			[
				"sentence/centres",
				quantiseCentres(
					centresOf(plain, labels, classes, () => true),
					plain.columns,
				),
			],
		]),
	};
}

function encode({ encoder, examples, onProgress }: SecondTierTraining, chosen: readonly number[]) {
	return chosen.map((i, done) => {
		if (done % 100 === 0) onProgress((0.5 * done) / chosen.length);
		return encoder.encode(examples[i]?.text ?? "").slice();
	});
}

function meanOf(vectors: readonly Float32Array[], dimensions: number): Float32Array {
	const sum = new Float64Array(dimensions);
	for (const vector of vectors) vector.forEach((value, d) => (sum[d] = (sum[d] ?? 0) + value));
	return Float32Array.from(sum, (value) => value / Math.max(1, vectors.length));
}

function dense(
	vectors: readonly Float32Array[],
	columns: number,
	featuresOf: (vector: Float32Array) => Float32Array,
): SparseMatrix {
	const builder = new SparseMatrixBuilder();
	const indices = Int32Array.from({ length: columns }, (_, column) => column);
	for (const vector of vectors) builder.addRow({ indices, values: featuresOf(vector), length: columns });
	return builder.build(columns);
}

/** Margins of both tiers of the examples that both held out. */
interface MarginPairs {
	readonly classes: number;
	readonly taughtShare: number;
	readonly labels: Int32Array;
	/** Of each pair: the row of the sentence's vector. */
	readonly rows: Int32Array;
	readonly first: Float32Array;
	readonly second: Float32Array;
}

function joined(first: HeldOutMargins, second: HeldOutMargins, chosen: readonly number[]): MarginPairs {
	const { classes, taughtShare } = first;
	const rowOf = new Map(Array.from(first.rows, (example, row) => [example, row]));
	const both = Array.from(second.rows).flatMap((place, row) => {
		const own = rowOf.get(chosen[place] ?? -1);
		return own === undefined ? [] : [{ first: own, second: row }];
	});
	const gather = (from: HeldOutMargins, key: "first" | "second"): Float32Array => {
		const margins = new Float32Array(both.length * classes);
		both.forEach((pair, row) =>
			margins.set(from.margins.subarray(pair[key] * classes, (pair[key] + 1) * classes), row * classes),
		);
		return margins;
	};
	return {
		classes,
		taughtShare,
		labels: Int32Array.from(both, (pair) => first.labels[pair.first] ?? 0),
		rows: Int32Array.from(both, (pair) => second.rows[pair.second] ?? 0),
		first: gather(first, "first"),
		second: gather(second, "second"),
	};
}

/** How close the sentence of pair `pair` is to those of a label, when its own fold is left out. */
type Closeness = (pair: number, label: number) => number;

function heldOutCloseness(
	{ matrix, labels, classes, foldOf, folds }: Omit<HoldOutProblem, "products" | "settings">,
	rows: Int32Array,
): Closeness {
	const { columns, values } = matrix;
	const centres = Array.from({ length: folds }, (_, fold) =>
		centresOf(matrix, labels, classes, (row) => foldOf[row] !== fold),
	);
	return (pair, label) => {
		const row = rows[pair] ?? 0;
		const own = centres[foldOf[row] ?? 0] ?? new Float32Array();
		return closeness(own, label, values.subarray(row * columns, (row + 1) * columns));
	};
}

function combined(
	{ first, second, ...pairs }: MarginPairs,
	ratio: number,
	closenessOf: Closeness,
): HeldOutMargins {
	const margins = first.map((margin, i) => margin + ratio * (second[i] ?? 0));
	const { classes, labels } = pairs;
	const familiarity = Float32Array.from(labels, (_, pair) =>
		closenessOf(pair, indexOfLargest(margins.subarray(pair * classes, (pair + 1) * classes))),
	);
	return { ...pairs, margins, familiarity, unrelated: 0 };
}

/** The ratio of least log loss, with its calibration. */
function weighTiers(pairs: MarginPairs, closenessOf: Closeness): { ratio: number; calibration: Calibration } {
	const tried = RATIOS.map((ratio) => {
		const margins = combined(pairs, ratio, closenessOf);
		const calibration = fitCalibration(margins, JUDGE_OF_DOUBTFUL);
		return { ratio, calibration, loss: calibrationLoss(margins, calibration) };
	});
	return tried.reduce((best, one) => (one.loss < best.loss ? one : best));
}

function doubtfulGap({ classes, margins, labels }: HeldOutMargins, share: number): number {
	const gaps = Float32Array.from(labels, (_, row) =>
		gapOf(margins.subarray(row * classes, (row + 1) * classes)),
	).sort();
	return gaps[Math.floor(gaps.length * share)] ?? 0;
}
