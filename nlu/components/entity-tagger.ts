import { z } from "zod";
import type { Entity } from "../../contracts/parse-data.ts";
import type { Component, NluMessage } from "../message.ts";
import type { JsonObject } from "../model-file.ts";
import type { PatternSpan } from "../patterns/pattern-matcher.ts";
import { tokenFeatures } from "../tagger/token-features.ts";
import { MAX_TAGGED_TOKENS, Tagger, type TaggedSpan } from "../tagger/tagger.ts";
import { type TaggedSentence, trainTagger } from "../tagger/train-tagger.ts";
import { tokenize, type Token } from "../text/tokenizer.ts";
import type { PartArrays, TrainedPart } from "../trained-part.ts";
import type { NluExample } from "../training-data.ts";

/** Type, role and group of an entity are one label of the tagger. */
const Kind = z.object({ entity: z.string(), role: z.string().nullable(), group: z.string().nullable() });
type Kind = z.infer<typeof Kind>;
const kindKey = ({ entity, role, group }: Kind): string => JSON.stringify({ entity, role, group });

export interface TaggerOptions {
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
	const sentences = examples.map((example) => tagSentence(example, kinds, spansOf(example.text)));
	const tagger = trainTagger({ kinds, sentences, seed: options.seed, onProgress: options.onProgress });
	return {
		...tagger,
		config: { tagger: tagger.config, extractor: options.extractor, splitByComma: options.splitByComma },
	};
}

function tagSentence(
	example: NluExample,
	kinds: readonly string[],
	spans: readonly PatternSpan[],
): TaggedSentence {
	const tokens = tokenize(example.text).slice(0, MAX_TAGGED_TOKENS);
	const labels = new Int32Array(tokens.length);
	for (const entity of example.entities) {
		const inside = tokens.flatMap((token, t) =>
			token.start < entity.end && token.end > entity.start ? [t] : [],
		);
		const first = inside[0];
		const last = inside.at(-1);
		if (first === undefined || last === undefined || inside.some((t) => labels[t] !== 0)) continue;
		const base = 1 + 4 * kinds.indexOf(kindKey(entity));
		if (first === last) {
			labels[first] = base + 3;
			continue;
		}
		labels.fill(base + 1, first, last + 1);
		labels[first] = base;
		labels[last] = base + 2;
	}
	return { features: tokenFeatures(tokens, spans), labels };
}

const Config = z.object({
	tagger: z.looseObject({ kinds: z.array(z.string()) }),
	extractor: z.string(),
	splitByComma: z.union([z.boolean(), z.record(z.string(), z.boolean())]),
});

/** Adds the entities that the trained tagger finds. Offsets are those of whole tokens. */
export class EntityTagger implements Component {
	readonly #tagger: Tagger;
	readonly #kinds: ReadonlyMap<string, Kind>;
	readonly #extractor: string;
	readonly #splitByComma: boolean | Record<string, boolean>;

	constructor(config: JsonObject, arrays: PartArrays) {
		const parsed = Config.parse(config);
		const tagger = z.record(z.string(), z.json()).parse(parsed.tagger);
		this.#tagger = new Tagger(tagger, arrays);
		this.#kinds = new Map(parsed.tagger.kinds.map((key) => [key, Kind.parse(JSON.parse(key))]));
		this.#extractor = parsed.extractor;
		this.#splitByComma = parsed.splitByComma;
	}

	process(message: NluMessage): void {
		for (const span of this.#tagger.tag(message.tokens, message.patternSpans)) {
			const kind = this.#kinds.get(span.kind);
			if (kind === undefined) continue;
			for (const piece of this.#pieces(message, span, kind)) {
				message.entities.push(this.#toEntity(message.text, piece, kind, span.confidence));
			}
		}
	}

	/** "milk, bread" tagged as one entity is two, unless the project says otherwise. */
	#pieces(message: NluMessage, span: TaggedSpan, kind: Kind): { start: number; end: number }[] {
		const tokens = message.tokens.slice(span.first, span.last + 1);
		const splits =
			typeof this.#splitByComma === "boolean"
				? this.#splitByComma
				: (this.#splitByComma[kind.entity] ?? true);
		const pieces: { start: number; end: number }[] = [];
		let before: Token | null = null;
		for (const token of tokens) {
			const open = pieces.at(-1);
			const cut = splits && before !== null && message.text.slice(before.end, token.start).includes(",");
			if (open === undefined || cut) pieces.push({ start: token.start, end: token.end });
			else open.end = token.end;
			before = token;
		}
		return pieces;
	}

	// oxlint-disable-next-line max-params -- four plain parts of one entity
	#toEntity(text: string, span: { start: number; end: number }, kind: Kind, confidence: number): Entity {
		return {
			entity: kind.entity,
			start: span.start,
			end: span.end,
			confidence_entity: confidence,
			value: text.slice(span.start, span.end),
			...(kind.role === null ? {} : { role: kind.role }),
			...(kind.group === null ? {} : { group: kind.group }),
			extractor: this.#extractor,
		};
	}
}
