import { COMMON_PASSWORD_FILTER } from "./common-password-filter.ts";

/** Hashes of one password: at 20 bits each this many make a false alarm rarest. */
const HASHES = 14;

let bits: Uint8Array | null = null;

/** Whether a password is on the list of those that everybody tries: never misses one, and seldom takes another for one. */
export function isCommonPassword(password: string): boolean {
	bits ??= Uint8Array.from(atob(COMMON_PASSWORD_FILTER), (char) => char.charCodeAt(0));
	const filter = bits;
	return bloomPositions(password, filter.length * 8).every(
		(position) => ((filter[position >> 3] ?? 0) & (1 << (position & 7))) !== 0,
	);
}

/** Where a word's bits stand in a filter of `size` bits: two sums (FNV-1a) that make all the others. */
export function bloomPositions(word: string, size: number): number[] {
	const first = fnv(word, 0x811c9dc5);
	const second = fnv(word, 0x01000193) | 1;
	return Array.from({ length: HASHES }, (_, index) => ((first + Math.imul(index, second)) >>> 0) % size);
}

function fnv(word: string, seed: number): number {
	let sum = seed;
	for (const byte of new TextEncoder().encode(word)) sum = Math.imul(sum ^ byte, 0x01000193);
	sum ^= sum >>> 15; // its low bits alone would be poor
	return Math.imul(sum, 0x2c1b3c6d) >>> 0;
}
