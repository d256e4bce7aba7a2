/**
 * Best path of BILOU labels. Label 0 is O; kind k has B, I, L and U at 1 + 4k … 4 + 4k. Only paths that make sense are
 * searched: what began goes on or ends, and nothing is left open.
 */

/** Scores to search: token t, label l at `emissions[t × labels + l]`; from a to b at `transitions[a × labels + b]`. */
export interface PathScores {
	readonly kinds: number;
	readonly emissions: Float32Array;
	readonly transitions: Float32Array;
}

export const labelCount = (kinds: number): number => 1 + 4 * kinds;

/** Buffers for texts of up to `tokens` tokens, reused from one text to the next. */
export class PathFinder {
	readonly #best: Float64Array;
	readonly #from: Int16Array;
	readonly #labels: number;

	constructor(kinds: number, tokens: number) {
		this.#labels = labelCount(kinds);
		this.#best = new Float64Array(tokens * this.#labels);
		this.#from = new Int16Array(tokens * this.#labels);
	}

	/** Writes the best label of each token into `path`. */
	find(scores: PathScores, tokens: number, path: Int32Array): void {
		if (tokens === 0) return;
		const labels = this.#labels;
		this.#best.fill(-Infinity, 0, tokens * labels);
		for (let label = 0; label < labels; label++) {
			if (mayBegin(label)) this.#best[label] = scores.emissions[label] ?? 0;
		}
		for (let t = 1; t < tokens; t++) this.#step(scores, t);
		let last = 0;
		const base = (tokens - 1) * labels;
		for (let label = 0; label < labels; label++) {
			if (mayEnd(label) && (this.#best[base + label] ?? 0) > (this.#best[base + last] ?? 0)) last = label;
		}
		for (let t = tokens - 1; t >= 0; t--) {
			path[t] = last;
			last = this.#from[t * labels + last] ?? 0;
		}
	}

	/** Extends all paths by token t. The loops are written out: they are nearly all of the time that tagging takes. */
	#step({ emissions, transitions }: PathScores, t: number): void {
		const labels = this.#labels;
		const best = this.#best;
		const from = this.#from;
		const before = (t - 1) * labels;
		const now = t * labels;
		for (let last = 0; last < labels; last++) {
			const score = best[before + last] ?? -Infinity;
			if (score === -Infinity || !mayEnd(last)) continue;
			const row = last * labels;
			// O, then B and U of each kind: labels 0, 1, 4, 5, 8, 9 …
			for (let to = 0, gap = 1; to < labels; to += gap, gap = 4 - gap) {
				const extended = score + (transitions[row + to] ?? 0);
				if (extended > (best[now + to] ?? 0)) {
					best[now + to] = extended;
					from[now + to] = last;
				}
			}
		}
		for (let begin = 1; begin < labels; begin += 4) {
			const opened = best[before + begin] ?? -Infinity;
			const inside = best[before + begin + 1] ?? -Infinity;
			for (let to = begin + 1; to <= begin + 2; to++) {
				const first = opened + (transitions[begin * labels + to] ?? 0);
				const later = inside + (transitions[(begin + 1) * labels + to] ?? 0);
				best[now + to] = Math.max(first, later);
				from[now + to] = first >= later ? begin : begin + 1;
			}
		}
		for (let to = 0; to < labels; to++) best[now + to] = (best[now + to] ?? 0) + (emissions[now + to] ?? 0);
	}
}

/** O, B and U may stand after an end, and first. */
function mayBegin(label: number): boolean {
	return label === 0 || ((label - 1) & 3) === 0 || ((label - 1) & 3) === 3;
}

/** O, L and U may stand before a beginning, and last. */
function mayEnd(label: number): boolean {
	return label === 0 || ((label - 1) & 3) >= 2;
}
