import { shuffle } from "../random.ts";
import type { TrainedPart } from "../trained-part.ts";
import { Chain } from "./chain.ts";
import { fitSharpness, type JudgedSentences } from "./fit-sharpness.ts";
import { type LabelledRun, readRuns } from "./labels.ts";
import { learnChain, type Lesson, type TaggedSentence, type TaggerSettings } from "./learn-chain.ts";
import { LearnedReader } from "./learned-reader.ts";
import { readCandidates } from "./span-candidates.ts";
import type { SpanFeatureReader } from "./span-features.ts";
import { packSpanWeights } from "./span-judge.ts";
import { type SpanLesson, trainSpanJudge } from "./train-span-judge.ts";

const HALVES = 2;
/** Of the passes that all sentences get: two thirds tell no more. */
const SHARE_OF_PASSES = 0.5;
/** Of each half so many sentences say how sharp the probabilities are to be. */
const MOST_FOR_SHARPNESS = 500;

/**
 * Learns from one half of the sentences what is said of the other, both ways round: how sharp the chain's
 * probabilities are to be, and to judge the spans that it thinks of in sentences that it did not learn from.
 */
export function learnFromHalves(
	{ kinds, sentences, random }: Lesson,
	settings: TaggerSettings,
	{ spans, onProgress }: { spans: SpanFeatureReader; onProgress: (share: number) => void },
): { readonly sharpness: number; readonly judge: TrainedPart } {
	const order = Int32Array.from(sentences.keys());
	shuffle(order, order.length, random);
	const passes = Math.max(1, Math.round(settings.passes * SHARE_OF_PASSES));
	const judged: JudgedSentences[] = [];
	for (let half = 0; half < HALVES; half++) {
		const isHeld = (_: number, i: number): boolean => i % HALVES === half;
		const pick = (indices: Int32Array): TaggedSentence[] =>
			[...indices].flatMap((index) => sentences[index] ?? []);
		const held = pick(order.filter(isHeld));
		const learned = pick(order.filter((index, i) => !isHeld(index, i)));
		const weights = learnChain({ kinds, sentences: learned, random }, { ...settings, passes }, (share) =>
			onProgress((half + share) / HALVES),
		);
		judged.push({ learned: weights.average(), held });
	}
	const sharpness = fitSharpness(
		judged.map(({ learned, held }) => ({ learned, held: held.slice(0, MOST_FOR_SHARPNESS) })),
		kinds,
	);
	const lessons = judged.flatMap((half) => readLessons(half, { kinds, sharpness, spans }));
	return { sharpness, judge: packSpanWeights(trainSpanJudge(lessons, random)) };
}

/** What the chain thinks of in sentences that it did not learn from, and what of it is right. */
function readLessons(
	{ learned, held }: JudgedSentences,
	{ kinds, sharpness, spans }: { kinds: number; sharpness: number; spans: SpanFeatureReader },
): SpanLesson[] {
	const longest = held.reduce((top, { labels }) => Math.max(top, labels.length), 1);
	const reader = new LearnedReader(learned, new Chain(kinds, longest));
	const path = new Int32Array(longest);
	reader.setTransitions(sharpness);
	return held.flatMap((sentence): SpanLesson[] => {
		const { context, labels } = sentence;
		if (context === undefined) return [];
		reader.emit(sentence);
		reader.findBest(labels.length, path);
		reader.chain.readProbabilities(labels.length);
		const candidates = readCandidates(reader.chain, labels.length, readRuns(path, labels.length));
		const gold = readRuns(labels, labels.length);
		return [
			{
				features: spans.read(context, candidates),
				isRight: Uint8Array.from(candidates, (candidate) =>
					gold.some((run) => isSame(run, candidate)) ? 1 : 0,
				),
			},
		];
	});
}

const isSame = (a: LabelledRun, b: LabelledRun): boolean =>
	a.kind === b.kind && a.first === b.first && a.last === b.last;
