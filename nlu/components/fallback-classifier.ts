import { z } from "zod";
import type { IntentPrediction } from "../../contracts/parse-data.ts";
import type { Component, NluMessage } from "../message.ts";
import type { JsonObject } from "../model-file.ts";

export const FALLBACK_INTENT = "nlu_fallback";

const Config = z.object({ threshold: z.number(), ambiguityThreshold: z.number() });
export type FallbackOptions = z.infer<typeof Config>;

/** Rasa's defaults of `threshold` and `ambiguity_threshold`. */
export const FALLBACK_DEFAULTS: FallbackOptions = { threshold: 0.3, ambiguityThreshold: 0.1 };

/**
 * Decides whether a parse is too weak to act on.
 *
 * @param ranking - intents by falling confidence; may be empty
 * @returns why the parse is refused, or null to accept it. SPEC rules FB1–FB3
 */
export function fallbackReason(
	ranking: readonly IntentPrediction[],
	options: FallbackOptions,
): "low_confidence" | "ambiguous" | null {
	const [top, second] = ranking;
	if (top === undefined || top.confidence < options.threshold) return "low_confidence";
	if (second !== undefined && top.confidence - second.confidence < options.ambiguityThreshold)
		return "ambiguous";
	return null;
}

/** Rasa's FallbackClassifier: puts `nlu_fallback` first, with the threshold as its confidence. */
export class FallbackClassifier implements Component {
	readonly #options: FallbackOptions;

	constructor(config: JsonObject) {
		this.#options = Config.parse(config);
	}

	process(message: NluMessage): void {
		const reason = fallbackReason(message.ranking, this.#options);
		if (reason === null) return;
		const fallback = { name: FALLBACK_INTENT, confidence: this.#options.threshold };
		message.intent = fallback;
		message.ranking = [fallback, ...message.ranking];
		if (message.options.explain === true) message.explanation["fallback"] = reason;
	}
}
