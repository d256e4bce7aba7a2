import type { SparseMatrix } from "./sparse-matrix.ts";

/** Products of a matrix's rows with weights that change all the while: nearly all of what training does. */
export interface RowProducts {
	/** Of one class; the last is the bias. */
	readonly weights: Float64Array;
	/** The margin of a row: its product with the weights, bias included. */
	dot(row: number): number;
	/** Adds `step` times a row to the weights, `step` to the bias. */
	addRow(row: number, step: number): void;
}

/** What the compiled kernel has for it (nlu/encoder/kernel/rows.as). Addresses and lengths are in bytes of `memory`. */
export interface RowKernel {
	readonly memory: { readonly buffer: ArrayBuffer };
	reserveArray(index: number, bytes: number): number;
	configureRows(columns: number): void;
	rowProduct(row: number): number;
	addRow(row: number, step: number): void;
}

/** A matrix of fewer numbers is learned from before a kernel has its copy. */
const WORTH_A_COPY = 100_000;
/** A kernel tells addresses below 2 GiB; a number and its column take eight bytes. */
const MOST_IN_A_COPY = 250_000_000;

/**
 * Of the same matrix both ways say the same, to the last bit; the kernel's is faster.
 *
 * @param newKernel - gives a fresh one, which keeps a copy of the matrix; null does without
 */
export function rowProducts(matrix: SparseMatrix, newKernel: (() => RowKernel) | null): RowProducts {
	const numbers = matrix.indices.length;
	if (newKernel !== null && numbers >= WORTH_A_COPY && numbers <= MOST_IN_A_COPY)
		return productsInKernel(matrix, newKernel());
	const weights = new Float64Array(matrix.columns + 1);
	return {
		weights,
		dot: (row) => dot(matrix, row, weights),
		addRow: (row, step) => addRow(matrix, row, weights, step),
	};
}

function productsInKernel(matrix: SparseMatrix, kernel: RowKernel): RowProducts {
	const { indices, values, rowStarts, runStarts, columns } = matrix;
	const empty = new Float64Array(columns + 1);
	const arrays = [indices, values, rowStarts, runStarts, empty];
	// room for all first: memory that grows is other memory
	const places = arrays.map((array, i) => kernel.reserveArray(i, array.byteLength));
	const { buffer } = kernel.memory;
	arrays.forEach((array, i) => {
		const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
		new Uint8Array(buffer, places[i], bytes.length).set(bytes);
	});
	kernel.configureRows(columns);
	return {
		weights: new Float64Array(buffer, places.at(-1), empty.length),
		dot: (row) => kernel.rowProduct(row),
		addRow: (row, step) => kernel.addRow(row, step),
	};
}

/** Four sums stand beside one another, for a processor would wait at every step for a single one. */
function dot(matrix: SparseMatrix, row: number, weights: Float64Array): number {
	const { indices, values, rowStarts, runStarts } = matrix;
	const run = runStarts[row] ?? 0;
	const end = rowStarts[row + 1] ?? 0;
	let a = weights[matrix.columns] ?? 0;
	let b = 0;
	let c = 0;
	let d = 0;
	let k = rowStarts[row] ?? 0;
	for (; k + 3 < run; k += 4) {
		a += (values[k] ?? 0) * (weights[indices[k] ?? 0] ?? 0);
		b += (values[k + 1] ?? 0) * (weights[indices[k + 1] ?? 0] ?? 0);
		c += (values[k + 2] ?? 0) * (weights[indices[k + 2] ?? 0] ?? 0);
		d += (values[k + 3] ?? 0) * (weights[indices[k + 3] ?? 0] ?? 0);
	}
	for (; k < run; k++) a += (values[k] ?? 0) * (weights[indices[k] ?? 0] ?? 0);
	const shift = (indices[run] ?? 0) - run;
	for (; k + 3 < end; k += 4) {
		a += (values[k] ?? 0) * (weights[k + shift] ?? 0);
		b += (values[k + 1] ?? 0) * (weights[k + shift + 1] ?? 0);
		c += (values[k + 2] ?? 0) * (weights[k + shift + 2] ?? 0);
		d += (values[k + 3] ?? 0) * (weights[k + shift + 3] ?? 0);
	}
	for (; k < end; k++) a += (values[k] ?? 0) * (weights[k + shift] ?? 0);
	return a + b + (c + d);
}

/** Adds `step` times a row to weights, `step` to the bias. */
export function addRow(matrix: SparseMatrix, row: number, weights: Float64Array, step: number): void {
	const { indices, values, rowStarts, runStarts } = matrix;
	const run = runStarts[row] ?? 0;
	const end = rowStarts[row + 1] ?? 0;
	let k = rowStarts[row] ?? 0;
	for (; k < run; k++) {
		const index = indices[k] ?? 0;
		weights[index] = (weights[index] ?? 0) + step * (values[k] ?? 0);
	}
	const shift = (indices[run] ?? 0) - run;
	for (; k < end; k++) weights[k + shift] = (weights[k + shift] ?? 0) + step * (values[k] ?? 0);
	weights[matrix.columns] = (weights[matrix.columns] ?? 0) + step;
}
