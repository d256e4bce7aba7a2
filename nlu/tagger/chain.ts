/**
 * A linear chain of BILOU labels (Lafferty, McCallum and Pereira, ICML 2001): the best path, and the probabilities of
 * labels and runs. Between runs the score depends on the two kinds alone, not on their parts: of 157 labels each step
 * looks at 40 × 40 pairs instead of 79 × 79. Only paths that make sense are counted: what began goes on or ends, and
 * nothing is left open.
 */
import { labelCount } from "./labels.ts";

/** Scores of what follows what. */
export interface Transitions {
	/** From the end of state a (0 for O, k + 1 for kind k) to the beginning of b at `[a × states + b]`. */
	readonly between: Float32Array;
	/** Of kind k at 4k: B→I, B→L, I→I, I→L. */
	readonly inside: Float32Array;
}

/** States less likely than this are not followed: they could not change the sixth digit of any probability. */
const NEGLIGIBLE = 1e-9;
const NEVER = -1e30;

/** Buffers for texts of up to `tokens` tokens, reused from one text to the next. */
export class Chain {
	readonly labels: number;
	readonly states: number;
	/** Score of label l of token t at `[t × labels + l]`: to be filled before anything is asked. */
	readonly emissions: Float32Array;
	/** After `readProbabilities`: that of label l at token t. */
	readonly probabilities: Float64Array;
	readonly betweenExp: Float64Array;
	readonly insideExp: Float64Array;
	/** After `readProbabilities`: of state a having ended with token t, given the tokens up to t. */
	readonly ended: Float64Array;
	/** After `readProbabilities`: weight of state b's beginning at token t, seen from the tokens from t on. */
	readonly begun: Float64Array;
	/** The same for I and L of kind k: at `[(t × kinds + k) × 2]` and beside it. */
	readonly wentOn: Float64Array;
	/** After `readProbabilities`: of each label given the tokens up to its own. */
	readonly forward: Float64Array;
	readonly #kinds: number;
	#sharpness = 1;
	readonly #backward: Float64Array;
	readonly #grown: Float64Array;
	readonly #scales: Float64Array;
	readonly #entry: Float64Array;
	readonly #from: Int16Array;
	readonly #endLabel: Int16Array;

	constructor(kinds: number, tokens: number) {
		this.#kinds = kinds;
		this.labels = labelCount(kinds);
		this.states = kinds + 1;
		const cells = tokens * this.labels;
		this.emissions = new Float32Array(cells);
		this.probabilities = new Float64Array(cells);
		this.forward = new Float64Array(cells);
		this.#backward = new Float64Array(cells);
		this.#grown = new Float64Array(cells);
		this.#from = new Int16Array(cells);
		this.ended = new Float64Array(tokens * this.states);
		this.begun = new Float64Array(tokens * this.states);
		this.wentOn = new Float64Array(tokens * kinds * 2);
		this.#scales = new Float64Array(tokens);
		this.#entry = new Float64Array(this.states);
		this.#endLabel = new Int16Array(this.states);
		this.betweenExp = new Float64Array(this.states * this.states);
		this.insideExp = new Float64Array(kinds * 4);
	}

	/** Takes over the transitions that `readProbabilities` works with. @param sharpness - factor on all scores */
	setTransitions({ between, inside }: Transitions, sharpness = 1): void {
		this.#sharpness = sharpness;
		for (let i = 0; i < between.length; i++) this.betweenExp[i] = Math.exp(sharpness * (between[i] ?? 0));
		for (let i = 0; i < inside.length; i++) this.insideExp[i] = Math.exp(sharpness * (inside[i] ?? 0));
	}

	/** Fills the probabilities of all labels. @returns the logarithm of the sum over all paths */
	readProbabilities(tokens: number): number {
		let logSum = this.#grow(tokens);
		for (let t = 0; t < tokens; t++) logSum += this.#stepForward(t);
		let rest = 0;
		const last = (tokens - 1) * this.states;
		for (let state = 0; state < this.states; state++) rest += this.ended[last + state] ?? 0;
		this.#startBackward(tokens - 1, 1 / rest);
		for (let t = tokens - 2; t >= 0; t--) this.#stepBackward(t);
		const { forward, probabilities } = this;
		const backward = this.#backward;
		for (let i = 0; i < tokens * this.labels; i++) {
			probabilities[i] = (forward[i] ?? 0) * (backward[i] ?? 0);
		}
		return logSum + Math.log(rest);
	}

