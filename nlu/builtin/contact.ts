/** E-mail addresses, web addresses, telephone and order numbers. Every repetition is bounded: no text is slow. */
import type { BuiltinMatch } from "./builtin-match.ts";

const EMAIL =
	/(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63}@[\p{L}\p{N}][\p{L}\p{N}-]{0,62}(?:\.[\p{L}\p{N}][\p{L}\p{N}-]{0,62}){1,8}/gu;
const URL = /(?<![\p{L}\p{N}@])(?:https?:\/\/|www\.)[^\s<>"'()]{3,2000}/giu;
const PHONE = /(?<![\p{L}\p{N}.,#/+-])(?:\+|\()?\d(?:[ ()/.-]{0,2}\d){6,14}(?![\p{L}\p{N}])/gu;
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

/** Telephone numbers: digits and a leading plus. Bare digits count from ten on, or from a leading zero. */
export function findPhoneNumbers(text: string): BuiltinMatch[] {
	const matches: BuiltinMatch[] = [];
	for (const match of text.matchAll(PHONE)) {
		const digits = match[0].replace(/\D/g, "");
		const isBare = digits.length === match[0].length;
		if (isBare && !digits.startsWith("0") && digits.length < 10) continue;
		if (/(?<!\d)\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?!\d)/.test(match[0]) && !match[0].startsWith("+")) continue; // a date
		const value = match[0].startsWith("+") ? `+${digits}` : digits;
		matches.push({
			dimension: "phone-number",
			start: match.index,
			end: match.index + match[0].length,
			value,
			info: { value },
		});
	}
	return matches;
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
