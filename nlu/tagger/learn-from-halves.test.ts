import { test } from "vitest";
import { partArrays } from "../trained-part.ts";
import { Chain } from "./chain.ts";
import {
	countingLesson,
	countingSentence,
	countingSettings,
	countingSpans,
	KINDS,
	learnToCount,
	LONG,
	SHORT,
} from "./counting-lesson.ts";
import { learnChain } from "./learn-chain.ts";
import { LearnedReader } from "./learned-reader.ts";
import { readCandidates } from "./span-candidates.ts";
import { SpanJudge } from "./span-judge.ts";

test("[TG17] the judge of whole spans is sure of what the chain doubts", ({ expect }) => {
	const lesson = countingLesson();
	const progress: number[] = [];
	const { sharpness, judge } = learnToCount(lesson, (share) => progress.push(share));
	expect(sharpness).toBeGreaterThan(0);
	expect(progress.at(-1)).toBe(1);
	expect(progress).toEqual(progress.toSorted((a, b) => a - b));
	const spanJudge = new SpanJudge(judge.config, partArrays(judge.arrays, ""));
	const weights = learnChain(lesson, countingSettings, () => {}).average();
	const reader = new LearnedReader(weights, new Chain(KINDS, 7));
	reader.setTransitions(sharpness);
	for (const [length, kind] of [
		[4, SHORT],
		[5, LONG],
	] as const) {
		const sentence = countingSentence(length);
		reader.emit(sentence);
		reader.chain.readProbabilities(sentence.labels.length);
		const candidates = readCandidates(reader.chain, sentence.labels.length, []);
		const judged = spanJudge.judge(
			countingSpans.read({ words: sentence.features.hashes, topic: 0 }, candidates),
		);
		const probabilityOf = (wanted: number): number =>
			judged[candidates.findIndex((run) => run.kind === wanted && run.first === 1 && run.last === length)] ??
			0;
		expect(reader.chain.runProbability(1 - kind, 1, length)).toBeGreaterThan(0.05);
		expect(probabilityOf(kind)).toBeGreaterThan(0.99);
		expect(probabilityOf(1 - kind)).toBeLessThan(0.01);
	}
});
