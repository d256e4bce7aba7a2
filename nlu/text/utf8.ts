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
	const parts: string[] = [];
	let units: number[] = [];
	for (let at = 0; at < bytes.length;) {
		const [point, width] = readPoint(bytes, at);
		at += width;
		if (point < 0x10000) units.push(point);
		else units.push(0xd800 | ((point - 0x10000) >> 10), 0xdc00 | ((point - 0x10000) & 0x3ff));
		if (units.length > 4096) {
			parts.push(String.fromCharCode(...units));
			units = [];
		}
	}
	parts.push(String.fromCharCode(...units));
	return parts.join("");
}

function readPoint(bytes: Uint8Array, at: number): [point: number, width: number] {
	const first = bytes[at] ?? 0;
	const next = (offset: number): number => (bytes[at + offset] ?? 0) & 0x3f;
	if (first < 0x80) return [first, 1];
	if (first < 0xe0) return [((first & 0x1f) << 6) | next(1), 2];
	if (first < 0xf0) return [((first & 0x0f) << 12) | (next(1) << 6) | next(2), 3];
	return [((first & 0x07) << 18) | (next(1) << 12) | (next(2) << 6) | next(3), 4];
}
