import { type Random, shuffle } from "../random.ts";
import type { SpanFeatures } from "./span-features.ts";

/** A sentence's candidates as the judge learns from them. */
export interface SpanLesson {
	readonly features: SpanFeatures;
	/** Of each candidate: 1 where it is annotated, 0 where it is not. */
	readonly isRight: Uint8Array;
}

const PASSES = 10;
/** Twice as much finds as much, and is surer of it than it should be. */
const RATE = 0.1;
/** Weight of the squared weights in the loss. */
const PENALTY = 0.3;
const FLOOR = 1e-8;
/** Weights are averaged from this pass on. */
const AVERAGED_FROM = 5;
const MIN_BITS = 10;
const MAX_BITS = 16;

/**
 * Teaches a logistic regression over hashed features by AdaGrad.
 *
 * @returns one weight for each value of a hash's first bits: as many as there are candidates, to a power of two
 */
export function trainSpanJudge(lessons: readonly SpanLesson[], random: Random): Float32Array {
	const candidates = lessons.reduce((sum, { isRight }) => sum + isRight.length, 0);
	const bits = Math.min(MAX_BITS, Math.max(MIN_BITS, Math.ceil(Math.log2(Math.max(1, candidates)))));
	const weights = new SpanWeights(bits, lessons);
	const order = Int32Array.from(lessons.keys());
	const sums = new Float32Array(weights.values.length);
	for (let pass = 0; pass < PASSES; pass++) {
		shuffle(order, order.length, random);
		for (const index of order) {
			const lesson = lessons[index];
			if (lesson !== undefined) weights.learn(lesson);
		}
		if (pass < AVERAGED_FROM) continue;
		weights.values.forEach((weight, i) => (sums[i] = (sums[i] ?? 0) + weight / (PASSES - AVERAGED_FROM)));
	}
	return sums;
}

class SpanWeights {
	readonly values: Float32Array;
	readonly #squares: Float32Array;
	/** How often each weight is asked for: the penalty is paid in as many parts. */
	readonly #uses: Int32Array;
	readonly #shift: number;

	constructor(bits: number, lessons: readonly SpanLesson[]) {
		this.values = new Float32Array(2 ** bits);
		this.#squares = new Float32Array(2 ** bits);
		this.#uses = new Int32Array(2 ** bits);
		this.#shift = 32 - bits;
		for (const { features } of lessons) {
			for (const hash of features.hashes) {
				const at = hash >>> this.#shift;
				this.#uses[at] = (this.#uses[at] ?? 0) + 1;
			}
		}
	}

	/** A step for each candidate of a sentence. */
	learn({ features: { starts, hashes, values: amounts }, isRight }: SpanLesson): void {
		const { values } = this;
		const squares = this.#squares;
		for (let c = 0; c < isRight.length; c++) {
			const from = starts[c] ?? 0;
			const to = starts[c + 1] ?? 0;
			let sum = 0;
			for (let f = from; f < to; f++)
				sum += (values[(hashes[f] ?? 0) >>> this.#shift] ?? 0) * (amounts[f] ?? 0);
			const slope = 1 / (1 + Math.exp(-sum)) - (isRight[c] ?? 0);
			for (let f = from; f < to; f++) {
				const at = (hashes[f] ?? 0) >>> this.#shift;
				const value = values[at] ?? 0;
				const step = slope * (amounts[f] ?? 0) + (PENALTY * value) / (this.#uses[at] ?? 1);
				const square = (squares[at] ?? 0) + step * step;
				squares[at] = square;
				values[at] = value - (RATE * step) / Math.sqrt(square + FLOOR);
			}
		}
	}
}
