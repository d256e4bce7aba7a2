import type { Random } from "../nlu/random.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/**
 * A text as a hurried hand types it: in every third word, from one of the first three on, one letter is left out, put
 * in, hit wrongly or swapped with the next.
 */
export function withTypingNoise(text: string, random: Random): string {
	const first = Math.floor(random() * 3);
	let index = 0;
	return text.replace(/\S+/g, (word) => (index++ % 3 === first ? withOneSlip(word, random) : word));
}

function withOneSlip(word: string, random: Random): string {
	const letters = Array.from(word);
	const at = Math.floor(random() * letters.length);
	const others = LETTERS.replace(letters[at] ?? "", "");
	const other = others[Math.floor(random() * others.length)] ?? "";
	const slip = Math.floor(random() * 4);
	if (slip === 0 && letters.length > 1) letters.splice(at, 1);
	else if (slip === 1) letters.splice(at, 0, other);
	else if (slip === 2 && letters.length > 1) swap(letters, Math.min(at, letters.length - 2));
	else letters[at] = other;
	return letters.join("");
}

function swap(letters: string[], at: number): void {
	letters.splice(at, 2, letters[at + 1] ?? "", letters[at] ?? "");
}
