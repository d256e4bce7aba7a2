import type { TaughtEncoder } from "./encoder/sentence-encoder.ts";
import { primarySubtag } from "./language/primary-subtag.ts";
import type { RowKernel } from "./linear/row-products.ts";
import type { JsonObject, TypedArray } from "./model-file.ts";
import type { PipelineConfig } from "./pipeline-config.ts";
import { learnParts, type PartsCache } from "./learn-parts.ts";
import { patternOptions } from "./train-component.ts";
import { buildPatterns, PatternMatcher, type PatternSpan } from "./patterns/pattern-matcher.ts";
import { type LanguageSample, trainLanguageDetector } from "./language/train-language-detector.ts";
import { partArrays, type TrainedPart } from "./trained-part.ts";
import { entityNames, intentNames, type NluTrainingData } from "./training-data.ts";
import type { WordVectorTable } from "./vectors/word-vectors.ts";

export interface NluTraining {
	readonly data: NluTrainingData;
	readonly pipeline: PipelineConfig;
	readonly language: string;
	/** Of the configuration's `additional_languages`: the model then detects the language of a message. */
	readonly additionalLanguages?: readonly string[];
	/** What else the project says in its languages, such as its responses: the detection learns from it. */
	readonly languageSamples?: readonly LanguageSample[];
	/** The same data and the same seed give the same model, byte for byte. */
	readonly seed: number;
	/** Taken when they are of one of the training's languages: the host must then have the same table. */
	readonly wordVectors?: WordVectorTable | null;
	/** Taken when it reads one of the training's languages: the intents then have a second tier. */
	readonly encoder?: TaughtEncoder | null;
	/** Gives a kernel that makes the training of many examples faster; the model is the same as without. */
	readonly newRowKernel?: (() => RowKernel) | null;
	readonly onProgress?: (progress: TrainingProgress) => void;
	/** What was learned before from the same things is taken from here; the model is the same as without. */
	readonly cache?: PartsCache;
}

export interface TrainingProgress {
	/** The component that learns, by its name in the pipeline. */
	readonly component: string;
	/** Of the whole NLU training, in [0, 1]. */
	readonly share: number;
}

/** What training the NLU gives to the model file: `config` for the header, arrays under names beginning `nlu/`. */
export interface TrainedNlu {
	readonly config: JsonObject;
	readonly arrays: ReadonlyMap<string, TypedArray>;
	readonly counts: { readonly intents: number; readonly examples: number; readonly entities: number };
}

/** Teaches every component of the pipeline, in order. Synchronous, without clock or chance. */
export function trainNlu(training: NluTraining): TrainedNlu {
	const { data, pipeline } = training;
	const arrays = new Map<string, TypedArray>();
	const components: JsonObject[] = [];
	const spansBefore = patternSpans(training);
	const { seed, language } = training;
	const wordVectors = ofOwnLanguage(training, training.wordVectors);
	const encoder = ofOwnLanguage(training, training.encoder);
	const weights = pipeline.components.map(weightOf);
	const total = weights.reduce((sum, weight) => sum + weight, 0);
	pipeline.components.forEach((component, i) => {
		const before = weights.slice(0, i).reduce((sum, weight) => sum + weight, 0);
		const onProgress = (share: number): void =>
			training.onProgress?.({
				component: component.name,
				share: (before + share * (weights[i] ?? 0)) / total,
			});
		const { spansOf, options: seen } = spansBefore(i);
		const newRowKernel = training.newRowKernel ?? null;
		const taught = { data, spansOf, language, wordVectors, encoder, newRowKernel, seed, onProgress };
		const parts = learnParts(component, taught, training.cache ?? null, seen);
		for (const { kind, part } of parts) {
			const prefix = arrayPrefix(components.length);
			for (const [name, array] of part.arrays) arrays.set(prefix + name, array);
			components.push({ kind, config: part.config });
		}
		onProgress(1);
	});
	const detector = trainDetector(training);
	for (const [name, array] of detector?.arrays ?? []) arrays.set(LANGUAGE_ARRAYS + name, array);
	return {
		config: { language: training.language, detector: detector?.config ?? null, components },
		arrays,
		counts: {
			intents: intentNames(data).length,
			examples: data.examples.length,
			entities: entityNames(data).length,
		},
	};
}

/** Of the whole time, roughly: a bar that crawls through tokenizers and then stands still tells nothing. */
function weightOf({ role }: PipelineConfig["components"][number]): number {
	if (role === "intents" || role === "intentsAndEntities") return 40;
	return role === "entities" || role === "selector" ? 10 : 1;
}

/** Where the arrays of one component stand in the model file. */
export function arrayPrefix(index: number): string {
	return `nlu/${index}/`;
}

/** Where the detector's arrays stand in the model file. */
export const LANGUAGE_ARRAYS = "nlu/language/";

function trainDetector(training: NluTraining): TrainedPart | null {
	const { data, language: fallback, additionalLanguages = [], languageSamples = [] } = training;
	const samples = [fallback, ...additionalLanguages].map((language) => ({
		language,
		texts: [
			...data.examples
				.filter((example) => (example.language ?? fallback) === language)
				.map(({ text }) => text),
			...languageSamples.filter((sample) => sample.language === language).flatMap(({ texts }) => texts),
		],
	}));
	return trainLanguageDetector(samples);
}

/** A bot in `en-GB` reads English vectors, one in German and English too. */
function ofOwnLanguage<Resource extends { readonly language: string }>(
	{ language, additionalLanguages = [] }: NluTraining,
	resource: Resource | null | undefined,
): Resource | null {
	const own = [language, ...additionalLanguages].map(primarySubtag);
	return resource !== null && resource !== undefined && own.includes(resource.language) ? resource : null;
}

/** What the RegexFeaturizers before a component will find at run time: what stands behind it, it does not see. */
function patternSpans({ data, pipeline }: NluTraining): (index: number) => {
	readonly spansOf: (text: string) => readonly PatternSpan[];
	readonly options: readonly JsonObject[];
} {
	const featurizers = pipeline.components.flatMap(({ role, options }, index) => {
		if (role !== "regexFeaturizer") return [];
		const part = buildPatterns(data, null, patternOptions(options, true));
		return [{ index, options, matcher: new PatternMatcher(part.config, partArrays(part.arrays, "")) }];
	});
	return (index) => {
		const before = featurizers.filter((featurizer) => featurizer.index < index);
		return {
			spansOf: (text) => before.flatMap(({ matcher }) => matcher.find(text)),
			options: before.map(({ options }) => options),
		};
	};
}
