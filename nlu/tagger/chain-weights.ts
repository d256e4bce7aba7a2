import type { Random } from "../random.ts";
import { Chain, type Transitions } from "./chain.ts";
import { continues, labelCount, stateOf } from "./labels.ts";
import { numberFeatures } from "./number-features.ts";
import type { TaggedSentence, TaggerSettings } from "./learn-chain.ts";

/** Weights after learning. Pairs of row r, of the feature `hashes[r]`, stand in `[starts[r], starts[r + 1])`. */
export interface LearnedWeights {
	readonly hashes: Int32Array;
	readonly starts: Int32Array;
	readonly labels: Uint16Array;
	readonly weights: Float32Array;
	readonly transitions: Transitions;
}

/** One token of a sentence that is learned from: its features' rows, and how many labels are worth a step. */
interface LearnedToken {
	readonly starts: Int32Array;
	readonly rows: Int32Array;
	readonly t: number;
	readonly moved: number;
}

/** Gradients smaller than this are not worth a step. */
const NEGLIGIBLE = 1e-3;
const FLOOR = 1e-8;

/** Weights of a chain while they are learned: one for each pair of feature and label that was seen together, and O. */
export class ChainWeights {
	readonly #chain: Chain;
	readonly #sentences: readonly TaggedSentence[];
	/** Row of each feature, sentence by sentence. */
	readonly #rows: readonly Int32Array[];
	readonly #hashes: Int32Array;
	readonly #starts: Int32Array;
	readonly #labels: Uint16Array;
	/** How often each row's feature is there: the penalty is paid in as many parts. */
	readonly #uses: Int32Array;
	readonly #weights: AdaptiveWeights;
	readonly #between: AdaptiveWeights;
	readonly #inside: AdaptiveWeights;
	readonly #betweenSlope: Float64Array;
	readonly #insideSlope: Float64Array;
	readonly #slope: Float64Array;
	/** Labels of a token that are worth a step. */
	readonly #moved: Int32Array;
	#kept: Uint8Array = new Uint8Array(256);

	constructor(kinds: number, sentences: readonly TaggedSentence[]) {
		const longest = sentences.reduce((top, { labels }) => Math.max(top, labels.length), 1);
		this.#chain = new Chain(kinds, longest);
		this.#sentences = sentences;
		const numbered = numberFeatures(sentences, labelCount(kinds));
		this.#rows = numbered.rows;
		this.#hashes = numbered.hashes;
		this.#starts = numbered.starts;
		this.#labels = numbered.labels;
		this.#uses = numbered.uses;
		const states = kinds + 1;
		this.#weights = new AdaptiveWeights(numbered.labels.length);
		this.#between = new AdaptiveWeights(states * states);
		this.#inside = new AdaptiveWeights(kinds * 4);
		this.#betweenSlope = new Float64Array(states * states);
		this.#insideSlope = new Float64Array(kinds * 4);
		this.#slope = new Float64Array(labelCount(kinds));
		this.#moved = new Int32Array(labelCount(kinds));
		this.#chain.setTransitions({ between: this.#between.values, inside: this.#inside.values });
	}

	/** One step towards the right labels of a sentence. */
	learn(index: number, settings: TaggerSettings, random: Random): void {
		const sentence = this.#sentences[index];
		const rows = this.#rows[index];
		if (sentence === undefined || rows === undefined) return;
		const tokens = sentence.labels.length;
		this.#drop(sentence, settings, random);
		this.#emit(sentence, rows);
		this.#chain.readProbabilities(tokens);
		this.#learnTransitions(sentence.labels, settings);
		for (let t = 0; t < tokens; t++) {
			const moved = this.#readSlope(t, sentence.labels[t] ?? 0);
			if (moved > 0) this.#learnToken({ starts: sentence.features.starts, rows, t, moved }, settings);
		}
	}

