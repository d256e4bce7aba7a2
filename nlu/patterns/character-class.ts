import { readEscape } from "./python-escape.ts";
import { type CodeRange, withCaseVariants } from "./letter-case.ts";
import { unicodeShorthand } from "./unicode-shorthand.ts";
import { UntranslatablePattern } from "./untranslatable-pattern.ts";

/**
 * Reads Python's `[…]` from `at` on and writes JavaScript's: a `]` that comes first belongs to it, a `[` within opens
 * nothing.
 *
 * @param options.anyCase - lists every letter in both cases
 * @param options.isAscii - shorthands know the letters and digits of ASCII alone
 * @throws UntranslatablePattern when it has no end, or is too wide for `anyCase`
 */
export function translateClass(
	pattern: string,
	at: number,
	{ anyCase, isAscii }: { readonly anyCase: boolean; readonly isAscii: boolean },
): { readonly source: string; readonly end: number } {
	const isNegated = pattern[at + 1] === "^";
	const start = at + (isNegated ? 2 : 1);
	const shorthands: string[] = [];
	const ranges: CodeRange[] = [];
	let end = start;
	while (pattern[end] !== "]" || end === start) {
		const first = readMember(pattern, end);
		end = first.end;
		if (first.code === null) {
			shorthands.push(isAscii ? first.source : unicodeShorthand(first.source, true));
			continue;
		}
		const last = readRangeEnd(pattern, end);
		end = last?.end ?? end;
		ranges.push([first.code, last?.code ?? first.code]);
	}
	const all = anyCase ? withCaseVariants(ranges) : ranges;
	if (all === null)
		throw new UntranslatablePattern(
			`\`${pattern.slice(at, end + 1)}\` is too wide for a part with a case of its own: set the case for the whole pattern`,
		);
	const source = `[${isNegated ? "^" : ""}${all.map(rangeSource).join("")}${shorthands.join("")}]`;
	return { source, end: end + 1 };
}

interface Member {
	/** Null for a shorthand such as `\d`, which is `source`. */
	readonly code: number | null;
	readonly source: string;
	readonly end: number;
}

function readMember(pattern: string, at: number): Member {
	const code = pattern.codePointAt(at);
	if (code === undefined)
		throw new UntranslatablePattern("a class begins with `[` and no `]` closes it: `\\[` is the sign itself");
	if (pattern[at] !== "\\") {
		const source = String.fromCodePoint(code);
		return { code, source, end: at + source.length };
	}
	const escape = readEscape(pattern, at, true);
	return { code: escape.kind === "character" ? escape.code : null, source: escape.source, end: escape.end };
}

/** The member behind a dash; null where there is no dash, or the dash is a member of its own. */
function readRangeEnd(pattern: string, at: number): Member | null {
	if (pattern[at] !== "-" || pattern[at + 1] === "]") return null;
	const last = readMember(pattern, at + 1);
	return last.code === null ? null : last;
}

function rangeSource([first, last]: CodeRange): string {
	return first === last ? memberSource(first) : `${memberSource(first)}-${memberSource(last)}`;
}

function memberSource(code: number): string {
	const character = String.fromCodePoint(code);
	if (/[\p{C}\p{Z}]/u.test(character) && character !== " ") return `\\u{${code.toString(16)}}`;
	return /[\\\]^[-]/.test(character) ? `\\${character}` : character;
}
