import { shuffle } from "../random.ts";
import type { HeldOutMargins } from "./calibration.ts";
import { type DescentSettings, dot, learnClass, newDescentScratch } from "./dual-coordinate-descent.ts";
import type { SparseMatrix } from "./sparse-matrix.ts";

/** Up to this many examples every one is held out once; beyond it one fold tells enough. */
const CROSS_VALIDATED_ROWS = 4_000;
const FOLDS = 5;

export interface HoldOutProblem {
	readonly matrix: SparseMatrix;
	readonly labels: Int32Array;
	readonly classes: number;
	readonly settings: DescentSettings;
	readonly examples: readonly { readonly isSynthetic: boolean }[];
}

/** Margins of examples by models that did not see them. Folds are stratified by class. */
export function heldOutMargins(problem: HoldOutProblem, onProgress: (share: number) => void): HeldOutMargins {
	const { matrix, labels, classes } = problem;
	const foldOf = assignFolds(problem);
	const folds = matrix.rows > CROSS_VALIDATED_ROWS ? 1 : FOLDS;
	const margins: number[][] = [];
	const heldLabels: number[] = [];
	for (let fold = 0; fold < folds; fold++) {
		const held: number[] = [];
		const taught: number[] = [];
		foldOf.forEach((own, row) => (own === fold ? held : taught).push(row));
		if (held.length === 0 || taught.length === 0) continue;
		const rows = marginsOfFold(problem, Int32Array.from(taught), held, (share) =>
			onProgress((fold + share) / folds),
		);
		margins.push(...rows);
		for (const row of held) heldLabels.push(labels[row] ?? 0);
	}
	return { classes, margins: Float32Array.from(margins.flat()), labels: Int32Array.from(heldLabels) };
}

function marginsOfFold(
	problem: HoldOutProblem,
	rows: Int32Array,
	held: readonly number[],
	onProgress: (share: number) => void,
): number[][] {
	const { matrix, labels, classes, settings } = problem;
	const margins = held.map(() => Array.from<number>({ length: classes }).fill(0));
	const scratch = newDescentScratch(matrix, rows.length);
	const isPositive = new Uint8Array(matrix.rows);
	for (let c = 0; c < classes; c++) {
		for (let row = 0; row < matrix.rows; row++) isPositive[row] = labels[row] === c ? 1 : 0;
		learnClass(matrix, { rows, isPositive }, scratch, settings);
		held.forEach((row, i) => {
			const own = margins[i];
			if (own !== undefined) own[c] = dot(matrix, row, scratch.weights);
		});
		onProgress((c + 1) / classes);
	}
	return margins;
}

/** Fold of each row; -1 for synthetic rows and for classes with one example, which are always taught. */
function assignFolds(problem: HoldOutProblem): Int32Array {
	const foldOf = new Int32Array(problem.matrix.rows).fill(-1);
	const byClass = new Map<number, number[]>();
	problem.labels.forEach((label, row) => {
		if (problem.examples[row]?.isSynthetic !== false) return;
		const rows = byClass.get(label) ?? [];
		rows.push(row);
		byClass.set(label, rows);
	});
	let next = 0;
	for (const rows of byClass.values()) {
		if (rows.length < 2) continue;
		shuffle(rows, rows.length, problem.settings.random);
		for (const row of rows) foldOf[row] = next++ % FOLDS;
	}
	return foldOf;
}
