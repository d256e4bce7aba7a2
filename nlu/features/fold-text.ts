/** Characters beyond this are not read for intents: a message that long has said what it wants (SPEC BI2). */
export const MAX_FEATURE_CHARS = 2_000;

/**
 * What the classifiers read of a text: its beginning, in lower case, compatibility forms unified, every digit as `0`
 * (no order number was ever seen in training), apostrophes and quotation marks in their plain form, without the accents
 * that hurried customers leave out and without what nobody sees (SPEC FE1, FE4, FE6).
 */
export function foldText(text: string): string {
	const head = text.length > MAX_FEATURE_CHARS ? text.slice(0, MAX_FEATURE_CHARS) : text;
	if (ASCII_ONLY.test(head)) return head.toLowerCase().replace(ASCII_DIGIT, "0");
	const folded = withoutUnseen(head).normalize("NFKD").toLowerCase().replace(ACCENTS, "");
	return foldArabic(folded.replaceAll("ı", "i").replaceAll("ß", "ss"))
		.normalize("NFC")
		.replace(ANY_DIGIT, "0")
		.replace(QUOTE, "'");
}

/** A text without soft hyphens, spaces of no width and byte order marks: they come with what is copied from elsewhere. */
export function withoutUnseen(text: string): string {
	return text.replace(UNSEEN, "");
}

/** Alef and hamza forms have lost their marks already; what is left are letters that are written for one another. */
function foldArabic(text: string): string {
	if (!ARABIC.test(text)) return text;
	return text.replaceAll("\u0640", "").replaceAll("\u0671", "ا").replaceAll("ى", "ي").replaceAll("ة", "ه");
}

/** Joiners of no width are not among them: they part the forms of Persian and Indian letters, and make one emoji of several. */
const UNSEEN = /[\u00ad\u200b\u2060\ufeff]/g;
const ASCII_ONLY = /^[\x20-\x7e]*$/;
const ASCII_DIGIT = /[0-9]/g;
const ANY_DIGIT = /\p{Nd}/gu;
const ACCENTS =
	/(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\u0640])[\p{Mn}\u0307]+/gu;
const ARABIC = /\p{Script=Arabic}/u;
const QUOTE = /[\u2018\u2019\u02bc`´]/g;
