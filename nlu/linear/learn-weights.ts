import { type DescentSettings, learnClass, newDescentScratch } from "./dual-coordinate-descent.ts";
import { evenBiases } from "./even-biases.ts";
import type { ClassStarts } from "./held-out-margins.ts";
import type { RowProducts } from "./row-products.ts";
import type { SparseMatrix } from "./sparse-matrix.ts";

/** Weights of all classes in eight bits. A column that moves no class, or hardly, has no row of weights. */
export interface LearnedWeights {
	/** Per column: the number of its row of weights plus 1, or 0 when it has none. */
	readonly rows: Uint16Array;
	/** Row r, class c at `r × classes + c`: one text reads whole rows. */
	readonly weights: Int8Array;
	readonly scales: Float32Array;
	readonly biases: Float32Array;
}

/**
 * Learns each class against the rest and quantises it by its own largest weight.
 *
 * @param negligible - a column none of whose weights is larger than this (of 127) is left out; -1 keeps all
 * @param maxRows - so many columns have weights at most: those that move some class most
 * @param starts - of each class, where the descent begins
 */
export function learnWeights(
	problem: {
		matrix: SparseMatrix;
		products: RowProducts;
		labels: Int32Array;
		classes: number;
		settings: DescentSettings;
		negligible: number;
		maxRows: number;
		starts: ClassStarts;
	},
	onProgress: (share: number) => void,
): LearnedWeights {
	const { matrix, products, labels, classes, settings, starts } = problem;
	const used = usedColumns(matrix);
	const weights = new Int8Array(used.length * classes);
	const scales = new Float32Array(classes);
	const biases = new Float64Array(classes);
	const taught = Int32Array.from({ length: matrix.rows }, (_, row) => row);
	const isPositive = new Uint8Array(matrix.rows);
	const scratch = newDescentScratch(matrix, products, taught);
	for (let c = 0; c < classes; c++) {
		for (let row = 0; row < matrix.rows; row++) isPositive[row] = labels[row] === c ? 1 : 0;
		learnClass(matrix, { rows: taught, isPositive, start: starts[c] ?? null }, scratch, settings);
		let top = 0;
		for (const column of used) top = Math.max(top, Math.abs(products.weights[column] ?? 0));
		const scale = top === 0 ? 1 : top / 127;
		used.forEach((column, row) => {
			weights[row * classes + c] = Math.round((products.weights[column] ?? 0) / scale);
		});
		scales[c] = scale;
		biases[c] = products.weights[matrix.columns] ?? 0;
		onProgress((c + 1) / classes);
	}
	return {
		...withoutNegligible({ ...problem, used, weights }, matrix.columns),
		scales,
		biases: Float32Array.from(evenBiases(biases, labels)),
	};
}

function withoutNegligible(
	{
		used,
		weights,
		classes,
		negligible,
		maxRows,
	}: {
		used: Int32Array;
		weights: Int8Array;
		classes: number;
		negligible: number;
		maxRows: number;
	},
	columns: number,
): Pick<LearnedWeights, "rows" | "weights"> {
	const largestOf = (i: number): number => {
		let top = 0;
		for (let c = 0; c < classes; c++) top = Math.max(top, Math.abs(weights[i * classes + c] ?? 0));
		return top;
	};
	const largest = Uint8Array.from(used.keys(), largestOf);
	const byWeight = Array.from(used.keys())
		.filter((i) => (largest[i] ?? 0) > negligible)
		.sort((a, b) => (largest[b] ?? 0) - (largest[a] ?? 0) || a - b);
	const kept = byWeight.slice(0, maxRows).sort((a, b) => a - b);
	const rows = new Uint16Array(columns);
	const keptWeights = new Int8Array(kept.length * classes);
	kept.forEach((i, row) => {
		rows[used[i] ?? 0] = row + 1;
		keptWeights.set(weights.subarray(i * classes, (i + 1) * classes), row * classes);
	});
	return { rows, weights: keptWeights };
}

/** Columns that some example has: all others keep the weight 0. */
function usedColumns(matrix: SparseMatrix): Int32Array {
	const isUsed = new Uint8Array(matrix.columns);
	for (const column of matrix.indices) isUsed[column] = 1;
	return Int32Array.from(isUsed.keys()).filter((column) => isUsed[column] === 1);
}
