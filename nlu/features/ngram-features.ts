/**
 * Hashed features of a text: words, pairs of words that stand near each other, and character 2–4-grams that stay within white-space-separated words
 * (scikit-learn's `char_wb`); in Chinese and Japanese, which write no spaces, single characters too. Two blocks of buckets, words first. No vocabulary is kept. SPEC rules FE1–FE4.
 */
import { foldText } from "./fold-text.ts";

export interface NgramSettings {
	/** log2 of the number of buckets of the word block. */
	readonly wordBits: number;
	/** log2 of the number of buckets of the character block. */
	readonly charBits: number;
	/** Two words make a pair when the second is at most so many places after the first. */
	readonly pairReach: number;
	/** False where Chinese and Japanese texts are read as words with spaces between them, as models of features 3 do. */
	readonly partsUnspaced?: boolean;
}

/** Hears each feature by name when an explanation is asked for. */
export type FeatureListener = (bucket: number, name: string) => void;

/** Factors of the first word's hash: neighbours are another feature than words with others between them. */
const NEIGHBOURS = 0x9e3779b1;
const APART = 0x85ebca6b;
const MIN_CHARS = 2;
const MAX_CHARS = 4;
const WORDS = /[\p{L}\p{M}\p{N}_]+/gu;
/** Kana and Chinese characters, but for the rarest, which take two units. */
const UNSPACED = /[\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff]/;
/**
 * Chinese characters say something each, kana where they stand together: a change of script mostly begins another word.
 * No dictionary, so that every runtime finds the same ones.
 */
const UNSPACED_WORDS =
	/[\u3005-\u3007\u3400-\u9fff\uf900-\ufaff]|[\u3041-\u309f]+|[\u30a1-\u30fa\u30fc-\u30ff]+|(?:(?![\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff])[\p{L}\p{M}\p{N}_])+/gu;

/**
 * Counts features into buckets. One instance is reused for all texts: `touched` lists the buckets of the last text,
 * `counts` their counts; `clear` must be called before the next.
 */
export class NgramCounter {
	readonly buckets: number;
	readonly wordBuckets: number;
	readonly counts: Float32Array;
	readonly touched: Int32Array;
	touchedLength = 0;
	readonly #pairReach: number;
	readonly #partsUnspaced: boolean;
	readonly #wordMask: number;
	readonly #charMask: number;

	constructor(settings: NgramSettings) {
		this.wordBuckets = 2 ** settings.wordBits;
		this.buckets = this.wordBuckets + 2 ** settings.charBits;
		this.counts = new Float32Array(this.buckets);
		this.touched = new Int32Array(this.buckets);
		this.#pairReach = settings.pairReach;
		this.#partsUnspaced = settings.partsUnspaced ?? true;
		this.#wordMask = this.wordBuckets - 1;
		this.#charMask = 2 ** settings.charBits - 1;
	}

	clear(): void {
		for (let i = 0; i < this.touchedLength; i++) this.counts[this.touched[i] ?? 0] = 0;
		this.touchedLength = 0;
	}

	/** @param marks - further features by name, such as the patterns that matched (`pattern:order_number`) */
	count(text: string, marks: readonly string[], listener: FeatureListener | null): void {
		const folded = foldText(text);
		const isUnspaced = this.#partsUnspaced && UNSPACED.test(folded);
		this.#countWords(folded.match(isUnspaced ? UNSPACED_WORDS : WORDS) ?? [], listener);
		for (const word of folded.split(/\s+/)) {
			if (word.length === 0) continue;
			this.#countCharacters(` ${word} `, listener);
			if (isUnspaced) this.#countSingleCharacters(word, listener);
		}
		for (const mark of marks) {
			const bucket = this.#addWord(hashOf(mark));
			listener?.(bucket, mark);
		}
	}

	#countWords(words: readonly string[], listener: FeatureListener | null): void {
		const hashes = words.map(hashOf);
		for (let at = 0; at < words.length; at++) {
			const hash = hashes[at] ?? 0;
			const bucket = this.#addWord(hash);
			listener?.(bucket, words[at] ?? "");
			for (let apart = 1; apart <= Math.min(at, this.#pairReach); apart++) {
				const pair = Math.imul(hashes[at - apart] ?? 0, apart === 1 ? NEIGHBOURS : APART) ^ hash;
				const pairBucket = this.#addWord(pair);
				listener?.(pairBucket, `${words[at - apart]}${apart === 1 ? " " : " … "}${words[at]}`);
			}
		}
	}

	/** @returns its bucket */
	#addWord(hash: number): number {
		const bucket = mix(hash) & this.#wordMask;
		this.#add(bucket);
		return bucket;
	}

	#countCharacters(padded: string, listener: FeatureListener | null): void {
		const last = padded.length - MIN_CHARS;
		for (let start = 0; start <= last; start++) {
			let hash = 0x811c9dc5;
			const end = Math.min(padded.length, start + MAX_CHARS);
			for (let at = start; at < end; at++) {
				hash = Math.imul(hash ^ padded.charCodeAt(at), 0x01000193);
				const length = at - start + 1;
				if (length < MIN_CHARS) continue;
				const bucket = this.#addCharacters(hash);
				listener?.(bucket, padded.slice(start, at + 1));
			}
		}
	}

	#countSingleCharacters(word: string, listener: FeatureListener | null): void {
		for (const character of word) {
			if (!UNSPACED.test(character)) continue;
			const bucket = this.#addCharacters(hashOf(character));
			listener?.(bucket, character);
		}
	}

	/** @returns its bucket */
	#addCharacters(hash: number): number {
		const bucket = this.wordBuckets + (mix(hash) & this.#charMask);
		this.#add(bucket);
		return bucket;
	}

	#add(bucket: number): void {
		const count = this.counts[bucket] ?? 0;
		if (count === 0) this.touched[this.touchedLength++] = bucket;
		this.counts[bucket] = count + 1;
	}
}

/** FNV-1a over UTF-16 units. */
export function hashOf(text: string): number {
	let hash = 0x811c9dc5;
	for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
	return hash;
}

/** Spreads all bits over the low ones (the finaliser of MurmurHash3): FNV's own low bits are weak. */
export function mix(hash: number): number {
	let h = hash ^ (hash >>> 16);
	h = Math.imul(h, 0x85ebca6b);
	h ^= h >>> 13;
	h = Math.imul(h, 0xc2b2ae35);
	return (h ^ (h >>> 16)) >>> 0;
}
