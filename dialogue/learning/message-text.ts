/** Words of a message that a story knows by its text, so that other ways of saying the same are near it (SPEC LP3). */

/** Characters of a message that are looked at: the rest of a long one adds nothing. */
const MAX_CHARS = 400;

/** Words, pairs of words and pieces of words; together they weigh as much whatever the message's length. */
export function textFeatures(text: string): { readonly name: string; readonly value: number }[] {
	const words = wordsOf(text);
	const names = new Set<string>();
	for (const [index, word] of words.entries()) {
		names.add(`word ${word}`);
		const next = words[index + 1];
		if (next !== undefined) names.add(`words ${word} ${next}`);
		const edged = ` ${word} `;
		for (let start = 0; start + 4 <= edged.length; start += 1)
			names.add(`piece${edged.slice(start, start + 4)}`);
	}
	const value = 3 / Math.sqrt(Math.max(1, names.size));
	return [...names].map((name) => ({ name, value }));
}

function wordsOf(text: string): string[] {
	const folded = text.slice(0, MAX_CHARS).normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
	return folded.match(/[\p{L}\p{N}']+|[^\s\p{L}\p{N}']+/gu) ?? [];
}
