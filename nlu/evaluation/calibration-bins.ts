import { isRight, type JudgedMessage } from "../judge-messages.ts";
import { seededRandom } from "../random.ts";

/** Messages whose confidence lies in [from, to): how sure the model was, how often it was right. */
export interface ConfidenceBin {
	readonly from: number;
	/** The last bin has 1 in it as well. */
	readonly to: number;
	readonly right: number;
	readonly wrong: number;
	readonly meanConfidence: number;
}

/** How far confidences can be believed. */
export interface Calibration {
	/** Expected calibration error over `bins`. */
	readonly ece: number;
	/** What so many messages show of it by chance alone, were every confidence true. */
	readonly chance: number;
	readonly bins: readonly ConfidenceBin[];
}

/** Of judged messages. */
export function calibrationOf(judged: readonly JudgedMessage[]): Calibration {
	return {
		ece: expectedCalibrationError(judged),
		chance: calibrationErrorOfChance(judged),
		bins: confidenceBins(judged),
	};
}

/** Fifteen bins of equal width: what the literature on calibration uses. */
const BINS = 15;

/** All bins, the empty ones too. */
export function confidenceBins(judged: readonly JudgedMessage[], count = BINS): ConfidenceBin[] {
	return binsOf(judged, count, isRight);
}

function binsOf(
	judged: readonly JudgedMessage[],
	count: number,
	comesTrue: (message: JudgedMessage) => boolean,
): ConfidenceBin[] {
	const bins = Array.from({ length: count }, () => ({ right: 0, wrong: 0, sum: 0 }));
	for (const message of judged) {
		const bin = bins[Math.min(count - 1, Math.floor(message.confidence * count))];
		if (bin === undefined) continue;
		bin[comesTrue(message) ? "right" : "wrong"]++;
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
	return errorOf(confidenceBins(judged));
}

const DRAWS = 50;

/**
 * What chance alone shows of it: the mean error of a judge with these confidences who is right exactly as often as they
 * say. A thousand messages show twice as much as four thousand.
 */
export function calibrationErrorOfChance(judged: readonly JudgedMessage[]): number {
	const random = seededRandom(1);
	const errors = Array.from({ length: DRAWS }, () =>
		errorOf(binsOf(judged, BINS, ({ confidence }) => random() < confidence)),
	);
	return errors.reduce((sum, error) => sum + error, 0) / DRAWS;
}

function errorOf(bins: readonly ConfidenceBin[]): number {
	let apart = 0;
	let messages = 0;
	for (const { right, wrong, meanConfidence } of bins) {
		apart += Math.abs(meanConfidence * (right + wrong) - right);
		messages += right + wrong;
	}
	return messages === 0 ? 0 : apart / messages;
}
