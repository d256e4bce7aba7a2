/**
 * How far the odds of a first label can be trusted: what a model of few examples calls nearly sure comes true less
 * often, what it doubts more often. Logistic regression of "the first label was right" on its log odds (Platt, 1999).
 */
import { rounded } from "./rounded.ts";

/** The odds of the first label are raised to the power of `slope`, and multiplied by e to the power of `offset`. */
export interface OddsCorrection {
	readonly slope: number;
	readonly offset: number;
}

export const AS_THEY_ARE: OddsCorrection = { slope: 1, offset: 0 };

/** First labels of held-out examples. */
export interface FirstLabels {
	readonly logOdds: Float64Array;
	readonly isRight: Uint8Array;
	/** How much each counts, in [0, 1]. */
	readonly weights: Float64Array;
}

/** Draws towards the usual correction, as heavy as a hundred doubtful examples or more: what some examples say is mostly chance. */
const PRIOR = 40;
const STEPS = 20;
/** A step that makes things worse is halved so often at most. */
const HALVINGS = 20;
/** Whatever examples say, a higher share of the softmax stays a higher confidence. */
const LEAST_SLOPE = 0.2;

/**
 * Newton's method, both parameters at once.
 *
 * @param usual - the correction without any label, from which it starts
 */
export function fitOdds(labels: FirstLabels, usual: OddsCorrection): OddsCorrection {
	let at = usual;
	let loss = lossOf(labels, usual, at);
	for (let step = 0; step < STEPS; step++) {
		let move = newtonStep(labels, usual, at);
		for (let halving = 0; halving <= HALVINGS; halving++) {
			const next = { slope: at.slope + move.slope, offset: at.offset + move.offset };
			const lossThere = lossOf(labels, usual, next);
			if (lossThere <= loss) {
				at = next;
				loss = lossThere;
				break;
			}
			move = { slope: move.slope / 2, offset: move.offset / 2 };
		}
	}
	return { slope: rounded(Math.max(LEAST_SLOPE, at.slope), 5), offset: rounded(at.offset, 5) };
}

function lossOf(
	{ logOdds, isRight, weights }: FirstLabels,
	usual: OddsCorrection,
	{ slope, offset }: OddsCorrection,
): number {
	let loss = (PRIOR / 2) * ((slope - usual.slope) ** 2 + (offset - usual.offset) ** 2);
	logOdds.forEach((odds, row) => {
		const corrected = slope * odds + offset;
		const against = isRight[row] === 1 ? -corrected : corrected;
		// log(1 + exp(against)), also where exp would be endless
		loss += (weights[row] ?? 0) * (Math.max(0, against) + Math.log1p(Math.exp(-Math.abs(against))));
	});
	return loss;
}

function newtonStep(
	{ logOdds, isRight, weights }: FirstLabels,
	usual: OddsCorrection,
	{ slope, offset }: OddsCorrection,
) {
	let bySlope = PRIOR * (slope - usual.slope);
	let byOffset = PRIOR * (offset - usual.offset);
	let [bySlopeTwice, byBoth, byOffsetTwice] = [PRIOR, 0, PRIOR];
	logOdds.forEach((odds, row) => {
		const weight = weights[row] ?? 0;
		const share = 1 / (1 + Math.exp(-(slope * odds + offset)));
		const error = weight * (share - (isRight[row] ?? 0));
		const bend = weight * share * (1 - share);
		bySlope += error * odds;
		byOffset += error;
		bySlopeTwice += bend * odds * odds;
		byBoth += bend * odds;
		byOffsetTwice += bend;
	});
	const determinant = bySlopeTwice * byOffsetTwice - byBoth * byBoth;
	return {
		slope: -(byOffsetTwice * bySlope - byBoth * byOffset) / determinant,
		offset: -(bySlopeTwice * byOffset - byBoth * bySlope) / determinant,
	};
}

/** However little the first label is to be trusted, it stays before the second, in single precision too. */
const AHEAD = 1 + 1e-6;

/**
 * Moves the first of `length` shares, in place; the others keep their proportions. Shares sum to 1 before and after, and
 * the first stays the first.
 */
export function correctOdds(
	shares: Float32Array,
	length: number,
	first: number,
	{ slope, offset }: OddsCorrection,
): void {
	let rest = 0;
	let second = 0;
	for (let c = 0; c < length; c++) {
		if (c === first) continue;
		rest += shares[c] ?? 0;
		second = Math.max(second, shares[c] ?? 0);
	}
	if (rest === 0) return; // of one label, or without any doubt
	const corrected = 1 / (1 + Math.exp(-(slope * Math.log((shares[first] ?? 0) / rest) + offset)));
	const share = Math.max(corrected, (AHEAD * second) / (rest + second));
	const scale = (1 - share) / rest;
	for (let c = 0; c < length; c++) shares[c] = c === first ? share : (shares[c] ?? 0) * scale;
}