	/** How far each label of a token is from what it should be. @returns how many are far enough to be worth a step */
	#readSlope(t: number, gold: number): number {
		const { probabilities, labels } = this.#chain;
		const slope = this.#slope;
		let moved = 0;
		for (let label = 0; label < labels; label++) {
			const own = (probabilities[t * labels + label] ?? 0) - (label === gold ? 1 : 0);
			slope[label] = own;
			if (own >= NEGLIGIBLE || own <= -NEGLIGIBLE) this.#moved[moved++] = label;
		}
		return moved;
	}

	/** Adds the weights as they are to the average. */
	keepForAverage(): void {
		for (const weights of [this.#weights, this.#between, this.#inside]) weights.keep();
	}

	average(): LearnedWeights {
		return {
			hashes: this.#hashes,
			starts: this.#starts,
			labels: this.#labels,
			weights: this.#weights.average(),
			transitions: { between: this.#between.average(), inside: this.#inside.average() },
		};
	}

	/** Decides which features this step sees. */
	#drop({ features, labels }: TaggedSentence, settings: TaggerSettings, random: Random): void {
		const count = features.hashes.length;
		if (this.#kept.length < count) this.#kept = new Uint8Array(count * 2);
		const kept = this.#kept;
		for (let f = 0; f < count; f++) kept[f] = random() < settings.dropout ? 0 : 1;
		for (let t = 0; t < labels.length; t++) {
			if (random() < settings.blindness) kept.fill(0, features.own[t], features.starts[t + 1]);
		}
	}

	#emit({ features, labels }: TaggedSentence, rows: Int32Array): void {
		const { emissions, labels: count } = this.#chain;
		const kept = this.#kept;
		const starts = this.#starts;
		const rowLabels = this.#labels;
		const weights = this.#weights.values;
		emissions.fill(0, 0, labels.length * count);
		for (let t = 0; t < labels.length; t++) {
			const base = t * count;
			const end = features.starts[t + 1] ?? 0;
			for (let f = features.starts[t] ?? 0; f < end; f++) {
				if (kept[f] === 0) continue;
				const row = rows[f] ?? 0;
				const first = starts[row] ?? 0;
				const last = starts[row + 1] ?? 0;
				if (last - first === count) {
					for (let label = 0; label < count; label++) {
						emissions[base + label] = (emissions[base + label] ?? 0) + (weights[first + label] ?? 0);
					}
					continue;
				}
				for (let k = first; k < last; k++) {
					const at = base + (rowLabels[k] ?? 0);
					emissions[at] = (emissions[at] ?? 0) + (weights[k] ?? 0);
				}
			}
		}
	}

	/** A step of the weights of a token's features. Where a row has a weight for every label, only those that move are looked at. */
	#learnToken(token: LearnedToken, { rate, penalty }: TaggerSettings): void {
		const { starts: tokenStarts, rows, t, moved } = token;
		const kept = this.#kept;
		const slope = this.#slope;
		const starts = this.#starts;
		const labels = this.#labels;
		const all = slope.length;
		const end = tokenStarts[t + 1] ?? 0;
		for (let f = tokenStarts[t] ?? 0; f < end; f++) {
			if (kept[f] === 0) continue;
			const row = rows[f] ?? 0;
			const decay = penalty / (this.#uses[row] ?? 1);
			const first = starts[row] ?? 0;
			const last = starts[row + 1] ?? 0;
			if (last - first === all) {
				for (let m = 0; m < moved; m++) {
					const label = this.#moved[m] ?? 0;
					this.#weights.move(first + label, slope[label] ?? 0, { rate, decay });
				}
				continue;
			}
			for (let k = first; k < last; k++) {
				const own = slope[labels[k] ?? 0] ?? 0;
				if (own < NEGLIGIBLE && own > -NEGLIGIBLE) continue;
				this.#weights.move(k, own, { rate, decay });
			}
		}
	}

	#learnTransitions(gold: Int32Array, { rate, penalty }: TaggerSettings): void {
		const { states, ended, begun, betweenExp, insideExp, wentOn, forward, labels } = this.#chain;
		const between = this.#betweenSlope;
		const inside = this.#insideSlope;
		between.fill(0);
		inside.fill(0);
		const kinds = states - 1;
		for (let t = 1; t < gold.length; t++) {
			for (let from = 0; from < states; from++) {
				const share = ended[(t - 1) * states + from] ?? 0;
				if (share < NEGLIGIBLE) continue;
				const row = from * states;
				for (let to = 0; to < states; to++) {
					between[row + to] =
						(between[row + to] ?? 0) + share * (betweenExp[row + to] ?? 0) * (begun[t * states + to] ?? 0);
				}
			}
			for (let part = 0; part < kinds * 4; part++) {
				const kind = part >> 2;
				const share = forward[(t - 1) * labels + 1 + 4 * kind + ((part >> 1) & 1)] ?? 0;
				if (share < NEGLIGIBLE) continue;
				const going = wentOn[(t * kinds + kind) * 2 + (part & 1)] ?? 0;
				inside[part] = (inside[part] ?? 0) + share * (insideExp[part] ?? 0) * going;
			}
			this.#subtractGold(gold[t - 1] ?? 0, gold[t] ?? 0);
		}
		const decay = penalty / (this.#sentences.length * 8);
		this.#between.step(between, { rate, decay }, betweenExp);
		this.#inside.step(inside, { rate, decay }, insideExp);
	}

	#subtractGold(from: number, to: number): void {
		if (continues(to)) {
			const part = 4 * (stateOf(to) - 1) + (continues(from) ? 2 : 0) + ((to - 1) & 3) - 1;
			this.#insideSlope[part] = (this.#insideSlope[part] ?? 0) - 1;
		} else {
			const pair = stateOf(from) * this.#chain.states + stateOf(to);
			this.#betweenSlope[pair] = (this.#betweenSlope[pair] ?? 0) - 1;
		}
	}
}

/** Weights that learn the slower the more they were moved, with the sum of what they were. */
class AdaptiveWeights {
	readonly values: Float32Array;
	readonly squares: Float32Array;
	readonly #sums: Float32Array;
	#kept = 0;

	constructor(length: number) {
		this.values = new Float32Array(length);
		this.squares = new Float32Array(length);
		this.#sums = new Float32Array(length);
	}

	/** One step of one weight against its slope. */
	move(at: number, slope: number, { rate, decay }: { rate: number; decay: number }): void {
		const value = this.values[at] ?? 0;
		const step = slope + decay * value;
		const square = (this.squares[at] ?? 0) + step * step;
		this.squares[at] = square;
		this.values[at] = value - (rate * step) / Math.sqrt(square + FLOOR);
	}

	/** One step against `slope`; `grown` is kept at exp of the weights. */
	step(slope: Float64Array, { rate, decay }: { rate: number; decay: number }, grown: Float64Array): void {
		const { values, squares } = this;
		for (let i = 0; i < slope.length; i++) {
			const own = slope[i] ?? 0;
			if (own < NEGLIGIBLE && own > -NEGLIGIBLE) continue;
			const value = values[i] ?? 0;
			const step = own + decay * value;
			const square = (squares[i] ?? 0) + step * step;
			squares[i] = square;
			values[i] = value - (rate * step) / Math.sqrt(square + FLOOR);
			grown[i] = Math.exp(values[i] ?? 0);
		}
	}

	keep(): void {
		this.#kept++;
		for (let i = 0; i < this.values.length; i++) this.#sums[i] = (this.#sums[i] ?? 0) + (this.values[i] ?? 0);
	}

	average(): Float32Array {
		return this.#sums.map((sum) => sum / Math.max(1, this.#kept));
	}
}
