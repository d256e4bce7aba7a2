/**
 * Features of tokens for the tagger, as 32-bit hashes: the words around, their parts, shapes and classes, what the
 * project's patterns matched, and what the training data knows of words, values and intents.
 */
import { hashOf, mix } from "../features/ngram-features.ts";
import type { PatternSpan } from "../patterns/pattern-matcher.ts";
import type { Token } from "../text/tokenizer.ts";
import { type AnnotatedSentence, KnowledgeReader, plainWord, wordKeys } from "./knowledge.ts";
import { CLASS_SHIFTS, classOf } from "./word-classes.ts";

/** Features of token t stand in `[starts[t], starts[t + 1])` of `hashes`, those of the word itself from `own[t]` on. */
export interface TokenFeatures {
	readonly starts: Int32Array;
	readonly own: Int32Array;
	readonly hashes: Int32Array;
}

/** What else was found out about a sentence on the way. */
export interface ReadSentence extends TokenFeatures {
	/** One hash a token. */
	readonly words: Int32Array;
	/** The likeliest intent. */
	readonly topic: number;
}

interface TokenFacts {
	readonly word: number;
	readonly shape: number;
	/** Of one to five characters; the hash of the whole word where it is shorter. */
	readonly prefixes: Int32Array;
	readonly suffixes: Int32Array;
	/** Finest class of the word, -1 for none. */
	readonly wordClass: number;
	readonly valueMarks: readonly number[];
	readonly wordMarks: readonly number[];
	readonly patternMarks: number[];
}

const AFFIX_CHARS = 5;
/** Characters of a word that are read. */
const MAX_WORD_CHARS = 40;
const MAX_SHAPE_CHARS = 24;
const NO_AFFIXES = new Int32Array(AFFIX_CHARS);
const BEFORE = edge(0x2545f491);
const AFTER = edge(0x1b873593);

function edge(word: number): TokenFacts {
	return {
		word,
		shape: word,
		prefixes: NO_AFFIXES,
		suffixes: NO_AFFIXES,
		wordClass: -1,
		valueMarks: [],
		wordMarks: [],
		patternMarks: [],
	};
}

/** Numbers of the templates; those that come in rows (offsets, lengths) begin here. */
const TEMPLATE = {
	bias: 1,
	word: 5, // ± 3
	pairs: 10,
	shapes: 20,
	neighbourSuffixes: 25,
	prefixes: 30,
	suffixes: 40,
	classes: 60, // ± 2, four levels each
	classPairs: 90,
	values: 101, // ± 1
	kinds: 121, // ± 1
	patterns: 131, // ± 1
	topic: 140,
	far: 150,
} as const;
/** So many words on either side count by their place. */
const NEAR = 3;
/** Words up to here count by their side: it bounds the time for one text. */
const FAR = 16;

/** Computes features of one text after the other. */
export class FeatureReader {
	readonly #knowledge: KnowledgeReader;
	readonly #hashes: number[] = [];

	constructor(knowledge: KnowledgeReader) {
		this.#knowledge = knowledge;
	}

