import { test } from "vitest";
import { Chain } from "./chain.ts";
import type { LearnedWeights } from "./chain-weights.ts";
import { fitSharpness } from "./fit-sharpness.ts";

/** One kind; one feature that speaks for a unit of it, as strongly as said. */
function weightsOf(strength: number): LearnedWeights {
	return {
		hashes: Int32Array.of(7),
		starts: Int32Array.of(0, 2),
		labels: Uint16Array.of(0, 4),
		weights: Float32Array.of(-strength, strength),
		transitions: { between: new Float32Array(4), inside: new Float32Array(4) },
	};
}

const sentence = (label: number) => ({
	features: { starts: Int32Array.of(0, 1), own: Int32Array.of(0), hashes: Int32Array.of(7) },
	labels: Int32Array.of(label),
});
const threeOfFour = Array.from({ length: 40 }, (_, i) => sentence(i % 4 === 0 ? 0 : 4));

test("[TG14] makes a tagger as sure as it is right on sentences it did not learn from", ({ expect }) => {
	for (const strength of [0.4, 1, 2]) {
		const learned = weightsOf(strength);
		const sharpness = fitSharpness([{ learned, held: threeOfFour }], 1);
		const chain = new Chain(1, 1);
		chain.setTransitions(learned.transitions, sharpness);
		chain.emissions.set([-strength, 0, 0, 0, strength]);
		chain.readProbabilities(1);
		expect(chain.runProbability(0, 0, 0)).toBeCloseTo(0.75, 1);
	}
});

test("[TG14] changes nothing where nothing is held out", ({ expect }) => {
	expect(fitSharpness([{ learned: weightsOf(1), held: [] }], 1)).toBe(1);
	expect(fitSharpness([], 1)).toBe(1);
});
