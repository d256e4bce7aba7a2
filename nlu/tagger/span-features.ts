/**
 * Features of a whole span that may be an entity: what a chain, which sees two labels at once, can't ask. How sure the
 * chain is and of what else, which values and words are known, what stands at the edges, what else is in the sentence.
 */
import { mix } from "../features/ngram-features.ts";
import { placeOfHash } from "../rising-hashes.ts";
import {
	countOwn,
	type KnowledgeArrays,
	MAX_VALUE_TOKENS,
	NOTHING_OWN,
	type OwnKnowledge,
	valueKey,
} from "./knowledge.ts";
import type { SpanCandidate } from "./span-candidates.ts";

/** A sentence whose spans are described. */
export interface SpanContext {
	/** One hash a token. */
	readonly words: Int32Array;
	/** The likeliest intent. */
	readonly topic: number;
	/** Of a sentence of the training data: what it must not know of itself. */
	readonly forgets?: OwnKnowledge;
}

interface SpanSentence extends SpanContext {
	readonly candidates: readonly SpanCandidate[];
}

/** Features of candidate c stand in `[starts[c], starts[c + 1])` of `hashes`, each with its value. */
export interface SpanFeatures {
	readonly starts: Int32Array;
	readonly hashes: Int32Array;
	readonly values: Float32Array;
}

const TEMPLATE = {
	odds: 1,
	oddsOfKind: 2,
	kind: 3,
	best: 4,
	bestOfKind: 5,
	alone: 6,
	free: 7,
	lead: 8,
	rival: 9,
	rivalStart: 10, // and of the kind
	rivalEnd: 12, // and of the kind
	value: 20,
	valueOfKind: 21,
	otherValue: 22,
	length: 30,
	lengthOfKind: 31,
	place: 32,
	before: 40,
	after: 41,
	around: 42,
	twoBefore: 43,
	twoAfter: 44,
	firstWord: 45,
	lastWord: 46,
	unknown: 50,
	share: 51,
	shareOfKind: 52,
	topic: 60,
	company: 70,
	again: 71,
	crowd: 72,
} as const;
/** Hashes of what stands before the first and after the last word. */
const START = 0x2545f491;
const END = 0x1b873593;
const MOST_TOKENS = 6;
/** A kind is in the sentence when the chain gives a span of it so much. */
const LIKELY = 0.3;
const SURE = 0.5;

/** Describes the candidates of one sentence after the other. */
export class SpanFeatureReader {
	readonly #knowledge: KnowledgeArrays;
	readonly #hashes: number[] = [];
	readonly #values: number[] = [];

	constructor(knowledge: KnowledgeArrays) {
		this.#knowledge = knowledge;
	}

	read(context: SpanContext, candidates: readonly SpanCandidate[]): SpanFeatures {
		const sentence: SpanSentence = { ...context, candidates };
		this.#hashes.length = 0;
		this.#values.length = 0;
		const starts = new Int32Array(candidates.length + 1);
		candidates.forEach((candidate, c) => {
			this.#addChain(candidate);
			this.#addRivals(sentence, candidate);
			this.#addValue(sentence, candidate);
			this.#addWords(sentence, candidate);
			this.#addEdges(sentence.words, candidate);
			this.#addCompany(sentence, candidate);
			this.#add(TEMPLATE.topic, 1, candidate.kind, sentence.topic);
			starts[c + 1] = this.#hashes.length;
		});
		return {
			starts,
			hashes: Int32Array.from(this.#hashes),
			values: Float32Array.from(this.#values),
		};
	}

	// oxlint-disable-next-line max-params -- called some thirty times a candidate: no object for each
	#add(template: number, value: number, first = 0, second = 0, third = 0): void {
		const head = mix((Math.imul(template, 0x9e3779b1) + first) | 0);
		const middle = mix((Math.imul(head, 31) + second) | 0);
		this.#hashes.push(mix((Math.imul(middle, 31) + third) | 0) | 0);
		this.#values.push(value);
	}

	/** What the chain says of it. */
	#addChain({ kind, share, isBest }: SpanCandidate): void {
		const odds = Math.log(Math.max(share, MIN_SHARE) / Math.max(1 - share, MIN_SHARE));
		this.#add(TEMPLATE.odds, odds / 2);
		this.#add(TEMPLATE.oddsOfKind, odds / 4, kind);
		this.#add(TEMPLATE.kind, 1, kind);
		if (!isBest) return;
		this.#add(TEMPLATE.best, 1);
		this.#add(TEMPLATE.bestOfKind, 1, kind);
	}

