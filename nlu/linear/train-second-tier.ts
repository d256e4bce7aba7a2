import type { TaughtEncoder } from "../encoder/sentence-encoder.ts";
import type { TypedArray } from "../model-file.ts";
import type { TrainedPart } from "../trained-part.ts";
import { hardestSentences, type SentenceExample } from "./choose-sentences.ts";
import { calibrationLoss, fitCalibration, type HeldOutMargins } from "./calibration.ts";
import type { DescentSettings } from "./dual-coordinate-descent.ts";
import { heldOutMargins } from "./held-out-margins.ts";
import { learnWeights } from "./learn-weights.ts";
import { gapOf, takeOutCommon } from "./second-tier.ts";
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
	readonly onProgress: (share: number) => void;
}

/** Vectors of sentences lie close together: errors weigh more than long weights. */
const COST = 3;
/**
 * So many of the held-out examples, those of the least gap, are read as a whole. Real messages are a little less like
 * the examples than these are to one another: a fifth of these is a quarter of those at most.
 */
const DOUBTFUL_SHARE = 0.2;
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
	const matrix = dense(vectors, common);
	const labels = Int32Array.from(chosen, (i) => examples[i]?.label ?? 0);
	const own: DescentSettings = { ...settings, cost: COST };
	// what is hard is no measure of what comes: it teaches only
	const isDrawn = new Set(training.drawn);
	const foldOf = Int32Array.from(chosen, (i) => (isDrawn.has(i) ? (training.foldOf[i] ?? -1) : -1));
	const heldOut = heldOutMargins({ matrix, labels, classes, settings: own, foldOf, folds }, (share) =>
		training.onProgress(0.5 + share * 0.3),
	);
	const pairs = joined(training.firstTier, heldOut, chosen);
	if (pairs.labels.length === 0) return null;
	const ratio = bestRatio(pairs);
	const calibration = fitCalibration(combined(pairs, ratio));
	const learned = learnWeights({ matrix, labels, classes, settings: own }, (share) =>
		training.onProgress(0.8 + share * 0.2),
	);
	return {
		config: {
			encoderId: encoder.id,
			language: encoder.language,
			doubtfulGap: doubtfulGap(training.firstTier),
			ratio,
			calibration: { ...calibration },
		},
		arrays: new Map<string, TypedArray>([
			["sentence/common", common],
			["sentence/weights", learned.weights],
			["sentence/scales", learned.scales],
			["sentence/biases", learned.biases],
		]),
	};
}

function encode({ encoder, examples, onProgress }: SecondTierTraining, chosen: readonly number[]) {
	return chosen.map((i, done) => {
		if (done % 100 === 0) onProgress((0.5 * done) / chosen.length);
		return encoder.encode(examples[i]?.text ?? "");
	});
}

function meanOf(vectors: readonly Float32Array[], dimensions: number): Float32Array {
	const sum = new Float64Array(dimensions);
	for (const vector of vectors) vector.forEach((value, d) => (sum[d] = (sum[d] ?? 0) + value));
	return Float32Array.from(sum, (value) => value / Math.max(1, vectors.length));
}

function dense(vectors: readonly Float32Array[], common: Float32Array): SparseMatrix {
	const builder = new SparseMatrixBuilder();
	const indices = Int32Array.from(common.keys());
	for (const vector of vectors) {
		const values = vector.slice();
		takeOutCommon(values, common);
		builder.addRow({ indices, values, length: values.length });
	}
	return builder.build(common.length);
}

/** Margins of both tiers of the examples that both held out. */
interface MarginPairs {
	readonly classes: number;
	readonly labels: Int32Array;
	readonly first: Float32Array;
	readonly second: Float32Array;
}

function joined(first: HeldOutMargins, second: HeldOutMargins, chosen: readonly number[]): MarginPairs {
	const { classes } = first;
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
		labels: Int32Array.from(both, (pair) => first.labels[pair.first] ?? 0),
		first: gather(first, "first"),
		second: gather(second, "second"),
	};
}

function combined({ classes, labels, first, second }: MarginPairs, ratio: number): HeldOutMargins {
	const margins = first.map((margin, i) => margin + ratio * (second[i] ?? 0));
	return { classes, labels, rows: Int32Array.from(labels.keys()), margins };
}

function bestRatio(pairs: MarginPairs): number {
	let best = { ratio: 0, loss: Infinity };
	for (const ratio of RATIOS) {
		const margins = combined(pairs, ratio);
		const loss = calibrationLoss(margins, fitCalibration(margins));
		if (loss < best.loss) best = { ratio, loss };
	}
	return best.ratio;
}

function doubtfulGap({ classes, margins, labels }: HeldOutMargins): number {
	const gaps = Float32Array.from(labels, (_, row) =>
		gapOf(margins.subarray(row * classes, (row + 1) * classes)),
	).sort();
	return gaps[Math.floor(gaps.length * DOUBTFUL_SHARE)] ?? 0;
}
