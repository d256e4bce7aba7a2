/**
 * L2-regularised, squared-hinge linear classifier by dual coordinate descent with shrinking.
 *
 * @see C.-J. Hsieh et al., "A Dual Coordinate Descent Method for Large-scale Linear SVM", ICML 2008, algorithm 3
 */
import { type Random, shuffle } from "../random.ts";
import type { SparseMatrix } from "./sparse-matrix.ts";

export interface DescentSettings {
	/** Weight of the loss against the length of the weights (liblinear's C). */
	readonly cost: number;
	/** Stops when the projected gradients of a full pass lie within this. */
	readonly tolerance: number;
	readonly maxPasses: number;
	readonly random: Random;
}

/** Buffers that are shared by the classes of one model. */
export interface DescentScratch {
	readonly alpha: Float64Array;
	readonly order: Int32Array;
	/** ‖x‖² + bias² of each row. */
	readonly squares: Float64Array;
	/** Weights of one class; the last is the bias. */
	readonly weights: Float64Array;
}

/** @param rows - the rows to learn from (a fold leaves some out) */
export function newDescentScratch(matrix: SparseMatrix, rows: number): DescentScratch {
	const squares = new Float64Array(matrix.rows);
	for (let row = 0; row < matrix.rows; row++) {
		let square = 1;
		for (let k = matrix.rowStarts[row] ?? 0; k < (matrix.rowStarts[row + 1] ?? 0); k++) {
			const value = matrix.values[k] ?? 0;
			square += value * value;
		}
		squares[row] = square;
	}
	return {
		alpha: new Float64Array(matrix.rows),
		order: new Int32Array(rows),
		squares,
		weights: new Float64Array(matrix.columns + 1),
	};
}

/**
 * Learns one class against the rest; the result stands in `scratch.weights`.
 *
 * @param isPositive - per row: 1 for the class, 0 for the rest
 */
export function learnClass(
	matrix: SparseMatrix,
	problem: { rows: Int32Array; isPositive: Uint8Array },
	scratch: DescentScratch,
	settings: DescentSettings,
): void {
	const { alpha, order, squares, weights } = scratch;
	const diagonal = 0.5 / settings.cost;
	const rows = problem.rows.length;
	alpha.fill(0);
	weights.fill(0);
	order.set(problem.rows);
	let active = rows;
	let oldMax = Infinity;
	for (let pass = 0; pass < settings.maxPasses; pass++) {
		let max = -Infinity;
		let min = Infinity;
		shuffle(order, active, settings.random);
		for (let s = 0; s < active; s++) {
			const row = order[s] ?? 0;
			const sign = problem.isPositive[row] === 1 ? 1 : -1;
			const old = alpha[row] ?? 0;
			const gradient = sign * dot(matrix, row, weights) - 1 + old * diagonal;
			let projected = gradient;
			if (old === 0) {
				if (gradient > oldMax) {
					active--;
					order[s] = order[active] ?? 0;
					order[active] = row;
					s--;
					continue;
				}
				projected = Math.min(gradient, 0);
			}
			if (projected > max) max = projected;
			if (projected < min) min = projected;
			if (Math.abs(projected) < 1e-12) continue;
			const next = Math.max(old - gradient / ((squares[row] ?? 1) + diagonal), 0);
			alpha[row] = next;
			addRow(matrix, row, weights, (next - old) * sign);
		}
		if (max - min <= settings.tolerance) {
			if (active === rows) return;
			active = rows;
			oldMax = Infinity;
			continue;
		}
		oldMax = max <= 0 ? Infinity : max;
	}
}

/** The margin of one row: its product with the weights, bias included. */
export function dot(matrix: SparseMatrix, row: number, weights: Float64Array): number {
	const { indices, values, rowStarts } = matrix;
	const end = rowStarts[row + 1] ?? 0;
	let sum = weights[matrix.columns] ?? 0;
	for (let k = rowStarts[row] ?? 0; k < end; k++) sum += (values[k] ?? 0) * (weights[indices[k] ?? 0] ?? 0);
	return sum;
}

function addRow(matrix: SparseMatrix, row: number, weights: Float64Array, step: number): void {
	const { indices, values, rowStarts } = matrix;
	const end = rowStarts[row + 1] ?? 0;
	for (let k = rowStarts[row] ?? 0; k < end; k++) {
		const index = indices[k] ?? 0;
		weights[index] = (weights[index] ?? 0) + step * (values[k] ?? 0);
	}
	weights[matrix.columns] = (weights[matrix.columns] ?? 0) + step;
}
