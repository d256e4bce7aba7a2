/** Where in a text something stands that must not be kept: UTF-16 offsets, `end` not included. */
export interface Finding {
	readonly start: number;
	readonly end: number;
	/** `card number`, `iban`, `password`, or the name of a pattern. */
	readonly kind: string;
}

/** First characters of the decimal digits that the languages of our pages write; each block is ten in a row. */
const ZEROS = [0x0660, 0x06f0, 0xff10] as const;

/** The text with its digits as ASCII ones. The same length: offsets into it are offsets into the text. */
export function withAsciiDigits(text: string): string {
	return text.replace(/[\u0660-\u0669\u06F0-\u06F9\uFF10-\uFF19]/g, (digit) => {
		const code = digit.charCodeAt(0);
		const zero = ZEROS.find((first) => code >= first && code < first + 10) ?? code;
		return String(code - zero);
	});
}
