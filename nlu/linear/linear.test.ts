import { test } from "vitest";
import { NgramCounter } from "../features/ngram-features.ts";
import { inverseDocumentFrequencies, newSparseVector, tfidfVector } from "../features/tfidf.ts";
import { seededRandom } from "../random.ts";
import { fitCalibration, toProbabilities } from "./calibration.ts";
import { costsOf } from "./costs.ts";
import { learnClass, newDescentScratch } from "./dual-coordinate-descent.ts";
import { assignFolds, heldOutFolds, heldOutMargins } from "./held-out-margins.ts";
import { FEATURES_VERSION, OLDEST_FEATURES_VERSION } from "../features/text-featurizer.ts";
import { ModelFileError } from "../model-file.ts";
import { partArrays } from "../trained-part.ts";
import { LinearModel } from "./linear-model.ts";
import { trainLinearModel } from "./train-linear-model.ts";
import { learnWeights } from "./learn-weights.ts";
import { rowProducts } from "./row-products.ts";
import { type SparseMatrix, SparseMatrixBuilder } from "./sparse-matrix.ts";

const TEXTS = [
	"cancel my order",
	"where is my order",
	"cancel it now",
	"is it here",
	"order order order",
	"now",
];

function matrixOf(texts: readonly string[]): SparseMatrix {
	const counter = new NgramCounter({ wordBits: 8, charBits: 8, pairReach: 1 });
	const inputs = texts.map((text) => ({ text, marks: [] }));
	const idf = inverseDocumentFrequencies(counter, inputs);
	const builder = new SparseMatrixBuilder();
	const vector = newSparseVector(counter.buckets);
	for (const input of inputs) {
		tfidfVector(counter, idf, input, { vector, listener: null });
		builder.addRow(vector);
	}
	return builder.build(counter.buckets);
}

test("[FE2] pairs of words have up to two others between them, and know whether they are neighbours", ({
	expect,
}) => {
	const counter = new NgramCounter({ wordBits: 12, charBits: 8, pairReach: 3 });
	const bucketOf = (text: string): Map<string, number> => {
		const heard = new Map<string, number>();
		counter.count(text, [], (bucket, name) => {
			if (bucket < counter.wordBuckets && name.includes(" ")) heard.set(name, bucket);
		});
		counter.clear();
		return heard;
	};
	const pairs = bucketOf("turn the lamp off now");
	expect([...pairs.keys()]).toEqual([
		"turn the",
		"the lamp",
		"turn … lamp",
		"lamp off",
		"the … off",
		"turn … off",
		"off now",
		"lamp … now",
		"the … now",
	]);
	expect(bucketOf("turn it off").get("turn … off")).toBe(pairs.get("turn … off"));
	expect(bucketOf("turn off").get("turn off")).not.toBe(pairs.get("turn … off"));
});

test("[FE2] leaves nothing of one text for the next", ({ expect }) => {
	const counter = new NgramCounter({ wordBits: 8, charBits: 8, pairReach: 1 });
	const names = (text: string): string[] => {
		const heard: string[] = [];
		counter.count(text, ["pattern:x"], (_, name) => heard.push(name));
		counter.clear();
		return heard;
	};
	expect(names("Ab 12")).toEqual([
		"ab",
		"00",
		"ab 00",
		" a",
		" ab",
		" ab ",
		"ab",
		"ab ",
		"b ",
		" 0",
		" 00",
		" 00 ",
		"00",
		"00 ",
		"0 ",
		"pattern:x",
	]);
	names("something else entirely");
	expect(counter.counts.every((count) => count === 0)).toBe(true);
	expect(counter.touchedLength).toBe(0);
});

test("[FE3] gives each block length 1", ({ expect }) => {
	const matrix = matrixOf(TEXTS);
	for (let row = 0; row < matrix.rows; row++) {
		let words = 0;
		let chars = 0;
		for (let k = matrix.rowStarts[row] ?? 0; k < (matrix.rowStarts[row + 1] ?? 0); k++) {
			const square = (matrix.values[k] ?? 0) ** 2;
			if ((matrix.indices[k] ?? 0) < 256) words += square;
			else chars += square;
		}
		expect(words).toBeCloseTo(1, 5);
		expect(chars).toBeCloseTo(1, 5);
	}
});

