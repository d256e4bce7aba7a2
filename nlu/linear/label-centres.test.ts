import { test } from "vitest";
import { fitCalibration, toProbabilities } from "./calibration.ts";
import { centresOf, closeness, quantiseCentres } from "./label-centres.ts";
import { SparseMatrixBuilder } from "./sparse-matrix.ts";

const ROWS = [
	[1, 0],
	[0.6, 0.8],
	[0, 1],
];

test("[ST6] a sentence is as close to a label as to the mean of its counted sentences, in eight bits too", ({
	expect,
}) => {
	const builder = new SparseMatrixBuilder();
	for (const row of ROWS)
		builder.addRow({ indices: Int32Array.of(0, 1), values: Float32Array.from(row), length: 2 });
	const matrix = builder.build(2);
	const labels = Int32Array.of(0, 0, 1);
	const all = centresOf(matrix, labels, 3, () => true);
	expect(closeness(all, 0, Float32Array.of(0.894427, 0.447214))).toBeCloseTo(1, 5);
	expect(closeness(all, 1, Float32Array.of(1, 0))).toBe(0);
	expect(closeness(all, 2, Float32Array.of(1, 0))).toBe(0);
	const withoutSecond = centresOf(matrix, labels, 3, (row) => row !== 1);
	expect(closeness(withoutSecond, 0, Float32Array.of(1, 0))).toBe(1);
	expect(closeness(quantiseCentres(all, 2), 0, Float32Array.of(0.6, 0.8))).toBeCloseTo(
		closeness(all, 0, Float32Array.of(0.6, 0.8)),
		2,
	);
});

test("[ST6] far from its label's sentences, a text with sure margins gets an even distribution", ({
	expect,
}) => {
	const rows = 100;
	const margins = Float32Array.from({ length: rows * 2 }, (_, i) => (i % 2 === 0 ? 1 : -1));
	const labels = new Int32Array(rows);
	const familiarity = Float32Array.from({ length: rows }, (_, row) => 0.5 + row / 1_000);
	const calibration = fitCalibration({
		classes: 2,
		rows: labels,
		margins,
		labels,
		familiarity,
		taughtShare: 1,
	});
	const sure = Float32Array.of(3, -3);
	toProbabilities(sure, 2, calibration, 0);
	expect(sure[0]).toBeCloseTo(0.5, 2);
	const known = Float32Array.of(3, -3);
	toProbabilities(known, 2, calibration, 0.6);
	expect(known[0]).toBeGreaterThan(0.95);
});
