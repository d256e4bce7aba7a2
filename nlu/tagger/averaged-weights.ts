import type { TokenFeatures } from "./token-features.ts";

/** The weights of one feature: only labels that were ever corrected have any, a handful of the many there are. */
export interface WeightRow {
	readonly labels: number[];
	/** Weights as they are now, beside `labels`. */
	readonly now: number[];
	/** Sum of step × change, for the average. */
	readonly sums: number[];
}

/** Weights of a perceptron with their running average. Rows come to be when a feature is first corrected. */
export class AveragedWeights {
	readonly labels: number;
	/** Keyed by the feature's hash. */
	readonly rows = new Map<number, WeightRow>();
	readonly transitions: Float32Array;
	readonly #transitionSums: Float64Array;
	#step = 0;

	constructor(labels: number) {
		this.labels = labels;
		this.transitions = new Float32Array(labels * labels);
		this.#transitionSums = new Float64Array(labels * labels);
	}

	nextStep(): void {
		this.#step++;
	}

	/** Scores of each token and label, by the weights as they are now. */
	emit(features: TokenFeatures, tokens: number, emissions: Float32Array): void {
		emissions.fill(0, 0, tokens * this.labels);
		for (let t = 0; t < tokens; t++) {
			const base = t * this.labels;
			for (let f = features.starts[t] ?? 0; f < (features.starts[t + 1] ?? 0); f++) {
				const row = this.rows.get(features.hashes[f] ?? 0);
				if (row === undefined) continue;
				for (let k = 0; k < row.labels.length; k++) {
					const at = base + (row.labels[k] ?? 0);
					emissions[at] = (emissions[at] ?? 0) + (row.now[k] ?? 0);
				}
			}
		}
	}

	/** Moves the weights from a wrong path towards the right one. @returns whether anything was wrong */
	correct(sentence: { features: TokenFeatures; labels: Int32Array }, path: Int32Array): boolean {
		const { features, labels } = sentence;
		let wrong = false;
		for (let t = 0; t < labels.length; t++) {
			const gold = labels[t] ?? 0;
			const found = path[t] ?? 0;
			if (t > 0) this.#moveTransition([labels[t - 1] ?? 0, gold], [path[t - 1] ?? 0, found]);
			if (gold === found) continue;
			wrong = true;
			for (let f = features.starts[t] ?? 0; f < (features.starts[t + 1] ?? 0); f++) {
				const row = this.#row(features.hashes[f] ?? 0);
				this.#add(row, gold, 1);
				this.#add(row, found, -1);
			}
		}
		return wrong;
	}

	/** The average over all steps of one weight: the one at `row.labels[k]`. */
	average(row: WeightRow, k: number): number {
		return (row.now[k] ?? 0) - (row.sums[k] ?? 0) / Math.max(1, this.#step);
	}

	averageTransitions(): Float32Array {
		return this.transitions.map((now, i) => now - (this.#transitionSums[i] ?? 0) / Math.max(1, this.#step));
	}

	#row(hash: number): WeightRow {
		const known = this.rows.get(hash);
		if (known !== undefined) return known;
		const row = { labels: [], now: [], sums: [] };
		this.rows.set(hash, row);
		return row;
	}

	#add(row: WeightRow, label: number, change: number): void {
		const found = row.labels.indexOf(label);
		const k = found < 0 ? row.labels.push(label) - 1 : found;
		row.now[k] = (row.now[k] ?? 0) + change;
		row.sums[k] = (row.sums[k] ?? 0) + change * this.#step;
	}

	#moveTransition(gold: readonly [number, number], found: readonly [number, number]): void {
		if (gold[0] === found[0] && gold[1] === found[1]) return;
		for (const [[from, to], change] of [
			[gold, 1],
			[found, -1],
		] as const) {
			const at = from * this.labels + to;
			this.transitions[at] = (this.transitions[at] ?? 0) + change;
			this.#transitionSums[at] = (this.#transitionSums[at] ?? 0) + change * this.#step;
		}
	}
}
