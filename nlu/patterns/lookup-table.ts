/**
 * Lookup tables as one hash table over all elements: a text is probed at its own words, so that the number of elements
 * does not matter. Elements match whole words, the longest first. SPEC rules RE4–RE6.
 */
import { mix } from "../features/ngram-features.ts";
import type { NamedPattern } from "../training-data.ts";
import type { PartArrays, TrainedPart } from "../trained-part.ts";

/** A stretch of text that an element may begin or end at: a run of letters and digits, or one other sign. */
interface Atom {
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

/** A found element: which table, and where. */
export interface LookupMatch {
	readonly name: string;
	readonly start: number;
	readonly end: number;
}

// scripts without spaces between words are taken apart, so that elements can be found within a run
const ATOM = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}\p{N}_]+|\S/gu;

/** Longer elements, counted in atoms, are not found. */
const MAX_ATOMS = 16;

/** Builds the table. Names are numbered by first appearance. */
export function buildLookupTable(elements: readonly NamedPattern[], caseSensitive: boolean): TrainedPart {
	const names = [...new Set(elements.map((element) => element.name))];
	const slots = 2 ** Math.ceil(Math.log2(Math.max(2, elements.length * 1.6)));
	const table = new Uint32Array(slots * 3);
	let longest = 0;
	for (const element of elements) {
		const atoms = atomsOf(element.pattern, caseSensitive);
		if (atoms.length === 0 || atoms.length > MAX_ATOMS) continue;
		longest = Math.max(longest, atoms.length);
		const hash = new SpanHash();
		for (const [i, atom] of atoms.entries()) hash.add(atom, atoms[i - 1]);
		insert(table, hash, names.indexOf(element.name));
	}
	return { config: { names, caseSensitive, longest }, arrays: new Map([["table", table]]) };
}

function insert(table: Uint32Array, hash: SpanHash, name: number): void {
	const mask = table.length / 3 - 1;
	for (let slot = hash.first & mask; ; slot = (slot + 1) & mask) {
		const at = slot * 3;
		if (table[at] === 0) {
			table[at] = hash.first;
			table[at + 1] = hash.second;
			table[at + 2] = name;
			return;
		}
		if (table[at] === hash.first && table[at + 1] === hash.second && table[at + 2] === name) return;
	}
}

export class LookupTable {
	readonly #names: readonly string[];
	readonly #caseSensitive: boolean;
	readonly #longest: number;
	readonly #table: Uint32Array;

	constructor(
		config: { names: readonly string[]; caseSensitive: boolean; longest: number },
		arrays: PartArrays,
	) {
		this.#names = config.names;
		this.#caseSensitive = config.caseSensitive;
		this.#longest = config.longest;
		this.#table = arrays.uint32("table");
	}

	/** All elements of all tables, by position; per table the longest at each place, none within another. */
	find(text: string): LookupMatch[] {
		if (this.#longest === 0) return [];
		const atoms = atomsOf(text, this.#caseSensitive);
		const matches: LookupMatch[] = [];
		const freeFrom = new Int32Array(this.#names.length);
		const hash = new SpanHash();
		for (const [i, atom] of atoms.entries()) {
			const longest = new Map<number, number>();
			hash.reset();
			for (let j = i; j < atoms.length && j < i + this.#longest; j++) {
				const next = atoms[j];
				if (next === undefined) break;
				hash.add(next, j === i ? undefined : atoms[j - 1]);
				this.#probe(hash, (name) => longest.set(name, next.end));
			}
			for (const [name, end] of longest) {
				if (atom.start < (freeFrom[name] ?? 0)) continue;
				freeFrom[name] = end;
				matches.push({ name: this.#names[name] ?? "", start: atom.start, end });
			}
		}
		return matches;
	}

	#probe(hash: SpanHash, found: (name: number) => void): void {
		const table = this.#table;
		const mask = table.length / 3 - 1;
		for (let slot = hash.first & mask; table[slot * 3] !== 0; slot = (slot + 1) & mask) {
			const at = slot * 3;
			if (table[at] === hash.first && table[at + 1] === hash.second) found(table[at + 2] ?? 0);
		}
	}
}

/** Two lanes of 32 bits over the atoms of a span, with a sign for white space between them. `first` is never 0. */
class SpanHash {
	first = 0;
	second = 0;
	#a = 0;
	#b = 0;

	constructor() {
		this.reset();
	}

	reset(): void {
		this.#a = 0x811c9dc5;
		this.#b = 0x3c6ef372;
	}

	add(atom: Atom, previous: Atom | undefined): void {
		if (previous !== undefined && previous.end < atom.start) this.#step(32);
		for (let i = 0; i < atom.text.length; i++) this.#step(atom.text.charCodeAt(i));
		this.first = mix(this.#a) || 1;
		this.second = mix(this.#b);
	}

	#step(code: number): void {
		this.#a = Math.imul(this.#a ^ code, 0x01000193);
		this.#b = (Math.imul(this.#b, 0x9e3779b1) + code) | 0;
	}
}

function atomsOf(text: string, caseSensitive: boolean): Atom[] {
	return Array.from(text.matchAll(ATOM), (match) => ({
		start: match.index,
		end: match.index + match[0].length,
		text: caseSensitive ? match[0] : match[0].toLowerCase(),
	}));
}
