import { test } from "vitest";
import { seededRandom } from "../random.ts";
import { partArrays } from "../trained-part.ts";
import { mix } from "../features/ngram-features.ts";
import { packSpanWeights, SpanJudge } from "./span-judge.ts";
import { type SpanLesson, trainSpanJudge } from "./train-span-judge.ts";

/** One candidate with features of these numbers. */
function lessonOf(features: readonly number[], isRight: boolean): SpanLesson {
	return {
		features: {
			starts: Int32Array.of(0, features.length),
			hashes: Int32Array.from(features, (feature) => mix(feature)),
			values: new Float32Array(features.length).fill(1),
		},
		isRight: Uint8Array.of(isRight ? 1 : 0),
	};
}

/** Candidates with feature 1 are right nine times in ten, with 2 one time in ten; 3 is at all of them. */
function lessons(): SpanLesson[] {
	return Array.from({ length: 2_000 }, (_, i) => {
		const isFirst = i % 2 === 0;
		return lessonOf([isFirst ? 1 : 2, 3], i % 20 < 2 ? !isFirst : isFirst);
	});
}

test("[TG17] a span is as likely as spans with its features were right", ({ expect }) => {
	const part = packSpanWeights(trainSpanJudge(lessons(), seededRandom(1)));
	const judge = new SpanJudge(part.config, partArrays(part.arrays, ""));
	const probability = (features: number[]): number => judge.judge(lessonOf(features, true).features)[0] ?? -1;
	expect(probability([1, 3])).toBeCloseTo(0.9, 1);
	expect(probability([2, 3])).toBeCloseTo(0.1, 1);
	expect(probability([4])).toBe(0.5);
	expect([
		...judge.judge({ starts: Int32Array.of(0), hashes: new Int32Array(0), values: new Float32Array(0) }),
	]).toEqual([]);
});

test("[TG10] [TG17] the same lessons and seed give the same weights, and none give none", ({ expect }) => {
	const weights = trainSpanJudge(lessons(), seededRandom(5));
	expect(trainSpanJudge(lessons(), seededRandom(5))).toEqual(weights);
	expect(trainSpanJudge(lessons(), seededRandom(6))).not.toEqual(weights);
	const nothing = packSpanWeights(trainSpanJudge([], seededRandom(1)));
	const judge = new SpanJudge(nothing.config, partArrays(nothing.arrays, ""));
	expect(judge.judge(lessonOf([1], true).features)[0]).toBe(0.5);
});
