/**
 * Random Fourier features (Rahimi and Recht 2007) with structured directions (Yu et al. 2016): a linear model over them
 * comes near one with a Gaussian kernel, so it can tell regions apart that no plane separates. SPEC rule FE5.
 */
import { seededRandom } from "../random.ts";

/** Sign flips between two Hadamard transforms; three make directions as good as drawn ones, one for each coordinate. */
const FLIPS = 3;
/** The directions are part of what a model means: another seed would need another format of models. */
const SEED = 7;

/** Reads vectors of `dimensions` numbers and length 1. Its buffers are reused. */
export class RandomFourierFeatures {
	/** How many numbers `write` writes. */
	readonly length: number;
	readonly #padded: number;
	readonly #directions: number;
	readonly #flips: readonly Float32Array[];
	readonly #turned: Float32Array;

	/** @param directions - how many directions are looked along: as many as dimensions, to a power of two, unless less is said */
	constructor(dimensions: number, directions = Infinity) {
		this.#padded = 2 ** Math.ceil(Math.log2(dimensions));
		this.#directions = Math.min(directions, this.#padded);
		this.length = 2 * this.#directions;
		const random = seededRandom(SEED);
		const signs = () => Float32Array.from({ length: this.#padded }, () => (random() < 0.5 ? -1 : 1));
		this.#flips = Array.from({ length: FLIPS }, signs);
		this.#turned = new Float32Array(this.#padded);
	}

	/**
	 * Writes `length` numbers from `at` on, together of the length `scale`: the product of two texts' numbers comes near
	 * scale² · exp(−|x − y|²).
	 */
	write(direction: Float32Array, into: { values: Float32Array; at: number; scale: number }): void {
		const { values, at, scale } = into;
		const turned = this.#turned;
		// each transform makes the vector √padded longer; the last one is what directions of that length would give
		const frequency = Math.SQRT2 * this.#padded ** ((1 - FLIPS) / 2);
		const height = scale / Math.sqrt(this.#directions);
		turned.fill(0);
		turned.set(direction);
		for (const flip of this.#flips) {
			for (let i = 0; i < turned.length; i++) turned[i] = (turned[i] ?? 0) * (flip[i] ?? 0);
			hadamardTransform(turned);
		}
		for (let i = 0; i < this.#directions; i++) {
			const angle = frequency * (turned[i] ?? 0);
			values[at + 2 * i] = height * Math.cos(angle);
			values[at + 2 * i + 1] = height * Math.sin(angle);
		}
	}
}

/** In place, not normalised: n numbers become √n times longer. */
function hadamardTransform(values: Float32Array): void {
	for (let half = 1; half < values.length; half *= 2) {
		for (let start = 0; start < values.length; start += 2 * half) {
			for (let i = start; i < start + half; i++) {
				const a = values[i] ?? 0;
				const b = values[i + half] ?? 0;
				values[i] = a + b;
				values[i + half] = a - b;
			}
		}
	}
}
