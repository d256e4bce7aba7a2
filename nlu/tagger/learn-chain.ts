import { type Random, shuffle } from "../random.ts";
import { ChainWeights } from "./chain-weights.ts";
import type { SpanContext } from "./span-features.ts";
import type { TokenFeatures } from "./token-features.ts";

/** A sentence with its gold labels. */
export interface TaggedSentence {
	readonly features: TokenFeatures;
	readonly labels: Int32Array;
	/** For the judge of whole spans. */
	readonly context?: SpanContext;
}

export interface TaggerSettings {
	readonly passes: number;
	/** Share of each token's features that a pass does not see. */
	readonly dropout: number;
	/** Share of the tokens that a step knows by their surroundings alone: so must values be that no example had. */
	readonly blindness: number;
	readonly rate: number;
	/** Weight of the squared weights in the loss. */
	readonly penalty: number;
}

/** Share of the steps, the later ones, whose weights are averaged: chance plays less into the average. */
const AVERAGED = 0.5;
const KEPT_PER_PASS = 8;
/** What a chain learns from. */
export interface Lesson {
	readonly kinds: number;
	readonly sentences: readonly TaggedSentence[];
	readonly random: Random;
}

/** Teaches the weights of a chain: one sentence after the other, in another order each pass. */
export function learnChain(
	{ kinds, sentences, random }: Lesson,
	settings: TaggerSettings,
	onProgress: (share: number) => void,
): ChainWeights {
	const weights = new ChainWeights(kinds, sentences);
	const order = Int32Array.from(sentences.keys());
	const steps = settings.passes * order.length;
	const each = Math.max(1, Math.floor(order.length / KEPT_PER_PASS));
	for (let step = 0; step < steps; step++) {
		const at = step % order.length;
		if (at === 0) shuffle(order, order.length, random);
		weights.learn(order[at] ?? 0, settings, random);
		if (step % each === each - 1) {
			if (step >= steps * (1 - AVERAGED)) weights.keepForAverage();
			onProgress((step + 1) / steps);
		}
	}
	weights.keepForAverage();
	return weights;
}
