import { isCommonPassword } from "./common-passwords.ts";
import { normalised } from "./passwords.ts";

/** Characters that a password needs by NIST SP 800-63B: as the only factor, and beside a second one. */
export const MIN_CHARS_ALONE = 15;
export const MIN_CHARS_WITH_SECOND_FACTOR = 8;
/** NIST wants at least 64 to be allowed; the rest is for sentences. */
export const MAX_CHARS = 256;

/** Shorter names and rests say nothing. */
const MIN_WORD_CHARS = 4;

export interface PasswordContext {
	readonly email: string;
	readonly name: string;
	readonly siteName: string | null;
	readonly hasSecondFactor: boolean;
}

/** Whether a password may stand alone. Counted in characters of its normal form, a flag or an emoji as few. */
export function isLongPassword(password: string): boolean {
	return lengthOf(password) >= MIN_CHARS_ALONE;
}

/**
 * What speaks against a password, in words for its owner; null when nothing does. No rule about kinds of characters:
 * length and not being what everybody tries is all that counts (NIST SP 800-63B, 3.1.1.2).
 */
export function passwordFault(password: string, context: PasswordContext): string | null {
	const length = lengthOf(password);
	const needed = context.hasSecondFactor ? MIN_CHARS_WITH_SECOND_FACTOR : MIN_CHARS_ALONE;
	if (length < needed)
		return `needs at least ${needed} characters; a few words that don't belong together do well`;
	if (length > MAX_CHARS) return `may have at most ${MAX_CHARS} characters`;
	const plain = normalised(password).toLowerCase();
	if (
		isCommonPassword(plain) ||
		isCommonPassword(repeatedPart(plain)) ||
		new Set(plain).size < 4 ||
		withoutRuns(plain).length < MIN_WORD_CHARS
	)
		return "is one that many people use and attackers try first";
	if (isLittleMoreThan(plain, expectedWords(context)))
		return "is little more than your own name, your address or the name of this site";
	return null;
}

function lengthOf(password: string): number {
	return Array.from(normalised(password)).length;
}

/** What an attacker who knows somebody tries first, the longest first. */
function expectedWords({ email, name, siteName }: PasswordContext): string[] {
	const words = [email, name, siteName ?? ""].flatMap((text) => [text, ...text.split(/[\s@.+_-]+/u)]);
	return words
		.map((word) => normalised(word).toLowerCase().trim())
		.filter((word) => word.length >= MIN_WORD_CHARS)
		.sort((one, other) => other.length - one.length);
}

/** Whether hardly a letter is left once those words are taken out. */
function isLittleMoreThan(password: string, words: readonly string[]): boolean {
	const rest = words.reduce((left, word) => left.replaceAll(word, ""), password);
	return rest !== password && rest.replaceAll(/[^\p{L}]/gu, "").length < MIN_WORD_CHARS;
}

/** `secret` of `secretsecretsecret`; otherwise the whole. */
function repeatedPart(password: string): string {
	for (let length = 1; length * 2 <= password.length; length += 1) {
		const part = password.slice(0, length);
		if (password.length % length === 0 && part.repeat(password.length / length) === password) return part;
	}
	return password;
}

/** What follows each other without a thought: digits, the alphabet, the rows of a keyboard, each twice for going round. */
const ROWS = [
	"1234567890",
	"abcdefghijklmnopqrstuvwxyz",
	"qwertyuiop",
	"asdfghjkl",
	"zxcvbnm",
	"qwertzuiop",
].flatMap((row) => [`${row}${row}`, Array.from(`${row}${row}`).toReversed().join("")]);

/** The password without its runs of four or more along such a row: `12345678`, `qwerty`, `dcba`. */
function withoutRuns(password: string): string {
	let rest = "";
	for (let at = 0; at < password.length;) {
		const run = runAt(password, at);
		if (run < MIN_WORD_CHARS) rest += password[at];
		at += run < MIN_WORD_CHARS ? 1 : run;
	}
	return rest;
}

function runAt(password: string, at: number): number {
	let length = 1;
	while (
		at + length < password.length &&
		ROWS.some((row) => row.includes(password.slice(at, at + length + 1)))
	)
		length += 1;
	return length;
}
