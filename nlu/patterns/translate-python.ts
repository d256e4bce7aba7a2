import { translateClass } from "./character-class.ts";
import { caseVariants } from "./letter-case.ts";
import { readEscape } from "./python-escape.ts";
import { unicodeShorthand } from "./unicode-shorthand.ts";
import { UntranslatablePattern } from "./untranslatable-pattern.ts";

/** Python's flags that change what a part of a pattern means: any case, `^` and `$` at lines, `.` takes all, verbose. */
interface Modes {
	readonly i: boolean;
	readonly m: boolean;
	readonly s: boolean;
	readonly x: boolean;
	/** Shorthands know the letters and digits of ASCII alone. */
	readonly a: boolean;
}

/**
 * Writes a pattern as JavaScript's Unicode mode does. What JavaScript has flags for becomes flags; where a part has flags of
 * its own (`(?i:…)`), which not every engine that we run in knows, its characters are written out.
 *
 * @returns flags without `g` and `u`
 * @throws UntranslatablePattern saying what can't be written, and what to write instead
 */
export function translatePython(
	pattern: string,
	caseSensitive: boolean,
): { readonly source: string; readonly flags: string } {
	let whole: Modes = { i: !caseSensitive, m: false, s: false, x: false, a: false };
	let hasOwnCase = false;
	for (;;) {
		const translator = new Translator(pattern, whole, hasOwnCase);
		const source = translator.translate();
		// flags may stand anywhere and count from the beginning: then once more, with them
		const isKnown = MODES.every((mode) => whole[mode] === translator.whole[mode]);
		if (isKnown && hasOwnCase === translator.hasOwnCase) {
			const flags = `${whole.i && !hasOwnCase ? "i" : ""}${whole.m ? "m" : ""}${whole.s ? "s" : ""}`;
			return { source, flags };
		}
		({ whole, hasOwnCase } = translator);
	}
}

