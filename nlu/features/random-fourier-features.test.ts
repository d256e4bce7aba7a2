import { test } from "vitest";
import { seededRandom } from "../random.ts";
import { RandomFourierFeatures } from "./random-fourier-features.ts";

function directions(count: number, dimensions: number): Float32Array[] {
	const random = seededRandom(3);
	return Array.from({ length: count }, () => {
		const drawn = Array.from({ length: dimensions }, () => random() + random() + random() - 1.5);
		const length = Math.hypot(...drawn);
		return Float32Array.from(drawn, (value) => value / length);
	});
}

function dot(a: Float32Array, b: Float32Array): number {
	return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

test.for([4, 100, 128])(
	"[FE5] products come near the Gaussian kernel, in %i dimensions",
	(dimensions, { expect }) => {
		const features = new RandomFourierFeatures(dimensions);
		const [first = new Float32Array(), ...others] = directions(40, dimensions);
		// some near the first one, some far
		const texts = [first, ...others.map((other, i) => mixOf(first, other, i / others.length))];
		const written = texts.map((direction) => {
			const values = new Float32Array(features.length + 3);
			features.write(direction, { values, at: 3, scale: 1 });
			expect([...values.subarray(0, 3)]).toEqual([0, 0, 0]);
			expect(Math.hypot(...values)).toBeCloseTo(1, 5);
			return values;
		});
		const off = texts.map((text, i) => {
			const kernel = Math.exp(-(2 - 2 * dot(first, text)));
			return Math.abs(dot(written[0] ?? first, written[i] ?? first) - kernel);
		});
		// 256 numbers in 128 dimensions, 8 in 4
		expect(off.reduce((sum, value) => sum + value, 0) / off.length).toBeLessThan(dimensions > 4 ? 0.05 : 0.3);
	},
);

function mixOf(a: Float32Array, b: Float32Array, share: number): Float32Array {
	const mixed = a.map((value, d) => value * (1 - share) + share * (b[d] ?? 0));
	const length = Math.hypot(...mixed);
	return mixed.map((value) => value / length);
}
