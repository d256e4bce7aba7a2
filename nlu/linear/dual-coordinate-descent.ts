/**
 * L2-regularised, squared-hinge linear classifier by dual coordinate descent with shrinking.
 *
 * @see C.-J. Hsieh et al., "A Dual Coordinate Descent Method for Large-scale Linear SVM", ICML 2008, algorithm 3
 */
import { type Random, shuffle } from "../random.ts";
import { addRow, type RowProducts } from "./row-products.ts";
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
	/** Of the matrix, with the weights of one class. */
	readonly products: RowProducts;
	/** Mean of the rows that are learned from. */
	readonly mean: Float64Array;
}

/** @param rows - the rows to learn from (a fold leaves some out) */
export function newDescentScratch(
	matrix: SparseMatrix,
	products: RowProducts,
	rows: Int32Array,
): DescentScratch {
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
		products,
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

/** Learns one class against the rest; the result stands in the weights of `scratch.products`. */
export function learnClass(
	matrix: SparseMatrix,
	problem: ClassProblem,
	scratch: DescentScratch,
	settings: DescentSettings,
): void {
	const { alpha, order, squares, products } = scratch;
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
			const gradient = sign * products.dot(row) - 1 + old * diagonal;
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
			products.addRow(row, (next - old) * sign);
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
	{ alpha, products, mean }: DescentScratch,
	pull: number,
): void {
	const { weights } = products;
	alpha.fill(0);
	weights.fill(0);
	let own = 0;
	for (const row of rows) own += isPositive[row] ?? 0;
	if (pull > 0 && own > 0) {
		for (let at = 0; at < matrix.columns; at++) weights[at] = -pull * (mean[at] ?? 0);
		for (const row of rows) if (isPositive[row] === 1) products.addRow(row, pull / own);
		weights[matrix.columns] = 0;
	}
	if (start === null) return;
	for (const row of rows) {
		const known = start[row] ?? 0;
		if (known === 0) continue;
		alpha[row] = known;
		products.addRow(row, isPositive[row] === 1 ? known : -known);
	}
}
