/**
 * Finds patterns that take a matcher which goes back, as JavaScript's does, much too long on some text. An attacker is
 * played: letter by letter the text is made on which the most ways into the pattern stay open, and those ways are what the
 * matcher would try before it gives up. So repetitions within repetitions are found, choices that begin alike, and rows of
 * repetitions that share their characters, endless or counted, whatever alphabet they are of.
 */
import { alphabetOf } from "./regex-alphabet.ts";
import { type Position, type Positions, positionsOf } from "./regex-positions.ts";
import { regexTree, type RegexNode, type RegexTree } from "./regex-tree.ts";
import { asWritten } from "./unicode-shorthand.ts";

/** What a model's pattern reads of a message: a pattern of quadratic time stays quick (SPEC BI2). */
export const MAX_PATTERN_CHARS = 1_000;
/** Letters of the text that is made. */
const TEXT_CHARS = 512;
/** Steps on it with which `MAX_PATTERN_CHARS` are still quick: those of quadratic time are, most of cubic time are not. */
const QUICK_STEPS = 1.3e7;
/** What no polynomial comes to: also of a pattern that always finds something, for what stands behind it may change. */
const EXPONENTIAL_STEPS = 1e30;
/** Texts that are followed at once: those with the most open ways, and as many that are new or of another last letter. */
const BEAMS = 6;
/** Letters without anything new after which a text's cost is known. */
const STEADY_CHARS = 24;
/** Bound of the search itself: what is not known by then is judged by how its cost has grown. */
const MAX_WORK = 600_000;

/** Whether a matcher can be held up by it. */
export function isDangerous(pattern: RegExp): boolean {
	return isSlow(pattern, regexTree(pattern), { mayFail: false, quickSteps: QUICK_STEPS });
}

/**
 * @param quickSteps - what is still quick on 512 letters, for texts that are longer than those that a model reads
 * @returns the part of the pattern that is dangerous, or null
 */
export function findDanger(pattern: RegExp, quickSteps = QUICK_STEPS): string | null {
	const tree = regexTree(pattern);
	if (!isSlow(pattern, tree, { mayFail: false, quickSteps })) return null;
	const { start, end } = smallestSlow(pattern, tree, quickSteps);
	return asWritten(pattern.source.slice(start, end));
}

function isSlow(
	pattern: RegExp,
	tree: RegexTree,
	{ mayFail, quickSteps }: { readonly mayFail: boolean; readonly quickSteps: number },
): boolean {
	// most patterns: a model judges all of its own each time that it is loaded
	const { ways, length } = sizeOf(tree.root);
	if (ways * length <= quickSteps / TEXT_CHARS) return false;
	const failing = positionsOf(tree, true);
	// from one place there are never many ways on, so that all places together stay quick
	if (!isCostly(pattern, failing, [], quickSteps / TEXT_CHARS)) return false;
	if (isCostly(pattern, failing, [], EXPONENTIAL_STEPS)) return true;
	const positions = mayFail ? failing : positionsOf(tree, false);
	const restarts = beginsAtStart(tree.root) ? [] : positions.first;
	return isCostly(pattern, positions, restarts, quickSteps);
}

/** Never less than the ways through a part, and than the characters of the longest; both endless where it is. */
function sizeOf(node: RegexNode): { readonly ways: number; readonly length: number } {
	if (node.kind === "character") return { ways: 1, length: 1 };
	if (node.kind === "check") return { ways: 1, length: 0 };
	if (node.kind === "look") return sizeOf(node.body);
	if (node.kind === "again") return { ways: Infinity, length: Infinity };
	if (node.kind === "repeat") {
		if (node.max === Infinity) return { ways: Infinity, length: Infinity };
		const { ways, length } = sizeOf(node.body);
		return { ways: (node.max - node.min + 1) * Math.max(1, ways) ** node.max, length: length * node.max };
	}
	const parts = node.items.map(sizeOf);
	const isChoice = node.kind === "choice";
	return {
		ways: parts.reduce((all, { ways }) => (isChoice ? all + ways : all * ways), isChoice ? 0 : 1),
		length: parts.reduce((all, { length }) => all + length, 0),
	};
}

/** The place of the smallest part that is slow where something behind it fails. */
function smallestSlow(
	pattern: RegExp,
	{ root, groups }: RegexTree,
	quickSteps: number,
): { start: number; end: number } {
	const isSlowAlone = (node: RegexNode): boolean =>
		isSlow(pattern, { root: node, groups }, { mayFail: true, quickSteps });
	const inner = partsOf(root).find(isSlowAlone);
	if (inner !== undefined) return smallestSlow(pattern, { root: inner, groups }, quickSteps);
	if (root.kind !== "sequence") return root;
	let items = root.items;
	const without = (left: number, right: number): RegexNode => {
		const kept = items.slice(left, items.length - right);
		return {
			kind: "sequence",
			items: kept,
			start: kept[0]?.start ?? root.start,
			end: kept.at(-1)?.end ?? root.end,
		};
	};
	while (items.length > 1 && isSlowAlone(without(0, 1))) items = items.slice(0, -1);
	while (items.length > 1 && isSlowAlone(without(1, 0))) items = items.slice(1);
	return without(0, 0);
}

