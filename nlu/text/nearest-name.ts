/** Slips of the hand; a name with more edits may be nearer to another one by its words. */
const FEW_EDITS = 2;

/** The name of `known` that `given` was most likely meant to be, by its letters or its words; null when none is near. */
export function findNearest(given: string, known: readonly string[]): string | null {
	return (
		nearestByLetters(given, known, FEW_EDITS) ??
		nearestByWords(given, known) ??
		nearestByLetters(given, known, Math.floor(given.length / 3))
	);
}

function nearestByLetters(given: string, known: readonly string[], mostEdits: number): string | null {
	const wanted = given.toLowerCase();
	let best: string | null = null;
	let bestDistance = mostEdits + 1;
	for (const name of known) {
		const distance = editDistance(wanted, name.toLowerCase(), bestDistance);
		if (distance < bestDistance) {
			best = name;
			bestDistance = distance;
		}
	}
	return best;
}

/** So much of what the words of a name say must be in the other. */
const WORDS_SHARED = 0.75;

/** The one name that has the words of `given`: a word counts the more, the fewer names have it. Null when two have them. */
function nearestByWords(given: string, known: readonly string[]): string | null {
	const wanted = wordsOf(given);
	const names = known.map((name) => ({ name, words: wordsOf(name) }));
	const hasWord = (words: readonly string[], word: string): boolean =>
		words.some((one) => one === word || editDistance(one, word, 2) < Math.min(2, word.length / 3));
	const weights = wanted.map(
		(word) => 1 / Math.max(1, names.filter(({ words }) => hasWord(words, word)).length),
	);
	const total = weights.reduce((sum, weight) => sum + weight, 0);
	const scored = names.map(({ name, words }) => {
		const shared = wanted.reduce((sum, word, i) => sum + (hasWord(words, word) ? (weights[i] ?? 0) : 0), 0);
		return { name, share: total === 0 ? 0 : shared / total, words: words.length };
	});
	const [first, second] = scored.toSorted((a, b) => b.share - a.share || a.words - b.words);
	if (first === undefined || first.share < WORDS_SHARED) return null;
	return first.share === second?.share && first.words === second.words ? null : first.name;
}

/** `DIETClassifier` and `intent_split_symbol` in their words, lower case. */
function wordsOf(name: string): string[] {
	const words = name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+/gu) ?? [];
	return words.map((word) => word.toLowerCase());
}

/** ` <lead> \`name\`` for a message, or nothing when no name is near. */
export function nearestName(given: string, known: readonly string[], lead: string): string {
	const nearest = findNearest(given, known);
	return nearest === null ? "" : `${lead} \`${nearest}\`?`;
}

/** Edits between two words, neighbours swapped counting as one; `limit` when there are at least so many. */
export function editDistance(a: string, b: string, limit: number): number {
	if (Math.abs(a.length - b.length) >= limit) return limit;
	let beforeLast: number[] = [];
	let last = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const cost = a[i - 1] === b[j - 1] ? 0 : 1;
			let value = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
				value = Math.min(value, (beforeLast[j - 2] ?? 0) + 1);
			}
			row.push(value);
		}
		beforeLast = last;
		last = row;
	}
	return Math.min(last[b.length] ?? limit, limit);
}