test("[LM1] finds the minimum of the squared hinge loss", ({ expect }) => {
	const matrix = matrixOf(TEXTS);
	const isPositive = Uint8Array.of(1, 0, 1, 0, 0, 0);
	const rows = Int32Array.from(TEXTS.keys());
	const settings = { ownCost: 2, otherCost: 0.5, pull: 1.5, tolerance: 1e-6, maxPasses: 500 };
	const learn = (start: Float32Array | null) => {
		const products = rowProducts(matrix, null);
		const scratch = newDescentScratch(matrix, products, rows);
		learnClass(matrix, { rows, isPositive, start }, scratch, { ...settings, random: seededRandom(1) });
		return { weights: products.weights, alpha: scratch.alpha };
	};
	const { weights, alpha } = learn(null);
	const meanOf = (own: number[], at: number): number =>
		own.reduce((sum, row) => sum + valueAt(matrix, row, at), 0) / own.length;
	const products = rowProducts(matrix, null);
	const objective = (moved: Float64Array): number => {
		products.weights.set(moved);
		let value = 0;
		moved.forEach((weight, at) => {
			const drawnTo =
				at === matrix.columns ? 0 : settings.pull * (meanOf([0, 2], at) - meanOf([...rows], at));
			value += (weight - drawnTo) ** 2 / 2;
		});
		for (const row of rows) {
			const margin = (isPositive[row] === 1 ? 1 : -1) * products.dot(row);
			const cost = isPositive[row] === 1 ? settings.ownCost : settings.otherCost;
			value += cost * Math.max(0, 1 - margin) ** 2;
		}
		return value;
	};
	const found = objective(weights);
	for (let at = 0; at <= matrix.columns; at++) {
		for (const step of [1e-3, -1e-3]) {
			const moved = weights.slice();
			moved[at] = (moved[at] ?? 0) + step;
			expect(objective(moved)).toBeGreaterThanOrEqual(found - 1e-9);
		}
	}
	// wherever it begins
	const elsewhere = learn(Float32Array.from(alpha, (value, row) => value + (row % 2)));
	elsewhere.weights.forEach((weight, at) => expect(weight).toBeCloseTo(weights[at] ?? 0, 4));
});

function valueAt(matrix: SparseMatrix, row: number, column: number): number {
	for (let k = matrix.rowStarts[row] ?? 0; k < (matrix.rowStarts[row + 1] ?? 0); k++)
		if (matrix.indices[k] === column) return matrix.values[k] ?? 0;
	return 0;
}

test("[LM1] a product is the same where a row's last columns follow one another", ({ expect }) => {
	const builder = new SparseMatrixBuilder();
	const columns = [3, 0, 7, 12, 5, 9, 20, 21, 22, 23, 24, 25];
	for (let length = 0; length <= columns.length; length++) {
		builder.addRow({
			indices: Int32Array.from(columns),
			values: Float32Array.from(columns, (column) => column + 1),
			length,
		});
	}
	const matrix = builder.build(26);
	const products = rowProducts(matrix, null);
	const { weights } = products;
	weights.set(Array.from({ length: 27 }, (_, column) => column + 0.5));
	for (let row = 0; row < matrix.rows; row++) {
		const expected = columns
			.slice(0, row)
			.reduce((sum, column) => sum + (column + 1) * (column + 0.5), weights[26] ?? 0);
		expect(products.dot(row)).toBeCloseTo(expected, 8);
	}
});

test("[LM5] fits the sharpness so that confidence is accuracy", ({ expect }) => {
	// of two classes the first leads by 1 and is right in nine cases of ten: its share should be 0.9
	const labels = Int32Array.from({ length: 1_000 }, (_, row) => (row % 10 === 0 ? 1 : 0));
	const margins = Float32Array.from({ length: 2_000 }, (_, i) => (i % 2 === 0 ? 0.5 : -0.5));
	const calibration = fitCalibration({
		classes: 2,
		rows: Int32Array.from(labels.keys()),
		margins,
		labels,
		taughtShare: 1,
	});
	const shares = Float32Array.of(0.5, -0.5);
	toProbabilities(shares, 2, { ...calibration, strangeMargin: -9 });
	expect(shares[0]).toBeGreaterThan(0.88);
	const strange = Float32Array.of(-2, -3);
	toProbabilities(strange, 2, calibration);
	expect(strange[0]).toBeCloseTo(0.5, 2);
	const stranger = Float32Array.of(-20, -20.5);
	toProbabilities(stranger, 2, calibration);
	expect(stranger[0]).toBeGreaterThan(stranger[1] ?? 1);
});

