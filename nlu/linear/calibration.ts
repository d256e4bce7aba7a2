/**
 * Turns margins into probabilities: softmax of margin × sharpness, the odds of the first label corrected by how often
 * it was right; a text that no class claims gets an even distribution, whichever class happens to come first. All is
 * fitted on margins of examples that were held out, so no sentence out of scope is needed.
 */

import { z } from "zod";
import { AS_THEY_ARE, correctOdds, fitOdds, type OddsCorrection } from "./first-odds.ts";

/** Held-out margins: row r, class c at `margins[r × classes + c]`, with the true class of each row. */
export interface HeldOutMargins {
	readonly classes: number;
	/** Which example each row is. */
	readonly rows: Int32Array;
	readonly margins: Float32Array;
	readonly labels: Int32Array;
	/** Of each row: how familiar its text is; the best margin where nothing else says so. */
	readonly familiarity?: Float32Array;
	/** Familiarity of a text that shares nothing with the examples: of margins, the highest bias. None where nobody knows it. */
	readonly unrelated?: number;
	/** Share of the examples that the models of these margins learned from, in (0, 1]. */
	readonly taughtShare: number;
}

export const CalibrationConfig = z.object({
	sharpness: z.number(),
	/** What becomes of the odds of the first label; see `first-odds.ts`. */
	firstOdds: z.object({ slope: z.number().positive(), offset: z.number() }),
	/** At this best margin a text counts as half new. */
	strangeMargin: z.number(),
	/** How far above it novelty falls to a tenth. */
	strangeWidth: z.number().positive(),
});
export type Calibration = Readonly<z.infer<typeof CalibrationConfig>>;

/**
 * Writes probabilities that sum to 1 over the first `length` margins, in place.
 *
 * @param familiarity - of the text, in the unit of the calibration's `strangeMargin`; the best margin when absent
 */
export function toProbabilities(
	margins: Float32Array,
	length: number,
	calibration: Calibration,
	familiarity?: number,
): void {
	const { first, top } = softmax(margins, length, calibration.sharpness);
	correctOdds(margins, length, first, calibration.firstOdds);
	evenOut(margins, length, novelty(calibration, familiarity ?? top));
}

/** Takes a part, in [0, 1], of all shares and deals it out evenly, in place: what is new is no label's. */
export function evenOut(shares: Float32Array, length: number, part: number): void {
	const even = part / length;
	for (let c = 0; c < length; c++) shares[c] = (1 - part) * (shares[c] ?? 0) + even;
}

/** In place. @returns which margin is the largest, and how large it was */
function softmax(margins: Float32Array, length: number, sharpness: number): { first: number; top: number } {
	let first = 0;
	for (let c = 1; c < length; c++) if ((margins[c] ?? 0) > (margins[first] ?? 0)) first = c;
	const top = margins[first] ?? 0;
	let sum = 0;
	for (let c = 0; c < length; c++) {
		const weight = Math.exp(sharpness * ((margins[c] ?? 0) - top));
		margins[c] = weight;
		sum += weight;
	}
	for (let c = 0; c < length; c++) margins[c] = (margins[c] ?? 0) / sum;
	return { first, top };
}

/** Fits sharpness by least log loss, novelty by the low end of the familiarities, then the first label's odds. */
export function fitCalibration(heldOut: HeldOutMargins, usual: UsualJudge = JUDGE_OF_ALL): Calibration {
	const rows = heldOut.labels.length;
	if (rows === 0) return UNFITTED;
	const quantile = familiarityQuantiles(heldOut);
	const ordinary = quantile(0.5);
	const fromNothing = Math.max(0, ordinary - (heldOut.unrelated ?? ordinary));
	const least = heldOut.unrelated === undefined ? -Infinity : heldOut.unrelated + usual.known * fromNothing;
	const lowest = quantile(usual.strange);
	const strangeMargin = Math.max(least, lowest);
	const strangeWidth = Math.max(
		leastWidth(ordinary),
		quantile(usual.unfamiliar) - strangeMargin,
		lowest < least ? usual.known * fromNothing : 0,
	);
	const sharpened = fitSharpness(heldOut, {
		sharpness: 1,
		firstOdds: AS_THEY_ARE,
		strangeMargin,
		strangeWidth,
	});
	return { ...sharpened, firstOdds: fitFirstOdds(heldOut, sharpened, usual.firstOdds) };
}

/** The familiarity below which a share of the held-out examples lies. */
export function familiarityQuantiles(heldOut: HeldOutMargins): (share: number) => number {
	const rows = heldOut.labels.length;
	const sorted = Float32Array.from({ length: rows }, (_, row) => familiarityOf(heldOut, row)).sort();
	return (share) => sorted[Math.min(rows - 1, Math.floor(share * rows))] ?? 0;
}

/** Used when there are too few examples to hold any out. */
const UNFITTED: Calibration = {
	sharpness: 4,
	firstOdds: AS_THEY_ARE,
	strangeMargin: -0.9,
	strangeWidth: 0.2,
};

