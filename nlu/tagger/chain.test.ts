import { test } from "vitest";
import { seededRandom } from "../random.ts";
import { Chain, type Transitions } from "./chain.ts";
import { continues, labelCount, readRuns, stateOf, writeRun } from "./labels.ts";

const KINDS = 2;
const LABELS = labelCount(KINDS);
const STATES = KINDS + 1;

function isAllowed(path: readonly number[]): boolean {
	let open = -1;
	for (const label of path) {
		const part = label === 0 ? -1 : (label - 1) & 3;
		const kind = label === 0 ? -1 : (label - 1) >> 2;
		if (open >= 0 ? (part !== 1 && part !== 2) || kind !== open : part === 1 || part === 2) return false;
		open = part === 0 || part === 1 ? kind : -1;
	}
	return open < 0;
}

function* allPaths(length: number): Generator<number[]> {
	if (length === 0) {
		yield [];
		return;
	}
	for (const rest of allPaths(length - 1))
		for (let label = 0; label < LABELS; label++) yield [...rest, label];
}

interface Drawn {
	readonly chain: Chain;
	readonly transitions: Transitions;
	readonly tokens: number;
	/** All that make sense, each with its score. */
	readonly paths: readonly { path: readonly number[]; score: number }[];
}

/** A chain of random scores, and all paths through it. */
function draw(seed: number): Drawn {
	const random = seededRandom(seed);
	const value = (): number => random() * 6 - 3;
	const tokens = 1 + (seed % 4);
	const chain = new Chain(KINDS, 4);
	chain.emissions.set(Float32Array.from({ length: tokens * LABELS }, value));
	const transitions = {
		between: Float32Array.from({ length: STATES * STATES }, value),
		inside: Float32Array.from({ length: KINDS * 4 }, value),
	};
	chain.setTransitions(transitions);
	const step = (from: number, to: number): number => {
		if (!continues(to)) return transitions.between[stateOf(from) * STATES + stateOf(to)] ?? 0;
		const part = ((from - 1) & 3) === 0 ? 0 : 2;
		return transitions.inside[4 * (stateOf(to) - 1) + part + ((to - 1) & 3) - 1] ?? 0;
	};
	const score = (path: readonly number[]): number =>
		path.reduce(
			(sum, label, t) =>
				sum + (chain.emissions[t * LABELS + label] ?? 0) + (t === 0 ? 0 : step(path[t - 1] ?? 0, label)),
			0,
		);
	const paths = [...allPaths(tokens)].filter(isAllowed).map((path) => ({ path, score: score(path) }));
	return { chain, transitions, tokens, paths };
}

const SEEDS = Array.from({ length: 24 }, (_, seed) => seed + 1);

test("[TG4] finds the best of all paths that make sense", ({ expect }) => {
	for (const seed of SEEDS) {
		const { chain, transitions, tokens, paths } = draw(seed);
		const best = paths.reduce((top, path) => (path.score > top.score ? path : top));
		const found = new Int32Array(tokens);
		chain.findBest(transitions, tokens, found);
		expect([...found]).toEqual(best.path);
	}
});

test("[TG9] gives the probabilities that counting all paths gives", ({ expect }) => {
	for (const seed of SEEDS) {
		const { chain, tokens, paths } = draw(seed);
		const sum = paths.reduce((total, { score }) => total + Math.exp(score), 0);
		const share = (holds: (path: readonly number[]) => boolean): number =>
			paths.reduce((total, { path, score }) => total + (holds(path) ? Math.exp(score) / sum : 0), 0);
		expect(chain.readProbabilities(tokens)).toBeCloseTo(Math.log(sum), 5);
		for (let t = 0; t < tokens; t++) {
			let all = 0;
			for (let label = 0; label < LABELS; label++) {
				const found = chain.probabilities[t * LABELS + label] ?? -1;
				all += found;
				expect(found).toBeCloseTo(
					share((path) => path[t] === label),
					6,
				);
			}
			expect(all).toBeCloseTo(1, 6);
		}
		for (let kind = 0; kind < KINDS; kind++) {
			for (let first = 0; first < tokens; first++) {
				for (let last = first; last < tokens; last++) {
					const holds = (path: readonly number[]): boolean =>
						readRuns(Int32Array.from(path), tokens).some(
							(run) => run.kind === kind && run.first === first && run.last === last,
						);
					expect(chain.runProbability(kind, first, last)).toBeCloseTo(share(holds), 6);
				}
			}
		}
	}
});

test("[TG4] writes runs as labels and reads them again, never over one another", ({ expect }) => {
	const labels = new Int32Array(6);
	const runs = [
		{ kind: 0, first: 0, last: 0 },
		{ kind: 1, first: 1, last: 2 },
		{ kind: 0, first: 3, last: 5 },
	];
	expect(runs.map((run) => writeRun(labels, run))).toEqual([true, true, true]);
	expect([...labels]).toEqual([4, 5, 7, 1, 2, 3]);
	expect(readRuns(labels, 6)).toEqual(runs);
	expect(writeRun(labels, { kind: 1, first: 2, last: 3 })).toBe(false);
	expect(readRuns(labels, 6)).toEqual(runs);
});

test("[TG4] stays exact where scores are far apart", ({ expect }) => {
	const { chain, transitions } = draw(4);
	chain.emissions.fill(0);
	chain.emissions[0] = 900;
	chain.emissions[LABELS + 4] = -900;
	chain.setTransitions(transitions);
	chain.readProbabilities(4);
	for (let t = 0; t < 4; t++) {
		const all = chain.probabilities
			.slice(t * LABELS, (t + 1) * LABELS)
			.reduce((sum, share) => sum + share, 0);
		expect(all).toBeCloseTo(1, 6);
	}
});
