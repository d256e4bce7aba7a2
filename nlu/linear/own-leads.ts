import type { LearnedWeights } from "./learn-weights.ts";
import type { SparseMatrix } from "./sparse-matrix.ts";

/** Of each row: how far learned weights put its own label before every other; negative where another is before it. */
export function ownLeads(
	matrix: SparseMatrix,
	labels: Int32Array,
	{ rows, weights, scales, biases }: LearnedWeights,
): Float32Array {
	const classes = scales.length;
	const sums = new Float32Array(classes);
	return Float32Array.from(labels, (label, row) => {
		sums.fill(0);
		for (let k = matrix.rowStarts[row] ?? 0; k < (matrix.rowStarts[row + 1] ?? 0); k++) {
			const at = ((rows[matrix.indices[k] ?? 0] ?? 0) - 1) * classes;
			if (at < 0) continue;
			const value = matrix.values[k] ?? 0;
			for (let c = 0; c < classes; c++) sums[c] = (sums[c] ?? 0) + value * (weights[at + c] ?? 0);
		}
		let own = 0;
		let other = -Infinity;
		for (let c = 0; c < classes; c++) {
			const margin = (sums[c] ?? 0) * (scales[c] ?? 0) + (biases[c] ?? 0);
			if (c === label) own = margin;
			else if (margin > other) other = margin;
		}
		return own - other;
	});
}