	/** Probability that exactly this run is there, as this kind. After `readProbabilities`. */
	runProbability(kind: number, first: number, last: number): number {
		const base = 1 + 4 * kind;
		if (first === last) return this.probabilities[first * this.labels + base + 3] ?? 0;
		let share = this.forward[first * this.labels + base] ?? 0;
		for (let t = first + 1; t <= last; t++) {
			const step = this.insideExp[4 * kind + (t === first + 1 ? 0 : 2) + (t === last ? 1 : 0)] ?? 0;
			const at = t * this.labels + base + (t === last ? 2 : 1);
			share *= step * (this.#grown[at] ?? 0) * (this.#scales[t] ?? 0);
		}
		return share * (this.#backward[last * this.labels + base + 2] ?? 0);
	}

	/**
	 * The probability of each run of the kind from token `first` on, nearer ends first, as `runProbability` tells it, until
	 * all that are left have less than `least` together. One step for each end: the time is bounded for any text.
	 */
	visitRuns(
		{ kind, first }: { kind: number; first: number },
		{ tokens, least }: { tokens: number; least: number },
		visit: (last: number, share: number) => void,
	): void {
		const begin = first * this.labels + 1 + 4 * kind;
		visit(first, this.probabilities[begin + 3] ?? 0);
		let open = this.forward[begin] ?? 0;
		let left = this.probabilities[begin] ?? 0;
		for (let last = first + 1; last < tokens && left >= least; last++) {
			const at = begin + (last - first) * this.labels;
			const step = 4 * kind + (last === first + 1 ? 0 : 2);
			const scale = this.#scales[last] ?? 0;
			const ends = open * ((this.insideExp[step + 1] ?? 0) * (this.#grown[at + 2] ?? 0) * scale);
			const share = ends * (this.#backward[at + 2] ?? 0);
			visit(last, share);
			left -= share;
			open *= (this.insideExp[step] ?? 0) * (this.#grown[at + 1] ?? 0) * scale;
		}
	}

	/** exp of the emissions, each token's largest being 1. @returns the sum of those largest scores */
	#grow(tokens: number): number {
		const { emissions, labels } = this;
		const grown = this.#grown;
		const sharpness = this.#sharpness;
		let sum = 0;
		for (let t = 0; t < tokens; t++) {
			const end = (t + 1) * labels;
			let top = -Infinity;
			for (let i = t * labels; i < end; i++) top = Math.max(top, emissions[i] ?? 0);
			for (let i = t * labels; i < end; i++) grown[i] = Math.exp(sharpness * ((emissions[i] ?? 0) - top));
			sum += sharpness * top;
		}
		return sum;
	}

	/** @returns the logarithm of what token t was scaled by */
	#stepForward(t: number): number {
		const { labels, states, forward, ended } = this;
		const grown = this.#grown;
		const entry = this.#entry;
		this.#enter(t);
		const at = t * labels;
		let sum = (entry[0] ?? 0) * (grown[at] ?? 0);
		forward[at] = sum;
		for (let kind = 0; kind < this.#kinds; kind++) {
			const b = at + 1 + 4 * kind;
			const begin = entry[kind + 1] ?? 0;
			forward[b] = begin * (grown[b] ?? 0);
			forward[b + 3] = begin * (grown[b + 3] ?? 0);
			const opened = t === 0 ? 0 : (forward[b - labels] ?? 0);
			const open = t === 0 ? 0 : (forward[b - labels + 1] ?? 0);
			const [on, off] = [b + 1, b + 2];
			forward[on] =
				(opened * (this.insideExp[4 * kind] ?? 0) + open * (this.insideExp[4 * kind + 2] ?? 0)) *
				(grown[on] ?? 0);
			forward[off] =
				(opened * (this.insideExp[4 * kind + 1] ?? 0) + open * (this.insideExp[4 * kind + 3] ?? 0)) *
				(grown[off] ?? 0);
			sum += (forward[b] ?? 0) + (forward[on] ?? 0) + (forward[off] ?? 0) + (forward[b + 3] ?? 0);
		}
		const scale = 1 / sum;
		this.#scales[t] = scale;
		for (let i = at; i < at + labels; i++) forward[i] = (forward[i] ?? 0) * scale;
		ended[t * states] = forward[at] ?? 0;
		for (let state = 1; state < states; state++) {
			const b = at + 4 * state - 3;
			ended[t * states + state] = (forward[b + 2] ?? 0) + (forward[b + 3] ?? 0);
		}
		return Math.log(sum);
	}

	/** Weight with which each state may begin at token t. */
	#enter(t: number): void {
		const { states, ended, betweenExp } = this;
		const entry = this.#entry;
		if (t === 0) {
			entry.fill(1);
			return;
		}
		entry.fill(0);
		for (let from = 0; from < states; from++) {
			const share = ended[(t - 1) * states + from] ?? 0;
			if (share < NEGLIGIBLE) continue;
			const row = from * states;
			for (let to = 0; to < states; to++) {
				entry[to] = (entry[to] ?? 0) + share * (betweenExp[row + to] ?? 0);
			}
		}
	}

	#startBackward(t: number, share: number): void {
		const backward = this.#backward;
		const at = t * this.labels;
		backward.fill(0, at, at + this.labels);
		backward[at] = share;
		for (let kind = 0; kind < this.#kinds; kind++) {
			backward[at + 3 + 4 * kind] = share;
			backward[at + 4 + 4 * kind] = share;
		}
	}

	#stepBackward(t: number): void {
		const { labels, states, begun, wentOn, ended, betweenExp, insideExp } = this;
		const kinds = this.#kinds;
		const backward = this.#backward;
		const grown = this.#grown;
		const next = (t + 1) * labels;
		const scale = this.#scales[t + 1] ?? 0;
		const beginning = (t + 1) * states;
		const weight = (i: number): number => (backward[i] ?? 0) * (grown[i] ?? 0) * scale;
		begun[beginning] = weight(next);
		for (let kind = 0; kind < kinds; kind++) {
			const b = next + 1 + 4 * kind;
			begun[beginning + kind + 1] = weight(b) + weight(b + 3);
			const on = weight(b + 1);
			const off = weight(b + 2);
			const going = ((t + 1) * kinds + kind) * 2;
			wentOn[going] = on;
			wentOn[going + 1] = off;
			const own = b - labels;
			backward[own] = (insideExp[4 * kind] ?? 0) * on + (insideExp[4 * kind + 1] ?? 0) * off;
			backward[own + 1] = (insideExp[4 * kind + 2] ?? 0) * on + (insideExp[4 * kind + 3] ?? 0) * off;
		}
		for (let from = 0; from < states; from++) {
			let sum = 0;
			if ((ended[t * states + from] ?? 0) >= NEGLIGIBLE) {
				const row = from * states;
				for (let to = 0; to < states; to++) sum += (betweenExp[row + to] ?? 0) * (begun[beginning + to] ?? 0);
			}
			const own = t * labels + 4 * from;
			backward[own] = sum;
			if (from > 0) backward[own - 1] = sum;
		}
	}

	/** Writes the label of each token on the path of the highest score into `path` (Viterbi). */
	findBest({ between, inside }: Transitions, tokens: number, path: Int32Array): void {
		if (tokens === 0) return;
		const { labels, states } = this;
		const best = this.forward; // the two are never needed at once
		for (let t = 0; t < tokens; t++) {
			this.#enterBest(between, t);
			this.#stepBest(inside, t);
		}
		const ended = (tokens - 1) * states;
		let last = 0;
		for (let state = 1; state < states; state++) {
			if ((this.ended[ended + state] ?? 0) > (this.ended[ended + last] ?? 0)) last = state;
		}
		const end = (tokens - 1) * labels + 4 * last;
		let label = last === 0 || (best[end] ?? 0) >= (best[end - 1] ?? 0) ? 4 * last : 4 * last - 1;
		for (let t = tokens - 1; t >= 0; t--) {
			path[t] = label;
			label = this.#from[t * labels + label] ?? 0;
		}
	}

	/** The best way to come to each state's beginning at token t: scores in `#entry`, labels in `#endLabel`. */
	#enterBest(between: Float32Array, t: number): void {
		const { labels, states, forward, ended } = this;
		const entry = this.#entry;
		if (t === 0) {
			entry.fill(0);
			return;
		}
		entry.fill(NEVER * 2);
		for (let from = 0; from < states; from++) {
			const score = ended[(t - 1) * states + from] ?? NEVER;
			const at = (t - 1) * labels + 4 * from;
			const label = from === 0 || (forward[at] ?? 0) >= (forward[at - 1] ?? 0) ? 4 * from : 4 * from - 1;
			const row = from * states;
			for (let to = 0; to < states; to++) {
				const extended = score + (between[row + to] ?? 0);
				if (extended > (entry[to] ?? 0)) {
					entry[to] = extended;
					this.#endLabel[to] = label;
				}
			}
		}
	}

