import { test } from "vitest";
import { seededRandom } from "../random.ts";
import { SentenceFeatures } from "./sentence-features.ts";

const DIMENSIONS = 384;

function direction(seed: number): Float32Array {
	const random = seededRandom(seed);
	const vector = Float32Array.from({ length: DIMENSIONS }, () => random() - 0.5);
	const length = Math.sqrt(product(vector, vector));
	return vector.map((value) => value / length);
}

function product(a: Float32Array, b: Float32Array): number {
	return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

test("[ST7] beside a sentence's vector stand features whose product is near a Gaussian kernel", ({
	expect,
}) => {
	const features = new SentenceFeatures(DIMENSIONS);
	const one = direction(1);
	for (const share of [0, 0.3, 0.7, 1]) {
		const other = direction(2).map((value, d) => share * (one[d] ?? 0) + (1 - share) * value);
		const length = Math.sqrt(product(other, other));
		const two = other.map((value) => value / length);
		const [a, b] = [features.of(one).slice(), features.of(two).slice()];
		expect(a.length).toBe(features.length);
		expect(a.slice(0, DIMENSIONS)).toEqual(one);
		const kernel = Math.exp(-(2 - 2 * product(one, two)));
		expect(Math.abs(product(a.subarray(DIMENSIONS), b.subarray(DIMENSIONS)) - kernel)).toBeLessThan(0.12);
	}
});
