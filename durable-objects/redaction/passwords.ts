import type { Finding } from "./finding.ts";
import { BREAKS, FILLERS, KEYWORDS, LINKS, NOT_SECRETS, SURE_LINKS } from "./password-words.ts";

const NAMES = KEYWORDS.join("|");
/** The thing, and not a part of a longer word. */
const KEYWORD = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${NAMES})(?![\\p{L}\\p{N}_])`, "giu");
const ONLY_KEYWORD = new RegExp(`^(?:[\\p{L}\\p{N}]+[_ .-]){0,3}(?:${NAMES})$`, "iu");

/** Words between the thing and the link: "my password for the shop is …". */
const MAX_WORDS_TO_LINK = 5;
/** Fillers and further links before the secret. */
const MAX_WORDS_TO_SECRET = 4;
/** Nobody types a longer one; the bound keeps the search linear. */
const MAX_SECRET_CHARS = 128;

const WORD_BEFORE_LINK = /\s*(:=|=>|->|[:=→]|[^\s:=→]{1,128})/y;
const WORD_AFTER_LINK = /\s*(:=|=>|->|[:=→]|\S{1,128})/y;

/** Opening quotation marks and what closes them. */
const QUOTES = new Map(
	['""', "''", "``", "«»", "“”", "„“", "‘’", "‚‘", "<>"].map(([open = "", close = ""]) => [open, close]),
);

interface Word {
	readonly text: string;
	readonly start: number;
}

/** Secrets that somebody tells us by name: "my password is …", in the languages of the pages. */
export function findPasswords(text: string): Finding[] {
	const found: Finding[] = [];
	for (const { index, 0: keyword } of text.matchAll(KEYWORD)) {
		if (index < (found.at(-1)?.end ?? 0)) continue;
		const secret = secretBehind(text, index + keyword.length);
		if (secret !== null) found.push({ ...secret, kind: "password" });
	}
	return found;
}

/** Whether a key of JSON names a secret: `password`, `new_password`. */
export function isPasswordKey(key: string): boolean {
	return key.length <= MAX_SECRET_CHARS && ONLY_KEYWORD.test(key);
}

function secretBehind(text: string, from: number): { start: number; end: number } | null {
	const before = wordsFrom(text, from, WORD_BEFORE_LINK, MAX_WORDS_TO_LINK + 1);
	const at = before.findIndex(
		({ text: word }) => isLink(word) || BREAKS.has(lower(word)) || /[.!?;]$/.test(word),
	);
	const link = before[at];
	if (link === undefined || !isLink(link.text)) {
		// without a link only what no language has for a word
		const [next] = wordsFrom(text, from, WORD_AFTER_LINK, 1);
		return next !== undefined && looksSecret(next.text) ? spanOf(text, next) : null;
	}
	const after = wordsFrom(text, link.start + link.text.length, WORD_AFTER_LINK, MAX_WORDS_TO_SECRET);
	const secret = after.find(({ text: word }) => !isLink(word) && !FILLERS.has(lower(word)));
	if (secret === undefined) return null;
	const isSure = [link, ...after].some(
		({ text: word, start }) => SURE_LINKS.has(word) && start < secret.start,
	);
	return isSure || QUOTES.has(secret.text[0] ?? "") || !isOrdinary(secret.text) ? spanOf(text, secret) : null;
}

function wordsFrom(text: string, from: number, pattern: RegExp, limit: number): Word[] {
	const words: Word[] = [];
	pattern.lastIndex = from;
	while (words.length < limit) {
		const word = pattern.exec(text)?.[1];
		if (word === undefined) break;
		words.push({ text: word, start: pattern.lastIndex - word.length });
	}
	return words;
}

function isLink(word: string): boolean {
	return SURE_LINKS.has(word) || LINKS.has(lower(word));
}

/** Letters and digits in one, signs among them, or quoted. */
function looksSecret(word: string): boolean {
	const bare = bareOf(word);
	if (QUOTES.has(word[0] ?? "")) return bare.length > 2;
	return bare.length >= 6 && ((/\p{L}/u.test(bare) && /\d/.test(bare)) || /[^\p{L}\p{N}'’.,-]/u.test(bare));
}

function isOrdinary(word: string): boolean {
	const bare = bareOf(word);
	return bare === "" || NOT_SECRETS.has(lower(bare));
}

function lower(word: string): string {
	return word.toLowerCase().replace(/,$/, "");
}

/** Without the punctuation of the sentence. */
function bareOf(word: string): string {
	return word.replace(/^[("'«“„‘‚`<]{1,8}/u, "").replace(/[.,;!?)"'»”“’‘`>]{1,8}$/u, "");
}

/** The whole word; of what stands in quotation marks all, without the marks. */
function spanOf(text: string, { text: word, start }: Word): { start: number; end: number } {
	const closing = QUOTES.get(word[0] ?? "");
	const end = closing === undefined ? -1 : text.slice(start, start + MAX_SECRET_CHARS).indexOf(closing, 1);
	if (end > 1) return { start: start + 1, end: start + end };
	// a word that was cut goes as a whole
	let last = start;
	while (last < text.length && !/\s/.test(text[last] ?? " ")) last += 1;
	return { start, end: last };
}