	#stepBest(inside: Float32Array, t: number): void {
		const { labels, states, emissions, forward: best, ended } = this;
		const from = this.#from;
		const at = t * labels;
		best[at] = (this.#entry[0] ?? 0) + (emissions[at] ?? 0);
		from[at] = this.#endLabel[0] ?? 0;
		ended[t * states] = best[at] ?? 0;
		for (let kind = 0; kind < this.#kinds; kind++) {
			const b = at + 1 + 4 * kind;
			const begin = this.#entry[kind + 1] ?? 0;
			best[b] = begin + (emissions[b] ?? 0);
			best[b + 3] = begin + (emissions[b + 3] ?? 0);
			from[b] = from[b + 3] = this.#endLabel[kind + 1] ?? 0;
			for (let part = 1; part <= 2; part++) {
				const opened = t === 0 ? NEVER : (best[b - labels] ?? 0) + (inside[4 * kind + part - 1] ?? 0);
				const open = t === 0 ? NEVER : (best[b - labels + 1] ?? 0) + (inside[4 * kind + part + 1] ?? 0);
				best[b + part] = Math.max(opened, open) + (emissions[b + part] ?? 0);
				from[b + part] = opened >= open ? 1 + 4 * kind : 2 + 4 * kind;
			}
			ended[t * states + kind + 1] = Math.max(best[b + 2] ?? 0, best[b + 3] ?? 0);
		}
	}
}
