/** Averaged structured perceptron over BILOU labels (Collins, EMNLP 2002), weights sparse and quantised to int8. */
import { seededRandom, shuffle } from "../random.ts";
import type { TrainedPart } from "../trained-part.ts";
import { AveragedWeights } from "./averaged-weights.ts";
import { packWeights } from "./pack-weights.ts";
import type { TokenFeatures } from "./token-features.ts";
import { labelCount, PathFinder } from "./viterbi.ts";

/** A sentence with its gold labels. */
export interface TaggedSentence {
	readonly features: TokenFeatures;
	readonly labels: Int32Array;
}

export interface TaggerTraining {
	/** Kinds of spans, in the order that numbers their labels; see `viterbi.ts`. */
	readonly kinds: readonly string[];
	readonly sentences: readonly TaggedSentence[];
	readonly seed: number;
	readonly onProgress: (share: number) => void;
}

/** Learns until a pass makes no fault, or so many passes. Few sentences need more passes. */
function passesFor(sentences: number): number {
	return sentences < 2_000 ? 20 : 10;
}

/** Teaches a tagger. SPEC rules TG1–TG6. */
export function trainTagger(training: TaggerTraining): TrainedPart {
	const kinds = training.kinds.length;
	const labels = labelCount(kinds);
	const random = seededRandom(training.seed);
	const weights = new AveragedWeights(labels);
	const longest = training.sentences.reduce((top, sentence) => Math.max(top, sentence.labels.length), 1);
	const finder = new PathFinder(kinds, longest);
	const emissions = new Float32Array(longest * labels);
	const path = new Int32Array(longest);
	const order = Int32Array.from(training.sentences.keys());
	const passes = passesFor(order.length);
	for (let pass = 0; pass < passes; pass++) {
		let faults = 0;
		shuffle(order, order.length, random);
		for (const index of order) {
			const sentence = training.sentences[index];
			if (sentence === undefined) continue;
			const tokens = sentence.labels.length;
			weights.emit(sentence.features, tokens, emissions);
			finder.find({ kinds, emissions, transitions: weights.transitions }, tokens, path);
			weights.nextStep();
			if (weights.correct(sentence, path)) faults++;
		}
		training.onProgress((pass + 1) / passes);
		if (faults === 0) break;
	}
	return packWeights(weights, training.kinds);
}
