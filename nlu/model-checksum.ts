/** Finds damage in a model file. */

/** Where the length of the header stands, and how many bytes stand before the header: see `model-file.ts`. */
export const JSON_BYTES_AT = 12;
export const PREFIX_BYTES = 24;

/**
 * Fletcher's sum over 32-bit words: finds damage, no cryptography. It runs once, before any compiler has looked at it:
 * only additions, for a multiplication there is a call, and in short calls, for what is called often is compiled soon,
 * while one long loop is compiled at its end.
 */
export function checksum(file: Uint8Array): [low: number, high: number] {
	const words = new Int32Array(file.buffer, file.byteOffset, file.byteLength >> 2);
	const sums = Int32Array.of((words[JSON_BYTES_AT >> 2] ?? 0) ^ 0x9e3779b9, file.byteLength);
	const whole = words.length - ((words.length - (PREFIX_BYTES >> 2)) % UNROLLED);
	for (let from = PREFIX_BYTES >> 2; from < whole; from += WORDS_A_CALL) {
		addWords(words, sums, from, Math.min(whole, from + WORDS_A_CALL));
	}
	let low = sums[0] ?? 0;
	let high = sums[1] ?? 0;
	const add = (value: number): void => {
		low = (low + value) | 0;
		high = (high + low) | 0;
	};
	for (let i = whole; i < words.length; i++) add(words[i] ?? 0);
	for (let at = words.length << 2; at < file.length; at++) add(file[at] ?? 0);
	return [low >>> 0, high >>> 0];
}

const UNROLLED = 8;
const WORDS_A_CALL = 1_024;

/** Adds a multiple of `UNROLLED` words to the two sums: before it is compiled the loop itself costs as much as a sum. */
function addWords(words: Int32Array, sums: Int32Array, from: number, end: number): void {
	let low = sums[0] ?? 0;
	let high = sums[1] ?? 0;
	for (let i = from; i < end; i += UNROLLED) {
		low = (low + (words[i] ?? 0)) | 0;
		high = (high + low) | 0;
		low = (low + (words[i + 1] ?? 0)) | 0;
		high = (high + low) | 0;
		low = (low + (words[i + 2] ?? 0)) | 0;
		high = (high + low) | 0;
		low = (low + (words[i + 3] ?? 0)) | 0;
		high = (high + low) | 0;
		low = (low + (words[i + 4] ?? 0)) | 0;
		high = (high + low) | 0;
		low = (low + (words[i + 5] ?? 0)) | 0;
		high = (high + low) | 0;
		low = (low + (words[i + 6] ?? 0)) | 0;
		high = (high + low) | 0;
		low = (low + (words[i + 7] ?? 0)) | 0;
		high = (high + low) | 0;
	}
	sums[0] = low;
	sums[1] = high;
}
