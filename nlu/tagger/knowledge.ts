/**
 * What the tagger knows beside its weights: values that the training data annotated, the kinds that each word was
 * seen in, what the sentences of each intent are about, and classes of words. A sentence of the training data asks as
 * if it had never been annotated (leave-one-out): otherwise every value would be known, and the weights would trust
 * what no new message has. SPEC rules TG6–TG8.
 */
import { hashOf, mix } from "../features/ngram-features.ts";
import { placeOfHash } from "../rising-hashes.ts";
import type { Token } from "../text/tokenizer.ts";
import type { PartArrays } from "../trained-part.ts";
import { type CountArrays, CountTableBuilder, nameCountArrays, readCountArrays } from "./count-table.ts";
import { type LabelledRun, PART } from "./labels.ts";
import { readWordClasses, type WordClassArrays } from "./word-classes.ts";

/** A sentence as the training data has it. `intent` and kinds are numbers. */
export interface AnnotatedSentence {
	readonly tokens: readonly Token[];
	readonly runs: readonly LabelledRun[];
	readonly intent: number;
}

/** What to forget while one sentence asks: its own annotations. */
export interface OwnKnowledge {
	/** Key and label of each count that came from the sentence, one after the other. */
	readonly values: readonly number[];
	readonly words: readonly number[];
	readonly intent: number;
}

export const NOTHING_OWN: OwnKnowledge = { values: [], words: [], intent: -1 };
/** Longer values are not looked up: the time for a text is bounded by tokens × this. */
export const MAX_VALUE_TOKENS = 8;
/** Counts added to each n-gram of each intent, so that an unknown one does not decide alone. */
const SMOOTHING = 0.1;

export interface KnowledgeArrays {
	/** Kinds of values, by the hash of their words. */
	readonly values: CountArrays;
	/** Kinds (+ 1; 0 for none) of single words. */
	readonly words: CountArrays;
	/** Intents of words and pairs of words. */
	readonly topics: CountArrays;
	/** Sentences, then n-grams of each intent. */
	readonly intents: Float32Array;
	readonly classes: WordClassArrays | null;
	/** Whether there were enough sentences for what only many can teach. */
	readonly isOfMany: boolean;
}

/**
 * From so many sentences on a word that none of them had says something: before, most words of most messages are so. Of
 * fewer, words that stand far apart are joined by chance, and what was not seen together may yet be.
 */
export const ENOUGH_SENTENCES = 1_000;

/** One hash a token: lower case, digits alike, accents on their letters. */
export function wordKeys(tokens: readonly Token[]): Int32Array {
	return Int32Array.from(tokens, (token) => hashOf(plainWord(token.text)));
}

export function plainWord(text: string): string {
	return text.normalize("NFC").toLowerCase().replace(DIGITS, "0");
}

const DIGITS = /\p{Nd}/gu;

/** Each text's distinct words and pairs of neighbours. */
function topicKeys(words: Int32Array): Set<number> {
	const keys = new Set<number>();
	for (let t = 0; t < words.length; t++) {
		keys.add(mix(words[t] ?? 0));
		if (t > 0) keys.add(mix(Math.imul(words[t - 1] ?? 0, 0x9e3779b1) ^ (words[t] ?? 0)));
	}
	return keys;
}

/** Hash of the first word of a value, and of one word more. */
export const valueKey = (before: number, word: number): number => (Math.imul(before, 31) + mix(word)) | 0;

function ownOf(sentence: AnnotatedSentence, words: Int32Array): OwnKnowledge {
	const kinds = new Int32Array(words.length);
	const values: number[] = [];
	for (const { kind, first, last } of sentence.runs) {
		kinds.fill(kind + 1, first, last + 1);
		if (last - first >= MAX_VALUE_TOKENS) continue;
		let key = 0;
		for (let t = first; t <= last; t++) key = valueKey(key, words[t] ?? 0);
		values.push(key >>> 0, kind);
	}
	return {
		values,
		words: [...words].flatMap((word, t) => [word >>> 0, kinds[t] ?? 0]),
		intent: sentence.intent,
	};
}

/** Counts what the sentences say. @param intents - how many there are */
export function gatherKnowledge(
	sentences: readonly AnnotatedSentence[],
	intents: number,
	classes: WordClassArrays | null,
): KnowledgeArrays {
	const values = new CountTableBuilder();
	const words = new CountTableBuilder();
	const topics = new CountTableBuilder();
	const totals = new Float32Array(intents * 2);
	for (const sentence of sentences) {
		const keys = wordKeys(sentence.tokens);
		const own = ownOf(sentence, keys);
		for (let i = 0; i < own.values.length; i += 2) values.add(own.values[i] ?? 0, own.values[i + 1] ?? 0);
		for (let i = 0; i < own.words.length; i += 2) words.add(own.words[i] ?? 0, own.words[i + 1] ?? 0);
		const topic = topicKeys(keys);
		for (const key of topic) topics.add(key, sentence.intent);
		totals[sentence.intent] = (totals[sentence.intent] ?? 0) + 1;
		totals[intents + sentence.intent] = (totals[intents + sentence.intent] ?? 0) + topic.size;
	}
	// an n-gram of one sentence says nothing: left out, none is there
	return {
		values: values.build(1),
		words: words.build(1),
		topics: topics.build(2),
		intents: totals,
		classes,
		isOfMany: sentences.length >= ENOUGH_SENTENCES,
	};
}

export function nameKnowledge(knowledge: KnowledgeArrays) {
	const { values, words, topics, intents, classes } = knowledge;
	return [
		...nameCountArrays("value", values),
		...nameCountArrays("word", words),
		...nameCountArrays("topic", topics),
		["intents", intents] as const,
		...(classes === null
			? []
			: ([
					["classWords", classes.words],
					["classes", classes.classes],
				] as const)),
	] as const;
}

