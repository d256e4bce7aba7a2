/**
 * Three examples beside two hundred say what was written, not what will be asked: of a message with hardly a known word
 * the bias alone decides, and that of an intent with many examples is the highest. What of the biases follows from
 * the number of examples is taken out; what else they say of an intent stays. SPEC rule LM11.
 */
import { shareOfMany } from "./costs.ts";
import { rounded } from "./rounded.ts";

/** Counts that hardly differ say nothing of how biases follow them: so much of squared logarithms is added. */
const RIDGE = 0.5;

/**
 * @param biases - of each label, as learned
 * @param labels - of each example that was learned from
 * @returns the biases without what follows from the logarithm of the counts; where labels have few examples each (by
 *   the geometric mean) all of it, from a hundred on nothing is taken out, for there even rare ones are known by their words
 */
export function evenBiases(biases: ArrayLike<number>, labels: Iterable<number>): Float64Array {
	const counts = new Int32Array(biases.length);
	for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
	const logs = Float64Array.from(counts, (count) => rounded(Math.log(Math.max(1, count))));
	const meanLog = meanOf(logs);
	const meanBias = meanOf(biases);
	let together = 0;
	let squares = RIDGE;
	logs.forEach((log, c) => {
		together += (log - meanLog) * ((biases[c] ?? 0) - meanBias);
		squares += (log - meanLog) ** 2;
	});
	const slope = rounded(1 - shareOfMany(Math.exp(meanLog))) * Math.max(0, together / squares);
	return Float64Array.from(biases, (bias, c) => bias - slope * ((logs[c] ?? 0) - meanLog));
}

function meanOf(numbers: ArrayLike<number>): number {
	let sum = 0;
	for (let i = 0; i < numbers.length; i++) sum += numbers[i] ?? 0;
	return numbers.length === 0 ? 0 : sum / numbers.length;
}
