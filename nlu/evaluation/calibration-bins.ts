import { isRight, type JudgedMessage } from "../judge-messages.ts";

/** Messages whose confidence lies in [from, to): how sure the model was, how often it was right. */
export interface ConfidenceBin {
	readonly from: number;
	/** The last bin has 1 in it as well. */
	readonly to: number;
	readonly right: number;
	readonly wrong: number;
	readonly meanConfidence: number;
}

/** Fifteen bins of equal width: what the literature on calibration uses. */
const BINS = 15;

/** All bins, the empty ones too. */
export function confidenceBins(judged: readonly JudgedMessage[], count = BINS): ConfidenceBin[] {
	const bins = Array.from({ length: count }, () => ({ right: 0, wrong: 0, sum: 0 }));
	for (const message of judged) {
		const bin = bins[Math.min(count - 1, Math.floor(message.confidence * count))];
		if (bin === undefined) continue;
		bin[isRight(message) ? "right" : "wrong"]++;
		bin.sum += message.confidence;
	}
	return bins.map(({ right, wrong, sum }, i) => ({
		from: i / count,
		to: (i + 1) / count,
		right,
		wrong,
		meanConfidence: right + wrong === 0 ? 0 : sum / (right + wrong),
	}));
}

/** Expected calibration error: mean distance between confidence and accuracy, weighted by the bins' messages. */
export function expectedCalibrationError(judged: readonly JudgedMessage[]): number {
	if (judged.length === 0) return 0;
	const gaps = confidenceBins(judged).map(({ right, wrong, meanConfidence }) =>
		Math.abs(meanConfidence * (right + wrong) - right),
	);
	return gaps.reduce((sum, gap) => sum + gap, 0) / judged.length;
}
