/**
 * Finds patterns whose time can grow exponentially with the text: a repetition within a repetition that can split the
 * same characters in two ways, `(a+)+`, `(\d+\s?)*`, and choices under a repetition that begin alike, `(a|ab|b)*`.
 * Two endless repetitions that share characters, before something that may be missing, are named too: `\d+\s*\d+x` is
 * tried from each beginning with each split, thousands of millions of steps on one long message.
 *
 * A judgement on the safe side: what it names can be slow; what it does not name is at worst a low polynomial.
 */

interface Piece {
	/** What it can begin with: a character class as its members, or null for anything. */
	readonly firsts: readonly string[];
	readonly isOptional: boolean;
	readonly isRepeated: boolean;
	/** Repeated without end. */
	readonly isEndless: boolean;
	/** As it stands in the pattern. */
	readonly source: string;
}

/** @returns the part of the pattern that is dangerous, or null */
export function findDanger(pattern: string): string | null {
	return new DangerReader(pattern).read();
}

class DangerReader {
	readonly #pattern: string;
	#at = 0;
	#danger: string | null = null;

	constructor(pattern: string) {
		this.#pattern = pattern;
	}

	read(): string | null {
		while (this.#at < this.#pattern.length) {
			this.#alternatives();
			this.#at++; // a closing bracket without an opening one: the compiler names it
		}
		return this.#danger;
	}

	/** Reads up to a closing bracket. @returns one list of pieces an alternative */
	#alternatives(): Piece[][] {
		const alternatives: Piece[][] = [[]];
		const sequences: Piece[][] = [[]]; // with the anchors, which take no characters but can fail
		while (this.#at < this.#pattern.length && this.#pattern[this.#at] !== ")") {
			if (this.#pattern[this.#at] === "|") {
				this.#at++;
				alternatives.push([]);
				sequences.push([]);
				continue;
			}
			const start = this.#at;
			const piece = this.#piece();
			sequences.at(-1)?.push(piece ?? { ...ANCHOR, source: this.#pattern.slice(start, this.#at) });
			if (piece !== null) alternatives.at(-1)?.push(piece);
		}
		for (const pieces of sequences) this.#danger ??= slowPair(pieces);
		return alternatives;
	}

	#piece(): Piece | null {
		const start = this.#at;
		const inner = this.#pattern[start] === "(" ? this.#group() : null;
		const firsts = inner === null ? this.#character() : inner.flatMap(firstsOf);
		const repeat = this.#quantifier();
		if (firsts.length === 0 && inner === null) return null; // ^, $ and \b take no characters
		const isLoop = repeat.max > 1;
		if (isLoop && repeat.max > MANY && inner !== null && inner.length > 0 && isAmbiguous(inner)) {
			this.#danger ??= this.#pattern.slice(start, this.#at);
		}
		const innerOptional = inner?.some((pieces) => pieces.every((piece) => piece.isOptional)) ?? false;
		return {
			firsts,
			source: this.#pattern.slice(start, this.#at),
			isEndless:
				inner === null
					? repeat.max === Infinity
					: inner.some(
							([only, ...more]) => more.length === 0 && (repeat.max === Infinity || only?.isEndless === true),
						),
			isOptional: repeat.min === 0 || innerOptional,
			isRepeated: isLoop || (inner?.some((pieces) => pieces.length === 1 && pieces[0]?.isRepeated) ?? false),
		};
	}

	#group(): Piece[][] {
		this.#at++;
		const prefix = /^\?(?:[:=!>]|<[=!]|P?<\w+>|[aimsux-]+:?)/.exec(this.#pattern.slice(this.#at));
		this.#at += prefix?.[0].length ?? 0;
		const inner = this.#alternatives();
		this.#at++;
		return inner;
	}

