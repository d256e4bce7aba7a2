import { test } from "vitest";
import { claimSentence, newSentenceJob, sentenceOf, tellSentence } from "./sentence-job.ts";

test("[SE6] a text is claimed once; what is told is read; one whose reader died is read by whoever asks", ({
	expect,
}) => {
	const job = newSentenceJob(["a", "b"], 2);
	expect([claimSentence(job, 1), claimSentence(job, 1)]).toEqual([true, false]);
	tellSentence(job, 1, Float32Array.of(3, 4));
	expect(sentenceOf(job, 1, 0)).toEqual(Float32Array.of(3, 4));
	expect(claimSentence(job, 0)).toBe(true);
	expect(sentenceOf(job, 0, 0)).toBe(null);
});
