import { z } from "zod";
import { builtinConfig } from "./components/builtin-entity-extractor.ts";
import { trainEntityTagger } from "./components/entity-tagger.ts";
import { buildSynonyms } from "./components/entity-synonym-mapper.ts";
import { FALLBACK_DEFAULTS } from "./components/fallback-classifier.ts";
import { trainIntentClassifier } from "./components/intent-classifier.ts";
import { buildKeywords } from "./components/keyword-intent-classifier.ts";
import { trainResponseSelector } from "./components/response-selector.ts";
import type { TaughtEncoder } from "./encoder/sentence-encoder.ts";
import type { JsonObject } from "./model-file.ts";
import type { RowKernel } from "./linear/row-products.ts";
import { buildPatterns, type PatternSpan } from "./patterns/pattern-matcher.ts";
import type { PipelineComponent } from "./pipeline-config.ts";
import type { TrainedPart } from "./trained-part.ts";
import { entityNames, type NluTrainingData } from "./training-data.ts";
import type { WordVectorTable } from "./vectors/word-vectors.ts";

/** What stands in the model file for a component; `load-interpreter.ts` makes it work again. */
export type ComponentKind =
	| "patterns"
	| "intents"
	| "tagger"
	| "keywords"
	| "regexEntities"
	| "builtinEntities"
	| "synonyms"
	| "selector"
	| "fallback";

export interface KindedPart {
	readonly kind: ComponentKind;
	readonly part: TrainedPart;
}

export interface ComponentTraining {
	readonly data: NluTrainingData;
	readonly spansOf: (text: string) => readonly PatternSpan[];
	/** Of the configuration, for examples that do not say their own. */
	readonly language: string;
	readonly wordVectors: WordVectorTable | null;
	readonly encoder: TaughtEncoder | null;
	readonly newRowKernel: (() => RowKernel) | null;
	readonly seed: number;
	readonly onProgress: (share: number) => void;
}

/** Teaches one component of the pipeline; some give two parts (DIETClassifier), some none (a tokenizer). */
export function trainComponent(component: PipelineComponent, training: ComponentTraining): KindedPart[] {
	const { data } = training;
	const { options } = component;
	switch (component.role) {
		case "regexFeaturizer":
			return [{ kind: "patterns", part: buildPatterns(data, null, patternOptions(options, true)) }];
		case "regexEntities": {
			const names = new Set(entityNames(data));
			return [{ kind: "regexEntities", part: buildPatterns(data, names, patternOptions(options, false)) }];
		}
		case "intents":
			return intentParts(component, training);
		case "intentsAndEntities":
			return [
				...(options["intent_classification"] === false ? [] : intentParts(component, training, 0.5)),
				...(options["entity_recognition"] === false ? [] : taggerParts(component, training, 0.5)),
			];
		case "entities":
			return taggerParts(component, training);
		case "keywords": {
			const part = buildKeywords(data.examples, options["case_sensitive"] !== false);
			return [{ kind: "keywords", part }];
		}
		case "selector":
			return selectorParts(component, training);
		case "synonyms":
			return [{ kind: "synonyms", part: buildSynonyms(data) }];
		case "fallback":
			return [settingsOnly("fallback", fallbackConfig(options))];
		case "builtinEntities":
			return [settingsOnly("builtinEntities", builtinConfig(component))];
		default:
			return []; // tokenizers and featurizers have nothing to learn; absent components do nothing
	}
}

function intentParts(component: PipelineComponent, training: ComponentTraining, weight = 1): KindedPart[] {
	if (training.data.examples.length === 0) return [];
	const part = trainIntentClassifier(training.data.examples, training.spansOf, {
		language: training.language,
		wordVectors: training.wordVectors,
		encoder: component.options["second_tier"] === false ? null : training.encoder,
		newRowKernel: training.newRowKernel,
		correctsSpelling: component.options["spelling"] !== false,
		seed: training.seed,
		rankingLength: wholeNumber(component.options["ranking_length"]),
		onProgress: (share) => training.onProgress(share * weight),
	});
	return [{ kind: "intents", part }];
}

function taggerParts(component: PipelineComponent, training: ComponentTraining, weight = 1): KindedPart[] {
	const split = z.union([z.boolean(), z.record(z.string(), z.boolean())]);
	const splitByComma = split.safeParse(component.options["split_entities_by_comma"]);
	const part = trainEntityTagger(training.data.examples, training.spansOf, {
		wordVectors: training.wordVectors,
		seed: training.seed,
		splitByComma: splitByComma.success ? splitByComma.data : true,
		extractor: component.name,
		onProgress: (share) => training.onProgress(1 - weight + share * weight),
	});
	return part === null ? [] : [{ kind: "tagger", part }];
}

function selectorParts(component: PipelineComponent, training: ComponentTraining): KindedPart[] {
	const retrievalIntent = component.options["retrieval_intent"];
	const part = trainResponseSelector(training.data, training.spansOf, {
		retrievalIntent: typeof retrievalIntent === "string" ? retrievalIntent : null,
		rankingLength: wholeNumber(component.options["ranking_length"]),
		language: training.language,
		wordVectors: training.wordVectors,
		newRowKernel: training.newRowKernel,
		seed: training.seed,
		onProgress: training.onProgress,
	});
	return [{ kind: "selector", part }];
}

function settingsOnly(kind: ComponentKind, config: JsonObject): KindedPart {
	return { kind, part: { config, arrays: new Map() } };
}

function fallbackConfig(options: JsonObject): JsonObject {
	const { threshold, ambiguity_threshold: ambiguity } = options;
	return {
		threshold: typeof threshold === "number" ? threshold : FALLBACK_DEFAULTS.threshold,
		ambiguityThreshold: typeof ambiguity === "number" ? ambiguity : FALLBACK_DEFAULTS.ambiguityThreshold,
	};
}

/** The options of the RegexFeaturizer and the RegexEntityExtractor; they differ in the default of `case_sensitive`. */
export function patternOptions(options: JsonObject, caseSensitive: boolean) {
	const given = options["case_sensitive"];
	return {
		caseSensitive: typeof given === "boolean" ? given : caseSensitive,
		useWordBoundaries: options["use_word_boundaries"] !== false,
		useRegexes: options["use_regexes"] !== false,
		useLookupTables: options["use_lookup_tables"] !== false,
	};
}

function wholeNumber(value: unknown): number | null {
	return typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : null;
}
