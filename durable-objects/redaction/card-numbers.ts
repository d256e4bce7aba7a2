import type { Finding } from "./finding.ts";

/** A run of digits, and what people put between the groups of a number: blanks, hyphens, dots, invisible characters. */
const DIGITS = /\d+/g;
const MAX_BETWEEN = 3;
const BETWEEN = /^[\s.\-\u00AD\u2010-\u2015\u200B-\u200F\u2060\uFEFF_]+$/;

const MIN_DIGITS = 13;
const MAX_DIGITS = 19;

interface Group {
	readonly start: number;
	readonly end: number;
}

/**
 * Numbers of payment cards: 13 to 19 digits, alone or in groups, whose check digit is right and whose first one is that of
 * a card scheme. A number behind a plus sign is a telephone's.
 *
 * @param text - with ASCII digits
 */
export function findCardNumbers(text: string): Finding[] {
	const found: Finding[] = [];
	const groups = Array.from(text.matchAll(DIGITS), ({ index, 0: digits }) => ({
		start: index,
		end: index + digits.length,
	}));
	for (let at = 0; at < groups.length;) {
		const last = lastGroupOfCard(text, groups, at);
		const [first, end] = [groups[at], last === null ? undefined : groups[last]];
		if (first !== undefined && end !== undefined)
			found.push({ start: first.start, end: end.end, kind: "card number" });
		at = (last ?? at) + 1;
	}
	return found;
}

/** The farthest group with which the groups from `first` on make a card's number: what belongs to it goes with it. */
function lastGroupOfCard(text: string, groups: readonly Group[], first: number): number | null {
	const from = groups[first];
	if (from === undefined || text[from.start - 1] === "+" || !/[2-689]/.test(text[from.start] ?? ""))
		return null;
	let digits = "";
	let last: number | null = null;
	for (let at = first; at < groups.length; at += 1) {
		const group = groups[at];
		if (group === undefined) break;
		const before = groups[at - 1];
		if (at > first && before !== undefined && !belongTogether(text, before, group)) break;
		digits += text.slice(group.start, group.end);
		if (digits.length > MAX_DIGITS) break;
		if (digits.length >= MIN_DIGITS && passesLuhn(digits)) last = at;
	}
	return last;
}

function belongTogether(text: string, before: Group, group: Group): boolean {
	const gap = group.start - before.end;
	return gap <= MAX_BETWEEN && BETWEEN.test(text.slice(before.end, group.start));
}

/** ISO/IEC 7812: from the right every second digit counts double, and the sum ends in 0. */
function passesLuhn(digits: string): boolean {
	let sum = 0;
	for (let at = 0; at < digits.length; at += 1) {
		const digit = Number(digits[digits.length - 1 - at]);
		const doubled = digit * 2;
		sum += at % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
	}
	return sum % 10 === 0;
}