test("[LM5] holds each real example out once and no synthetic one", ({ expect }) => {
	const texts = Array.from({ length: 20 }, (_, i) =>
		i % 2 === 0 ? `cancel order ${i}` : `where is parcel ${i}`,
	);
	const matrix = matrixOf([...texts, "cancel"]);
	const held = heldOutMargins(
		{
			matrix,
			products: rowProducts(matrix, null),
			labels: Int32Array.from({ length: 21 }, (_, i) => i % 2),
			classes: 2,
			settings: { ownCost: 1, otherCost: 1, pull: 0, tolerance: 0.1, maxPasses: 50, random: seededRandom(1) },
			foldOf: assignFolds(
				Array.from({ length: 21 }, (_, i) => ({ label: i % 2, isSynthetic: i === 20 })),
				seededRandom(1),
			),
			folds: heldOutFolds(21),
		},
		() => undefined,
	);
	expect(held.labels.length).toBe(20);
	expect([...held.rows].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
	expect(held.margins.length).toBe(40);
	const right = Array.from(held.labels).filter(
		(label, row) => (held.margins[row * 2 + label] ?? 0) > (held.margins[row * 2 + 1 - label] ?? 0),
	);
	expect(right.length).toBe(20);
});

test("[LM7] a column that hardly moves any class has no row of weights", ({ expect }) => {
	const builder = new SparseMatrixBuilder();
	const labels: number[] = [];
	for (let i = 0; i < 40; i++) {
		// the third column is the same in both classes
		builder.addRow({
			indices: Int32Array.of(i % 2, 2),
			values: Float32Array.of(1, 0.01),
			length: 2,
		});
		labels.push(i % 2);
	}
	const matrix = builder.build(3);
	const settings = {
		ownCost: 1,
		otherCost: 1,
		pull: 0,
		tolerance: 0.01,
		maxPasses: 60,
		random: seededRandom(1),
	};
	const learn = (negligible: number, maxRows = 3) =>
		learnWeights(
			{
				matrix,
				products: rowProducts(matrix, null),
				labels: Int32Array.from(labels),
				classes: 2,
				settings,
				negligible,
				maxRows,
				starts: [],
			},
			() => undefined,
		);
	expect(Array.from(learn(11).rows)).toEqual([1, 2, 0]);
	expect(Array.from(learn(-1).rows)).toEqual([1, 2, 3]);
	expect(Array.from(learn(-1, 1).rows).filter((row) => row > 0)).toEqual([1]);
	expect(Array.from(learn(-1, 2).rows)).toEqual([1, 2, 0]);
	expect(learn(11).weights).toEqual(learn(-1).weights.slice(0, 4));
});

test("[LM9] the costs of few examples fade into those of many", ({ expect }) => {
	const costs = {
		few: { ownCost: 4, otherCost: 0.1, pull: 2 },
		many: { ownCost: 1, otherCost: 1, pull: 0 },
	};
	expect(costsOf(2, costs)).toEqual(costs.few);
	expect(costsOf(10, costs)).toEqual(costs.few);
	const between = costsOf(Math.sqrt(1_000), costs);
	expect(between.ownCost).toBeCloseTo(2);
	expect(between.otherCost).toBeCloseTo(Math.sqrt(0.1));
	expect(between.pull).toBeCloseTo(1);
	expect(costsOf(100, costs)).toEqual(costs.many);
	expect(costsOf(800, costs)).toEqual(costs.many);
});

test("[LM8] a model that learned with other features is refused", ({ expect }) => {
	const example = (text: string, label: number) => ({
		input: { text, marks: [], language: "en" },
		label,
		isSynthetic: false,
	});
	const { config, arrays } = trainLinearModel({
		labels: ["come", "go"],
		examples: [example("come in", 0), example("go away", 1)],
		wordVectors: null,
		encoder: null,
		newRowKernel: null,
		seed: 1,
		onProgress: () => {},
	});
	const load = (features: number | null) =>
		new LinearModel({ ...config, features }, partArrays(arrays, ""), { wordVectors: null });
	expect(load(FEATURES_VERSION).labels).toEqual(["come", "go"]);
	expect(() => load(null)).toThrow(ModelFileError);
	expect(() => load(OLDEST_FEATURES_VERSION - 1)).toThrow("train the model again");
	expect(() => load(FEATURES_VERSION + 1)).toThrow(ModelFileError);
});

test("[LM8] a model of the version before reads Chinese and Japanese as it did, and all else as now", ({
	expect,
}) => {
	const example = (text: string, label: number) => ({
		input: { text, marks: [], language: "ja" },
		label,
		isSynthetic: false,
	});
	const { config, arrays } = trainLinearModel({
		labels: ["come", "go"],
		examples: [
			example("come in", 0),
			example("ここに来る", 0),
			example("go away", 1),
			example("家に帰る", 1),
		],
		wordVectors: null,
		encoder: null,
		newRowKernel: null,
		seed: 1,
		onProgress: () => {},
	});
	const rank = (features: number, text: string) =>
		new LinearModel({ ...config, features }, partArrays(arrays, ""), { wordVectors: null }).rank(
			{ text, marks: [], language: "ja" },
			() => null,
		);
	expect(rank(3, "come in now")).toEqual(rank(4, "come in now"));
	expect(rank(4, "来")?.labels[0]?.label).toBe("come");
	expect(rank(3, "来")?.labels[0]?.confidence).not.toBe(rank(4, "来")?.labels[0]?.confidence);
});
