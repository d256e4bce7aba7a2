/**
 * A text none of whose words is in any example: letters and meaning alone speak for a label then, and of a few dozen examples
 * they hardly tell "hmm" from a complaint. Examples say how rare that is among what the bot is for; the rarer, the
 * more of such texts are something else. SPEC rule LM14.
 */
import { z } from "zod";
import type { SparseMatrix } from "./sparse-matrix.ts";

export const UnreadTexts = z.object({
	/** How new such a text is, in [0, 1], where its best margin is not near an ordinary one. */
	novelty: z.number().min(0).max(1),
	/** Best margin of an ordinary text. */
	ordinary: z.number(),
	/** Best margin of a text that shares nothing with the examples. */
	unrelated: z.number(),
});
export type UnreadTexts = Readonly<z.infer<typeof UnreadTexts>>;

/** So many texts to each that the bot is for are something else and have no known word. */
const STRANGERS = 0.02;
/** No example of a few dozen is without a known word: one in ten times as many may be. */
const ONE_MORE = 0.1;

/**
 * @param examples - of each row of the matrix: synthetic ones are no messages
 * @param wordColumns - so many columns, the first ones, are words and pairs of them
 */
export function judgeUnread(
	matrix: SparseMatrix,
	examples: readonly { readonly isSynthetic: boolean }[],
	{ wordColumns, ordinary, unrelated }: { wordColumns: number; ordinary: number; unrelated: number },
): UnreadTexts {
	const rows = [...examples.keys()].filter((row) => examples[row]?.isSynthetic !== true);
	const wordsOf = (row: number): Int32Array =>
		matrix.indices
			.subarray(matrix.rowStarts[row], matrix.rowStarts[row + 1])
			.filter((column) => column < wordColumns);
	const examplesWith = new Int32Array(wordColumns);
	for (const row of rows)
		for (const column of wordsOf(row)) examplesWith[column] = (examplesWith[column] ?? 0) + 1;
	// as if each had been held out: a word of its own is no known one
	const unread = rows.filter((row) => wordsOf(row).every((column) => (examplesWith[column] ?? 0) < 2)).length;
	const share = (unread + ONE_MORE) / (rows.length + 1);
	return { novelty: STRANGERS / (STRANGERS + share), ordinary, unrelated };
}

/**
 * On the way from what shares nothing with the examples to an ordinary text: up to the first a text without a known word is as
 * new as such texts are, from the second on letters and meaning say enough. Chosen on small bots drawn from the public sets.
 */
const NEW_UP_TO = 0.4;
const KNOWN_FROM = 0.6;

/** How new a text without a known word is, in [0, 1]. */
export function noveltyOfUnread({ novelty, ordinary, unrelated }: UnreadTexts, bestMargin: number): number {
	const reach = ordinary - unrelated;
	const way = reach > 0 ? (bestMargin - unrelated) / reach : Number(bestMargin >= ordinary);
	return novelty * Math.min(1, Math.max(0, (KNOWN_FROM - way) / (KNOWN_FROM - NEW_UP_TO)));
}
