/** The tree of a regular expression that the engine has compiled: what it repeats and chooses, and the classes of its characters. */

interface Place {
	/** Where it stands in the source: `end` not included. */
	readonly start: number;
	readonly end: number;
}

export type RegexNode =
	/** One character; `source` is the class, as a pattern of its own. */
	| ({ readonly kind: "character"; readonly source: string } & Place)
	/** Takes nothing and may fail: `^`, `\b`. */
	| ({ readonly kind: "check"; readonly isStart: boolean } & Place)
	/** Looks at what comes or came, and takes nothing. */
	| ({ readonly kind: "look"; readonly body: RegexNode } & Place)
	/** What a group has taken, again. */
	| ({ readonly kind: "again"; readonly group: string } & Place)
	| ({ readonly kind: "sequence"; readonly items: readonly RegexNode[] } & Place)
	| ({ readonly kind: "choice"; readonly items: readonly RegexNode[] } & Place)
	| ({
			readonly kind: "repeat";
			readonly body: RegexNode;
			readonly min: number;
			readonly max: number;
	  } & Place);

export interface RegexTree {
	readonly root: RegexNode;
	/** By number and, where they have one, by name. */
	readonly groups: ReadonlyMap<string, RegexNode>;
}

export function regexTree({ source, unicode, multiline }: RegExp): RegexTree {
	return new TreeReader(source, unicode, multiline).read();
}

const OPENING = /\((?:\?(?:<(?<name>[^>=!]+)>|(?<look><?[=!])|[a-z]*(?:-[a-z]+)?:))?/y;
const QUANTIFIER = /(?:[*+?]|\{(?<min>\d+)(?<more>,(?<max>\d*))?\})\??/y;
const ESCAPE = /\\(?:u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|[pP]\{[^}]*\}|[^])/y;
const AGAIN = /\\(?:k<(?<name>[^>]+)>|(?<number>[1-9]\d?))/y;
const CLASS = /\[(?:\\[^]|[^\]\\])*\]/y;

class TreeReader {
	readonly #source: string;
	readonly #isUnicode: boolean;
	readonly #isMultiline: boolean;
	readonly #groups = new Map<string, RegexNode>();
	#groupCount = 0;
	#at = 0;

	constructor(source: string, isUnicode: boolean, isMultiline: boolean) {
		this.#source = source;
		this.#isUnicode = isUnicode;
		this.#isMultiline = isMultiline;
	}

	read(): RegexTree {
		return { root: this.#choice(), groups: this.#groups };
	}

	/** Up to a closing bracket. */
	#choice(): RegexNode {
		const start = this.#at;
		const items = [this.#sequence()];
		while (this.#source[this.#at] === "|") {
			this.#at += 1;
			items.push(this.#sequence());
		}
		const [only] = items;
		if (only !== undefined && items.length === 1) return only;
		return { kind: "choice", items, start, end: this.#at };
	}

	#sequence(): RegexNode {
		const start = this.#at;
		const items: RegexNode[] = [];
		while (this.#at < this.#source.length && !"|)".includes(this.#source[this.#at] ?? "")) {
			const body = this.#item();
			const quantifier = this.#take(QUANTIFIER);
			if (quantifier === null) items.push(body);
			else
				items.push({
					kind: "repeat",
					body,
					...timesOf(quantifier),
					start: body.start,
					end: this.#at,
				});
		}
		return { kind: "sequence", items, start, end: this.#at };
	}

	#item(): RegexNode {
		const start = this.#at;
		const opening = this.#take(OPENING);
		if (opening !== null) return this.#group(start, opening);
		const again = this.#take(AGAIN);
		if (again !== null)
			return {
				kind: "again",
				group: again.groups?.["name"] ?? again.groups?.["number"] ?? "",
				start,
				end: this.#at,
			};
		const source = (this.#take(ESCAPE) ?? this.#take(CLASS))?.[0] ?? this.#one();
		const place = { start, end: this.#at };
		if (/^(?:[$^]|\\[bB])$/.test(source))
			return { kind: "check", isStart: source === "^" && !this.#isMultiline, ...place };
		return { kind: "character", source, ...place };
	}

	#group(start: number, opening: RegExpExecArray): RegexNode {
		const { name, look } = opening.groups ?? {};
		const number = opening[0] === "(" || name !== undefined ? (this.#groupCount += 1) : null;
		const body = this.#choice();
		this.#at += 1;
		if (number !== null) this.#groups.set(String(number), body);
		if (name !== undefined) this.#groups.set(name, body);
		const place = { start, end: this.#at };
		return look === undefined ? { ...body, ...place } : { kind: "look", body, ...place };
	}

	#one(): string {
		const character = this.#isUnicode
			? String.fromCodePoint(this.#source.codePointAt(this.#at) ?? 0)
			: (this.#source[this.#at] ?? "");
		this.#at += character.length;
		return character === "." || character === "^" || character === "$" ? character : literal(character);
	}

	#take(pattern: RegExp): RegExpExecArray | null {
		pattern.lastIndex = this.#at;
		const found = pattern.exec(this.#source);
		if (found !== null) this.#at += found[0].length;
		return found;
	}
}

function timesOf({ 0: sign, groups }: RegExpExecArray): { min: number; max: number } {
	if (sign.startsWith("*")) return { min: 0, max: Infinity };
	if (sign.startsWith("+")) return { min: 1, max: Infinity };
	if (sign.startsWith("?")) return { min: 0, max: 1 };
	const min = Number(groups?.["min"]);
	if (groups?.["more"] === undefined) return { min, max: min };
	return { min, max: groups["max"] === "" ? Infinity : Number(groups["max"]) };
}

/** A bracket or brace that stands alone is a character outside of the Unicode mode. */
function literal(character: string): string {
	return /[{}[\]/]/.test(character) ? `\\${character}` : character;
}
