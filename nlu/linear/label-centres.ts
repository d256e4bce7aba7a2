/**
 * Where the sentences of each label lie. A sentence far from all that its label was taught is new, however sure the
 * margins are: on CLINC150 that finds more of what is out of scope than the margins do.
 */
import type { SparseMatrix } from "./sparse-matrix.ts";

/**
 * The mean of each label's rows, of length 1: `classes × columns` numbers.
 *
 * @param matrix - dense: every row has all columns
 * @param isCounted - whether a row counts
 */
export function centresOf(
	matrix: SparseMatrix,
	labels: Int32Array,
	classes: number,
	isCounted: (row: number) => boolean,
): Float32Array {
	const { columns, values, rows } = matrix;
	const centres = new Float32Array(classes * columns);
	for (let row = 0; row < rows; row++) {
		if (!isCounted(row)) continue;
		const at = (labels[row] ?? 0) * columns;
		for (let d = 0; d < columns; d++)
			centres[at + d] = (centres[at + d] ?? 0) + (values[row * columns + d] ?? 0);
	}
	for (let c = 0; c < classes; c++) normalise(centres.subarray(c * columns, (c + 1) * columns));
	return centres;
}

function normalise(vector: Float32Array): void {
	let squares = 0;
	for (const value of vector) squares += value * value;
	const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
	vector.forEach((value, d) => (vector[d] = value * scale));
}

/** Centres in eight bits: numbers of a vector of length 1 lie in [-1, 1], mostly far inside. */
export function quantiseCentres(centres: Float32Array, columns: number): Int8Array {
	const steps = new Int8Array(centres.length);
	for (let at = 0; at < centres.length; at += columns) {
		const own = centres.subarray(at, at + columns);
		const top = own.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
		own.forEach((value, d) => (steps[at + d] = top === 0 ? 0 : Math.round((value / top) * 127)));
	}
	return steps;
}

/** Cosine of a vector of length 1 with the centre of a label; 0 for a label without sentences. */
export function closeness(centres: Float32Array | Int8Array, label: number, vector: Float32Array): number {
	const at = label * vector.length;
	let product = 0;
	let squares = 0;
	for (let d = 0; d < vector.length; d++) {
		const value = centres[at + d] ?? 0;
		product += value * (vector[d] ?? 0);
		squares += value * value;
	}
	return squares > 0 ? product / Math.sqrt(squares) : 0;
}
