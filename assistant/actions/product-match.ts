/** Whether a product that the shop's search found is what the customer asked for: the search gives its best, however poor. */
import type { ProductView } from "../../contracts/shop.ts";

/** Shorter words have too many neighbours one letter away: `chez` is no `chef`. */
const MIN_TYPO_CHARS = 5;
/** Shorter words say too little to call a product near. */
const MIN_NEAR_CHARS = 3;

/** What was looked for. */
export interface Wanted {
	/** Words with single spaces between them. */
	readonly words: string;
	/** What the NLU knows as products: these words are spelt as they are meant, `towel` is no mistyped `tower`. */
	readonly known: string;
}

/**
 * All that was asked for is said of the product, some of it by its name or number (a table that "fits beside every sofa" is no
 * sofa), or the message holds the product's whole name.
 */
export function isMeant(product: ProductView, { words, known }: Wanted): boolean {
	const asked = stems(words);
	const correct = new Set(stems(known));
	const called = stems(`${product.name} ${product.sku} ${product.sku.replaceAll("-", "")}`);
	const own = [...called, ...stems(product.description)];
	const isAmong = (others: readonly string[], word: string): boolean =>
		others.some((other) => other === word || (!correct.has(word) && isTypo(word, other)));
	const isSaid = asked.every((word) => isAmong(own, word)) && asked.some((word) => isAmong(called, word));
	return isSaid || stems(product.name).every((word) => asked.includes(word));
}

/** Something of it is in the product's name. */
export function isNear(product: ProductView, { words }: Wanted): boolean {
	const name = new Set(stems(product.name));
	return stems(words).some((word) => word.length >= MIN_NEAR_CHARS && name.has(word));
}

/** Words and numbers in lower case, without an English plural. */
function stems(text: string): string[] {
	const words = text.toLowerCase().match(/\p{N}+|[\p{L}\p{N}]{2,}/gu) ?? [];
	return words.map((word) => word.replace(/(?<=\p{L}{2})(?<!s)s$|(?<=s|x|ch|sh)es$/u, ""));
}

/** One letter more, less or another, or two changed about. */
function isTypo(word: string, other: string): boolean {
	if (Math.min(word.length, other.length) < MIN_TYPO_CHARS || Math.abs(word.length - other.length) > 1)
		return false;
	let start = 0;
	while (start < word.length && word[start] === other[start]) start += 1;
	let end = 0;
	const most = Math.min(word.length, other.length) - start;
	while (end < most && word.at(-1 - end) === other.at(-1 - end)) end += 1;
	const [left, right] = [word.slice(start, word.length - end), other.slice(start, other.length - end)];
	if (left.length <= 1 && right.length <= 1) return true;
	return left.length === 2 && right === `${left[1]}${left[0]}`;
}
