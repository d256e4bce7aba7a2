import { Chain } from "./chain.ts";
import type { LearnedWeights } from "./chain-weights.ts";
import type { TaggedSentence } from "./learn-chain.ts";

/** Reads sentences with weights as they were learned, before they are packed. */
export class LearnedReader {
	readonly chain: Chain;
	readonly #learned: LearnedWeights;
	readonly #rowOf = new Map<number, number>();

	/** @param chain - long enough for the sentences that are read; readers may share one */
	constructor(learned: LearnedWeights, chain: Chain) {
		this.chain = chain;
		this.#learned = learned;
		learned.hashes.forEach((hash, row) => this.#rowOf.set(hash, row));
	}

	/** Lets the chain go on with these weights' transitions. */
	setTransitions(sharpness: number): void {
		this.chain.setTransitions(this.#learned.transitions, sharpness);
	}

	/** Fills the chain's emissions. */
	emit({ features, labels }: TaggedSentence): void {
		const { emissions, labels: count } = this.chain;
		const { starts, labels: rowLabels, weights } = this.#learned;
		emissions.fill(0, 0, labels.length * count);
		for (let t = 0; t < labels.length; t++) {
			for (let f = features.starts[t] ?? 0; f < (features.starts[t + 1] ?? 0); f++) {
				const row = this.#rowOf.get(features.hashes[f] ?? 0);
				if (row === undefined) continue;
				for (let k = starts[row] ?? 0; k < (starts[row + 1] ?? 0); k++) {
					const at = t * count + (rowLabels[k] ?? 0);
					emissions[at] = (emissions[at] ?? 0) + (weights[k] ?? 0);
				}
			}
		}
	}

	/** Writes the labels of the best path. After `emit`. */
	findBest(tokens: number, path: Int32Array): void {
		this.chain.findBest(this.#learned.transitions, tokens, path);
	}
}
