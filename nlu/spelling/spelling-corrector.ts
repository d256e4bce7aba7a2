/**
 * Reads slips of the hand: a word that neither the project nor its language's table knows is read as the known word one
 * slip away that the project uses most. SPEC rules SP1–SP6.
 */
import { z } from "zod";
import { primarySubtag } from "../language/primary-subtag.ts";
import { foldText, withoutUnseen } from "../features/fold-text.ts";
import type { JsonObject, TypedArray } from "../model-file.ts";
import { placeOfHash } from "../rising-hashes.ts";
import type { PartArrays, TrainedPart } from "../trained-part.ts";
import { withApostrophes } from "./contractions.ts";
import { foldedWords, scaleOf, wordHash, type WordVectorTable } from "../vectors/word-vectors.ts";

const Config = z.object({ letters: z.string() });
const WORD = /[\p{L}\p{M}\p{N}_]+/gu;
const LETTERS_ONLY = /^\p{L}+$/u;

/** One letter has too many neighbours; what is longer is no word. */
const MIN_CHARS = 2;
const MAX_CHARS = 24;
/**
 * A table has nearly every group of so many letters: where no example has it, and a word that so many examples have is
 * one slip away, it is a slip. Chosen on development parts with slips of the hand.
 */
const MAX_SHORT_CHARS = 3;
const MIN_COUNT_OF_SHORT = 20;
/** Where no table says which words exist, a rare or short word may be one that the project does not use. */
const MIN_CHARS_WITHOUT_TABLE = 5;
const MIN_COUNT_WITHOUT_TABLE = 3;
/** A text with more unknown words than this is in no language of ours: the rest is left as it is. */
const MAX_CORRECTIONS = 8;
const MAX_COUNT = 255;

/** Gathers the words of a project's examples. */
export function gatherVocabulary(texts: readonly string[]): TrainedPart {
	const counts = new Map<number, number>();
	const letters = new Set<string>();
	for (const text of texts) {
		for (const word of new Set(foldedWords(text))) {
			if (!LETTERS_ONLY.test(word)) continue;
			const hash = wordHash(word);
			counts.set(hash, (counts.get(hash) ?? 0) + 1);
			for (const letter of word) letters.add(letter);
		}
	}
	const ordered = [...counts].sort((a, b) => a[0] - b[0]);
	return {
		config: { letters: [...letters].sort().join("") },
		arrays: new Map<string, TypedArray>([
			["spelling/words", Uint32Array.from(ordered, ([hash]) => hash)],
			["spelling/counts", Uint8Array.from(ordered, ([, count]) => Math.min(MAX_COUNT, count))],
		]),
	};
}

/** Stateless; one serves all texts. */
export class SpellingCorrector {
	readonly #letters: readonly string[];
	readonly #words: Uint32Array;
	readonly #counts: Uint8Array;
	readonly #table: WordVectorTable | null;

	/** @param table - tells which words exist in its language, however rare in the project */
	constructor(config: JsonObject, arrays: PartArrays, table: WordVectorTable | null) {
		this.#letters = Array.from(Config.parse(config).letters);
		this.#words = arrays.uint32("spelling/words");
		this.#counts = arrays.uint8("spelling/counts");
		this.#table = table;
	}

	/** The text with its slips mended; the same text when there are none. */
	correct(text: string, language: string): string {
		const table = this.#table?.language === primarySubtag(language) ? this.#table : null;
		let left = MAX_CORRECTIONS;
		return withApostrophes(withoutUnseen(text), language).replace(WORD, (word) => {
			if (left === 0 || word.length < MIN_CHARS || word.length > MAX_CHARS) return word;
			const folded = foldText(word);
			const least = LETTERS_ONLY.test(folded) ? this.#leastCount(folded, table) : null;
			if (least === null) return word;
			left--;
			return this.#nearest(folded, table, least) ?? word;
		});
	}

	/** In how many examples a word must be for this one to be read as it; null for a word that stays. */
	#leastCount(word: string, table: WordVectorTable | null): number | null {
		const hash = wordHash(word);
		if (placeOfHash(this.#words, hash) >= 0) return null;
		if (table === null) return word.length < MIN_CHARS_WITHOUT_TABLE ? null : MIN_COUNT_WITHOUT_TABLE;
		if (scaleOf(table, hash) === null) return 0;
		return word.length > MAX_SHORT_CHARS ? null : MIN_COUNT_OF_SHORT;
	}

	/** The word one slip away that most examples have, at least so many; else the commonest of the table; null when there is none. */
	#nearest(word: string, table: WordVectorTable | null, least: number): string | null {
		let best: string | null = null;
		let most = 0;
		for (const candidate of oneSlipAway(word, this.#lettersLike(word))) {
			const hash = wordHash(candidate);
			const own = placeOfHash(this.#words, hash);
			const count = own >= 0 ? (this.#counts[own] ?? 0) : table === null ? 0 : commonness(table, hash);
			if (count < least || count <= most) continue;
			most = count;
			best = candidate;
		}
		return best;
	}

	/** Letters of the word's own script, near enough: those of the same block of Unicode. */
	#lettersLike(word: string): string[] {
		const block = word.charCodeAt(0) >> 8;
		return this.#letters.filter((letter) => letter.charCodeAt(0) >> 8 === block);
	}
}

/** Below 1, so that any word of the project comes first: the less a word says, the commoner it is. 0 for no word. */
function commonness(table: WordVectorTable, hash: number): number {
	const scale = scaleOf(table, hash);
	return scale === null ? 0 : 1 / (1 + scale / TYPICAL_SCALE) / 2;
}

/** Scales are relative to the largest of the table. */
const TYPICAL_SCALE = 0.1;

/** Words from which one slip makes this one: a letter left out, doubled, hit wrongly, or two changed round. */
function* oneSlipAway(word: string, letters: readonly string[]): Generator<string> {
	for (let at = 0; at <= word.length; at++) {
		const head = word.slice(0, at);
		const tail = word.slice(at);
		const [first = "", second = ""] = tail;
		if (second !== "" && first !== second) yield head + second + first + tail.slice(2);
		if (first !== "") yield head + tail.slice(1);
		for (const letter of letters) {
			yield head + letter + tail;
			if (first !== "" && letter !== first) yield head + letter + tail.slice(1);
		}
	}
}
