import { Chain } from "./chain.ts";
import type { LearnedWeights } from "./chain-weights.ts";
import type { TaggedSentence } from "./train-tagger.ts";

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
	const judges = judged.map(({ learned, held }) => {
		const rowOf = new Map<number, number>();
		learned.hashes.forEach((hash, row) => rowOf.set(hash, row));
		return { held, judge: { chain, learned, rowOf } };
	});
	const loss = (sharpness: number): number => {
		let sum = 0;
		for (const { held, judge } of judges) {
			chain.setTransitions(judge.learned.transitions, sharpness);
			for (const sentence of held) sum += lossOf(sentence, judge);
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

interface Judge {
	readonly chain: Chain;
	readonly learned: LearnedWeights;
	readonly rowOf: ReadonlyMap<number, number>;
}

function lossOf({ features, labels }: TaggedSentence, { chain, learned, rowOf }: Judge): number {
	const { emissions, labels: count } = chain;
	emissions.fill(0, 0, labels.length * count);
	for (let t = 0; t < labels.length; t++) {
		for (let f = features.starts[t] ?? 0; f < (features.starts[t + 1] ?? 0); f++) {
			const row = rowOf.get(features.hashes[f] ?? 0);
			if (row === undefined) continue;
			for (let k = learned.starts[row] ?? 0; k < (learned.starts[row + 1] ?? 0); k++) {
				const at = t * count + (learned.labels[k] ?? 0);
				emissions[at] = (emissions[at] ?? 0) + (learned.weights[k] ?? 0);
			}
		}
	}
	chain.readProbabilities(labels.length);
	let loss = 0;
	labels.forEach((label, t) => {
		loss += Math.min(WORST_LOSS, -Math.log(Math.max(1e-12, chain.probabilities[t * count + label] ?? 0)));
	});
	return loss;
}
