/**
 * A regular expression as its positions, one for each character that it can take, and in how many ways a matcher that
 * goes back comes from each to each (Glushkov's automaton, with the ways counted).
 */
import type { RegexNode, RegexTree } from "./regex-tree.ts";

export interface Position {
	/** The class of its character. */
	readonly source: string;
	/** What may come next, and in how many ways. */
	readonly next: Map<number, number>;
	/** From here the pattern is satisfied whatever comes: who has come here goes back no more. */
	isSure: boolean;
}

export interface Positions {
	readonly all: readonly Position[];
	readonly first: ReadonlyMap<number, number>;
}

/** A part: how it begins and ends, in how many ways it takes nothing, and whether that can fail. */
interface Part {
	readonly first: ReadonlyMap<number, number>;
	readonly last: ReadonlyMap<number, Ending>;
	readonly emptyWays: number;
	readonly isSurelyEmpty: boolean;
}

interface Ending {
	readonly ways: number;
	readonly isSure: boolean;
}

/** Counted repetitions are written out so far; a larger one counts as endless, which is never quicker. */
const MAX_POSITIONS = 1_500;
/** A pattern that speaks of itself from within itself. */
const MAX_DEPTH = 200;

const NOTHING: Part = { first: new Map(), last: new Map(), emptyWays: 1, isSurelyEmpty: true };
const CHECK: Part = { ...NOTHING, isSurelyEmpty: false };

/** @param mayFail - whether something that may be missing comes behind the whole */
export function positionsOf(tree: RegexTree, mayFail: boolean): Positions {
	return new PositionReader(tree).read(mayFail);
}

class PositionReader {
	readonly #tree: RegexTree;
	readonly #all: Position[] = [];
	#depth = 0;

	constructor(tree: RegexTree) {
		this.#tree = tree;
	}

	read(mayFail: boolean): Positions {
		const whole = this.#partOf(this.#tree.root);
		for (const [at, { isSure }] of whole.last) {
			const position = this.#all[at];
			if (position !== undefined) position.isSure = isSure && !mayFail;
		}
		return { all: this.#all, first: whole.first };
	}

	#partOf(node: RegexNode): Part {
		if (this.#depth > MAX_DEPTH) return CHECK;
		this.#depth += 1;
		const part = this.#partWithin(node);
		this.#depth -= 1;
		return part;
	}

	#partWithin(node: RegexNode): Part {
		if (node.kind === "sequence")
			return node.items.reduce<Part>((before, item) => this.#joined(before, this.#partOf(item)), NOTHING);
		if (node.kind === "choice") return node.items.map((item) => this.#partOf(item)).reduce(either);
		if (node.kind === "repeat") return this.#repeated(node);
		if (node.kind === "character") return this.#character(node.source);
		// tried beside what follows, and left for good once it has an answer
		if (node.kind === "look") return { ...CHECK, first: this.#partOf(node.body).first };
		const group = node.kind === "again" ? this.#tree.groups.get(node.group) : undefined;
		return group === undefined || node.start < group.end ? CHECK : this.#partOf(group);
	}

	#character(source: string): Part {
		const at = this.#all.push({ source, next: new Map(), isSure: false }) - 1;
		const last = new Map([[at, { ways: 1, isSure: true }]]);
		return { first: new Map([[at, 1]]), last, emptyWays: 0, isSurelyEmpty: false };
	}

	#link(from: Part, to: Part): void {
		for (const [at, { ways }] of from.last)
			for (const [next, waysOn] of to.first) add(this.#all[at]?.next, next, ways * waysOn);
	}

	#joined(before: Part, after: Part): Part {
		this.#link(before, after);
		const first = new Map(before.first);
		if (before.emptyWays > 0) for (const [at, ways] of after.first) add(first, at, ways * before.emptyWays);
		const last = new Map(after.last);
		if (after.emptyWays > 0)
			for (const [at, { ways, isSure }] of before.last)
				addEnding(last, at, { ways: ways * after.emptyWays, isSure: isSure && after.isSurelyEmpty });
		return {
			first,
			last,
			emptyWays: before.emptyWays * after.emptyWays,
			isSurelyEmpty: before.isSurelyEmpty && after.isSurelyEmpty,
		};
	}

	#repeated({ body, min, max }: RegexNode & { readonly kind: "repeat" }): Part {
		if (max === 0) return NOTHING;
		const startedAt = this.#all.length;
		const copy = this.#partOf(body);
		const size = Math.max(1, this.#all.length - startedAt);
		const times = max === Infinity ? Math.max(1, min) : max;
		if (max === 1 || startedAt + size * times > MAX_POSITIONS) {
			if (max > 1) this.#link(copy, copy);
			return min === 0 ? optional(copy) : copy;
		}
		const copies = [copy];
		while (copies.length < times) copies.push(this.#partOf(body));
		// what may come or not is tried within what came before it: each number of times is one way
		let rest = NOTHING;
		for (const one of copies.slice(min).toReversed()) rest = optional(this.#joined(one, rest));
		if (max === Infinity) {
			const end = copies.at(-1) ?? copy;
			this.#link(end, end);
			if (min === 0) rest = optional(end);
		}
		const needed = copies.slice(0, min).toReversed();
		return needed.reduce((behind, one) => this.#joined(one, behind), rest);
	}
}

/** A repetition that took nothing is none: it is left out in one way. */
function optional(part: Part): Part {
	return { ...part, emptyWays: 1, isSurelyEmpty: true };
}

function either(a: Part, b: Part): Part {
	const first = new Map(a.first);
	for (const [at, ways] of b.first) add(first, at, ways);
	const last = new Map(a.last);
	for (const [at, ending] of b.last) addEnding(last, at, ending);
	return {
		first,
		last,
		emptyWays: a.emptyWays + b.emptyWays,
		isSurelyEmpty: a.isSurelyEmpty || b.isSurelyEmpty,
	};
}

function add(ways: Map<number, number> | undefined, at: number, more: number): void {
	ways?.set(at, (ways.get(at) ?? 0) + more);
}

function addEnding(endings: Map<number, Ending>, at: number, { ways, isSure }: Ending): void {
	const known = endings.get(at);
	endings.set(at, { ways: ways + (known?.ways ?? 0), isSure: isSure || known?.isSure === true });
}