/** What is usual for a judge of texts, whatever the project. */
export interface UsualJudge {
	/** So many of the held-out examples may look new, and so many a little new. Shares in [0, 1]. */
	readonly strange: number;
	readonly unfamiliar: number;
	/**
	 * So far on the way from a text that shares nothing with the examples to an ordinary one a text is half new at least:
	 * of a few dozen examples some share nothing with the others themselves. The public sets, with ten examples an intent, begin behind it.
	 */
	readonly known: number;
	/** What corrections of its first label are near: the mean of those that fitted messages of the public sets. */
	readonly firstOdds: OddsCorrection;
}
/** Reads every text. */
const JUDGE_OF_ALL: UsualJudge = {
	strange: 0.01,
	unfamiliar: 0.05,
	known: 1 / 12,
	firstOdds: { slope: 0.7, offset: 0.1 },
};
const MIN_WIDTH = 0.02;
const MIN_SHARPNESS = 0.5;
const MAX_SHARPNESS = 40;
const SEARCH_STEPS = 30;
/**
 * So much of one more example is wrong, as sure as examples are on average: where all of a few dozen were right, they do
 * not say that none ever will be wrong (Laplace's rule of succession, of which a tenth keeps most, and costs least in scope).
 */
const ONE_MORE = 0.1;

/** Examples that are all alike say little of where novelty begins: it comes softly, in parts of the usual margin. */
function leastWidth(usualMargin: number): number {
	return Math.max(MIN_WIDTH, Math.abs(usualMargin) / 10);
}

/** However new a text is, the order of its labels stays. */
const MOST_NOVEL = 0.999;

/** 0.5 at the strange margin, a tenth one width above it. */
function novelty({ strangeMargin, strangeWidth }: Calibration, top: number): number {
	return MOST_NOVEL / (1 + Math.exp((Math.log(9) * (top - strangeMargin)) / strangeWidth));
}

/** Golden-section search. */
function fitSharpness(heldOut: HeldOutMargins, start: Calibration): Calibration {
	const ratio = (Math.sqrt(5) - 1) / 2;
	let low = MIN_SHARPNESS;
	let high = MAX_SHARPNESS;
	const lead = meanLead(heldOut);
	const lossAt = (sharpness: number): number =>
		calibrationLoss(heldOut, { ...start, sharpness }) +
		ONE_MORE * (sharpness * lead + Math.log1p(Math.exp(-sharpness * lead)));
	for (let step = 0; step < SEARCH_STEPS; step++) {
		const a = high - ratio * (high - low);
		const b = low + ratio * (high - low);
		if (lossAt(a) < lossAt(b)) high = b;
		else low = a;
	}
	return { ...start, sharpness: (low + high) / 2 };
}

/** How far the best margin is from the next, on average. */
function meanLead({ classes, margins, labels }: HeldOutMargins): number {
	if (classes < 2) return 0;
	let sum = 0;
	for (let row = 0; row < labels.length; row++) {
		const own = margins.slice(row * classes, (row + 1) * classes).sort();
		sum += (own[classes - 1] ?? 0) - (own[classes - 2] ?? 0);
	}
	return sum / labels.length;
}

/** No odds count for more: beyond, only rounding tells them apart. */
const MOST_LOG_ODDS = 12;

/** Each held-out example counts as far as it is not new: novelty has its own say. */
function fitFirstOdds(
	heldOut: HeldOutMargins,
	calibration: Calibration,
	usual: OddsCorrection,
): OddsCorrection {
	const { classes, margins, labels, familiarity, taughtShare } = heldOut;
	const rows = labels.length;
	const logOdds = new Float64Array(rows);
	const isRight = new Uint8Array(rows);
	const weights = new Float64Array(rows);
	for (let row = 0; row < rows; row++) {
		const shares = margins.slice(row * classes, (row + 1) * classes);
		const { first, top } = softmax(shares, classes, calibration.sharpness);
		const rest = shares.reduce((sum, share, c) => (c === first ? sum : sum + share), 0);
		logOdds[row] = Math.min(MOST_LOG_ODDS, Math.log((shares[first] ?? 0) / rest));
		isRight[row] = first === labels[row] ? 1 : 0;
		weights[row] = 1 - novelty(calibration, familiarity?.[row] ?? top);
	}
	const { slope, offset } = fitOdds({ logOdds, isRight, weights }, usual);
	return { slope, offset: offset + gainOfAll(taughtShare) };
}

/**
 * A model that learned from all examples errs less often than those that held some out. On the public sets errors fall
 * about as the root of the number of examples grows, from five an intent to hundreds; but what comes is a little harder
 * than what was held out, and takes half of that back.
 */
function gainOfAll(taughtShare: number): number {
	return Math.fround(-Math.log(taughtShare) / 4);
}

/** Log loss of held-out examples, in all. */
export function calibrationLoss(heldOut: HeldOutMargins, calibration: Calibration): number {
	const { classes, margins, labels } = heldOut;
	const buffer = new Float32Array(classes);
	let loss = 0;
	for (let row = 0; row < labels.length; row++) {
		buffer.set(margins.subarray(row * classes, (row + 1) * classes));
		toProbabilities(buffer, classes, calibration, heldOut.familiarity?.[row]);
		loss -= Math.log(Math.max(1e-12, buffer[labels[row] ?? 0] ?? 0));
	}
	return loss;
}

function familiarityOf({ classes, margins, familiarity }: HeldOutMargins, row: number): number {
	if (familiarity !== undefined) return familiarity[row] ?? 0;
	let top = -Infinity;
	for (let c = 0; c < classes; c++) top = Math.max(top, margins[row * classes + c] ?? 0);
	return top;
}
