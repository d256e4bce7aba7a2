import { z } from "zod";
import type { JsonObject } from "../model-file.ts";
import type { PatternSpan } from "../patterns/pattern-matcher.ts";
import type { Token } from "../text/tokenizer.ts";
import type { PartArrays } from "../trained-part.ts";
import { Chain } from "./chain.ts";
import { KnowledgeReader, readKnowledge } from "./knowledge.ts";
import { type LabelledRun, readRuns } from "./labels.ts";
import { PackedWeights } from "./pack-weights.ts";
import { FeatureReader } from "./token-features.ts";

/** Tokens beyond this are not tagged (SPEC BI2): it bounds the time for one text. */
export const MAX_TAGGED_TOKENS = 256;

const Config = z.object({
	kinds: z.int().nonnegative(),
	top: z.number().nonnegative(),
	bits: z.int().min(4).max(16),
	sharpness: z.number().positive(),
	hasClasses: z.boolean(),
	isOfMany: z.boolean(),
});

/** A trained tagger. Its buffers are reused: nothing grows with use. */
export class Tagger {
	readonly #weights: PackedWeights;
	readonly #features: FeatureReader;
	readonly #chain: Chain;
	readonly #path = new Int32Array(MAX_TAGGED_TOKENS);
	#tokens = 0;
	#hasProbabilities = false;

	constructor(config: JsonObject, arrays: PartArrays) {
		const parsed = Config.parse(config);
		this.#weights = new PackedWeights(parsed, arrays);
		this.#features = new FeatureReader(new KnowledgeReader(readKnowledge(arrays, parsed)));
		this.#chain = new Chain(parsed.kinds, MAX_TAGGED_TOKENS);
		this.#chain.setTransitions(this.#weights, parsed.sharpness);
	}

	/** Runs in the order of the text; they never overlap. */
	tag(tokens: readonly Token[], patternSpans: readonly PatternSpan[]): LabelledRun[] {
		const read = tokens.length > MAX_TAGGED_TOKENS ? tokens.slice(0, MAX_TAGGED_TOKENS) : tokens;
		this.#tokens = read.length;
		this.#hasProbabilities = false;
		if (read.length === 0) return [];
		const { starts, hashes } = this.#features.read(read, patternSpans);
		const { emissions, labels } = this.#chain;
		emissions.fill(0, 0, read.length * labels);
		for (let t = 0; t < read.length; t++) {
			for (let f = starts[t] ?? 0; f < (starts[t + 1] ?? 0); f++) {
				this.#weights.addTo(emissions, t * labels, hashes[f] ?? 0);
			}
		}
		this.#chain.findBest(this.#weights, read.length, this.#path);
		return readRuns(this.#path, read.length);
	}

	/** Probability, over all ways to read the text last tagged, that exactly these tokens are a run of the kind. */
	probability({ kind, first, last }: LabelledRun): number {
		if (!this.#hasProbabilities) this.#chain.readProbabilities(this.#tokens);
		this.#hasProbabilities = true;
		return Math.min(1, Math.max(0, this.#chain.runProbability(kind, first, last)));
	}
}
