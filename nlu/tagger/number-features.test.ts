import { test } from "vitest";
import { numberFeatures } from "./number-features.ts";
import type { TaggedSentence } from "./learn-chain.ts";

/** One token with two features, the second of which every sentence has. */
function sentence(own: number, label: number): TaggedSentence {
	return {
		features: {
			starts: Int32Array.of(0, 2),
			own: Int32Array.of(0),
			hashes: Int32Array.of(own, EVERYWHERE),
		},
		labels: Int32Array.of(label),
	};
}
const EVERYWHERE = 77;
const LABELS = 9;

test("[TG15] a feature of very many tokens has all labels, a rare one those it was seen with", ({
	expect,
}) => {
	const labelsOf = (sentences: readonly TaggedSentence[]): number[][] => {
		const { hashes, starts, labels } = numberFeatures(sentences, LABELS);
		return [EVERYWHERE, 1].map((hash) => {
			const row = hashes.indexOf(hash);
			return [...labels.subarray(starts[row], starts[row + 1])];
		});
	};
	const all = Array.from({ length: LABELS }, (_, label) => label);
	const many = Array.from({ length: 1_000 }, (_, i) => sentence(i % 100, i % 3 === 1 ? 4 : 0));
	expect(labelsOf(many)).toEqual([all, [0, 4]]);
	expect(labelsOf(many.slice(1))).toEqual([
		[0, 4],
		[0, 4],
	]);
});
