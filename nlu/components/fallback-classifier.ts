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
 * @param parse - the intent chosen, and all by falling confidence; a keyword's intent need not lead the ranking
 * @returns why the parse is refused, or null to accept it. SPEC rules FB1–FB3
 */
export function fallbackReason(
	parse: { readonly intent: IntentPrediction; readonly ranking: readonly IntentPrediction[] },
	options: FallbackOptions,
): "low_confidence" | "ambiguous" | null {
	if (parse.intent.confidence < options.threshold) return "low_confidence";
	const [top, second] = parse.ranking;
	if (
		top !== undefined &&
		second !== undefined &&
		top.confidence - second.confidence < options.ambiguityThreshold
	)
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
		const reason = fallbackReason(message, this.#options);
		if (reason === null) return;
		const fallback = { name: FALLBACK_INTENT, confidence: this.#options.threshold };
		message.intent = fallback;
		message.ranking = [fallback, ...message.ranking];
		if (message.options.explain === true) message.explanation["fallback"] = reason;
	}
}
