import { test } from "vitest";
import { seededRandom } from "../random.ts";
import { partArrays } from "../trained-part.ts";
import { Chain } from "./chain.ts";
import { gatherKnowledge } from "./knowledge.ts";
import { writeRun } from "./labels.ts";
import { learnChain, type TaggedSentence } from "./learn-chain.ts";
import { learnFromHalves } from "./learn-from-halves.ts";
import { LearnedReader } from "./learned-reader.ts";
import { readCandidates } from "./span-candidates.ts";
import { SpanFeatureReader } from "./span-features.ts";
import { SpanJudge } from "./span-judge.ts";
import { settingsFor } from "./train-tagger.ts";

const [SHORT, LONG] = [0, 1];
const KINDS = 2;
const spans = new SpanFeatureReader(gatherKnowledge([], 1, null));

/** `play w w w w now`: four words between the two are of one kind, five of the other. A chain counts badly. */
function sentenceOf(length: 4 | 5): TaggedSentence {
	const words = Int32Array.of(1, ...Array.from({ length }, () => 2), 3);
	const labels = new Int32Array(words.length);
	writeRun(labels, { kind: length === 4 ? SHORT : LONG, first: 1, last: length });
	const features = {
		starts: Int32Array.from({ length: words.length + 1 }, (_, t) => t),
		own: Int32Array.from({ length: words.length }, (_, t) => t),
		hashes: words,
	};
	return { features, labels, context: { words, topic: 0 } };
}

test("[TG17] the judge of whole spans is sure of what the chain doubts", ({ expect }) => {
	const sentences = Array.from({ length: 240 }, (_, i) => sentenceOf(i % 2 === 0 ? 4 : 5));
	const lesson = { kinds: KINDS, sentences, random: seededRandom(1) };
	const settings = { ...settingsFor(sentences.length), passes: 12 };
	const progress: number[] = [];
	const { sharpness, judge } = learnFromHalves(lesson, settings, {
		spans,
		onProgress: (share) => progress.push(share),
	});
	expect(sharpness).toBeGreaterThan(0);
	expect(progress.at(-1)).toBe(1);
	expect(progress).toEqual(progress.toSorted((a, b) => a - b));
	const spanJudge = new SpanJudge(judge.config, partArrays(judge.arrays, ""));
	const reader = new LearnedReader(learnChain(lesson, settings, () => {}).average(), new Chain(KINDS, 7));
	reader.setTransitions(sharpness);
	for (const [length, kind] of [
		[4, SHORT],
		[5, LONG],
	] as const) {
		const sentence = sentenceOf(length);
		reader.emit(sentence);
		reader.chain.readProbabilities(sentence.labels.length);
		const candidates = readCandidates(reader.chain, sentence.labels.length, []);
		const judged = spanJudge.judge(spans.read({ words: sentence.features.hashes, topic: 0 }, candidates));
		const probabilityOf = (wanted: number): number =>
			judged[candidates.findIndex((run) => run.kind === wanted && run.first === 1 && run.last === length)] ??
			0;
		expect(reader.chain.runProbability(1 - kind, 1, length)).toBeGreaterThan(0.05);
		expect(probabilityOf(kind)).toBeGreaterThan(0.99);
		expect(probabilityOf(1 - kind)).toBeLessThan(0.01);
	}
});
