import type { PartArrays } from "../trained-part.ts";

/** How often keys (hashes) met labels (small numbers) in the training data. */
export class CountTableBuilder {
	readonly #rows = new Map<number, Map<number, number>>();

	add(key: number, label: number): void {
		const row = this.#rows.get(key >>> 0) ?? new Map<number, number>();
		this.#rows.set(key >>> 0, row);
		row.set(label, (row.get(label) ?? 0) + 1);
	}

	/** @param least - keys that were met less often are left out */
	build(least: number): CountArrays {
		const keys: number[] = [];
		const starts: number[] = [0];
		const labels: number[] = [];
		const counts: number[] = [];
		for (const [key, row] of [...this.#rows].sort(([a], [b]) => a - b)) {
			let met = 0;
			for (const count of row.values()) met += count;
			if (met < least) continue;
			for (const [label, count] of [...row].sort(([a], [b]) => a - b)) {
				labels.push(label);
				counts.push(Math.min(count, MOST));
			}
			keys.push(key);
			starts.push(labels.length);
		}
		return {
			keys: Uint32Array.from(keys),
			starts: Uint32Array.from(starts),
			labels: Uint16Array.from(labels),
			counts: Uint16Array.from(counts),
		};
	}
}

const MOST = 0xffff;

/** Entries of key `keys[r]` stand in `[starts[r], starts[r + 1])` of `labels` and `counts`; keys rise. */
export interface CountArrays {
	readonly keys: Uint32Array;
	readonly starts: Uint32Array;
	readonly labels: Uint16Array;
	readonly counts: Uint16Array;
}

/** The arrays' names in the model: `name` and what they hold. */
export function nameCountArrays(name: string, arrays: CountArrays): [string, Uint32Array | Uint16Array][] {
	return [
		[`${name}Keys`, arrays.keys],
		[`${name}Starts`, arrays.starts],
		[`${name}Labels`, arrays.labels],
		[`${name}Counts`, arrays.counts],
	];
}

export function readCountArrays(name: string, arrays: PartArrays): CountArrays {
	return {
		keys: arrays.uint32(`${name}Keys`),
		starts: arrays.uint32(`${name}Starts`),
		labels: arrays.uint16(`${name}Labels`),
		counts: arrays.uint16(`${name}Counts`),
	};
}
