import { UntranslatablePattern } from "./untranslatable-pattern.ts";

/** What stands behind a backslash, in JavaScript's writing. */
export type Escape =
	/** One character. */
	| {
			readonly kind: "character";
			readonly code: number;
			readonly source: string;
			readonly end: number;
	  }
	/** A class such as `\d`, or a place such as `\b`. */
	| { readonly kind: "shorthand"; readonly source: string; readonly end: number }
	/** What a group has taken, again. */
	| { readonly kind: "again"; readonly source: string; readonly end: number }
	/** The text's beginning (`\A`) or end (`\Z`). */
	| { readonly kind: "edge"; readonly isStart: boolean; readonly source: string; readonly end: number };

/** JavaScript's own writings, which Python lacks: kept as they are. */
const OWN = /\\(?:[pP]\{[^}]*\}|c[A-Za-z])/y;
const OWN_AGAIN = /\\k<[^>]+>/y;
const SHORTHAND = /\\[bBdDsSwW]/y;
const CODE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|U([0-9a-fA-F]{8}))/y;
const OCTAL = /\\(0[0-7]{0,2}|[0-3][0-7]{2})/y;
const OCTAL_IN_CLASS = /\\([0-7]{1,3})/y;
const GROUP = /\\[1-9][0-9]?/y;
const CONTROL: ReadonlyMap<string, number> = new Map(
	Object.entries({ a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 }),
);
/** What JavaScript wants a backslash before, even in its Unicode mode. */
const SIGN = /[\^$\\.*+?()[\]{}|/]/;

/**
 * Reads the escape at `at`, where the backslash stands.
 *
 * @throws UntranslatablePattern for one that means nothing
 */
export function readEscape(pattern: string, at: number, isInClass: boolean): Escape {
	const found = (regex: RegExp): RegExpExecArray | null => {
		regex.lastIndex = at;
		return regex.exec(pattern);
	};
	const ends = (match: RegExpExecArray) => ({ source: match[0], end: at + match[0].length });
	const code = found(CODE);
	if (code !== null) {
		const hex = code.slice(1).find((digits) => digits !== undefined) ?? "";
		const { source, end } = ends(code);
		const character = characterOf(Number.parseInt(hex, 16), end);
		return source.startsWith("\\U") ? character : { ...character, source };
	}
	const octal = found(isInClass ? OCTAL_IN_CLASS : OCTAL);
	if (octal !== null) return characterOf(Number.parseInt(octal[1] ?? "", 8), ends(octal).end);
	const again = found(OWN_AGAIN) ?? found(GROUP);
	if (again !== null) return { kind: "again", ...ends(again) };
	const letter = String.fromCodePoint(pattern.codePointAt(at + 1) ?? 0);
	const end = at + 1 + letter.length;
	const control = letter === "b" && !isInClass ? undefined : CONTROL.get(letter);
	if (control !== undefined) {
		const character = characterOf(control, end);
		return "tnvfr".includes(letter) ? { ...character, source: `\\${letter}` } : character;
	}
	const shorthand = found(OWN) ?? found(SHORTHAND);
	if (shorthand !== null) return { kind: "shorthand", ...ends(shorthand) };
	if (!isInClass && (letter === "A" || letter === "Z"))
		return { kind: "edge", isStart: letter === "A", source: letter === "A" ? "^" : "$", end };
	if (at + 1 >= pattern.length) throw new UntranslatablePattern("a backslash at the end escapes nothing");
	refuseUnknown(letter);
	const sign = letter.codePointAt(0) ?? 0;
	return { kind: "character", code: sign, source: SIGN.test(letter) ? `\\${letter}` : letter, end };
}

function refuseUnknown(letter: string): void {
	if (letter === "N")
		throw new UntranslatablePattern(
			"`\\N{…}` names a character: write the character itself, or its `\\u` code",
		);
	if (/[A-Za-z0-9]/.test(letter))
		throw new UntranslatablePattern(
			`\`\\${letter}\` means nothing: write \`${letter}\`, or \`\\\\${letter}\` for a backslash before it`,
		);
}

function characterOf(code: number, end: number) {
	if (code > 0x10ffff) throw new UntranslatablePattern(`there is no character ${code.toString(16)}`);
	const hex = code.toString(16);
	const source = code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, "0")}`;
	return { kind: "character" as const, code, source, end };
}
