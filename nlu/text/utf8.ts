/** UTF-8 without platform types: this room has neither TextEncoder nor TextDecoder. */

const REPLACEMENT = 0xfffd;

/** Encodes text as UTF-8; a lone surrogate becomes U+FFFD, as TextEncoder does. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(text.length * 3);
	let length = 0;
	for (const character of text) {
		const raw = character.codePointAt(0) ?? REPLACEMENT;
		const point = raw >= 0xd800 && raw <= 0xdfff ? REPLACEMENT : raw;
		if (point < 0x80) {
			bytes[length++] = point;
		} else if (point < 0x800) {
			bytes[length++] = 0xc0 | (point >> 6);
			bytes[length++] = 0x80 | (point & 0x3f);
		} else if (point < 0x10000) {
			bytes[length++] = 0xe0 | (point >> 12);
			bytes[length++] = 0x80 | ((point >> 6) & 0x3f);
			bytes[length++] = 0x80 | (point & 0x3f);
		} else {
			bytes[length++] = 0xf0 | (point >> 18);
			bytes[length++] = 0x80 | ((point >> 12) & 0x3f);
			bytes[length++] = 0x80 | ((point >> 6) & 0x3f);
			bytes[length++] = 0x80 | (point & 0x3f);
		}
	}
	return bytes.slice(0, length);
}

/** Decodes what `encodeUtf8` wrote. Only for bytes whose checksum was verified: malformed sequences are not diagnosed. */
export function decodeUtf8(bytes: Uint8Array): string {
	const units = new Uint16Array(bytes.length); // no sequence gives more units than it has bytes
	let length = 0;
	for (let at = 0; at < bytes.length;) {
		const first = bytes[at++] ?? 0;
		if (first < 0x80) {
			units[length++] = first;
			continue;
		}
		let more = first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
		let point = first & (0x3f >> more);
		for (; more > 0; more--) point = (point << 6) | ((bytes[at++] ?? 0) & 0x3f);
		if (point >= 0x10000) {
			units[length++] = 0xd800 | ((point - 0x10000) >> 10);
			point = 0xdc00 | (point & 0x3ff);
		}
		units[length++] = point;
	}
	let text = "";
	for (let from = 0; from < length; from += CHUNK) {
		// Reflect.apply takes the array as it is; spreading would walk through it by its iterator
		text += Reflect.apply(String.fromCharCode, null, units.subarray(from, Math.min(length, from + CHUNK)));
	}
	return text;
}

/** So many units become text at once: all of them would be too many arguments. */
const CHUNK = 4_096;
