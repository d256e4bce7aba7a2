/**
 * Teaches a conditional random field over BILOU labels: AdaGrad on one sentence after the other (Duchi, Hazan and
 * Singer, JMLR 2011), features left out by chance (dropout), weights averaged over the later passes.
 * SPEC rules TG1–TG12.
 */
import { seededRandom, shuffle } from "../random.ts";
import type { TrainedPart } from "../trained-part.ts";
import { fitSharpness, type JudgedSentences } from "./fit-sharpness.ts";
import { learnChain, type Lesson, type TaggedSentence, type TaggerSettings } from "./learn-chain.ts";
import { learnFromHalves } from "./learn-from-halves.ts";
import { packWeights } from "./pack-weights.ts";
import type { SpanFeatureReader } from "./span-features.ts";

export interface TaggerTraining {
	/** How many kinds of spans there are; see `labels.ts`. */
	readonly kinds: number;
	readonly sentences: readonly TaggedSentence[];
	/** The same sentences, each knowing what it annotates itself, where `remindsOf` says so; else none. */
	readonly reminders?: readonly TaggedSentence[];
	/** Describes whole spans where there are sentences enough to learn to judge them; null where there are not. */
	readonly spans: SpanFeatureReader | null;
	readonly seed: number;
	readonly onProgress: (share: number) => void;
}

const FEW = 200;

/**
 * Whether so many sentences are to be learned from twice, the second time as if their own annotations were known: where
 * most values are annotated once, no sentence that forgets its own shows what a known value is worth.
 */
export const remindsOf = (sentences: number): boolean => sentences < FEW;

/**
 * Chosen on development parts. Few sentences need more passes, and more dropout not to be learned by heart; where they
 * are very few, most values of a message were in none of them.
 */
export function settingsFor(sentences: number): TaggerSettings {
	const few = sentences < 3_000;
	return {
		passes: Math.min(40, Math.max(6, Math.round(36_000 / Math.max(1, sentences)))),
		dropout: few ? 0.3 : 0.2,
		blindness: sentences < FEW ? 0.2 : 0,
		rate: 0.2,
		penalty: few ? 1 : 0.5,
	};
}

/** Into so many parts are the sentences dealt out to fit the sharpness, of which one is not learned from. */
const PARTS = 4;
/** With fewer sentences than this each part is once the one that is not learned from. */
const FEW_FOR_SHARPNESS = 500;
const MOST_FOR_SHARPNESS = 2_000;
/** Of the progress that is told, the share of what comes before the weights that are kept. */
const SHARE_BEFORE = { sharpness: 0.25, halves: 0.5 };

/** Teaches a tagger. The same data and seed give the same bytes. */
export function trainTagger(training: TaggerTraining): TrainedPart {
	const sentences = training.sentences.filter((sentence) => sentence.labels.length > 0);
	const settings = settingsFor(sentences.length);
	const random = seededRandom(training.seed);
	const { kinds, spans, onProgress } = training;
	const lesson = { kinds, sentences, random };
	const before = spans === null ? SHARE_BEFORE.sharpness : SHARE_BEFORE.halves;
	const tellBefore = (share: number): void => onProgress(share * before);
	const { sharpness, judge } =
		spans === null
			? { sharpness: learnSharpness(lesson, settings, tellBefore), judge: null }
			: learnFromHalves(lesson, settings, { spans, onProgress: tellBefore });
	const reminders = (training.reminders ?? []).filter((sentence) => sentence.labels.length > 0);
	const all = { ...lesson, sentences: [...sentences, ...reminders] };
	const weights = learnChain(all, settings, (share) => onProgress(before + share * (1 - before)));
	const { config, arrays } = packWeights(weights.average(), kinds, sharpness);
	return {
		config: { ...config, judge: judge?.config ?? null },
		arrays: new Map([...arrays, ...(judge?.arrays ?? [])]),
	};
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
		const weights = learnChain({ kinds, sentences: learned, random }, settings, (share) =>
			onProgress((turn + share) / turns),
		);
		judged.push({ learned: weights.average(), held });
	}
	return fitSharpness(judged, kinds);
}
