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
import type { Interpreter, ParseOptions } from "./interpreter.ts";
import { type Component, MAX_READ_CHARS, type NluMessage } from "./message.ts";
import { type JsonObject, type ModelFile, ModelFileError } from "./model-file.ts";
import { tokenize } from "./text/tokenizer.ts";
import { arrayPrefix } from "./train.ts";
import type { ComponentKind } from "./train-component.ts";
import { type PartArrays, partArrays } from "./trained-part.ts";

const Config = z.object({
	language: z.string(),
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
			config: z.custom<JsonObject>((value) => typeof value === "object" && value !== null),
		}),
	),
});

/**
 * Makes a trained model understand. Keeps views into the file's arrays, so the file's bytes must not change.
 *
 * @throws ModelFileError when another version of the program trained it, with components of another shape
 */
export function loadInterpreter(model: Pick<ModelFile, "header" | "arrays">): Interpreter {
	const pipeline = createPipeline(model);
	return { parse: (text, options) => parseText(text, options, pipeline) };
}

function createPipeline(model: Pick<ModelFile, "header" | "arrays">): Component[] {
	try {
		const { components, language } = Config.parse(model.header.nlu);
		return components.map(({ kind, config }, i) =>
			createComponent(kind, config, { arrays: partArrays(model.arrays, arrayPrefix(i)), language }),
		);
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
	{ arrays, language }: { arrays: PartArrays; language: string },
): Component {
	switch (kind) {
		case "patterns":
			return new RegexFeaturizer(config, arrays);
		case "intents":
			return new IntentClassifier(config, arrays);
		case "tagger":
			return new EntityTagger(config, arrays);
		case "keywords":
			return new KeywordIntentClassifier(config, arrays);
		case "regexEntities":
			return new RegexEntityExtractor(config, arrays);
		case "builtinEntities":
			return new BuiltinEntityExtractor(config, language);
		case "synonyms":
			return new EntitySynonymMapper(config);
		case "selector":
			return new ResponseSelector(config, arrays);
		default:
			return new FallbackClassifier(config);
	}
}

function parseText(text: string, options: ParseOptions, pipeline: readonly Component[]): ParseData {
	const read = text.length > MAX_READ_CHARS ? text.slice(0, MAX_READ_CHARS) : text;
	const message: NluMessage = {
		text: read,
		tokens: tokenize(read),
		options,
		patternSpans: [],
		intent: { name: null, confidence: 0 },
		ranking: [],
		entities: [],
		responseSelector: null,
		explanation: {},
	};
	// white space says nothing: no intent, no entity
	if (read.trim() !== "") for (const component of pipeline) component.process(message);
	return {
		text,
		intent: message.intent,
		entities: message.entities,
		text_tokens: message.tokens.map(({ start, end }): [number, number] => [start, end]),
		intent_ranking: message.ranking,
		...(message.responseSelector === null ? {} : { response_selector: message.responseSelector }),
		...(options.explain === true ? { explanation: message.explanation } : {}),
	};
}
