import { z } from "zod";
import type { Entity } from "../../contracts/parse-data.ts";
import type { Component, NluMessage } from "../message.ts";
import type { JsonObject, TypedArray } from "../model-file.ts";
import type { PatternSpan } from "../patterns/pattern-matcher.ts";
import {
	type AnnotatedSentence,
	gatherKnowledge,
	KnowledgeReader,
	nameKnowledge,
} from "../tagger/knowledge.ts";
import { type LabelledRun, writeRun } from "../tagger/labels.ts";
import { MAX_TAGGED_TOKENS, Tagger } from "../tagger/tagger.ts";
import { FeatureReader } from "../tagger/token-features.ts";
import type { TaggedSentence } from "../tagger/learn-chain.ts";
import { SpanFeatureReader } from "../tagger/span-features.ts";
import { remindsOf, trainTagger } from "../tagger/train-tagger.ts";
import { wordClasses } from "../tagger/word-classes.ts";
import { tokenize, type Token } from "../text/tokenizer.ts";
import type { PartArrays, TrainedPart } from "../trained-part.ts";
import { mainIntent, type NluExample } from "../training-data.ts";
import type { WordVectorTable } from "../vectors/word-vectors.ts";

/** Type, role and group of an entity are one label of the tagger. */
const Kind = z.object({ entity: z.string(), role: z.string().nullable(), group: z.string().nullable() });
type Kind = z.infer<typeof Kind>;
const kindKey = ({ entity, role, group }: Kind): string => JSON.stringify({ entity, role, group });

export interface TaggerOptions {
	readonly wordVectors: WordVectorTable | null;
	readonly seed: number;
	/** Rasa's `split_entities_by_comma`: for all entities, or by name. */
	readonly splitByComma: boolean | Record<string, boolean>;
	readonly extractor: string;
	readonly onProgress: (share: number) => void;
}

/** Teaches the tagger from annotated examples; null when there are no annotations. */
export function trainEntityTagger(
	examples: readonly NluExample[],
	spansOf: (text: string) => readonly PatternSpan[],
	options: TaggerOptions,
): TrainedPart | null {
	const kinds = [...new Set(examples.flatMap((example) => example.entities.map(kindKey)))].sort();
	if (kinds.length === 0) return null;
	const intents = [...new Set(examples.map((example) => mainIntent(example.intent)))].sort();
	const annotated = examples.map((example) => annotate(example, kinds, intents));
	const classes = options.wordVectors === null ? null : wordClasses(options.wordVectors);
	const knowledge = gatherKnowledge(annotated, intents.length, classes);
	const knowledgeReader = new KnowledgeReader(knowledge);
	const features = new FeatureReader(knowledgeReader);
	const sentences = annotated.map((sentence, i): TaggedSentence => {
		const labels = new Int32Array(sentence.tokens.length);
		for (const run of sentence.runs) writeRun(labels, run);
		const read = features.read(sentence.tokens, spansOf(examples[i]?.text ?? ""), sentence);
		const { words, topic } = read;
		return {
			features: read,
			labels,
			context: { words, topic, forgets: knowledgeReader.own(sentence, words) },
		};
	});
	const reminders = !remindsOf(annotated.length)
		? []
		: sentences.map((sentence, i): TaggedSentence => {
				const { tokens } = annotated[i] ?? { tokens: [] };
				return { ...sentence, features: features.read(tokens, spansOf(examples[i]?.text ?? "")) };
			});
	const { config, arrays } = trainTagger({
		kinds: kinds.length,
		sentences,
		reminders,
		spans: knowledge.isOfMany ? new SpanFeatureReader(knowledge) : null,
		seed: options.seed,
		onProgress: options.onProgress,
	});
	return {
		config: {
			kinds,
			tagger: { ...config, hasClasses: classes !== null, isOfMany: knowledge.isOfMany },
			extractor: options.extractor,
			splitByComma: options.splitByComma,
		},
		arrays: new Map<string, TypedArray>([...arrays, ...nameKnowledge(knowledge)]),
	};
}

