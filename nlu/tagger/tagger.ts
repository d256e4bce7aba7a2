import { z } from "zod";
import type { JsonObject } from "../model-file.ts";
import type { PatternSpan } from "../patterns/pattern-matcher.ts";
import type { Token } from "../text/tokenizer.ts";
import type { PartArrays } from "../trained-part.ts";
import { tokenFeatures, type TokenFeatures } from "./token-features.ts";
import { labelCount, PathFinder } from "./viterbi.ts";

/** A run of tokens `[first, last]` of one kind. `confidence` is the least sure token's share. */
export interface TaggedSpan {
	readonly kind: string;
	readonly first: number;
	readonly last: number;
	readonly confidence: number;
}

/** Tokens beyond this are not tagged (SPEC BI2): it bounds the time for one text. */
export const MAX_TAGGED_TOKENS = 256;

/**
 * Chosen, not fitted: with this the shares of single labels come out near the span accuracy seen on held-out data.
 * Weights are in units of the largest one, which quantisation maps to 127.
 */
const SHARPNESS = 12;

const Config = z.object({ kinds: z.array(z.string()), scale: z.number().positive() });

/** A trained tagger. Its buffers are reused: nothing grows with use. */
export class Tagger {
	readonly #kinds: readonly string[];
	readonly #scale: number;
	readonly #table: Uint32Array;
	readonly #starts: Uint32Array;
	readonly #labels: Uint16Array;
	readonly #values: Int8Array;
	readonly #transitions: Float32Array;
	readonly #finder: PathFinder;
	readonly #emissions: Float32Array;
	readonly #path = new Int32Array(MAX_TAGGED_TOKENS);

	constructor(config: JsonObject, arrays: PartArrays) {
		const parsed = Config.parse(config);
		this.#kinds = parsed.kinds;
		this.#scale = parsed.scale;
		this.#table = arrays.uint32("table");
		this.#starts = arrays.uint32("starts");
		this.#labels = arrays.uint16("labels");
		this.#values = arrays.int8("values");
		this.#transitions = arrays.float32("transitions");
		this.#finder = new PathFinder(parsed.kinds.length, MAX_TAGGED_TOKENS);
		this.#emissions = new Float32Array(MAX_TAGGED_TOKENS * labelCount(parsed.kinds.length));
	}

	/** Spans in the order of the text; they never overlap. */
	tag(tokens: readonly Token[], patternSpans: readonly PatternSpan[]): TaggedSpan[] {
		const read = tokens.length > MAX_TAGGED_TOKENS ? tokens.slice(0, MAX_TAGGED_TOKENS) : tokens;
		if (read.length === 0) return [];
		this.#emit(tokenFeatures(read, patternSpans), read.length);
		const kinds = this.#kinds.length;
		this.#finder.find(
			{ kinds, emissions: this.#emissions, transitions: this.#transitions },
			read.length,
			this.#path,
		);
		const spans: TaggedSpan[] = [];
		let first = 0;
		for (let t = 0; t < read.length; t++) {
			const label = this.#path[t] ?? 0;
			if (label === 0) continue;
			const part = (label - 1) & 3;
			if (part === 0 || part === 3) first = t;
			if (part < 2) continue;
			spans.push({
				kind: this.#kinds[(label - 1) >> 2] ?? "",
				first,
				last: t,
				confidence: this.#confidence(first, t),
			});
		}
		return spans;
	}

	#emit(features: TokenFeatures, tokens: number): void {
		const count = labelCount(this.#kinds.length);
		this.#emissions.fill(0, 0, tokens * count);
		for (let t = 0; t < tokens; t++) {
			for (let f = features.starts[t] ?? 0; f < (features.starts[t + 1] ?? 0); f++) {
				const row = this.#rowOf((features.hashes[f] ?? 0) >>> 0);
				if (row < 0) continue;
				for (let k = this.#starts[row] ?? 0; k < (this.#starts[row + 1] ?? 0); k++) {
					const at = t * count + (this.#labels[k] ?? 0);
					this.#emissions[at] = (this.#emissions[at] ?? 0) + (this.#values[k] ?? 0) * this.#scale;
				}
			}
		}
	}

	#rowOf(hash: number): number {
		const mask = this.#table.length / 2 - 1;
		for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
			const row = this.#table[slot * 2 + 1] ?? 0;
			if (row === 0) return -1;
			if (this.#table[slot * 2] === hash) return row - 1;
		}
	}

	#confidence(first: number, last: number): number {
		const count = labelCount(this.#kinds.length);
		const sharpness = SHARPNESS / (this.#scale * 127);
		let least = 1;
		for (let t = first; t <= last; t++) {
			const own = this.#emissions[t * count + (this.#path[t] ?? 0)] ?? 0;
			let sum = 0;
			for (let label = 0; label < count; label++) {
				sum += Math.exp(sharpness * ((this.#emissions[t * count + label] ?? 0) - own));
			}
			least = Math.min(least, 1 / sum);
		}
		return least;
	}
}
