/**
 * Learnt weights as they stand in the model file: a row a feature, found by the feature's hash, a column a class. Rows
 * are bytes with a scale each (SPEC LP4).
 */
import type { TypedArray } from "../../nlu/model-file.ts";
import { hash32 } from "../policies/state-hash.ts";
import type { Relation } from "./action-relations.ts";
import type { HistoryFeature } from "./history-features.ts";

/** The arrays of one policy. Keys are sorted; `stories` has the place of a story that each row was learnt from. */
export interface LearnedArrays {
	/** Relations are found by the hashes of their names, sorted too. */
	readonly relationKeys: Uint32Array;
	readonly relations: Float32Array;
	readonly keys: Uint32Array;
	readonly scales: Float32Array;
	readonly weights: Int8Array;
	readonly stories: Int32Array;
}

/** A feature that spoke for a class. */
export interface Evidence {
	readonly name: string;
	readonly weight: number;
	/** Index of a story's place. */
	readonly story: number;
}

/** Weights ready to be asked. */
export class LearnedWeights {
	readonly #arrays: LearnedArrays;
	readonly #classes: number;

	constructor(arrays: LearnedArrays, classes: number) {
		this.#arrays = arrays;
		this.#classes = classes;
	}

	/** How much speaks for each class. */
	scores(features: readonly HistoryFeature[], related: readonly Relation[]): Float64Array {
		const scores = new Float64Array(this.#classes);
		const { weights } = this.#arrays;
		for (const { row, strength } of this.#rows(features)) {
			const start = row * this.#classes;
			for (let column = 0; column < this.#classes; column += 1)
				scores[column] = (scores[column] ?? 0) + strength * (weights[start + column] ?? 0);
		}
		for (const relation of related)
			scores[relation.column] = (scores[relation.column] ?? 0) + this.#relationWeight(relation);
		return scores;
	}

	/** What spoke most for a class, most first. */
	evidence(
		{ features, related }: { features: readonly HistoryFeature[]; related: readonly Relation[] },
		column: number,
		count: number,
	): Evidence[] {
		const { weights, stories } = this.#arrays;
		const byRelation = related
			.filter((found) => found.column === column)
			.map((found) => ({ name: found.name, weight: this.#relationWeight(found), story: -1 }));
		const byFeature = this.#rows(features).map(({ name, row, strength }) => ({
			name,
			weight: strength * (weights[row * this.#classes + column] ?? 0),
			story: stories[row] ?? -1,
		}));
		return [...byFeature, ...byRelation]
			.filter(({ name, weight }) => weight > 0 && !name.endsWith(": always"))
			.toSorted((a, b) => b.weight - a.weight)
			.slice(0, count);
	}

	#rows(features: readonly HistoryFeature[]): { name: string; row: number; strength: number }[] {
		return features.flatMap(({ name, value }) => {
			const row = indexOf(this.#arrays.keys, hash32(name));
			return row < 0 ? [] : [{ name, row, strength: value * (this.#arrays.scales[row] ?? 0) }];
		});
	}

	#relationWeight({ name, value }: Relation): number {
		const { relationKeys, relations } = this.#arrays;
		const row = indexOf(relationKeys, hash32(name));
		return row < 0 ? 0 : value * (relations[row] ?? 0);
	}
}

/** Where a key stands among sorted ones; -1 where it doesn't. */
function indexOf(keys: Uint32Array, key: number): number {
	let low = 0;
	let high = keys.length - 1;
	while (low <= high) {
		const middle = (low + high) >> 1;
		const found = keys[middle] ?? 0;
		if (found === key) return middle;
		if (found < key) low = middle + 1;
		else high = middle - 1;
	}
	return -1;
}

/** Shares that add up to 1, the larger the more speaks for a class. */
export function softmax(scores: Float64Array): Float64Array {
	const highest = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
	const shares = scores.map((score) => Math.exp(score - highest));
	const total = shares.reduce((a, b) => a + b, 0);
	return shares.map((share) => share / total);
}

const PARTS = ["relationKeys", "relations", "keys", "scales", "weights", "stories"] as const;

/** Names of a policy's arrays in the model file. */
export function arraysToStore(name: string, arrays: LearnedArrays): [string, TypedArray][] {
	return PARTS.map((part) => [`${name}.${part}`, arrays[part]]);
}

/** @throws Error when an array is missing or of another kind: the model is damaged */
export function arraysFromStore(name: string, stored: ReadonlyMap<string, TypedArray>): LearnedArrays {
	const [relationKeys, relations, keys, scales, weights, stories] = PARTS.map((part) =>
		stored.get(`${name}.${part}`),
	);
	if (
		relationKeys instanceof Uint32Array &&
		relations instanceof Float32Array &&
		keys instanceof Uint32Array &&
		scales instanceof Float32Array &&
		weights instanceof Int8Array &&
		stories instanceof Int32Array
	)
		return { relationKeys, relations, keys, scales, weights, stories };
	throw new Error(`The model has no weights of ${name}: it is damaged. Train it again.`);
}