	/** The likeliest candidate that it can't stand beside, and the words that only one of the two has. */
	#addRivals({ words, candidates }: SpanSentence, own: SpanCandidate): void {
		let rival: SpanCandidate | null = null;
		let free = 1 - own.share;
		for (const other of candidates) {
			if (other === own || other.first > own.last || other.last < own.first) continue;
			free -= other.share;
			if (rival === null || other.share > rival.share) rival = other;
		}
		this.#add(TEMPLATE.free, Math.max(0, free));
		if (rival === null) {
			this.#add(TEMPLATE.alone, 1);
			return;
		}
		this.#add(TEMPLATE.lead, Math.max(-3, Math.min(3, Math.log(own.share / rival.share))));
		const start = Math.sign(own.first - rival.first);
		const end = Math.sign(rival.last - own.last);
		this.#add(TEMPLATE.rival, 1, own.kind, rival.kind, start * 3 + end);
		if (start === 0 && end === 0) return;
		const sides = start * 3 + end;
		const from = twoWords(words, Math.min(own.first, rival.first), Math.max(own.first, rival.first));
		const to = twoWords(words, Math.min(own.last, rival.last) + 1, Math.max(own.last, rival.last) + 1);
		this.#add(TEMPLATE.rivalStart, 1, sides, from);
		this.#add(TEMPLATE.rivalStart + 1, 1, sides, from, own.kind);
		this.#add(TEMPLATE.rivalEnd, 1, sides, to);
		this.#add(TEMPLATE.rivalEnd + 1, 1, sides, to, own.kind);
	}

	/** How often the whole value is known as its kind, and as others. */
	#addValue({ words, forgets = NOTHING_OWN }: SpanSentence, { kind, first, last }: SpanCandidate): void {
		const { values } = this.#knowledge;
		let key = 0;
		for (let t = first; t <= last; t++) key = valueKey(key, words[t] ?? 0);
		const row = last - first < MAX_VALUE_TOKENS ? placeOfHash(values.keys, key) : -1;
		let ofKind = 0;
		let ofOthers = 0;
		for (let i = row < 0 ? 1 : (values.starts[row] ?? 0); i < (values.starts[row + 1] ?? 0); i++) {
			const other = values.labels[i] ?? 0;
			const count = (values.counts[i] ?? 0) - countOwn(forgets.values, key, other);
			if (count <= 0) continue;
			if (other === kind) ofKind += count;
			else {
				ofOthers += count;
				this.#add(TEMPLATE.otherValue, 1, kind, other);
			}
		}
		const known = 4 * stepOf(ofKind) + stepOf(ofOthers);
		this.#add(TEMPLATE.value, 1, known);
		this.#add(TEMPLATE.valueOfKind, 1, kind, known);
	}

	/** How many words it has, how many of them no other sentence had, and how often the others stood in its kind. */
	#addWords({ words, forgets = NOTHING_OWN }: SpanSentence, { kind, first, last }: SpanCandidate): void {
		const { words: table } = this.#knowledge;
		let unknown = 0;
		let shares = 0;
		for (let t = first; t <= last; t++) {
			const word = words[t] ?? 0;
			const row = placeOfHash(table.keys, word);
			let total = 0;
			let ofKind = 0;
			for (let i = row < 0 ? 1 : (table.starts[row] ?? 0); i < (table.starts[row + 1] ?? 0); i++) {
				const label = table.labels[i] ?? 0;
				const count = (table.counts[i] ?? 0) - countOwn(forgets.words, word, label);
				total += count;
				if (label === kind + 1) ofKind += count;
			}
			if (total <= 0) unknown++;
			else shares += ofKind / total;
		}
		const length = last - first + 1;
		const isStrange = unknown === length ? 1 : 0;
		this.#add(TEMPLATE.unknown, 1, kind, Math.min(3, unknown), isStrange);
		this.#add(TEMPLATE.share, shares / length);
		this.#add(TEMPLATE.shareOfKind, shares / length, kind);
		this.#add(TEMPLATE.length, 1, Math.min(MOST_TOKENS, length));
		this.#add(TEMPLATE.lengthOfKind, 1, kind, Math.min(MOST_TOKENS, length));
		this.#add(TEMPLATE.place, 1, kind, first === 0 ? 1 : 0, last === words.length - 1 ? 1 : 0);
	}

	#addEdges(words: Int32Array, { kind, first, last }: SpanCandidate): void {
		const before = wordAt(words, first - 1);
		const after = wordAt(words, last + 1);
		this.#add(TEMPLATE.before, 1, kind, before);
		this.#add(TEMPLATE.after, 1, kind, after);
		this.#add(TEMPLATE.around, 1, kind, before, after);
		this.#add(TEMPLATE.twoBefore, 1, kind, wordAt(words, first - 2), before);
		this.#add(TEMPLATE.twoAfter, 1, kind, after, wordAt(words, last + 2));
		this.#add(TEMPLATE.firstWord, 1, before, words[first]);
		this.#add(TEMPLATE.lastWord, 1, words[last], after);
	}

	/** Which kinds the rest of the sentence is likely to have. */
	#addCompany({ candidates }: SpanSentence, own: SpanCandidate): void {
		const most = new Map<number, number>();
		for (const { kind, first, last, share } of candidates) {
			if (first <= own.last && last >= own.first) continue;
			most.set(kind, Math.max(share, most.get(kind) ?? 0));
		}
		let sure = 0;
		for (const [kind, share] of most) {
			if (share > SURE) sure++;
			if (share > LIKELY) this.#add(TEMPLATE.company, share, own.kind, kind);
		}
		this.#add(TEMPLATE.again, most.get(own.kind) ?? 0, own.kind);
		this.#add(TEMPLATE.crowd, 1, own.kind, Math.min(4, sure));
	}
}

const MIN_SHARE = 1e-4;

/** Counts in steps: none, one, two or three, more. */
const stepOf = (count: number): number => (count === 0 ? 0 : count === 1 ? 1 : count < 4 ? 2 : 3);

const wordAt = (words: Int32Array, t: number): number => words[t] ?? (t < 0 ? START : END);

/** The first two of the words in `[from, to)`, as one number. */
function twoWords(words: Int32Array, from: number, to: number): number {
	let key = 0;
	for (let t = from; t < Math.min(to, from + 2); t++) key = valueKey(key, words[t] ?? 0);
	return key;
}