function annotate(
	example: NluExample,
	kinds: readonly string[],
	intents: readonly string[],
): AnnotatedSentence {
	const tokens = tokenize(example.text).slice(0, MAX_TAGGED_TOKENS);
	const runs: LabelledRun[] = [];
	for (const entity of example.entities) {
		const first = tokens.findIndex((token) => token.end > entity.start);
		const last = tokens.findLastIndex((token) => token.start < entity.end);
		if (first < 0 || last < first) continue;
		// of two entities on one token the first is learned
		if (runs.some((run) => run.first <= last && run.last >= first)) continue;
		runs.push({ kind: kinds.indexOf(kindKey(entity)), first, last });
	}
	return { tokens, runs, intent: intents.indexOf(mainIntent(example.intent)) };
}

const Config = z.object({
	kinds: z.array(z.string()),
	tagger: z.record(z.string(), z.json()),
	extractor: z.string(),
	splitByComma: z.union([z.boolean(), z.record(z.string(), z.boolean())]),
});

/** Adds the entities that the trained tagger finds. Offsets are those of whole tokens. */
export class EntityTagger implements Component {
	readonly #tagger: Tagger;
	readonly #kinds: readonly Kind[];
	readonly #extractor: string;
	readonly #splitByComma: boolean | Record<string, boolean>;

	constructor(config: JsonObject, arrays: PartArrays) {
		const parsed = Config.parse(config);
		this.#tagger = new Tagger(parsed.tagger, arrays);
		this.#kinds = parsed.kinds.map((key) => Kind.parse(JSON.parse(key)));
		this.#extractor = parsed.extractor;
		this.#splitByComma = parsed.splitByComma;
	}

	process(message: NluMessage): void {
		message.entities.push(...this.find(message.text, message.tokens, message.patternSpans));
	}

	/** The entities of a text, in its order. */
	find(text: string, tokens: readonly Token[], patternSpans: readonly PatternSpan[]): Entity[] {
		return this.#tagger.tag(tokens, patternSpans).flatMap((run): Entity[] => {
			const kind = this.#kinds[run.kind];
			if (kind === undefined) return [];
			const found = this.#describe(kind, run);
			return this.#pieces(text, tokens.slice(run.first, run.last + 1), kind).map(({ start, end }) => ({
				entity: kind.entity,
				start,
				end,
				...found,
				value: text.slice(start, end),
				extractor: this.#extractor,
			}));
		});
	}

	/** Confidences by Rasa's names: that these tokens are such an entity, and that it has the role, the group. */
	#describe(kind: Kind, run: LabelledRun) {
		let [ofEntity, ofRole, ofGroup] = [0, 0, 0];
		this.#kinds.forEach((other, number) => {
			if (other.entity !== kind.entity) return;
			const share = this.#tagger.probability({ ...run, kind: number });
			ofEntity += share;
			if (other.role === kind.role) ofRole += share;
			if (other.group === kind.group) ofGroup += share;
		});
		return {
			confidence_entity: asShare(ofEntity),
			...(kind.role === null ? {} : { role: kind.role, confidence_role: asShare(ofRole) }),
			...(kind.group === null ? {} : { group: kind.group, confidence_group: asShare(ofGroup) }),
		};
	}

	/** "milk, bread" tagged as one entity is two, unless the project says otherwise. */
	#pieces(text: string, tokens: readonly Token[], kind: Kind): { start: number; end: number }[] {
		const splits =
			typeof this.#splitByComma === "boolean"
				? this.#splitByComma
				: (this.#splitByComma[kind.entity] ?? true);
		const pieces: { start: number; end: number }[] = [];
		let before: Token | null = null;
		for (const token of tokens) {
			const open = pieces.at(-1);
			const cut = splits && before !== null && text.slice(before.end, token.start).includes(",");
			if (open === undefined || cut) pieces.push({ start: token.start, end: token.end });
			else open.end = token.end;
			before = token;
		}
		return pieces;
	}
}

/** In single precision, as the intents' are: the last bits of a double are not the same in every runtime (SPEC BI5). */
function asShare(probability: number): number {
	return Math.fround(Math.min(1, probability));
}
