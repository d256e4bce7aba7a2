import type { Component, NluMessage } from "../message.ts";
import { PatternMatcher } from "../patterns/pattern-matcher.ts";
import type { JsonObject } from "../model-file.ts";
import type { PartArrays } from "../trained-part.ts";

/** Rasa's RegexEntityExtractor: patterns and lookup tables whose name is an entity of the training data. */
export class RegexEntityExtractor implements Component {
	readonly #patterns: PatternMatcher;

	constructor(config: JsonObject, arrays: PartArrays) {
		this.#patterns = new PatternMatcher(config, arrays);
	}

	process(message: NluMessage): void {
		for (const { name, start, end } of this.#patterns.find(message.text)) {
			message.entities.push({
				entity: name,
				start,
				end,
				value: message.text.slice(start, end),
				extractor: "RegexEntityExtractor",
			});
		}
	}
}

/** Rasa's RegexFeaturizer: tells the trained components behind it what the patterns found; of several each adds its own. */
export class RegexFeaturizer implements Component {
	readonly #patterns: PatternMatcher;

	constructor(config: JsonObject, arrays: PartArrays) {
		this.#patterns = new PatternMatcher(config, arrays);
	}

	process(message: NluMessage): void {
		message.patternSpans = [...message.patternSpans, ...this.#patterns.find(message.text)];
	}
}
