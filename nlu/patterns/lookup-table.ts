/**
 * Lookup tables as one hash table over all elements: a text is probed at its own words, so that the number of elements
 * does not matter. SPEC rules RE4–RE6, RE10.
 */
import { z } from "zod";
import { mix } from "../features/ngram-features.ts";
import type { NamedPattern } from "../training-data.ts";
import type { PartArrays, TrainedPart } from "../trained-part.ts";
import { type Atom, atomsOf, MAX_ATOMS } from "./lookup-atoms.ts";

/** A found element: which table, where, and its place among all elements. */
export interface LookupMatch {
	readonly name: string;
	readonly start: number;
	readonly end: number;
	readonly order: number;
}

export interface LookupOptions {
	readonly caseSensitive: boolean;
	/** Elements begin and end at words; otherwise they are found inside words as well. */
	readonly useWordBoundaries: boolean;
}

/** The settings of a table in the model file. */
export const LookupConfig = z.object({
	names: z.array(z.string()),
	caseSensitive: z.boolean(),
	wordBoundaries: z.boolean(),
	longest: z.int(),
});

/** An entry of the table holds 20 bits of order below the number of its name; elements beyond count as the last. */
const ORDER_BITS = 20;
const MAX_ORDER = 2 ** ORDER_BITS - 1;
/** The entry of a beginning: a probe inside words goes on only where some element begins so. */
const BEGINNING = 0xffffffff;
const BEGINNING_ATOMS = 3;

/** Builds the table. Names are numbered by first appearance. */
export function buildLookupTable(elements: readonly NamedPattern[], options: LookupOptions): TrainedPart {
	const names = [...new Set(elements.map((element) => element.name))];
	const entries = elements.length * (options.useWordBoundaries ? 1 : 2);
	const table = new Uint32Array(3 * 2 ** Math.ceil(Math.log2(Math.max(2, entries * 1.6))));
	let longest = 0;
	for (const [order, element] of elements.entries()) {
		const atoms = atomsOf(element.pattern, options);
		if (atoms.length === 0 || atoms.length > MAX_ATOMS[options.useWordBoundaries ? "words" : "signs"])
			continue;
		longest = Math.max(longest, atoms.length);
		const hash = new SpanHash(element.pattern);
		for (const [i, atom] of atoms.entries()) {
			hash.add(atom, atoms[i - 1]);
			if (!options.useWordBoundaries && i + 1 === BEGINNING_ATOMS) insert(table, hash, BEGINNING);
		}
		const name = names.indexOf(element.name);
		insert(table, hash, name * (MAX_ORDER + 1) + Math.min(order, MAX_ORDER));
	}
	const { caseSensitive, useWordBoundaries: wordBoundaries } = options;
	return { config: { names, caseSensitive, wordBoundaries, longest }, arrays: new Map([["table", table]]) };
}

function insert(table: Uint32Array, hash: SpanHash, entry: number): void {
	const mask = table.length / 3 - 1;
	for (let slot = hash.first & mask; ; slot = (slot + 1) & mask) {
		const at = slot * 3;
		if (table[at] === 0) {
			table[at] = hash.first;
			table[at + 1] = hash.second;
			table[at + 2] = entry;
			return;
		}
		const isSame = table[at] === hash.first && table[at + 1] === hash.second;
		// of an element that a table lists twice the first counts
		if (isSame && nameOf(table[at + 2] ?? 0) === nameOf(entry)) return;
	}
}

function nameOf(entry: number): number {
	return entry >>> ORDER_BITS;
}

export class LookupTable {
	readonly #config: z.infer<typeof LookupConfig>;
	readonly #table: Uint32Array;

	constructor(config: z.infer<typeof LookupConfig>, arrays: PartArrays) {
		this.#config = config;
		this.#table = arrays.uint32("table");
	}

	/** Of each table the matches from left to right, none within another; where several begin, the first listed. */
	find(text: string): LookupMatch[] {
		const freeFrom = new Map<string, number>();
		const matches: LookupMatch[] = [];
		for (const match of this.elements(text).sort((a, b) => a.start - b.start || a.order - b.order)) {
			if (match.start < (freeFrom.get(match.name) ?? 0)) continue;
			freeFrom.set(match.name, match.end);
			matches.push(match);
		}
		const { names } = this.#config;
		return matches.sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name) || a.start - b.start);
	}

	/** Every element at every place, within one another too. */
	elements(text: string): LookupMatch[] {
		const { names, longest, caseSensitive, wordBoundaries } = this.#config;
		if (longest === 0) return [];
		const atoms = atomsOf(text, { caseSensitive, useWordBoundaries: wordBoundaries });
		const matches: LookupMatch[] = [];
		const hash = new SpanHash(text);
		for (const [i, { start }] of atoms.entries()) {
			hash.reset();
			for (let j = i; j < atoms.length && j < i + longest; j++) {
				const next = atoms[j];
				if (next === undefined) break;
				hash.add(next, j === i ? undefined : atoms[j - 1]);
				const isBeginning = this.#probe(hash, (entry) => {
					const order = entry & MAX_ORDER;
					matches.push({ name: names[nameOf(entry)] ?? "", start, end: next.end, order });
				});
				if (!wordBoundaries && j - i + 1 === BEGINNING_ATOMS && !isBeginning) break;
			}
		}
		return matches;
	}

	#probe(hash: SpanHash, found: (entry: number) => void): boolean {
		const table = this.#table;
		const mask = table.length / 3 - 1;
		let isBeginning = false;
		for (let slot = hash.first & mask; table[slot * 3] !== 0; slot = (slot + 1) & mask) {
			const at = slot * 3;
			if (table[at] !== hash.first || table[at + 1] !== hash.second) continue;
			const entry = table[at + 2] ?? 0;
			if (entry === BEGINNING) isBeginning = true;
			else found(entry);
		}
		return isBeginning;
	}
}

/** Two lanes of 32 bits over the atoms of a span and what stands between them. `first` is never 0. */
class SpanHash {
	first = 0;
	second = 0;
	#a = 0;
	#b = 0;
	readonly #source: string;

	constructor(source: string) {
		this.#source = source;
		this.reset();
	}

	reset(): void {
		this.#a = 0x811c9dc5;
		this.#b = 0x3c6ef372;
	}

	add(atom: Atom, previous: Atom | undefined): void {
		for (let at = previous?.end ?? atom.start; at < atom.start; at++) this.#step(this.#source.charCodeAt(at));
		for (let i = 0; i < atom.text.length; i++) this.#step(atom.text.charCodeAt(i));
		this.first = mix(this.#a) || 1;
		this.second = mix(this.#b);
	}

	#step(code: number): void {
		this.#a = Math.imul(this.#a ^ code, 0x01000193);
		this.#b = (Math.imul(this.#b, 0x9e3779b1) + code) | 0;
	}
}