	/** One character, escape or class. @returns what it can be; empty for what takes no character */
	#character(): string[] {
		const character = this.#pattern[this.#at++] ?? "";
		if (character === "^" || character === "$") return [];
		if (character === ".") return ["."];
		if (character === "\\") {
			const escaped = this.#pattern[this.#at++] ?? "";
			return /[bBAZ]/.test(escaped) ? [] : [/[wWdDsS]/.test(escaped) ? `\\${escaped}` : `[\\${escaped}]`];
		}
		if (character !== "[") return [character];
		const members = /^(?:\\.|[^\]\\])*/.exec(this.#pattern.slice(this.#at))?.[0] ?? "";
		this.#at += members.length + 1;
		return [`[${members}]`];
	}

	#quantifier(): { min: number; max: number } {
		const found = /^(?:[*+?]|\{(\d+)(,(\d*))?\})[?+]?/.exec(this.#pattern.slice(this.#at));
		if (found === null) return { min: 1, max: 1 };
		this.#at += found[0].length;
		if (found[0].startsWith("*")) return { min: 0, max: Infinity };
		if (found[0].startsWith("+")) return { min: 1, max: Infinity };
		if (found[0].startsWith("?")) return { min: 0, max: 1 };
		const min = Number(found[1]);
		const max = found[2] === undefined ? min : found[3] === "" ? Infinity : Number(found[3]);
		return { min, max };
	}
}

const ANCHOR: Piece = { firsts: [], source: "", isOptional: false, isRepeated: false, isEndless: false };

/** Two endless repetitions that can share out a run of one character, with something after them that may fail. */
function slowPair(pieces: readonly Piece[]): string | null {
	if (pieces[0]?.source === "^") return null; // tried from one beginning only
	for (const [i, first] of pieces.entries()) {
		if (!first.isEndless) continue;
		let run = PROBES.filter((probe) => fits(first.firsts, probe));
		for (let j = i + 1; j < pieces.length && run.length > 0; j++) {
			const piece = pieces[j];
			if (piece === undefined) break;
			const shared = run.filter((probe) => fits(piece.firsts, probe));
			const canFail = pieces.slice(j + 1).some((later) => !later.isOptional);
			if (piece.isEndless && shared.length > 0 && canFail) {
				return pieces
					.slice(i, j + 1)
					.map(({ source }) => source)
					.join("");
			}
			if (!piece.isOptional) run = shared;
		}
	}
	return null;
}

/** Repeated at most so often, a group is slow but not hopeless. */
const MANY = 8;

/** Whether what stands in a loop can split the same characters in two ways. */
function isAmbiguous(alternatives: readonly (readonly Piece[])[]): boolean {
	for (const [i, pieces] of alternatives.entries()) {
		// the loop's own end meets its beginning again, without a fixed character between them
		if (pieces.some((piece, at) => piece.isRepeated && meetsItself(pieces, at))) return true;
		const others = alternatives.slice(i + 1);
		if (
			others.some((other) => overlaps(firstsOf(pieces), firstsOf(other)) && pieces.length + other.length > 0)
		) {
			return true;
		}
	}
	return false;
}

function meetsItself(pieces: readonly Piece[], at: number): boolean {
	const own = pieces[at];
	if (own === undefined) return false;
	for (let step = 1; step <= pieces.length; step++) {
		const next = pieces[(at + step) % pieces.length];
		if (next === undefined) return false;
		if (overlaps(next.firsts, own.firsts)) return true;
		if (!next.isOptional) return false;
	}
	return false;
}

function firstsOf(pieces: readonly Piece[]): string[] {
	const firsts: string[] = [];
	for (const piece of pieces) {
		firsts.push(...piece.firsts);
		if (!piece.isOptional) break;
	}
	return firsts;
}

const PROBES = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).concat(["ä", "日", "\n"]);

/** Whether some character fits both. */
function overlaps(a: readonly string[], b: readonly string[]): boolean {
	return PROBES.some((probe) => fits(a, probe) && fits(b, probe));
}

function fits(classes: readonly string[], probe: string): boolean {
	return classes.some((one) => {
		if (one === ".") return true;
		if (one.length === 1) return one === probe;
		try {
			return new RegExp(`^${one}$`).test(probe);
		} catch {
			return false; // a class that does not compile is named by the compiler
		}
	});
}
