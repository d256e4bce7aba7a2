import { ENOUGH_SENTENCES } from "./knowledge.ts";
import type { TaggedSentence } from "./learn-chain.ts";

/** The features of all sentences as numbered rows, each with the labels that may have a weight for it. */
export interface NumberedFeatures {
	/** Rows of the features of each sentence. */
	readonly rows: readonly Int32Array[];
	/** The feature of each row. */
	readonly hashes: Int32Array;
	readonly uses: Int32Array;
	/** Labels of row r stand in `[starts[r], starts[r + 1])` of `labels`, rising. */
	readonly starts: Int32Array;
	readonly labels: Uint16Array;
}

/**
 * Features of so many tokens have a weight for every label: what is never seen with a word as common as `play`, or in
 * sentences of an intent, is as telling as what is. Rarer ones would make a large model of chance.
 */
const FREQUENT = 500;

/**
 * Numbers the features by their first appearance. A row gets the labels that its feature was seen with, and O: so it
 * can speak for what it saw and against it; frequent ones get all where there are sentences enough. @param labelCount - of the chain
 */
export function numberFeatures(sentences: readonly TaggedSentence[], labelCount: number): NumberedFeatures {
	const numbers = new HashNumbers();
	const rows: Int32Array[] = [];
	const pairs = new Set<number>();
	for (const { features, labels } of sentences) {
		const own = new Int32Array(features.hashes.length);
		for (let t = 0; t < labels.length; t++) {
			const label = labels[t] ?? 0;
			for (let f = features.starts[t] ?? 0; f < (features.starts[t + 1] ?? 0); f++) {
				const row = numbers.numberOf(features.hashes[f] ?? 0);
				own[f] = row;
				if (label !== 0) pairs.add(row * labelCount + label);
			}
		}
		rows.push(own);
	}
	const uses = new Int32Array(numbers.count);
	for (const own of rows) for (const row of own) uses[row] = (uses[row] ?? 0) + 1;
	const least = sentences.length < ENOUGH_SENTENCES ? Infinity : FREQUENT;
	const isFrequent = Uint8Array.from(uses, (count) => (count < least ? 0 : 1));
	return { rows, uses, hashes: numbers.hashes(), ...labelsOfRows(pairs, isFrequent, labelCount) };
}

function labelsOfRows(pairs: ReadonlySet<number>, isFrequent: Uint8Array, labelCount: number) {
	const rows = isFrequent.length;
	const sorted = Float64Array.from(pairs).sort();
	const starts = new Int32Array(rows + 1);
	const frequent = isFrequent.reduce((count, own) => count + own, 0);
	const labels = new Uint16Array(sorted.length + rows + frequent * labelCount);
	let at = 0;
	let pair = 0;
	for (let row = 0; row < rows; row++) {
		const all = isFrequent[row] === 1;
		for (let label = 0; label < (all ? labelCount : 1); label++) labels[at++] = label;
		for (; pair < sorted.length && (sorted[pair] ?? 0) < (row + 1) * labelCount; pair++) {
			if (!all) labels[at++] = (sorted[pair] ?? 0) - row * labelCount;
		}
		starts[row + 1] = at;
	}
	return { starts, labels: labels.slice(0, at) };
}

/** Numbers hashes by their first appearance: an open-addressing table, many times quicker than a Map. */
class HashNumbers {
	count = 0;
	#slots = new Int32Array(1 << 16);
	#hashes = new Int32Array(1 << 15);

	numberOf(hash: number): number {
		const mask = this.#slots.length - 1;
		let slot = hash & mask;
		for (;;) {
			const found = (this.#slots[slot] ?? 0) - 1;
			if (found < 0) break;
			if (this.#hashes[found] === hash) return found;
			slot = (slot + 1) & mask;
		}
		if (this.count === this.#hashes.length) {
			this.#grow();
			return this.numberOf(hash);
		}
		this.#hashes[this.count] = hash;
		this.#slots[slot] = ++this.count;
		return this.count - 1;
	}

	hashes(): Int32Array {
		return this.#hashes.slice(0, this.count);
	}

	#grow(): void {
		const hashes = new Int32Array(this.#hashes.length * 2);
		hashes.set(this.#hashes);
		this.#hashes = hashes;
		this.#slots = new Int32Array(this.#slots.length * 2);
		const mask = this.#slots.length - 1;
		for (let number = 0; number < this.count; number++) {
			let slot = (hashes[number] ?? 0) & mask;
			while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
			this.#slots[slot] = number + 1;
		}
	}
}