	/** @param annotated - the sentence, where it is one of the training data */
	read(
		tokens: readonly Token[],
		spans: readonly PatternSpan[],
		annotated: AnnotatedSentence | null = null,
	): ReadSentence {
		const words = wordKeys(tokens);
		const own = annotated === null ? undefined : this.#knowledge.own(annotated, words);
		const values = this.#knowledge.valueMarks(words, own);
		const topic = this.#knowledge.topic(words, own);
		const facts = tokens.map((token, t): TokenFacts => {
			const word = words[t] ?? 0;
			return {
				...formOf(token.text, word),
				wordClass: this.#knowledge.classes === null ? -1 : classOf(this.#knowledge.classes, lowerCase(token)),
				valueMarks: values[t] ?? [],
				wordMarks: this.#knowledge.wordMarks(word, own),
				patternMarks: [],
			};
		});
		for (const span of spans) addPatternMarks(facts, tokens, span);
		const starts = new Int32Array(tokens.length + 1);
		const ownStarts = new Int32Array(tokens.length);
		this.#hashes.length = 0;
		for (let t = 0; t < tokens.length; t++) {
			this.#addSurroundings(facts, t, topic);
			ownStarts[t] = this.#hashes.length;
			this.#addOwn(facts, t, topic);
			starts[t + 1] = this.#hashes.length;
		}
		return { starts, own: ownStarts, hashes: Int32Array.from(this.#hashes), words, topic };
	}

	#add(template: number, first = 0, second = 0): void {
		const hash = (Math.imul(template, 0x9e3779b1) + first) | 0;
		this.#hashes.push(mix((Math.imul(mix(hash), 31) + second) | 0) | 0);
	}

	/** What stands before and after: holds whatever the word itself is. */
	#addSurroundings(facts: readonly TokenFacts[], t: number, topic: number): void {
		const before = factsAt(facts, t - 1);
		const after = factsAt(facts, t + 1);
		const word = (offset: number): number => factsAt(facts, t + offset).word;
		this.#add(TEMPLATE.bias);
		for (let offset = -NEAR; offset <= NEAR; offset++)
			if (offset !== 0) this.#add(TEMPLATE.word + offset, word(offset));
		this.#add(TEMPLATE.pairs, word(-2), word(-1));
		this.#add(TEMPLATE.pairs + 1, word(1), word(2));
		this.#add(TEMPLATE.pairs + 2, word(-1), word(1));
		this.#add(TEMPLATE.neighbourSuffixes, before.suffixes[2]);
		this.#add(TEMPLATE.neighbourSuffixes + 1, after.suffixes[2]);
		this.#add(TEMPLATE.topic, topic);
		this.#add(TEMPLATE.topic + 1, topic, before.word);
		this.#add(TEMPLATE.topic + 2, topic, after.word);
		if (this.#knowledge.isOfMany) this.#addFar(facts, t, topic);
		for (const offset of [-1, 1]) this.#addMarks(factsAt(facts, t + offset), offset);
		if (this.#knowledge.classes === null) return;
		for (const offset of [-2, -1, 1, 2]) this.#addClass(factsAt(facts, t + offset), offset);
		this.#add(TEMPLATE.classPairs, wideClass(before), wideClass(after));
	}

	/** What stands further off, on either side: "by" later in a sentence says what a title before it is a title of. */
	#addFar(facts: readonly TokenFacts[], t: number, topic: number): void {
		const end = Math.min(facts.length, t + FAR + 1);
		for (let i = Math.max(0, t - FAR); i < t - NEAR; i++)
			this.#add(TEMPLATE.far, topic, factsAt(facts, i).word);
		for (let i = t + NEAR + 1; i < end; i++) this.#add(TEMPLATE.far + 1, topic, factsAt(facts, i).word);
	}

	/** What the word itself is, alone and beside its neighbours. */
	#addOwn(facts: readonly TokenFacts[], t: number, topic: number): void {
		const before = factsAt(facts, t - 1);
		const own = factsAt(facts, t);
		const after = factsAt(facts, t + 1);
		this.#add(TEMPLATE.word, own.word);
		this.#add(TEMPLATE.pairs + 3, before.word, own.word);
		this.#add(TEMPLATE.pairs + 4, own.word, after.word);
		this.#add(TEMPLATE.shapes, own.shape);
		this.#add(TEMPLATE.shapes + 1, before.shape, own.shape);
		this.#add(TEMPLATE.shapes + 2, own.shape, after.shape);
		for (let length = 0; length < own.prefixes.length; length++) {
			this.#add(TEMPLATE.prefixes + length, own.prefixes[length]);
			this.#add(TEMPLATE.suffixes + length, own.suffixes[length]);
		}
		this.#add(TEMPLATE.topic + 3, topic, own.word);
		this.#addMarks(own, 0);
		if (this.#knowledge.classes === null) return;
		this.#addClass(own, 0);
		this.#add(TEMPLATE.classPairs + 1, wideClass(before), wideClass(own));
		this.#add(TEMPLATE.classPairs + 2, wideClass(own), wideClass(after));
	}

	#addClass({ wordClass }: TokenFacts, offset: number): void {
		if (wordClass < 0) return;
		for (const [level, shift] of CLASS_SHIFTS.entries()) {
			this.#add(TEMPLATE.classes + (offset + 2) * CLASS_SHIFTS.length + level, wordClass >> shift);
		}
	}

	#addMarks({ valueMarks, wordMarks, patternMarks }: TokenFacts, offset: number): void {
		for (const mark of valueMarks) this.#add(TEMPLATE.values + offset, mark);
		for (const mark of wordMarks) this.#add(TEMPLATE.kinds + offset, mark);
		for (const mark of patternMarks) this.#add(TEMPLATE.patterns + offset, mark);
	}
}

/** Of the second coarsest level. */
const wideClass = ({ wordClass }: TokenFacts): number => wordClass >> CLASS_SHIFTS[1];

function factsAt(facts: readonly TokenFacts[], t: number): TokenFacts {
	return facts[t] ?? (t < 0 ? BEFORE : AFTER);
}

const lowerCase = (token: Token): string =>
	token.text.slice(0, MAX_WORD_CHARS).normalize("NFC").toLowerCase();

function formOf(text: string, word: number): Pick<TokenFacts, "word" | "shape" | "prefixes" | "suffixes"> {
	const plain = plainWord(text.slice(0, MAX_WORD_CHARS));
	const affixes = Math.min(AFFIX_CHARS, plain.length);
	return {
		word,
		shape: hashOf(shapeOf(text)),
		prefixes: Int32Array.from({ length: affixes }, (_, n) => hashOf(plain.slice(0, n + 1))),
		suffixes: Int32Array.from({ length: affixes }, (_, n) => hashOf(plain.slice(-n - 1))),
	};
}

/** `X` for upper case, `x` for lower, `0` for digits, other signs as they are; runs are cut to two. */
function shapeOf(text: string): string {
	return text
		.normalize("NFC")
		.slice(0, MAX_SHAPE_CHARS)
		.replace(/\p{Lu}/gu, "X")
		.replace(/[\p{Ll}\p{Lo}]/gu, "x")
		.replace(/\p{Nd}/gu, "0")
		.replace(/(.)\1{2,}/gu, "$1$1");
}

function addPatternMarks(facts: readonly TokenFacts[], tokens: readonly Token[], span: PatternSpan): void {
	let first = true;
	tokens.forEach((token, t) => {
		if (token.end <= span.start || token.start >= span.end) return;
		facts[t]?.patternMarks.push(hashOf(`${first ? "B" : "I"}:${span.name}`));
		first = false;
	});
}
