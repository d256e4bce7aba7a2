import type { JsonObject } from "../model-file.ts";
import type { Token } from "../text/tokenizer.ts";

/** A text is taken apart into so many pieces at most: words, and in a longer text runs of words. */
const MAX_PIECES = 40;
const MIN_PIECES = 6;
/** So many characters are read, or little more, half a second's work: what is not settled by then stays a run of words. */
const MAX_READ_CHARS = 400_000;
/** A round that reads the text once for each piece takes a share of them at most. */
const MAX_ROUND_CHARS = MAX_READ_CHARS / 4;
/** So many characters are read by the sentence encoder, which takes a hundred times as long. */
const MAX_ENCODED_CHARS = 3_000;

/** What a judge says of a text; null knows no label. */
export type Verdict = {
	readonly label: string;
	readonly confidence: number;
	/** Confidence of the next label. */
	readonly next: number;
	/** Whether the sentence encoder was asked. */
	readonly isEncoded: boolean;
} | null;

type Judge = (text: string) => Verdict;

export interface DecisiveJudges {
	/** Quick and rough: finds the words. */
	readonly rough: Judge;
	/** The one that decided: says when the answer is another. */
	readonly exact: Judge;
}

/**
 * The words that decided: without them the answer is another one. The strongest pieces of the text go first, until the
 * answer changes; then all comes back that is not needed, down to single words.
 *
 * @returns `{ words, without, instead }`: the words in the order of the text, what is left of it, and the answer to that
 *   (null: none); null for a text without words
 */
export function decisiveWords(
	text: string,
	words: readonly Token[],
	label: string,
	judges: DecisiveJudges,
): JsonObject | null {
	if (words.length === 0) return null;
	const search = new Search(text, words, label, judges);
	search.bringBack(search.takeStrongest());
	return search.result();
}

/** Neighbouring words: places among all words of the text, `to` not in it. */
interface Piece {
	readonly from: number;
	readonly to: number;
}

class Search {
	readonly #text: string;
	readonly #words: readonly Token[];
	readonly #label: string;
	readonly #judges: DecisiveJudges;
	readonly #isTaken: Uint8Array;
	#charsRead = 0;
	#charsEncoded = 0;

	constructor(text: string, words: readonly Token[], label: string, judges: DecisiveJudges) {
		this.#text = text;
		this.#words = words;
		this.#label = label;
		this.#judges = judges;
		this.#isTaken = new Uint8Array(words.length);
	}

	/** Takes pieces away until the answer is another. @returns them in that order */
	takeStrongest(): readonly Piece[] {
		const taken: Piece[] = [];
		let kept = this.#ranked(this.#pieces());
		let atOnce = 1;
		while (kept.length > 0) {
			const strongest = kept.slice(0, atOnce);
			for (const { from, to } of strongest) this.#isTaken.fill(1, from, to);
			taken.push(...strongest);
			if (!this.#isTheSame(this.#judges.rough) && !this.#isTheSame(this.#judges.exact)) break;
			kept = this.#ranked(kept.slice(atOnce));
			if (this.#isExactDear()) atOnce *= 2;
		}
		return taken;
	}

	/** Gives back what isn't needed: where reading exactly would be too dear as far as the rough judge says, if it is right. */
	bringBack(taken: readonly Piece[]): void {
		const before = this.#isTaken.slice();
		for (const piece of taken) this.#bringBack(piece);
		if (this.#isTheSame(this.#judges.exact)) this.#isTaken.set(before);
	}

	result(): JsonObject {
		const without = this.#left();
		return {
			words: this.#wordsThat((isTaken) => isTaken),
			without,
			instead: this.#judges.exact(without)?.label ?? null,
		};
	}

	#pieces(): Piece[] {
		const words = this.#words.length;
		const affordable = Math.floor(MAX_ROUND_CHARS / (this.#words.at(-1)?.end ?? 1));
		const count = Math.min(words, MAX_PIECES, Math.max(MIN_PIECES, affordable));
		const startOf = (piece: number): number => Math.floor((piece * words) / count);
		return Array.from({ length: count }, (_, piece) => ({ from: startOf(piece), to: startOf(piece + 1) }));
	}

	/** First the piece without which the answer leads least; as they were when much was read already. */
	#ranked(pieces: readonly Piece[]): readonly Piece[] {
		if (this.#charsRead > MAX_READ_CHARS / 2) return pieces;
		return pieces
			.map((piece) => ({ piece, lead: this.#leadWithout(piece) }))
			.sort((a, b) => a.lead - b.lead)
			.map(({ piece }) => piece);
	}

	#leadWithout({ from, to }: Piece): number {
		this.#isTaken.fill(1, from, to);
		const lead = leadOf(this.#label, this.#read(this.#judges.rough));
		this.#isTaken.fill(0, from, to);
		return lead;
	}

	/** As much of a piece as can come back while the answer stays another one. */
	#bringBack({ from, to }: Piece): void {
		const { rough, exact } = this.#judges;
		this.#isTaken.fill(0, from, to);
		if (this.#isTaken.includes(1) && !this.#isTheSame(this.#isExactDear() ? rough : exact)) return;
		this.#isTaken.fill(1, from, to);
		if (to - from === 1 || this.#charsRead > MAX_READ_CHARS) return;
		const middle = Math.ceil((from + to) / 2);
		this.#bringBack({ from, to: middle });
		this.#bringBack({ from: middle, to });
	}

	#isExactDear(): boolean {
		return this.#charsEncoded > MAX_ENCODED_CHARS;
	}

	#isTheSame(judge: Judge): boolean {
		return this.#read(judge)?.label === this.#label;
	}

	#read(judge: Judge): Verdict {
		const left = this.#left();
		const verdict = judge(left);
		this.#charsRead += left.length;
		if (verdict?.isEncoded === true) this.#charsEncoded += left.length;
		return verdict;
	}

	#left(): string {
		return this.#wordsThat((isTaken) => !isTaken).join(" ");
	}

	#wordsThat(isWanted: (isTaken: boolean) => boolean): string[] {
		return this.#words
			.filter((_, word) => isWanted(this.#isTaken[word] === 1))
			.map(({ start, end }) => this.#text.slice(start, end));
	}
}

/** How far a verdict puts the label before every other. */
function leadOf(label: string, verdict: Verdict): number {
	if (verdict === null) return -Infinity;
	const lead = verdict.confidence - verdict.next;
	return verdict.label === label ? lead : -lead;
}
