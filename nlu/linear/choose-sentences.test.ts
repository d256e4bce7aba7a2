import { test } from "vitest";
import { drawSentences, hardestSentences, type SentenceExample } from "./choose-sentences.ts";

/** A sentence of 100 characters. */
const sentence = (label: number, isReadable = true): SentenceExample => ({
	text: "x".repeat(100),
	label,
	isReadable,
});

test("[ST4] half of what is encoded is dealt out evenly over the labels, the other half is what the first tier finds hardest", ({
	expect,
}) => {
	// 3,000 of the first label, 600 of the second, and some that the encoder can't read
	const examples = Array.from({ length: 4_000 }, (_, i) =>
		i < 3_000 ? sentence(0) : sentence(1, i < 3_600),
	);
	const drawn = drawSentences(examples, 7);
	expect(drawn.length).toBe(1_300);
	expect(drawn.filter((i) => examples[i]?.label === 1).length).toBe(600);
	expect(drawn).toEqual(drawSentences(examples, 7));
	expect(drawn).not.toEqual(drawSentences(examples, 8));
	const ownLead = Float32Array.from(examples, (_, i) => i % 1_000);
	const hardest = hardestSentences(examples, drawn, ownLead);
	expect(hardest.length).toBe(1_300);
	const more = [...examples, ...examples];
	const leads = Float32Array.from(more, (_, i) => (i % 10 === 0 ? -1 : 1));
	const hard = hardestSentences(more, [], leads);
	expect(hard.length).toBe(1_300);
	expect(hard.filter((i) => i % 10 === 0).length).toBe(720);
	for (const i of [...drawn, ...hardest, ...hard]) expect(more[i]?.isReadable).toBe(true);
	expect(hardest.filter((i) => drawn.includes(i))).toEqual([]);
});
