/**
 * Teaches a conditional random field over BILOU labels: AdaGrad on one sentence after the other (Duchi, Hazan and
 * Singer, JMLR 2011), features left out by chance (dropout), weights averaged over the later passes.
 * SPEC rules TG1–TG12.
 */
import { type Random, seededRandom, shuffle } from "../random.ts";
import type { TrainedPart } from "../trained-part.ts";
import { ChainWeights } from "./chain-weights.ts";
import { fitSharpness, type JudgedSentences } from "./fit-sharpness.ts";
import { packWeights } from "./pack-weights.ts";
import type { TokenFeatures } from "./token-features.ts";

/** A sentence with its gold labels. */
export interface TaggedSentence {
	readonly features: TokenFeatures;
	readonly labels: Int32Array;
}

export interface TaggerTraining {
	/** How many kinds of spans there are; see `labels.ts`. */
	readonly kinds: number;
	readonly sentences: readonly TaggedSentence[];
	readonly seed: number;
	readonly onProgress: (share: number) => void;
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

/**
 * Chosen on development parts. Few sentences need more passes, and more dropout not to be learned by heart; where they
 * are very few, most values of a message were in none of them.
 */
export function settingsFor(sentences: number): TaggerSettings {
	const few = sentences < 3_000;
	return {
		passes: Math.min(40, Math.max(6, Math.round(36_000 / Math.max(1, sentences)))),
		dropout: few ? 0.3 : 0.2,
		blindness: sentences < 200 ? 0.2 : 0,
		rate: 0.2,
		penalty: few ? 1 : 0.5,
	};
}

/** Share of the steps, the later ones, whose weights are averaged: chance plays less into the average. */
const AVERAGED = 0.5;
const KEPT_PER_PASS = 8;
/** Into so many parts are the sentences dealt out to fit the sharpness, of which one is not learned from. */
const PARTS = 4;
/** With fewer sentences than this each part is once the one that is not learned from. */
const FEW_FOR_SHARPNESS = 500;
const MOST_FOR_SHARPNESS = 2_000;
/** Of the progress that is told, the share of fitting the sharpness. */
const SHARPNESS_SHARE = 0.25;

/** Teaches a tagger. The same data and seed give the same bytes. */
export function trainTagger(training: TaggerTraining): TrainedPart {
	const sentences = training.sentences.filter((sentence) => sentence.labels.length > 0);
	const settings = settingsFor(sentences.length);
	const random = seededRandom(training.seed);
	const { kinds, onProgress } = training;
	const sharpness = learnSharpness({ kinds, sentences, random }, settings, (share) =>
		onProgress(share * SHARPNESS_SHARE),
	);
	const weights = learn({ kinds, sentences, random }, settings, (share) =>
		onProgress(SHARPNESS_SHARE + share * (1 - SHARPNESS_SHARE)),
	);
	return packWeights(weights.average(), kinds, sharpness);
}

interface Lesson {
	readonly kinds: number;
	readonly sentences: readonly TaggedSentence[];
	readonly random: Random;
}

function learn(
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

/**
 * What to multiply all scores by so that probabilities of labels that a model did not learn from are as right as can
 * be: a model of three quarters of the sentences is asked for
 * the others.
 */
function learnSharpness(
	{ kinds, sentences, random }: Lesson,
	settings: TaggerSettings,
	onProgress: (share: number) => void,
): number {
	const order = Int32Array.from(sentences.keys());
	shuffle(order, order.length, random);
	const drawn = [...order.subarray(0, MOST_FOR_SHARPNESS)].flatMap((index) => sentences[index] ?? []);
	if (drawn.length < PARTS) return 1;
	const turns = drawn.length < FEW_FOR_SHARPNESS ? PARTS : 1;
	const judged: JudgedSentences[] = [];
	for (let turn = 0; turn < turns; turn++) {
		const learned = drawn.filter((_, i) => i % PARTS !== turn);
		const held = drawn.filter((_, i) => i % PARTS === turn);
		const weights = learn({ kinds, sentences: learned, random }, settings, (share) =>
			onProgress((turn + share) / turns),
		);
		judged.push({ learned: weights.average(), held });
	}
	return fitSharpness(judged, kinds);
}
