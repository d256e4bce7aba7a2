/**
 * WordPiece as BERT's uncased models read it: lower case, accents and characters without a shape taken off, signs apart,
 * then the longest pieces that the vocabulary knows, those inside a word marked `##`.
 *
 * @see Y. Wu et al., "Google's Neural Machine Translation System", 2016, section 4.1
 */

/** Longer words are unknown as a whole, as in BERT. */
const MAX_WORD_CHARS = 100;
/** A text's beginning is enough for the pieces that are read. */
export const MAX_READ_CHARS = 1_000;
const WORDS_AND_SIGNS = /[\p{P}\p{S}]|[^\s\p{P}\p{S}\p{C}]+/gu;
/** Accents, and what has no shape of its own but those that are spaces. */
const LEFT_OUT = /\p{Mn}|(?![\t\n\r])\p{C}/gu;

/** The vocabulary of an encoder. */
export class WordPieces {
	readonly #ids: ReadonlyMap<string, number>;
	readonly #unknown: number;
	readonly #begin: number;
	readonly #end: number;

	/** @param pieces - a piece's place is its number; `[UNK]`, `[CLS]` and `[SEP]` are among them */
	constructor(pieces: readonly string[]) {
		this.#ids = new Map(pieces.map((piece, id) => [piece, id]));
		this.#unknown = this.#ids.get("[UNK]") ?? 0;
		this.#begin = this.#ids.get("[CLS]") ?? 0;
		this.#end = this.#ids.get("[SEP]") ?? 0;
	}

	/** Numbers of those pieces of a text that the vocabulary has, without `[CLS]` and `[SEP]`, `most` at most. */
	knownOf(text: string, most: number): number[] {
		return this.read(text, most + 2)
			.slice(1, -1)
			.filter((id) => id !== this.#unknown);
	}

	/** Numbers of the text's pieces between `[CLS]` and `[SEP]`, `maxTokens` at most. */
	read(text: string, maxTokens: number): number[] {
		const ids = [this.#begin];
		const folded = text.slice(0, MAX_READ_CHARS).toLowerCase().normalize("NFD").replace(LEFT_OUT, "");
		for (const [word] of folded.matchAll(WORDS_AND_SIGNS)) {
			if (ids.length >= maxTokens - 1) break;
			ids.push(...this.#piecesOf(word));
		}
		ids.length = Math.min(ids.length, maxTokens - 1);
		ids.push(this.#end);
		return ids;
	}

	#piecesOf(word: string): number[] {
		if (word.length > MAX_WORD_CHARS) return [this.#unknown];
		const found: number[] = [];
		let start = 0;
		while (start < word.length) {
			let end = word.length;
			let id: number | undefined;
			for (; end > start; end--) {
				id = this.#ids.get((start > 0 ? "##" : "") + word.slice(start, end));
				if (id !== undefined) break;
			}
			if (id === undefined) return [this.#unknown];
			found.push(id);
			start = end;
		}
		return found;
	}
}
