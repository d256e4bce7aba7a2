/** E-mail addresses, web addresses, credit cards and order numbers. Every repetition is bounded: no text is slow. */
import type { BuiltinMatch } from "./builtin-match.ts";

const EMAIL =
	/(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63}@[\p{L}\p{N}][\p{L}\p{N}-]{0,62}(?:\.[\p{L}\p{N}][\p{L}\p{N}-]{0,62}){1,8}/gu;
/** With a scheme or `www.`: any host. */
const MARKED_URL = String.raw`(?:https?:\/\/|www\.)[^\s<>"'()]{3,2000}`;
const PATH = String.raw`(?::\d{2,5})?[/?][^\s<>"'()]{0,2000}`;
/** Endings that name a site where they stand alone: an unknown one is a missing space, or a file. */
const ENDINGS =
	"com|net|org|info|biz|shop|store|online|site|app|dev|tech|cloud|blog|page|bank|eu|de|at|ch|li|fr|be|lu|es|cat|uk|ie|us|ca|mx|ar|cl|co|it|nl|pl|pt|cz|dk|se|tr|io|ai|gmbh|berlin|paris|madrid|example";
/** Names of countries that are words too: a path must follow ("ok.it works"). */
const WORDS = "it|us|co|ai|se|be|cat";
const HOST = String.raw`(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,5}`;
const BARE_URL = String.raw`${HOST}(?:(?:${ENDINGS})(?:${PATH}|(?<!\.(?:${WORDS})))|(?:${WORDS})${PATH})(?![\p{L}\p{N}@]|[-.][\p{L}\p{N}])`;
const URL = new RegExp(String.raw`(?<![\p{L}\p{N}@._-])(?:${MARKED_URL}|${BARE_URL})`, "giu");
const ORDER_NUMBER =
	/(?<![\p{L}\p{N}.,/-])(?:#\s?)?(?<value>(?:[A-Za-z]{1,4}-?)?\d{4,12})(?![\p{L}\p{N}]|[.,/-]\d)/gu;

/** E-mail addresses, in lower case. */
export function findEmails(text: string): BuiltinMatch[] {
	if (!text.includes("@")) return [];
	return Array.from(text.matchAll(EMAIL), (match) => {
		const value = match[0].toLowerCase();
		return {
			dimension: "email",
			start: match.index,
			end: match.index + match[0].length,
			value,
			info: { value },
		};
	});
}

/** Web addresses, without the full stop of the sentence. */
export function findUrls(text: string): BuiltinMatch[] {
	return Array.from(text.matchAll(URL), (match) => {
		const value = match[0].replace(/(?<![.,;:!?])[.,;:!?]+$/, "");
		const domain =
			value
				.replace(/^https?:\/\//i, "")
				.split(/[/?#:]/, 1)[0]
				?.toLowerCase() ?? "";
		const end = match.index + value.length;
		return { dimension: "url", start: match.index, end, value, info: { value, domain } };
	});
}

const CARD = /(?<![\p{L}\p{N}.,#/+-])\d(?:[ -]?\d){12,18}(?![\p{L}\p{N}]|[ -]\d)/gu;
const ISSUERS: readonly (readonly [RegExp, string])[] = [
	[/^4\d{12}(?:\d{3}){0,2}$/, "visa"],
	[/^3[47]\d{13}$/, "amex"],
	[/^(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}$/, "mastercard"],
	[/^6(?:011|5\d\d)\d{12}$/, "discover"],
	[/^3(?:0[0-5]|[68]\d)\d{11}$/, "diner club"],
];

/** Numbers of credit cards, by their length and their check digit. */
export function findCreditCards(text: string): BuiltinMatch[] {
	const matches: BuiltinMatch[] = [];
	for (const match of text.matchAll(CARD)) {
		const value = match[0].replace(/\D/g, "");
		if (!hasCheckDigit(value)) continue;
		const issuer = ISSUERS.find(([pattern]) => pattern.test(value))?.[1] ?? "other";
		const end = match.index + match[0].length;
		matches.push({
			dimension: "credit-card-number",
			start: match.index,
			end,
			value,
			info: { value, issuer },
		});
	}
	return matches;
}

/** Luhn's sum: every second digit from the right counts twice. */
function hasCheckDigit(digits: string): boolean {
	const sum = Array.from(digits)
		.reverse()
		.reduce((total, digit, i) => {
			const value = Number(digit) * (i % 2 === 0 ? 1 : 2);
			return total + (value > 9 ? value - 9 : value);
		}, 0);
	return sum % 10 === 0 && !/^0+$/.test(digits);
}

/** Order numbers as shops write them: `#104233`, `CC-104233`. A shop with its own form gives it under `patterns`. */
export function findOrderNumbers(text: string): BuiltinMatch[] {
	return Array.from(text.matchAll(ORDER_NUMBER), (match) => {
		const value = (match.groups?.["value"] ?? match[0]).toUpperCase();
		const end = match.index + match[0].length;
		return { dimension: "order_number", start: match.index, end, value, info: { value } };
	});
}