function partsOf(node: RegexNode): readonly RegexNode[] {
	if (node.kind === "sequence" || node.kind === "choice") return node.items;
	return node.kind === "repeat" || node.kind === "look" ? [node.body] : [];
}

/** Whether it is tried from the text's beginning alone. */
function beginsAtStart(node: RegexNode): boolean {
	if (node.kind === "check") return node.isStart;
	if (node.kind === "choice") return node.items.every(beginsAtStart);
	return node.kind === "sequence" && node.items[0] !== undefined && beginsAtStart(node.items[0]);
}

/** A text, by what is left of it: how many ways lead to each position. */
interface Text {
	readonly ways: ReadonlyMap<number, number>;
	/** Ways that are open now, from all places where the pattern is tried. */
	readonly open: number;
	/** Steps so far. */
	readonly cost: number;
	/** Its last one. */
	readonly letter: ReadonlySet<string>;
}

/**
 * Whether a text costs more steps than the limit.
 *
 * @param restarts - where the pattern begins anew with each letter; nothing when it is tried from the first one alone
 */
function isCostly(
	pattern: RegExp,
	{ all, first }: Positions,
	restarts: Iterable<readonly [number, number]>,
	limit: number,
): boolean {
	const letters = alphabetOf(
		all.map(({ source }) => source),
		pattern,
	);
	let texts: readonly Text[] = letters.map((letter) => withLetter(0, first, letter, all));
	const seen = new Set<string>();
	let steadySince = 0;
	let most = 0;
	let work = 0;
	const costs: number[] = [];
	for (let length = 1; length < TEXT_CHARS; length += 1) {
		const kinds = new Map<string, Text>();
		const isNew = new Set<Text>();
		for (const text of texts) {
			if (text.cost > limit) return true;
			if (text.open === 0) continue;
			const kind = [...text.ways.keys()].sort((a, b) => a - b).join();
			if ((kinds.get(kind)?.open ?? 0) < text.open) kinds.set(kind, text);
			if (seen.has(kind)) continue;
			seen.add(kind);
			isNew.add(text);
			steadySince = length;
		}
		const ranked = [...kinds.values()].sort((a, b) => b.open - a.open);
		const open = ranked[0]?.open ?? 0;
		if (open > most) steadySince = length;
		most = Math.max(most, open);
		if (open === 0 || length - steadySince > STEADY_CHARS) return false;
		const cost = Math.max(...ranked.map((text) => text.cost));
		costs.push(cost);
		if (work > MAX_WORK) return costAtEnd(costs) > limit;
		const letterBest = new Map(ranked.toReversed().map((text) => [text.letter, text]));
		const others = new Set([...ranked.filter((text) => isNew.has(text)), ...letterBest.values()]);
		const chosen = new Set([...ranked.slice(0, BEAMS), ...[...others].slice(0, BEAMS)]);
		texts = [...chosen].flatMap((text) => {
			const reached = new Map(restarts);
			for (const [at, ways] of text.ways) {
				const next = all[at]?.next ?? new Map<number, number>();
				work += next.size;
				for (const [to, more] of next) reached.set(to, (reached.get(to) ?? 0) + ways * more);
			}
			work += reached.size * letters.length;
			return letters.map((letter) => withLetter(text.cost, reached, letter, all));
		});
	}
	return texts.some(({ cost }) => cost > limit);
}

/** What a text of full length is likely to cost, by what it cost half way and now. */
function costAtEnd(costs: readonly number[]): number {
	const now = costs.at(-1) ?? 0;
	const halfWay = costs[costs.length >> 1] ?? 1;
	const power = Math.log2(Math.max(2, now / halfWay)) + 0.5;
	return now * (TEXT_CHARS / costs.length) ** power;
}

/** @param reached - the ways to each position, were its character to come */
function withLetter(
	cost: number,
	reached: ReadonlyMap<number, number>,
	letter: ReadonlySet<string>,
	all: readonly Position[],
): Text {
	const ways = new Map<number, number>();
	let open = 0;
	for (const [at, count] of reached) {
		const position = all[at];
		if (position === undefined || !letter.has(position.source)) continue;
		const counted = position.isSure ? Math.min(1, count) : count;
		ways.set(at, counted);
		open += counted;
	}
	return { ways, open, cost: cost + open, letter };
}
