import type { TokenFeatures } from "./token-features.ts";

/** Weights of a perceptron with their running average. Rows come to be when a feature is first corrected. */
export class AveragedWeights {
	readonly labels: number;
	/** Now: `[label]`; sum of step × change: `[labels + label]`. Keyed by the feature's hash. */
	readonly rows = new Map<number, Float64Array>();
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
				for (let label = 0; label < this.labels; label++) {
					emissions[base + label] = (emissions[base + label] ?? 0) + (row[label] ?? 0);
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

	/** The average over all steps of one row. */
	average(row: Float64Array, label: number): number {
		return (row[label] ?? 0) - (row[this.labels + label] ?? 0) / Math.max(1, this.#step);
	}

	averageTransitions(): Float32Array {
		return this.transitions.map((now, i) => now - (this.#transitionSums[i] ?? 0) / Math.max(1, this.#step));
	}

	#row(hash: number): Float64Array {
		const known = this.rows.get(hash);
		if (known !== undefined) return known;
		const row = new Float64Array(this.labels * 2);
		this.rows.set(hash, row);
		return row;
	}

	#add(row: Float64Array, label: number, change: number): void {
		row[label] = (row[label] ?? 0) + change;
		row[this.labels + label] = (row[this.labels + label] ?? 0) + change * this.#step;
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
