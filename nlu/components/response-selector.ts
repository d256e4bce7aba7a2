import { z } from "zod";
import { JsonValue } from "../../contracts/parse-data.ts";
import { LinearModel } from "../linear/linear-model.ts";
import type { RowKernel } from "../linear/row-products.ts";
import { trainLinearModel } from "../linear/train-linear-model.ts";
import type { Component, NluMessage } from "../message.ts";
import { type JsonObject, JsonObjectSchema } from "../model-file.ts";
import type { PatternSpan } from "../patterns/pattern-matcher.ts";
import type { NluResources } from "../resources.ts";
import type { PartArrays, TrainedPart } from "../trained-part.ts";
import { mainIntent, type NluTrainingData } from "../training-data.ts";
import type { WordVectorTable } from "../vectors/word-vectors.ts";
import { featurizerInput } from "./intent-classifier.ts";

const RANKING_LENGTH = 10;

export interface SelectorOptions {
	/** Rasa's `retrieval_intent`; null selects among all of them. */
	readonly retrievalIntent: string | null;
	readonly rankingLength: number | null;
	readonly language: string;
	readonly wordVectors: WordVectorTable | null;
	readonly newRowKernel: (() => RowKernel) | null;
	readonly seed: number;
	readonly onProgress: (share: number) => void;
}

/** Teaches a selector; without an example of a retrieval intent that it would choose among it has no model. SPEC RS2. */
export function trainResponseSelector(
	data: NluTrainingData,
	spansOf: (text: string) => readonly PatternSpan[],
	options: SelectorOptions,
): TrainedPart {
	const retrieval = data.examples.filter((example) => example.intent.includes("/"));
	const allIntents = [...new Set(retrieval.map((example) => mainIntent(example.intent)))].sort();
	const { retrievalIntent } = options;
	const own = retrieval.filter(
		({ intent }) => retrievalIntent === null || mainIntent(intent) === retrievalIntent,
	);
	const labels = [...new Set(own.map((example) => example.intent))].sort();
	const examples = own.map((example) => ({
		input: featurizerInput(example.text, spansOf(example.text), example.language ?? options.language),
		label: labels.indexOf(example.intent),
		isSynthetic: false,
	}));
	const model =
		own.length === 0
			? null
			: trainLinearModel({
					labels,
					examples,
					wordVectors: options.wordVectors,
					newRowKernel: options.newRowKernel,
					encoder: null, // the second tier is for intents: one reading of a sentence a message
					seed: options.seed,
					onProgress: options.onProgress,
				});
	const responses = data.responses.filter((response) => labels.includes(response.key));
	return {
		arrays: model?.arrays ?? new Map(),
		config: {
			model: model?.config ?? null,
			retrievalIntent,
			allIntents,
			rankingLength: options.rankingLength ?? RANKING_LENGTH,
			responses: responses.map(({ key, variations }) => [key, [...variations]]),
		},
	};
}

const Config = z.object({
	model: JsonObjectSchema.nullable(),
	retrievalIntent: z.string().nullable(),
	allIntents: z.array(z.string()),
	rankingLength: z.int().nonnegative(),
	responses: z.array(z.tuple([z.string(), z.array(JsonValue)])),
});

/** Rasa's ResponseSelector: which response of a retrieval intent answers best. */
export class ResponseSelector implements Component {
	readonly #model: LinearModel | null;
	readonly #name: string;
	readonly #allIntents: readonly string[];
	readonly #rankingLength: number;
	readonly #responses: ReadonlyMap<string, JsonValue[]>;

	constructor(config: JsonObject, arrays: PartArrays, resources: Pick<NluResources, "wordVectors">) {
		const parsed = Config.parse(config);
		this.#model = parsed.model === null ? null : new LinearModel(parsed.model, arrays, resources);
		this.#name = parsed.retrievalIntent ?? "default";
		this.#allIntents = parsed.allIntents;
		this.#rankingLength = parsed.rankingLength;
		this.#responses = new Map(parsed.responses);
	}

	process(message: NluMessage): void {
		const input = featurizerInput(message.text, message.patternSpans, message.language);
		const ranked = this.#model?.rank(input, () => null)?.labels ?? [];
		const length = this.#rankingLength === 0 ? ranked.length : this.#rankingLength;
		const ranking = ranked
			.slice(0, length)
			.map(({ label, confidence }) => ({ confidence, intent_response_key: label }));
		const top = ranking[0] ?? { confidence: 0, intent_response_key: null };
		const key = top.intent_response_key;
		message.responseSelector = {
			...message.responseSelector,
			all_retrieval_intents: [...this.#allIntents],
			[this.#name]: {
				response: {
					responses: key === null ? null : (this.#responses.get(key) ?? [{ text: key }]),
					confidence: top.confidence,
					intent_response_key: key,
					utter_action: `utter_${key ?? "None"}`, // Python's word: clients of Rasa know this value
				},
				ranking,
			},
		};
	}
}