export function readKnowledge(
	arrays: PartArrays,
	{ hasClasses, isOfMany }: { hasClasses: boolean; isOfMany: boolean },
): KnowledgeArrays {
	return {
		values: readCountArrays("value", arrays),
		words: readCountArrays("word", arrays),
		topics: readCountArrays("topic", arrays),
		intents: arrays.float32("intents"),
		classes: hasClasses ? readWordClasses(arrays) : null,
		isOfMany,
	};
}

/** The mark of a word that no other sentence had. */
const UNKNOWN = -1;

/** A mark on a token by a known value: the kind, and which part of the value the token is. */
const markOf = (kind: number, part: number): number => kind * 4 + part;

/** Asks the knowledge about one text at a time. */
export class KnowledgeReader {
	readonly classes: WordClassArrays | null;
	readonly isOfMany: boolean;
	readonly #arrays: KnowledgeArrays;
	readonly #intents: number;
	readonly #scores: Float64Array;

	constructor(arrays: KnowledgeArrays) {
		this.classes = arrays.classes;
		this.isOfMany = arrays.isOfMany;
		this.#arrays = arrays;
		this.#intents = arrays.intents.length / 2;
		this.#scores = new Float64Array(this.#intents);
	}

	/** What a training sentence must not know of itself. */
	own(sentence: AnnotatedSentence, words: Int32Array): OwnKnowledge {
		return ownOf(sentence, words);
	}

	/** For each token the marks of the longest known values that it is part of, one a kind. */
	valueMarks(words: Int32Array, own: OwnKnowledge = NOTHING_OWN): number[][] {
		const { values } = this.#arrays;
		const found: { kind: number; first: number; last: number }[] = [];
		for (let first = 0; first < words.length; first++) {
			let key = 0;
			const end = Math.min(words.length, first + MAX_VALUE_TOKENS);
			for (let last = first; last < end; last++) {
				key = valueKey(key, words[last] ?? 0);
				const row = placeOfHash(values.keys, key);
				if (row < 0) continue;
				for (let i = values.starts[row] ?? 0; i < (values.starts[row + 1] ?? 0); i++) {
					const kind = values.labels[i] ?? 0;
					if ((values.counts[i] ?? 0) > countOwn(own.values, key, kind)) found.push({ kind, first, last });
				}
			}
		}
		found.sort((a, b) => b.last - b.first - (a.last - a.first) || a.first - b.first || a.kind - b.kind);
		const marks: number[][] = Array.from(words, () => []);
		for (const { kind, first, last } of found) {
			const own = marks.slice(first, last + 1);
			if (own.some((at) => at.some((mark) => mark >> 2 === kind))) continue;
			own.forEach((at, i) => {
				const part =
					first === last ? PART.unit : i === 0 ? PART.begin : i === last - first ? PART.last : PART.inside;
				at.push(markOf(kind, part));
			});
		}
		return marks;
	}

	/** The kinds that a word was seen in, each with how often in three steps. */
	wordMarks(word: number, own: OwnKnowledge = NOTHING_OWN): number[] {
		const { words } = this.#arrays;
		const row = placeOfHash(words.keys, word);
		const marks: number[] = [];
		let total = 0;
		const end = row < 0 ? 0 : (words.starts[row + 1] ?? 0);
		for (let i = row < 0 ? 0 : (words.starts[row] ?? 0); i < end; i++) {
			total += (words.counts[i] ?? 0) - countOwn(own.words, word, words.labels[i] ?? 0);
		}
		if (total === 0) return this.#arrays.isOfMany ? [UNKNOWN] : [];
		for (let i = words.starts[row] ?? 0; i < end; i++) {
			const kind = words.labels[i] ?? 0;
			const count = (words.counts[i] ?? 0) - countOwn(own.words, word, kind);
			if (count <= 0) continue;
			const share = count / total;
			marks.push(kind * 6 + (share > 0.8 ? 0 : share > 0.3 ? 1 : 2) * 2 + (total >= 4 ? 1 : 0));
		}
		return marks;
	}

	/** The likeliest intent (naive Bayes over words and pairs of words). */
	topic(words: Int32Array, own: OwnKnowledge = NOTHING_OWN): number {
		const { topics, intents } = this.#arrays;
		const scores = this.#scores;
		const all = this.#intents;
		const keys = topicKeys(words);
		for (let intent = 0; intent < all; intent++) {
			const isOwn = intent === own.intent ? 1 : 0;
			const ngrams = (intents[all + intent] ?? 0) - isOwn * keys.size + SMOOTHING * topics.keys.length;
			scores[intent] =
				Math.log((intents[intent] ?? 0) - isOwn + 0.5) - keys.size * Math.log(Math.max(ngrams, SMOOTHING));
		}
		for (const key of keys) {
			const row = placeOfHash(topics.keys, key);
			if (row < 0) continue;
			for (let i = topics.starts[row] ?? 0; i < (topics.starts[row + 1] ?? 0); i++) {
				const intent = topics.labels[i] ?? 0;
				const count = (topics.counts[i] ?? 0) - (intent === own.intent ? 1 : 0);
				scores[intent] = (scores[intent] ?? 0) + Math.log(1 + count / SMOOTHING);
			}
		}
		let best = 0;
		for (let intent = 1; intent < all; intent++)
			if ((scores[intent] ?? 0) > (scores[best] ?? 0)) best = intent;
		return best;
	}
}

/** How often a count of `key` and `label` came from the sentence itself. */
export function countOwn(own: readonly number[], key: number, label: number): number {
	let count = 0;
	for (let i = 0; i < own.length; i += 2) if (own[i] === key >>> 0 && own[i + 1] === label) count++;
	return count;
}
