/** Characters beyond this are not read for intents: a message that long has said what it wants (SPEC BI2). */
export const MAX_FEATURE_CHARS = 2_000;

/**
 * What the classifiers read of a text: its beginning, in lower case, compatibility forms unified, every digit as `0`
 * (no order number was ever seen in training), apostrophes and quotation marks in their plain form.
 */
export function foldText(text: string): string {
	const head = text.length > MAX_FEATURE_CHARS ? text.slice(0, MAX_FEATURE_CHARS) : text;
	if (ASCII_ONLY.test(head)) return head.toLowerCase().replace(ASCII_DIGIT, "0");
	return head
		.normalize("NFKC")
		.toLowerCase()
		.replace(COMBINING_DOT, "i")
		.replace(ANY_DIGIT, "0")
		.replace(QUOTE, "'");
}

const ASCII_ONLY = /^[\x20-\x7e]*$/;
const ASCII_DIGIT = /[0-9]/g;
const ANY_DIGIT = /\p{Nd}/gu;
const COMBINING_DOT = /i\u0307/g; // the lower case of the Turkish capital dotted I
const QUOTE = /[\u2018\u2019\u02bc`´]/g;
