import { z } from "zod";
import type { JsonObject, TypedArray } from "../model-file.ts";
import type { PartArrays, TrainedPart } from "../trained-part.ts";
import type { SpanFeatures } from "./span-features.ts";

const Config = z.object({ bits: z.int().min(8).max(16), step: z.number().nonnegative() });

/**
 * Packs weights of hashed features: eight bits each, finer near 0. @param weights - 2^n of them, by the first n bits
 * of the hash
 */
export function packSpanWeights(weights: Float32Array): TrainedPart {
	const top = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
	const step = Math.fround(top / CODES / CODES);
	const codes = Int8Array.from(weights, (weight) =>
		step === 0 ? 0 : Math.sign(weight) * Math.round(Math.sqrt(Math.abs(weight) / step)),
	);
	return {
		config: { bits: Math.log2(weights.length), step },
		arrays: new Map<string, TypedArray>([["spanWeights", codes]]),
	};
}

const CODES = 127;

/** Judges how likely each span is that a chain thought of. Stateless. */
export class SpanJudge {
	readonly #shift: number;
	readonly #step: number;
	readonly #codes: Int8Array;

	constructor(config: JsonObject, arrays: PartArrays) {
		const { bits, step } = Config.parse(config);
		this.#shift = 32 - bits;
		this.#step = step;
		this.#codes = arrays.int8("spanWeights");
	}

	/** Of each span, the probability that it is one. */
	judge({ starts, hashes, values }: SpanFeatures): Float64Array {
		const shares = new Float64Array(starts.length - 1);
		for (let c = 0; c < shares.length; c++) {
			let sum = 0;
			for (let f = starts[c] ?? 0; f < (starts[c + 1] ?? 0); f++) {
				const code = this.#codes[(hashes[f] ?? 0) >>> this.#shift] ?? 0;
				sum += code * Math.abs(code) * (values[f] ?? 0);
			}
			shares[c] = 1 / (1 + Math.exp(-sum * this.#step));
		}
		return shares;
	}
}
