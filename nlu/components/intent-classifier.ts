import { z } from "zod";
import type { IntentPrediction } from "../../contracts/parse-data.ts";
import type { FeaturizerInput } from "../features/tfidf.ts";
import { LinearModel } from "../linear/linear-model.ts";
import type { RowKernel } from "../linear/row-products.ts";
import { trainLinearModel } from "../linear/train-linear-model.ts";
import type { Component, NluMessage } from "../message.ts";
import { type JsonObject, JsonObjectSchema } from "../model-file.ts";
import type { PatternSpan } from "../patterns/pattern-matcher.ts";
import type { SentenceEncoder, TaughtEncoder } from "../encoder/sentence-encoder.ts";
import type { NluResources } from "../resources.ts";
import { withApostrophes } from "../spelling/contractions.ts";
import { gatherVocabulary, SpellingCorrector } from "../spelling/spelling-corrector.ts";
import type { PartArrays, TrainedPart } from "../trained-part.ts";
import { mainIntent, type NluExample } from "../training-data.ts";
import type { WordVectorTable } from "../vectors/word-vectors.ts";
import { decisiveWords, type Verdict } from "./decisive-words.ts";

/** Rasa's default of `ranking_length`: so many intents stand in the ranking; all when 0. */
const RANKING_LENGTH = 10;
const EXPLAINED_FEATURES = 12;

/** Teaches the intent classifier. @param spansOf - what the project's patterns find in an example */
export function trainIntentClassifier(
	examples: readonly NluExample[],
	spansOf: (text: string) => readonly PatternSpan[],
	options: {
		seed: number;
		rankingLength: number | null;
		language: string;
		wordVectors: WordVectorTable | null;
		encoder: TaughtEncoder | null;
		newRowKernel: (() => RowKernel) | null;
		correctsSpelling: boolean;
		onProgress: (share: number) => void;
	},
): TrainedPart {
	const { labels, inputs } = labelledInputs(examples, spansOf, options);
	const model = trainLinearModel({
		labels,
		examples: inputs,
		wordVectors: options.wordVectors,
		encoder: options.encoder,
		newRowKernel: options.newRowKernel,
		seed: options.seed,
		onProgress: options.onProgress,
	});
	const spelling = options.correctsSpelling ? gatherVocabulary(inputs.map(({ input }) => input.text)) : null;
	return {
		arrays: new Map([...model.arrays, ...(spelling?.arrays ?? [])]),
		config: {
			model: model.config,
			spelling: spelling?.config ?? null,
			rankingLength: options.rankingLength ?? RANKING_LENGTH,
		},
	};
}

/** Examples as messages are read: with their apostrophes (SPEC SP6), the patterns looked for in what was written. */
function labelledInputs(
	examples: readonly NluExample[],
	spansOf: (text: string) => readonly PatternSpan[],
	{ language, correctsSpelling }: { language: string; correctsSpelling: boolean },
) {
	const labels = [...new Set(examples.map((example) => mainIntent(example.intent)))].sort();
	const labelled = examples.map(({ text, intent, ...example }) => {
		const own = example.language ?? language;
		return {
			input: featurizerInput(correctsSpelling ? withApostrophes(text, own) : text, spansOf(text), own),
			label: labels.indexOf(mainIntent(intent)),
			isSynthetic: false,
		};
	});
	return { labels, inputs: [...labelled, ...nameExamples(labels, language)] };
}

/** The intent's own name is one more example: `cancel_order` says much to a model of ten sentences. */
function nameExamples(labels: readonly string[], language: string) {
	return labels.map((name, label) => ({
		input: {
			text: name.replace(/[_/+-]+/g, " ").replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2"),
			marks: [],
			language,
		},
		label,
		isSynthetic: true,
	}));
}

/** A text with the names of the patterns that it matches. */
export function featurizerInput(
	text: string,
	spans: readonly PatternSpan[],
	language: string,
): FeaturizerInput {
	return { text, marks: [...new Set(spans.map((span) => `pattern:${span.name}`))], language };
}

const Config = z.object({
	model: JsonObjectSchema,
	spelling: JsonObjectSchema.nullable(),
	rankingLength: z.int().nonnegative(),
});

/** Ranks the intents of a message. A text without any known feature has no intent: name null, confidence 0. */
export class IntentClassifier implements Component {
	readonly #model: LinearModel;
	readonly #rankingLength: number;
	readonly #spelling: SpellingCorrector | null;

	constructor(config: JsonObject, arrays: PartArrays, resources: Pick<NluResources, "wordVectors">) {
		const parsed = Config.parse(config);
		this.#model = new LinearModel(parsed.model, arrays, resources);
		this.#rankingLength = parsed.rankingLength;
		this.#spelling =
			parsed.spelling === null ? null : new SpellingCorrector(parsed.spelling, arrays, resources.wordVectors);
	}

	process(message: NluMessage): void {
		const { text, input } = this.#read(message.text, message);
		if (text !== message.text && message.options.explain === true) message.explanation["read_as"] = text;
		const encoder = message.options.sentenceEncoder ?? (() => null);
		const ranking = this.#model.rank(input, encoder);
		const [top] = ranking?.labels ?? [];
		if (ranking === null || top === undefined) {
			message.intent = { name: null, confidence: 0 };
			message.ranking = [];
			return;
		}
		const length = this.#rankingLength === 0 ? ranking.labels.length : this.#rankingLength;
		message.ranking = ranking.labels.slice(0, length).map(toPrediction);
		message.intent = toPrediction(top);
		message.isSecondTier = ranking.isSecondTier;
		if (message.options.explain === true) {
			message.explanation["intents"] = ranking.labels.slice(0, 2).map(({ label, confidence }) => ({
				name: label,
				confidence,
				features: this.#model
					.explain(input, label, { encoder, limit: EXPLAINED_FEATURES })
					.map(({ feature, contribution }) => ({ feature, contribution })),
			}));
			const decisive = this.#decisiveWords(message, top.label, encoder);
			if (decisive !== null) message.explanation["decisive"] = decisive;
		}
	}

	/** A text as the model reads it: with its slips mended, and the patterns that are still in it. */
	#read(text: string, { patternSpans, language, text: whole }: NluMessage) {
		const mended = this.#spelling?.correct(text, language) ?? text;
		const spans =
			text === whole
				? patternSpans
				: patternSpans.filter(({ start, end }) => text.includes(whole.slice(start, end)));
		return { text: mended, input: featurizerInput(mended, spans, language) };
	}

	#decisiveWords(message: NluMessage, label: string, encoder: () => SentenceEncoder | null) {
		const judge = (text: string, read: () => SentenceEncoder | null): Verdict => {
			const ranking = this.#model.rank(this.#read(text, message).input, read);
			const [first, second] = ranking?.labels ?? [];
			if (ranking === null || first === undefined) return null;
			return { ...first, next: second?.confidence ?? 0, isEncoded: ranking.isSecondTier };
		};
		return decisiveWords(message.text, message.tokens, label, {
			rough: (text) => judge(text, () => null),
			exact: (text) => judge(text, encoder),
		});
	}
}

function toPrediction({ label, confidence }: { label: string; confidence: number }): IntentPrediction {
	return { name: label, confidence };
}
