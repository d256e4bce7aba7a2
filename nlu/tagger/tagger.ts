import { z } from "zod";
import { type JsonObject, JsonObjectSchema } from "../model-file.ts";
import type { PatternSpan } from "../patterns/pattern-matcher.ts";
import type { Token } from "../text/tokenizer.ts";
import type { PartArrays } from "../trained-part.ts";
import { Chain } from "./chain.ts";
import { KnowledgeReader, readKnowledge } from "./knowledge.ts";
import { type LabelledRun, readRuns } from "./labels.ts";
import { PackedWeights } from "./pack-weights.ts";
import { chooseRuns, readCandidates } from "./span-candidates.ts";
import { type SpanContext, SpanFeatureReader } from "./span-features.ts";
import { SpanJudge } from "./span-judge.ts";
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
	judge: JsonObjectSchema.nullable(),
});

/** Judges the whole spans that the chain thinks of. */
interface Jury {
	readonly spans: SpanFeatureReader;
	readonly judge: SpanJudge;
}

/**
 * A span is taken from this probability on. Best for F1 is a little under a half, and the judge is a little too wary: it
 * learned on chains of half the sentences, which err more than the one that it judges.
 */
const LEAST_PROBABILITY = 0.35;
/**
 * The same where there are too few sentences for a judge: their chain is warier still. Chosen on small bots written for it
 * and on SNIPS, with 5 to 100 sentences an intent.
 */
const LEAST_OF_FEW = 0.25;

/** A trained tagger. Its buffers are reused: nothing grows with use. */
export class Tagger {
	readonly #weights: PackedWeights;
	readonly #features: FeatureReader;
	readonly #chain: Chain;
	readonly #jury: Jury | null;
	readonly #path = new Int32Array(MAX_TAGGED_TOKENS);
	#tokens = 0;
	#hasProbabilities = false;
	#judged: readonly (LabelledRun & { readonly probability: number })[] = [];

	constructor(config: JsonObject, arrays: PartArrays) {
		const parsed = Config.parse(config);
		const knowledge = readKnowledge(arrays, parsed);
		this.#weights = new PackedWeights(parsed, arrays);
		this.#features = new FeatureReader(new KnowledgeReader(knowledge));
		this.#chain = new Chain(parsed.kinds, MAX_TAGGED_TOKENS);
		this.#chain.setTransitions(this.#weights, parsed.sharpness);
		this.#jury =
			parsed.judge === null
				? null
				: { spans: new SpanFeatureReader(knowledge), judge: new SpanJudge(parsed.judge, arrays) };
	}

	/** Runs in the order of the text; they never overlap. */
	tag(tokens: readonly Token[], patternSpans: readonly PatternSpan[]): LabelledRun[] {
		const read = tokens.length > MAX_TAGGED_TOKENS ? tokens.slice(0, MAX_TAGGED_TOKENS) : tokens;
		this.#tokens = read.length;
		this.#hasProbabilities = false;
		if (read.length === 0) return [];
		const sentence = this.#features.read(read, patternSpans);
		const { starts, hashes } = sentence;
		const { emissions, labels } = this.#chain;
		emissions.fill(0, 0, read.length * labels);
		for (let t = 0; t < read.length; t++) {
			for (let f = starts[t] ?? 0; f < (starts[t + 1] ?? 0); f++) {
				this.#weights.addTo(emissions, t * labels, hashes[f] ?? 0);
			}
		}
		this.#chain.findBest(this.#weights, read.length, this.#path);
		return this.#choose(readRuns(this.#path, read.length), sentence);
	}

	/** Of the spans that the chain thinks of, those that are likeliest together: as the judge says, or the chain where there is none. */
	#choose(best: readonly LabelledRun[], context: SpanContext): LabelledRun[] {
		this.#readProbabilities();
		const candidates = readCandidates(this.#chain, this.#tokens, best);
		const shares =
			this.#jury === null
				? candidates.map(({ share }) => share)
				: this.#jury.judge.judge(this.#jury.spans.read(context, candidates));
		const least = this.#jury === null ? LEAST_OF_FEW : LEAST_PROBABILITY;
		this.#judged = candidates.map((run, c) => ({ ...run, probability: shares[c] ?? 0 }));
		const weighed = this.#judged.map((run) => ({ ...run, gain: run.probability - least }));
		return chooseRuns(weighed, this.#tokens);
	}

	/** Probability, over all ways to read the text last tagged, that exactly these tokens are a run of the kind. */
	probability({ kind, first, last }: LabelledRun): number {
		if (this.#jury !== null) {
			const judged = this.#judged.find(
				(run) => run.kind === kind && run.first === first && run.last === last,
			);
			return judged?.probability ?? 0;
		}
		this.#readProbabilities();
		return Math.min(1, Math.max(0, this.#chain.runProbability(kind, first, last)));
	}

	#readProbabilities(): void {
		if (!this.#hasProbabilities) this.#chain.readProbabilities(this.#tokens);
		this.#hasProbabilities = true;
	}
}