const MODES = ["i", "m", "s", "x", "a"] as const;
const COMMENT = /\(\?#[^)]*\)/y;
const NAMED = /\(\?P<([^>]*)>/y;
const NAMED_AGAIN = /\(\?P=([^)]*)\)/y;
const OWN_FLAGS = /\(\?([aiLmsux]*)(?:-([imsx]+))?:/y;
const WHOLE_FLAGS = /\(\?([aiLmsux]+)\)/y;
const LOOK = /^\(\?<?[=!]/;
const PLAIN = /\((?:\?(?:<[=!]|[=!]|<[^>=!]+>)|(?!\?))/y;
const COUNT = /\{(?=[\d,])(\d*)(?:(,)(\d*))?\}/y;
const VERBOSE_SPACE = /[ \t\n\r\f\v]+|#[^\n]*/y;

/** Edges whatever the flags say; none of them lies within a character of two units. */
const TEXT_START = "(?:^(?<![\\n\\r\\u2028\\u2029]))";
const TEXT_END = "(?:$(?![\\n\\r\\u2028\\u2029]))";
const LINE_START = "(?:^|(?<=\\n))";
const LINE_END = "(?:$|(?=\\n))";

class Translator {
	readonly #pattern: string;
	/** Of the whole pattern, as far as it has been read. */
	whole: Modes;
	/** Whether a part is of another case than the whole: then every letter is written out. */
	hasOwnCase: boolean;
	/** The open groups, the innermost last: what holds in each, and where it begins in `#out`. */
	readonly #open: { readonly modes: Modes; readonly from: number }[] = [];
	#at = 0;
	readonly #out: string[] = [];
	/** Groups that take, and the highest number that is asked for. */
	#groups = 0;
	#highest = 0;
	/** Whether a repetition was read last. */
	#isRepeated = false;
	/** Where in `#out` the look-ahead or look-behind begins that was read last; null after anything else. */
	#lookFrom: number | null = null;

	constructor(pattern: string, whole: Modes, hasOwnCase: boolean) {
		this.#pattern = pattern;
		this.whole = whole;
		this.hasOwnCase = hasOwnCase;
	}

	translate(): string {
		while (this.#at < this.#pattern.length) this.#next();
		if (this.#highest > this.#groups)
			throw new UntranslatablePattern(`\`\\${this.#highest}\` asks for a group that there is not`);
		return this.#out.join("");
	}

	get #mode(): Modes {
		return this.#open.at(-1)?.modes ?? this.whole;
	}

	#match(regex: RegExp): RegExpExecArray | null {
		regex.lastIndex = this.#at;
		return regex.exec(this.#pattern);
	}

	#put(source: string, length: number): void {
		this.#at += length;
		if (source === "") return; // a comment stands between nothing
		this.#out.push(source);
		this.#isRepeated = false;
		this.#lookFrom = null;
	}

	#next(): void {
		const character = String.fromCodePoint(this.#pattern.codePointAt(this.#at) ?? 0);
		const space = this.#mode.x ? this.#match(VERBOSE_SPACE) : null;
		if (space !== null) this.#put("", space[0].length);
		else if (character === "\\") this.#escape();
		else if (character === "[") this.#class();
		else if (character === "(") this.#begin();
		else if (character === ")") this.#close();
		else if (character === "{") this.#count();
		else if ("*+?".includes(character)) this.#repeat(character, 1);
		else if ("^$.".includes(character)) this.#put(this.#byMode(character), 1);
		else if (character === "|") this.#put(character, 1);
		else if (character === "}" || character === "]") this.#put(`\\${character}`, 1);
		else this.#put(this.#letter(character.codePointAt(0) ?? 0, character), character.length);
	}

	#escape(): void {
		const escape = readEscape(this.#pattern, this.#at, false);
		const length = escape.end - this.#at;
		switch (escape.kind) {
			case "character":
				return this.#put(this.#letter(escape.code, escape.source), length);
			case "edge":
				if (!this.whole.m) return this.#put(escape.source, length);
				return this.#put(escape.isStart ? TEXT_START : TEXT_END, length);
			case "again":
				return this.#again(escape.source, length);
			default:
				return this.#put(this.#mode.a ? escape.source : unicodeShorthand(escape.source, false), length);
		}
	}

	/** In brackets, for a digit may follow that is none of its own. */
	#again(source: string, length: number): void {
		if (this.hasOwnCase && this.#mode.i)
			throw new UntranslatablePattern(
				"a part with a case of its own can't ask for what a group has taken: set the case for the whole pattern, as `(?i)` at its beginning does",
			);
		const number = source.startsWith("\\k") ? 0 : Number(source.slice(1));
		this.#highest = Math.max(this.#highest, number);
		const isFollowedByDigit = /^(?:\(\?#[^)]*\)|\s)*\d/.test(this.#pattern.slice(this.#at + length));
		this.#put(isFollowedByDigit ? `(?:${source})` : source, length);
	}

	#class(): void {
		const { source, end } = translateClass(this.#pattern, this.#at, {
			anyCase: this.hasOwnCase && this.#mode.i,
			isAscii: this.#mode.a,
		});
		this.#put(source, end - this.#at);
	}

	#letter(code: number, source: string): string {
		if (!this.hasOwnCase || !this.#mode.i) return source;
		const variants = caseVariants(code);
		if (variants.length === 1) return source;
		return `[${variants.map((variant) => String.fromCodePoint(variant)).join("")}]`;
	}

	#byMode(sign: string): string {
		const { m, s } = this.#mode;
		if (sign === ".") {
			if (s === this.whole.s) return sign;
			return s ? "[^]" : "[^\\n]";
		}
		if (m === this.whole.m) return sign;
		if (sign === "^") return m ? LINE_START : TEXT_START;
		return m ? LINE_END : TEXT_END;
	}

	#count(): void {
		const match = this.#match(COUNT);
		if (match === null) return this.#put("\\{", 1);
		const [all, least = "", comma = "", most = ""] = match;
		this.#repeat(`{${least === "" ? "0" : least}${comma}${most}}`, all.length);
	}

	#repeat(source: string, length: number): void {
		if (source === "+" && this.#isRepeated)
			throw new UntranslatablePattern(
				`a \`+\` behind another repetition keeps what it took, which JavaScript can't: write it without the second sign`,
			);
		// JavaScript repeats groups that take or not, but nothing that only looks
		const look = this.#lookFrom;
		if (look !== null) this.#out[look] = `(?:${this.#out[look]}`;
		this.#put(look === null ? source : `)${source}`, length);
		this.#isRepeated = true;
	}

	#begin(): void {
		const rest = this.#pattern.slice(this.#at, this.#at + 3);
		const comment = this.#match(COMMENT);
		if (comment !== null) return this.#put("", comment[0].length);
		const whole = this.#match(WHOLE_FLAGS);
		if (whole !== null) return this.#setWhole(whole[0], whole[1] ?? "");
		const named = this.#match(NAMED);
		if (named !== null) return this.#group(`(?<${named[1] ?? ""}>`, named[0].length);
		const again = this.#match(NAMED_AGAIN);
		if (again !== null) return this.#again(`\\k<${again[1] ?? ""}>`, again[0].length);
		const own = this.#match(OWN_FLAGS);
		if (own !== null) return this.#group("(?:", own[0].length, changed(this.#mode, own[1], own[2]));
		const plain = this.#match(PLAIN);
		if (plain !== null) return this.#group(plain[0], plain[0].length);
		throw new UntranslatablePattern(UNKNOWN_GROUPS.get(rest) ?? `\`${rest}\` begins no group`);
	}

	#setWhole(all: string, letters: string): void {
		this.whole = changed(this.whole, letters, "");
		this.#put("", all.length);
	}

	#group(source: string, length: number, modes = this.#mode): void {
		if (modes.i !== this.whole.i) this.hasOwnCase = true;
		if (source === "(" || (source.startsWith("(?<") && !/^\(\?<[=!]/.test(source))) this.#groups++;
		this.#open.push({ modes, from: this.#out.length });
		this.#put(source, length);
	}

	#close(): void {
		const from = this.#open.pop()?.from;
		this.#put(")", 1);
		if (from !== undefined && LOOK.test(this.#out[from] ?? "")) this.#lookFrom = from;
	}
}

const UNKNOWN_GROUPS: ReadonlyMap<string, string> = new Map([
	["(?(", "JavaScript has no condition `(?(1)…|…)`: write both ways as alternatives, `…|…`"],
	["(?>", "JavaScript has no group that keeps what it took, `(?>…)`: write `(?:…)`"],
	["(?#", "a comment begins with `(?#` and no `)` closes it"],
]);

function changed(modes: Modes, on = "", off = ""): Modes {
	const next = (mode: keyof Modes): boolean => (modes[mode] || on.includes(mode)) && !off.includes(mode);
	return { i: next("i"), m: next("m"), s: next("s"), x: next("x"), a: next("a") };
}
