import type { TrainedPart } from "../trained-part.ts";
import type { AveragedWeights } from "./averaged-weights.ts";

/**
 * Packs averaged weights: an open-addressing table from a feature's hash to its row, rows as pairs of label and int8
 * weight. Weights that round to nothing are dropped.
 */
export function packWeights(weights: AveragedWeights, kinds: readonly string[]): TrainedPart {
	let top = 0;
	for (const row of weights.rows.values()) {
		for (let k = 0; k < row.labels.length; k++) top = Math.max(top, Math.abs(weights.average(row, k)));
	}
	const scale = top === 0 ? 1 : top / 127;
	const hashes: number[] = [];
	const starts: number[] = [0];
	const labels: number[] = [];
	const values: number[] = [];
	for (const [hash, row] of [...weights.rows].sort(([a], [b]) => a - b)) {
		for (const k of [...row.labels.keys()].sort((a, b) => (row.labels[a] ?? 0) - (row.labels[b] ?? 0))) {
			const value = Math.round(weights.average(row, k) / scale);
			if (value === 0) continue;
			labels.push(row.labels[k] ?? 0);
			values.push(value);
		}
		if (labels.length === starts.at(-1)) continue;
		hashes.push(hash);
		starts.push(labels.length);
	}
	return {
		config: { kinds: [...kinds], scale },
		arrays: new Map<string, Uint32Array | Uint16Array | Int8Array | Float32Array>([
			["table", buildTable(hashes)],
			["starts", Uint32Array.from(starts)],
			["labels", Uint16Array.from(labels)],
			["values", Int8Array.from(values)],
			["transitions", weights.averageTransitions()],
		]),
	};
}

/** Slot s: hash at 2s, row + 1 at 2s + 1; 0 there marks an empty slot. */
function buildTable(hashes: readonly number[]): Uint32Array {
	const slots = 2 ** Math.ceil(Math.log2(Math.max(2, hashes.length * 1.6)));
	const table = new Uint32Array(slots * 2);
	hashes.forEach((hash, row) => {
		let slot = (hash >>> 0) & (slots - 1);
		while (table[slot * 2 + 1] !== 0) slot = (slot + 1) & (slots - 1);
		table[slot * 2] = hash >>> 0;
		table[slot * 2 + 1] = row + 1;
	});
	return table;
}
