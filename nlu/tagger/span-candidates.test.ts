import { test } from "vitest";
import { seededRandom } from "../random.ts";
import { Chain } from "./chain.ts";
import { labelCount } from "./labels.ts";
import { chooseRuns, readCandidates } from "./span-candidates.ts";

const KINDS = 2;
const STATES = KINDS + 1;

/** A chain with scores in [−spread, spread], its probabilities read. */
function chainOf(tokens: number, spread: number, seed: number): Chain {
	const random = seededRandom(seed);
	const value = (): number => (2 * random() - 1) * spread;
	const chain = new Chain(KINDS, tokens);
	chain.emissions.set(Float32Array.from({ length: tokens * labelCount(KINDS) }, value));
	chain.setTransitions({
		between: Float32Array.from({ length: STATES * STATES }, value),
		inside: Float32Array.from({ length: KINDS * 4 }, value),
	});
	chain.readProbabilities(tokens);
	return chain;
}

test("[TG17] thinks of every run of a hundredth or more, and marks those of the best path", ({ expect }) => {
	for (let seed = 1; seed <= 20; seed++) {
		const tokens = 1 + (seed % 7);
		const chain = chainOf(tokens, 2, seed);
		const expected: { kind: number; first: number; last: number; share: number; isBest: boolean }[] = [];
		for (let first = 0; first < tokens; first++) {
			for (let kind = 0; kind < KINDS; kind++) {
				for (let last = first; last < tokens; last++) {
					const share = chain.runProbability(kind, first, last);
					const isBest = kind === 1 && first === 0 && last === 0;
					if (share >= 0.01) expected.push({ kind, first, last, share, isBest });
				}
			}
		}
		expect(readCandidates(chain, tokens, [{ kind: 1, first: 0, last: 0 }])).toEqual(expected);
		expect(expected.length).toBeGreaterThan(0);
	}
});

test("[TG17] of very many runs the likeliest are thought of", ({ expect }) => {
	const chain = chainOf(256, 0.1, 1);
	const kept = readCandidates(chain, 256, []);
	expect(kept.length).toBeLessThanOrEqual(400);
	expect(kept.length).toBeGreaterThan(300);
	const least = Math.min(...kept.map(({ share }) => share));
	const isKept = new Set(kept.map(({ kind, first, last }) => `${kind} ${first} ${last}`));
	for (let first = 0; first < 256; first++) {
		for (let kind = 0; kind < KINDS; kind++) {
			const share = chain.runProbability(kind, first, first);
			if (!isKept.has(`${kind} ${first} ${first}`)) expect(share).toBeLessThanOrEqual(least);
		}
	}
});

test("[TG17] chooses the runs that gain most together, none over another", ({ expect }) => {
	const random = seededRandom(3);
	for (let round = 0; round < 200; round++) {
		const tokens = 1 + Math.floor(random() * 6);
		const runs = Array.from({ length: Math.floor(random() * 7) }, () => {
			const first = Math.floor(random() * tokens);
			const last = first + Math.floor(random() * (tokens - first));
			return { kind: Math.floor(random() * KINDS), first, last, gain: random() - 0.4 };
		});
		let most = 0;
		for (let chosen = 0; chosen < 2 ** runs.length; chosen++) {
			const own = runs.filter((_, i) => (chosen >> i) & 1);
			const overlaps = own.some((a, i) =>
				own.slice(i + 1).some((b) => a.first <= b.last && b.first <= a.last),
			);
			if (!overlaps) most = Math.max(most, sumOf(own.map(({ gain }) => gain)));
		}
		const chosen = chooseRuns(runs, tokens);
		const gains = chosen.map(
			(run) =>
				runs
					.filter(({ kind, first, last }) => kind === run.kind && first === run.first && last === run.last)
					.map(({ gain }) => gain)
					.sort((a, b) => b - a)[0] ?? 0,
		);
		expect(sumOf(gains)).toBeCloseTo(most, 9);
		chosen.forEach(({ first }, i) => {
			expect(first).toBeGreaterThan(chosen[i - 1]?.last ?? -1);
		});
	}
});

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);
