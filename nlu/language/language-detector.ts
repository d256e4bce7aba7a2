import { z } from "zod";
import type { JsonObject } from "../model-file.ts";
import type { PartArrays } from "../trained-part.ts";
import { eachLanguageFeature } from "./language-features.ts";
import { LARGEST_LOG_RATIO } from "./train-language-detector.ts";

const Config = z.object({ languages: z.array(z.string()).min(2), buckets: z.int().positive() });

/**
 * N-grams overlap, so that their evidence is not independent: a sum of log-ratios counts by this share. Chosen so that
 * the confidence is the share of right answers.
 */
const EVIDENCE_SHARE = 0.15;

/** A language of the bot, and how sure that is, in [0, 1]: 1 / number of languages when the text says nothing. */
export interface DetectedLanguage {
	readonly code: string;
	readonly confidence: number;
}

/** Tells in which of the bot's languages a message is written. SPEC rules LD1–LD5. */
export class LanguageDetector {
	readonly #languages: readonly string[];
	readonly #buckets: number;
	readonly #ratios: Int8Array;

	constructor(config: JsonObject, arrays: PartArrays) {
		const parsed = Config.parse(config);
		this.#languages = parsed.languages;
		this.#buckets = parsed.buckets;
		this.#ratios = arrays.int8("ratios");
	}

	/** The likeliest language; of equally likely ones the first. */
	detect(text: string): DetectedLanguage {
		const scores = new Float64Array(this.#languages.length);
		eachLanguageFeature(text, (hash) => {
			const row = (hash % this.#buckets) * scores.length;
			for (let at = 0; at < scores.length; at++)
				scores[at] = (scores[at] ?? 0) + (this.#ratios[row + at] ?? 0);
		});
		const scale = (EVIDENCE_SHARE * LARGEST_LOG_RATIO) / 127;
		const best = scores.indexOf(Math.max(...scores));
		let sum = 0;
		for (const score of scores) sum += Math.exp((score - (scores[best] ?? 0)) * scale);
		return { code: this.#languages[best] ?? "", confidence: 1 / sum };
	}
}
