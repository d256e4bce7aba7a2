import { type Random, shuffle } from "../random.ts";
import type { HeldOutMargins } from "./calibration.ts";
import { type DescentSettings, learnClass, newDescentScratch } from "./dual-coordinate-descent.ts";
import { evenBiases } from "./even-biases.ts";
import type { RowProducts } from "./row-products.ts";
import type { SparseMatrix } from "./sparse-matrix.ts";

/** Up to this many examples every one is held out once; beyond it one fold tells enough. */
const CROSS_VALIDATED_ROWS = 4_000;
const FOLDS = 5;

export interface HoldOutProblem {
	readonly matrix: SparseMatrix;
	readonly products: RowProducts;
	readonly labels: Int32Array;
	readonly classes: number;
	readonly settings: DescentSettings;
	/** Of each row: the fold that holds it out, or -1 when it is always taught. */
	readonly foldOf: Int32Array;
	/** So many folds are held out, from the first on. */
	readonly folds: number;
}

/** What was learned of each class, to begin with where nearly the same is learned. */
export type ClassStarts = (Float32Array | null)[];

/** How many folds of that many examples are held out. */
export function heldOutFolds(rows: number): number {
	return rows > CROSS_VALIDATED_ROWS ? 1 : FOLDS;
}

/** Margins of examples by models that did not see them, and what the last of these models had learned. */
export function heldOutMargins(
	problem: HoldOutProblem,
	onProgress: (share: number) => void,
): HeldOutMargins & { readonly unrelated: number; readonly starts: ClassStarts } {
	const { labels, classes, foldOf, folds } = problem;
	const starts: ClassStarts = Array.from({ length: classes }, () => null);
	const margins: number[][] = [];
	const heldRows: number[] = [];
	const highestBiases: number[] = [];
	for (let fold = 0; fold < folds; fold++) {
		const held: number[] = [];
		const taught: number[] = [];
		foldOf.forEach((own, row) => (own === fold ? held : taught).push(row));
		if (held.length === 0 || taught.length === 0) continue;
		const { rows, highestBias } = marginsOfFold(
			problem,
			{ taught: Int32Array.from(taught), held, starts },
			(share) => onProgress((fold + share) / folds),
		);
		margins.push(...rows);
		heldRows.push(...held);
		highestBiases.push(highestBias);
	}
	return {
		classes,
		rows: Int32Array.from(heldRows),
		margins: Float32Array.from(margins.flat()),
		labels: Int32Array.from(heldRows, (row) => labels[row] ?? 0),
		unrelated: highestBiases.reduce((sum, bias) => sum + bias, 0) / Math.max(1, highestBiases.length),
		taughtShare: (FOLDS - 1) / FOLDS,
		starts,
	};
}

function marginsOfFold(
	problem: HoldOutProblem,
	{ taught, held, starts }: { taught: Int32Array; held: readonly number[]; starts: ClassStarts },
	onProgress: (share: number) => void,
): { rows: number[][]; highestBias: number } {
	const { matrix, products, labels, classes, settings } = problem;
	const margins = held.map(() => Array.from<number>({ length: classes }).fill(0));
	const scratch = newDescentScratch(matrix, products, taught);
	const isPositive = new Uint8Array(matrix.rows);
	const biases = new Float64Array(classes);
	for (let c = 0; c < classes; c++) {
		for (let row = 0; row < matrix.rows; row++) isPositive[row] = labels[row] === c ? 1 : 0;
		learnClass(matrix, { rows: taught, isPositive, start: starts[c] ?? null }, scratch, settings);
		starts[c] = Float32Array.from(scratch.alpha);
		biases[c] = products.weights[matrix.columns] ?? 0;
		held.forEach((row, i) => {
			const own = margins[i];
			if (own !== undefined) own[c] = products.dot(row);
		});
		onProgress((c + 1) / classes);
	}
	const even = evenBiases(
		biases,
		taught.map((row) => labels[row] ?? 0),
	);
	for (const own of margins) even.forEach((bias, c) => (own[c] = (own[c] ?? 0) + bias - (biases[c] ?? 0)));
	return { rows: margins, highestBias: Math.max(...even) };
}

/** Fold of each example, stratified by class; -1 for synthetic ones and for classes with one example. */
export function assignFolds(
	examples: readonly { readonly label: number; readonly isSynthetic: boolean }[],
	random: Random,
): Int32Array {
	const foldOf = new Int32Array(examples.length).fill(-1);
	const byClass = new Map<number, number[]>();
	examples.forEach(({ label, isSynthetic }, row) => {
		if (isSynthetic) return;
		const rows = byClass.get(label) ?? [];
		rows.push(row);
		byClass.set(label, rows);
	});
	let next = 0;
	for (const rows of byClass.values()) {
		if (rows.length < 2) continue;
		shuffle(rows, rows.length, random);
		for (const row of rows) foldOf[row] = next++ % FOLDS;
	}
	return foldOf;
}
