/** What the detection of languages counts: n-grams of characters inside words, and whole words. */

/** A message longer than this has said its language, in UTF-16 units. */
const MAX_CHARS = 400;
/** Addresses, links and everything with a digit are of no language. */
const NOT_LANGUAGE = /(?<!\S)\S*[@\d/\\]\S*/gu;
const WORD = /[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu;
const MAX_NGRAM = 4;

/**
 * Calls `add` with each feature's 32-bit hash. Case is folded, accents stay: they tell languages apart.
 *
 * @returns how many letters were read
 */
export function eachLanguageFeature(text: string, add: (hash: number) => void): number {
	const plain = text.slice(0, MAX_CHARS).normalize("NFC").toLowerCase().replace(NOT_LANGUAGE, " ");
	let letters = 0;
	for (const [word] of plain.matchAll(WORD)) {
		letters += word.length;
		const padded = ` ${word} `;
		for (let start = 0; start < padded.length; start++) {
			let hash = OFFSET;
			for (let at = start; at < Math.min(start + MAX_NGRAM, padded.length); at++) {
				hash = step(hash, padded.charCodeAt(at));
				if (at > start || padded.charCodeAt(at) !== SPACE) add(finish(hash));
			}
		}
		let hash = step(OFFSET, WORD_MARK);
		for (let at = 0; at < word.length; at++) hash = step(hash, word.charCodeAt(at));
		add(finish(hash));
	}
	return letters;
}

// FNV-1a over UTF-16 units, with a last mixing so that low bits are good
const OFFSET = 0x811c9dc5;
const SPACE = 32;
const WORD_MARK = 1;

function step(hash: number, unit: number): number {
	return Math.imul(hash ^ unit, 0x01000193);
}

function finish(hash: number): number {
	return (hash ^ (hash >>> 15)) >>> 0;
}
