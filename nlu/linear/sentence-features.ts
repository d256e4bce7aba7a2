import { RandomFourierFeatures } from "../features/random-fourier-features.ts";

/** Directions that the Fourier features look along: twice as many gain nothing more. */
const DIRECTIONS = 256;

/** What the second tier's weights stand beside: a sentence's vector, then Fourier features of it. One buffer is reused. */
export class SentenceFeatures {
	readonly length: number;
	readonly #fourier: RandomFourierFeatures;
	readonly #values: Float32Array;

	constructor(dimensions: number) {
		this.#fourier = new RandomFourierFeatures(dimensions, DIRECTIONS);
		this.length = dimensions + this.#fourier.length;
		this.#values = new Float32Array(this.length);
	}

	/** @param vector - of length 1, without what all sentences have in common */
	of(vector: Float32Array): Float32Array {
		this.#values.set(vector);
		this.#fourier.write(vector, { values: this.#values, at: vector.length, scale: 1 });
		return this.#values;
	}
}
