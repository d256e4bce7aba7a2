import { z } from "zod";
import type { ParseData } from "../contracts/parse-data.ts";
import { BuiltinEntityExtractor } from "./components/builtin-entity-extractor.ts";
import { EntitySynonymMapper } from "./components/entity-synonym-mapper.ts";
import { EntityTagger } from "./components/entity-tagger.ts";
import { FallbackClassifier } from "./components/fallback-classifier.ts";
import { IntentClassifier } from "./components/intent-classifier.ts";
import { KeywordIntentClassifier } from "./components/keyword-intent-classifier.ts";
import { RegexEntityExtractor, RegexFeaturizer } from "./components/regex-entity-extractor.ts";
import { ResponseSelector } from "./components/response-selector.ts";
import { type NamedComponent, processWithSteps } from "./explain-steps.ts";
import { type Interpreter, MIN_LANGUAGE_CONFIDENCE, type ParseOptions } from "./interpreter.ts";
import { LanguageDetector } from "./language/language-detector.ts";
import { type Component, MAX_READ_CHARS, type NluMessage } from "./message.ts";
import { type JsonObject, type ModelFile, ModelFileError } from "./model-file.ts";
import { tokenize } from "./text/tokenizer.ts";
import { arrayPrefix, LANGUAGE_ARRAYS } from "./train.ts";
import type { ComponentKind } from "./train-component.ts";
import { NO_RESOURCES, type NluResources } from "./resources.ts";
import { type PartArrays, partArrays } from "./trained-part.ts";

const StoredConfig = z.custom<JsonObject>((value) => typeof value === "object" && value !== null);

const Config = z.object({
	language: z.string(),
	/** Of a model of several languages. */
	detector: StoredConfig.nullable().default(null),
	components: z.array(
		z.object({
			kind: z.enum([
				"patterns",
				"intents",
				"tagger",
				"keywords",
				"regexEntities",
				"builtinEntities",
				"synonyms",
				"selector",
				"fallback",
			]),
			config: StoredConfig,
		}),
	),
});

/**
 * Makes a trained model understand. Keeps views into the file's arrays, so the file's bytes must not change.
 *
 * @throws ModelFileError when another version of the program trained it, with components of another shape or with word
 *   vectors that `resources` lack
 */
export function loadInterpreter(
	model: Pick<ModelFile, "header" | "arrays">,
	resources: NluResources = NO_RESOURCES,
): Interpreter {
	const pipeline = createPipeline(model, resources);
	const { sentenceEncoder } = resources;
	return {
		parse: (text, options) => parseText(text, { sentenceEncoder, ...options }, pipeline),
		remoteExtractors: pipeline.components.flatMap(({ component }) => component.remote ?? []),
	};
}

interface Pipeline {
	readonly language: string;
	readonly detector: LanguageDetector | null;
	readonly components: readonly NamedComponent[];
}

function createPipeline(model: Pick<ModelFile, "header" | "arrays">, resources: NluResources): Pipeline {
	try {
		const { components, language, detector } = Config.parse(model.header.nlu);
		return {
			language,
			detector:
				detector === null ? null : new LanguageDetector(detector, partArrays(model.arrays, LANGUAGE_ARRAYS)),
			components: components.map(({ kind, config }, i) => ({
				kind,
				component: createComponent(kind, config, {
					arrays: partArrays(model.arrays, arrayPrefix(i)),
					resources,
				}),
			})),
		};
	} catch (error) {
		if (!(error instanceof z.ZodError)) throw error;
		throw new ModelFileError(
			"too_old",
			`The model was trained by another version of the program (${z.prettifyError(error).split("\n")[0] ?? ""}): train the model again.`,
		);
	}
}

function createComponent(
	kind: ComponentKind,
	config: JsonObject,
	{ arrays, resources }: { arrays: PartArrays; resources: NluResources },
): Component {
	switch (kind) {
		case "patterns":
			return new RegexFeaturizer(config, arrays);
		case "intents":
			return new IntentClassifier(config, arrays, resources);
		case "tagger":
			return new EntityTagger(config, arrays);
		case "keywords":
			return new KeywordIntentClassifier(config, arrays);
		case "regexEntities":
			return new RegexEntityExtractor(config, arrays);
		case "builtinEntities":
			return new BuiltinEntityExtractor(config);
		case "synonyms":
			return new EntitySynonymMapper(arrays);
		case "selector":
			return new ResponseSelector(config, arrays, resources);
		default:
			return new FallbackClassifier(config);
	}
}

function parseText(text: string, options: ParseOptions, pipeline: Pipeline): ParseData {
	const read = text.length > MAX_READ_CHARS ? text.slice(0, MAX_READ_CHARS) : text;
	const detected = pipeline.detector?.detect(read) ?? null;
	const isSure = detected !== null && detected.confidence >= MIN_LANGUAGE_CONFIDENCE;
	const message: NluMessage = {
		text: read,
		tokens: tokenize(read),
		options,
		language: isSure ? detected.code : (options.language ?? pipeline.language),
		patternSpans: [],
		intent: { name: null, confidence: 0 },
		ranking: [],
		isSecondTier: false,
		entities: [],
		responseSelector: null,
		explanation: {},
	};
	// white space says nothing: no intent, no entity
	if (read.trim() !== "") {
		if (options.explain === true) processWithSteps(message, pipeline.components);
		else for (const { component } of pipeline.components) component.process(message);
	}
	return {
		text,
		intent: message.intent,
		entities: message.entities,
		text_tokens: message.tokens.map(({ start, end }): [number, number] => [start, end]),
		intent_ranking: message.ranking,
		...(message.responseSelector === null ? {} : { response_selector: message.responseSelector }),
		...(detected === null ? {} : { language: detected }),
		...(message.isSecondTier ? { second_tier: true } : {}),
		...(options.explain === true ? { explanation: message.explanation } : {}),
	};
}
