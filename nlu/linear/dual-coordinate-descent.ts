/**
 * L2-regularised, squared-hinge linear classifier by dual coordinate descent with shrinking.
 *
 * @see C.-J. Hsieh et al., "A Dual Coordinate Descent Method for Large-scale Linear SVM", ICML 2008, algorithm 3
 */
import { type Random, shuffle } from "../random.ts";
import type { SparseMatrix } from "./sparse-matrix.ts";

export interface DescentSettings {
	/** Weight of the loss of the class's own rows against the length of the weights (liblinear's C). */
	readonly ownCost: number;
	/** The same of all other rows, which are many times as many. */
	readonly otherCost: number;
	/**
	 * The weights are drawn towards so many times the difference of the mean of the class's rows from that of all, and
	 * not towards 0: of few examples, where they lie is the surest that is known.
	 */
	readonly pull: number;
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
	/** Mean of the rows that are learned from. */
	readonly mean: Float64Array;
}

/** @param rows - the rows to learn from (a fold leaves some out) */
export function newDescentScratch(matrix: SparseMatrix, rows: Int32Array): DescentScratch {
	const squares = new Float64Array(matrix.rows);
	for (let row = 0; row < matrix.rows; row++) {
		let square = 1;
		for (let k = matrix.rowStarts[row] ?? 0; k < (matrix.rowStarts[row + 1] ?? 0); k++) {
			const value = matrix.values[k] ?? 0;
			square += value * value;
		}
		squares[row] = square;
	}
	const mean = new Float64Array(matrix.columns + 1);
	for (const row of rows) addRow(matrix, row, mean, 1 / rows.length);
	return {
		alpha: new Float64Array(matrix.rows),
		order: new Int32Array(rows.length),
		squares,
		weights: new Float64Array(matrix.columns + 1),
		mean,
	};
}

/** One class against the rest. */
export interface ClassProblem {
	/** The rows to learn from. */
	readonly rows: Int32Array;
	/** Per row: 1 for the class, 0 for the rest. */
	readonly isPositive: Uint8Array;
	/** What `scratch.alpha` was after a problem much like this one, so that the end is nearer. Null begins at 0. */
	readonly start: Float32Array | null;
}

/** Learns one class against the rest; the result stands in `scratch.weights`. */
export function learnClass(
	matrix: SparseMatrix,
	problem: ClassProblem,
	scratch: DescentScratch,
	settings: DescentSettings,
): void {
	const { alpha, order, squares, weights } = scratch;
	const ownDiagonal = 0.5 / settings.ownCost;
	const otherDiagonal = 0.5 / settings.otherCost;
	const rows = problem.rows.length;
	order.set(problem.rows);
	begin(matrix, problem, scratch, settings.pull);
	let active = rows;
	let oldMax = Infinity;
	for (let pass = 0; pass < settings.maxPasses; pass++) {
		let max = -Infinity;
		let min = Infinity;
		shuffle(order, active, settings.random);
		for (let s = 0; s < active; s++) {
			const row = order[s] ?? 0;
			const isPositive = problem.isPositive[row] === 1;
			const sign = isPositive ? 1 : -1;
			const diagonal = isPositive ? ownDiagonal : otherDiagonal;
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

/** Sets the weights to what they are drawn towards, and to what the start says of each row. */
function begin(
	matrix: SparseMatrix,
	{ rows, isPositive, start }: ClassProblem,
	{ alpha, weights, mean }: DescentScratch,
	pull: number,
): void {
	alpha.fill(0);
	weights.fill(0);
	let own = 0;
	for (const row of rows) own += isPositive[row] ?? 0;
	if (pull > 0 && own > 0) {
		for (let at = 0; at < matrix.columns; at++) weights[at] = -pull * (mean[at] ?? 0);
		for (const row of rows) if (isPositive[row] === 1) addRow(matrix, row, weights, pull / own);
		weights[matrix.columns] = 0;
	}
	if (start === null) return;
	for (const row of rows) {
		const known = start[row] ?? 0;
		if (known === 0) continue;
		alpha[row] = known;
		addRow(matrix, row, weights, isPositive[row] === 1 ? known : -known);
	}
}

/**
 * The margin of one row: its product with the weights, bias included. Four sums stand beside one another, for a
 * processor would wait at every step for a single one.
 */
export function dot(matrix: SparseMatrix, row: number, weights: Float64Array): number {
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
function addRow(matrix: SparseMatrix, row: number, weights: Float64Array, step: number): void {
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
