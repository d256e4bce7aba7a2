import type { JsonObject } from "../model-file.ts";
import type { Token } from "../text/tokenizer.ts";

/** So many words at most are tried; those beyond stay in the text. */
const MAX_WORDS = 40;

/** What a judge says of a text: its label with the confidence, and the confidence of the next; null knows no label. */
export type Verdict = { readonly label: string; readonly confidence: number; readonly next: number } | null;

export interface DecisiveJudges {
	/** Quick and rough: finds the words. */
	readonly rough: (text: string) => Verdict;
	/** The one that decided: says when the answer is another. */
	readonly exact: (text: string) => Verdict;
}

/**
 * The words that decided: without them the answer is another one. The strongest go first, until the answer
 * changes; then all come back that are not needed.
 *
 * @returns `{ words, without, instead }`: the words in the order of the text, what is left of it, and the answer to that
 *   (null: none); null when the words that may be tried don't change it
 */
export function decisiveWords(
	text: string,
	words: readonly Token[],
	label: string,
	{ rough, exact }: DecisiveJudges,
): JsonObject | null {
	let kept = words.slice(0, MAX_WORDS);
	const rest = words.slice(MAX_WORDS);
	const left = (): string => textOf(text, kept, rest);
	const taken: Token[] = [];
	do {
		const [strongest] = kept
			.map((word) => ({ word, lead: leadOf(label, rough(textOf(text, without(kept, word), rest))) }))
			.sort((a, b) => a.lead - b.lead);
		if (strongest === undefined) return null;
		taken.push(strongest.word);
		kept = without(kept, strongest.word);
	} while (exact(left())?.label === label);
	// what was taken early may not be needed any more
	for (const word of taken.slice(0, -1)) {
		const alone = kept;
		kept = [...kept, word].sort((a, b) => a.start - b.start);
		if (exact(left())?.label === label) kept = alone;
	}
	const isKept = new Set(kept);
	return {
		words: taken
			.filter((word) => !isKept.has(word))
			.sort((a, b) => a.start - b.start)
			.map(({ start, end }) => text.slice(start, end)),
		without: left(),
		instead: exact(left())?.label ?? null,
	};
}

/** How far a verdict puts the label before every other. */
function leadOf(label: string, verdict: Verdict): number {
	if (verdict === null) return -Infinity;
	const lead = verdict.confidence - verdict.next;
	return verdict.label === label ? lead : -lead;
}

function without(words: readonly Token[], word: Token): Token[] {
	return words.filter((other) => other !== word);
}

function textOf(text: string, kept: readonly Token[], rest: readonly Token[]): string {
	return [...kept, ...rest].map(({ start, end }) => text.slice(start, end)).join(" ");
}
