import type { Chain } from "./chain.ts";
import type { LabelledRun } from "./labels.ts";

/** A run that may be there. */
export interface SpanCandidate extends LabelledRun {
	/** Its probability over all paths of the chain. */
	readonly share: number;
	/** Whether it is on the best path. */
	readonly isBest: boolean;
}

/** What is less likely is not looked at: of all that is right one in a hundred is lost so. */
const LEAST_SHARE = 0.01;
/** It bounds the time for one text: each candidate is held against all others. */
const MAX_CANDIDATES = 400;

/**
 * The runs that may be there, in the order of the text; where there are too many, the likeliest.
 *
 * @param chain - after `readProbabilities`
 * @param best - runs of the best path
 */
export function readCandidates(
	chain: Chain,
	tokens: number,
	best: readonly LabelledRun[],
): readonly SpanCandidate[] {
	const found: SpanCandidate[] = [];
	const kinds = chain.states - 1;
	const add = (run: LabelledRun, share: number): void => {
		if (share < LEAST_SHARE) return;
		const isBest = best.some(
			({ kind, first, last }) => kind === run.kind && first === run.first && last === run.last,
		);
		found.push({ ...run, share: Math.min(1, share), isBest });
	};
	for (let first = 0; first < tokens; first++) {
		for (let kind = 0; kind < kinds; kind++) {
			chain.visitRuns({ kind, first }, { tokens, least: LEAST_SHARE }, (last, share) => {
				add({ kind, first, last }, share);
			});
		}
	}
	if (found.length <= MAX_CANDIDATES) return found;
	const least = found.map(({ share }) => share).sort((a, b) => b - a)[MAX_CANDIDATES] ?? 0;
	return found.filter(({ share }) => share > least);
}

/** A run, and what there is to gain by it. */
export interface WeighedRun extends LabelledRun {
	readonly gain: number;
}

/** Of runs that may overlap those that do not and that gain most together, in the order of the text. */
export function chooseRuns(runs: readonly WeighedRun[], tokens: number): LabelledRun[] {
	const endingAt: WeighedRun[][] = Array.from({ length: tokens + 1 }, () => []);
	for (const run of runs) if (run.gain > 0) endingAt[run.last + 1]?.push(run);
	const most = new Float64Array(tokens + 1);
	const lastRun: (WeighedRun | null)[] = [null];
	for (let end = 1; end <= tokens; end++) {
		most[end] = most[end - 1] ?? 0;
		lastRun[end] = null;
		for (const run of endingAt[end] ?? []) {
			const sum = (most[run.first] ?? 0) + run.gain;
			if (sum <= (most[end] ?? 0)) continue;
			most[end] = sum;
			lastRun[end] = run;
		}
	}
	const chosen: LabelledRun[] = [];
	for (let end = tokens; end > 0;) {
		const run = lastRun[end];
		if (run === null || run === undefined) end--;
		else {
			chosen.push({ kind: run.kind, first: run.first, last: run.last });
			end = run.first;
		}
	}
	return chosen.reverse();
}
