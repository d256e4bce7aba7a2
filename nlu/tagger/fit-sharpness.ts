import { Chain } from "./chain.ts";
import type { LearnedWeights } from "./chain-weights.ts";
import { LearnedReader } from "./learned-reader.ts";
import type { TaggedSentence } from "./learn-chain.ts";

/** Between these the sharpness is sought: below, nothing would be sure; above, nothing in doubt. */
const LEAST = 0.2;
const MOST = 2;
const STEPS = 12;
/** Labels without any hope would make one sentence decide alone: no loss counts for more than this. */
const WORST_LOSS = 10;

/** Weights, and sentences that they did not learn from. */
export interface JudgedSentences {
	readonly learned: LearnedWeights;
	readonly held: readonly TaggedSentence[];
}

/**
 * The factor on all scores for which the right labels of sentences that the weights did not learn from are likeliest
 * (temperature scaling, Guo and others, ICML 2017; each label by its own probability). Sought by golden section.
 */
export function fitSharpness(judged: readonly JudgedSentences[], kinds: number): number {
	const longest = judged
		.flatMap(({ held }) => held)
		.reduce((top, { labels }) => Math.max(top, labels.length), 0);
	if (longest === 0) return 1;
	const chain = new Chain(kinds, longest);
	const judges = judged.map(({ learned, held }) => ({ held, reader: new LearnedReader(learned, chain) }));
	const loss = (sharpness: number): number => {
		let sum = 0;
		for (const { held, reader } of judges) {
			reader.setTransitions(sharpness);
			for (const sentence of held) sum += lossOf(sentence, reader);
		}
		return sum;
	};
	const ratio = (Math.sqrt(5) - 1) / 2;
	let low = LEAST;
	let high = MOST;
	let left = high - ratio * (high - low);
	let right = low + ratio * (high - low);
	let [lossLeft, lossRight] = [loss(left), loss(right)];
	for (let step = 0; step < STEPS; step++) {
		if (lossLeft <= lossRight) {
			[high, right, lossRight] = [right, left, lossLeft];
			left = high - ratio * (high - low);
			lossLeft = loss(left);
		} else {
			[low, left, lossLeft] = [left, right, lossRight];
			right = low + ratio * (high - low);
			lossRight = loss(right);
		}
	}
	return (low + high) / 2;
}

function lossOf(sentence: TaggedSentence, reader: LearnedReader): number {
	const { chain } = reader;
	const { labels } = sentence;
	reader.emit(sentence);
	chain.readProbabilities(labels.length);
	let loss = 0;
	labels.forEach((label, t) => {
		loss += Math.min(
			WORST_LOSS,
			-Math.log(Math.max(1e-12, chain.probabilities[t * chain.labels + label] ?? 0)),
		);
	});
	return loss;
}
