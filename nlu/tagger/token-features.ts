/** Features of tokens for the tagger, as 32-bit hashes: the words around, their parts and shapes, matched patterns. */
import { hashOf, mix } from "../features/ngram-features.ts";
import type { PatternSpan } from "../patterns/pattern-matcher.ts";
import type { Token } from "../text/tokenizer.ts";

/** Features of token t stand in `[starts[t], starts[t + 1])` of `hashes`. */
export interface TokenFeatures {
	readonly starts: Int32Array;
	readonly hashes: Int32Array;
}

interface TokenFacts {
	readonly word: number;
	readonly shape: number;
	readonly prefixes: readonly number[];
	readonly suffixes: readonly number[];
	readonly marks: number[];
}

const EDGE: TokenFacts = {
	word: 0x2545f491,
	shape: 0x1b873593,
	prefixes: [],
	suffixes: [0, 0, 0, 0],
	marks: [],
};
const AFFIX_CHARS = 4;

/** Computes the features of all tokens of a text. */
export function tokenFeatures(tokens: readonly Token[], spans: readonly PatternSpan[]): TokenFeatures {
	const facts = tokens.map(factsOf);
	for (const span of spans) addMarks(facts, tokens, span);
	const starts = new Int32Array(tokens.length + 1);
	const hashes: number[] = [];
	for (let t = 0; t < tokens.length; t++) {
		addTokenFeatures(facts, t, hashes);
		starts[t + 1] = hashes.length;
	}
	return { starts, hashes: Int32Array.from(hashes) };
}

function factsOf(token: Token): TokenFacts {
	const word = token.text.toLowerCase().replace(/\p{Nd}/gu, "0");
	const head = word.slice(0, AFFIX_CHARS);
	const tail = word.slice(-AFFIX_CHARS);
	return {
		word: hashOf(word),
		shape: hashOf(shapeOf(token.text)),
		prefixes: Array.from({ length: head.length }, (_, n) => hashOf(head.slice(0, n + 1))),
		suffixes: Array.from({ length: AFFIX_CHARS }, (_, n) => hashOf(tail.slice(-n - 1))),
		marks: [],
	};
}

/** `X` for upper case, `x` for lower, `0` for digits, other signs as they are; runs are cut to two. */
function shapeOf(text: string): string {
	return text
		.slice(0, 24)
		.replace(/\p{Lu}/gu, "X")
		.replace(/[\p{Ll}\p{Lo}]/gu, "x")
		.replace(/\p{Nd}/gu, "0")
		.replace(/(.)\1{2,}/gu, "$1$1");
}

function addMarks(facts: readonly TokenFacts[], tokens: readonly Token[], span: PatternSpan): void {
	let first = true;
	tokens.forEach((token, t) => {
		if (token.end <= span.start || token.start >= span.end) return;
		facts[t]?.marks.push(hashOf(`${first ? "B" : "I"}:${span.name}`));
		first = false;
	});
}

function addTokenFeatures(facts: readonly TokenFacts[], t: number, hashes: number[]): void {
	const at = (offset: number): TokenFacts => facts[t + offset] ?? EDGE;
	const own = at(0);
	let template = 1;
	const add = (...parts: readonly number[]): void => {
		let hash = Math.imul(template++, 0x9e3779b1);
		for (const part of parts) hash = (Math.imul(hash, 31) + mix(part)) | 0;
		hashes.push(mix(hash) | 0);
	};
	add();
	for (const offset of [-3, -2, -1, 0, 1, 2, 3]) add(at(offset).word);
	add(at(-1).word, own.word);
	add(own.word, at(1).word);
	add(at(-2).word, at(-1).word);
	add(at(1).word, at(2).word);
	add(at(-1).word, at(1).word);
	add(own.shape);
	add(at(-1).shape, own.shape);
	add(own.shape, at(1).shape);
	add(at(-1).suffixes[2] ?? 0);
	add(at(1).suffixes[2] ?? 0);
	for (const suffix of own.suffixes) add(suffix);
	for (const [n, prefix] of own.prefixes.entries()) {
		template = 40 + n;
		add(prefix);
	}
	for (const [n, offset] of [-1, 0, 1].entries()) {
		for (const mark of at(offset).marks) {
			template = 50 + n;
			add(mark);
		}
	}
}
