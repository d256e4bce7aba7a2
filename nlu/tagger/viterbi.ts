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
	readonly #kinds: number;

	constructor(kinds: number, tokens: number) {
		this.#kinds = kinds;
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

	#step(scores: PathScores, t: number): void {
		const labels = this.#labels;
		const before = (t - 1) * labels;
		for (let to = 0; to < labels; to++) {
			if (mayBegin(to)) {
				this.#consider(scores, t, to, 0);
				for (let k = 0; k < this.#kinds; k++) {
					if (this.#best[before + 3 + 4 * k] !== -Infinity) this.#consider(scores, t, to, 3 + 4 * k);
					this.#consider(scores, t, to, 4 + 4 * k);
				}
			} else {
				const kind = (to - 1) >> 2;
				this.#consider(scores, t, to, 1 + 4 * kind);
				if (t > 1) this.#consider(scores, t, to, 2 + 4 * kind);
			}
		}
	}

	// oxlint-disable-next-line max-params -- the innermost step of the search: an object here is allocated a thousand times a text
	#consider(scores: PathScores, t: number, to: number, from: number): void {
		const labels = this.#labels;
		const at = t * labels + to;
		const score =
			(this.#best[at - to - labels + from] ?? 0) +
			(scores.transitions[from * labels + to] ?? 0) +
			(scores.emissions[at] ?? 0);
		if (score > (this.#best[at] ?? 0)) {
			this.#best[at] = score;
			this.#from[at] = from;
		}
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
