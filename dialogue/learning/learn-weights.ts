/** Learns which features speak for which class: multinomial logistic regression, quantised (SPEC LP4, LP5). */
import { shuffle, type Random } from "../../nlu/random.ts";
import { hash32 } from "../policies/state-hash.ts";
import type { Relation } from "./action-relations.ts";
import type { HistoryFeature } from "./history-features.ts";
import type { LearnedArrays } from "./weights.ts";

/** One thing that was seen: its features, its class, and the place of the story. */
export interface LearningExample {
	readonly features: readonly HistoryFeature[];
	readonly related: readonly Relation[];
	readonly column: number;
	readonly story: number;
}

const EPOCHS = 20;
/**
 * The same for all: what many examples share then weighs more than what one alone has, which is what holds for stories
 * that were never told. (With AdaGrad each of them grows alike.)
 */
const RATE = 0.1;
/** Keeps weights small where little was seen. */
const SHRINKAGE = 0.002;
/** How often a class counts as seen where it never was. */
const UNSEEN = 0.05;
/** Relations hold for all actions at once: there are few of them, and they are learnt first. */
const RELATION_RATE = 0.5;
const RELATION_SHRINKAGE = 0.001;
/** A class is left alone where it is this near to right. */
const CLOSE_ENOUGH = 0.002;
/** An example is left alone while its class lacks less than this. */
const LEARNT = 0.01;
/** What is learnt is looked at again after so many rounds. */
const REST = 3;

interface Row {
	readonly key: number;
	readonly index: number;
	readonly story: number;
}

/** @param random - shuffles the examples: the same numbers give the same bytes */
export function learnWeights(
	examples: readonly LearningExample[],
	classes: number,
	random: Random,
): LearnedArrays {
	const rows = rowsOf(examples);
	const relationRows = relationRowsOf(examples);
	const weights = startingWeights(examples, rows, classes);
	const relations = new Float32Array(relationRows.size);
	const scratch = { scores: new Float64Array(classes), wrong: new Int32Array(classes) };
	const learning: Learning = { weights, relations, classes, ...scratch, pace: 1 };
	const prepared = examples.map((example) => prepare(example, rows, relationRows));
	const rests = new Uint8Array(prepared.length);
	const order = Int32Array.from(prepared.keys());
	for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
		shuffle(order, order.length, random);
		learning.pace = 1 - epoch / (EPOCHS + 4);
		for (const index of order) {
			const example = prepared[index];
			const rest = rests[index] ?? 0;
			if (rest > 0) rests[index] = rest - 1;
			else if (example !== undefined && !step(example, learning)) rests[index] = REST;
		}
	}
	return { ...sortRelations(relationRows, relations), ...quantise(rows, weights, classes) };
}

/** Before anything is learnt a class is as likely as it was seen after the features that are always there. */
function startingWeights(
	examples: readonly LearningExample[],
	rows: ReadonlyMap<string, Row>,
	classes: number,
): Float32Array {
	const weights = new Float32Array(rows.size * classes);
	const counts = new Map<number, Float64Array>();
	for (const { features, column } of examples) {
		const row = rows.get(features.find(({ isAlways }) => isAlways === true)?.name ?? "")?.index ?? 0;
		const seen = counts.get(row) ?? new Float64Array(classes).fill(UNSEEN);
		seen[column] = (seen[column] ?? 0) + 1;
		counts.set(row, seen);
	}
	for (const [row, seen] of counts) {
		const total = seen.reduce((a, b) => a + b, 0);
		weights.set(
			seen.map((count) => Math.log(count / total)),
			row * classes,
		);
	}
	return weights;
}

/** Names with the rows of their weights. A name whose hash another one has gets none. */
class RowTable {
	readonly rows = new Map<string, Row>();
	readonly #keys = new Set<number>();

	add(name: string, story: number): void {
		if (this.rows.has(name)) return;
		const key = hash32(name);
		if (this.#keys.has(key)) return;
		this.#keys.add(key);
		this.rows.set(name, { key, index: this.rows.size, story });
	}
}

/** Features that are worth a row: specific ones only where several examples share them. */
function rowsOf(examples: readonly LearningExample[]): ReadonlyMap<string, Row> {
	const counts = new Map<string, number>();
	for (const { features } of examples)
		for (const { name, isSpecific } of features)
			if (isSpecific) counts.set(name, (counts.get(name) ?? 0) + 1);
	const table = new RowTable();
	for (const { features, story } of examples)
		for (const { name, isSpecific } of features)
			if (!isSpecific || (counts.get(name) ?? 0) > 1) table.add(name, story);
	return table.rows;
}

function relationRowsOf(examples: readonly LearningExample[]): ReadonlyMap<string, Row> {
	const table = new RowTable();
	for (const { related, story } of examples) for (const { name } of related) table.add(name, story);
	return table.rows;
}

interface PreparedExample {
	readonly rows: Int32Array;
	readonly values: Float32Array;
	readonly column: number;
	/** `row` of the relations' weights. */
	readonly related: readonly { readonly column: number; readonly row: number; readonly value: number }[];
}

function prepare(
	{ features, related, column }: LearningExample,
	rows: ReadonlyMap<string, Row>,
	relationRows: ReadonlyMap<string, Row>,
): PreparedExample {
	const known = features.flatMap(({ name, value }) => {
		const row = rows.get(name);
		return row === undefined ? [] : [[row.index, value] as const];
	});
	return {
		rows: Int32Array.from(known, ([row]) => row),
		values: Float32Array.from(known, ([, value]) => value),
		column,
		related: related.flatMap(({ column: action, name, value }) => {
			const row = relationRows.get(name)?.index;
			return row === undefined ? [] : [{ column: action, row, value }];
		}),
	};
}

interface Learning {
	readonly weights: Float32Array;
	readonly relations: Float32Array;
	readonly classes: number;
	/** Share of the full rates, falling with the rounds. */
	pace: number;
	/** Scratch space: a class each. */
	readonly scores: Float64Array;
	readonly wrong: Int32Array;
}

/** @returns whether there was something to learn */
function step(example: PreparedExample, learning: Learning): boolean {
	const errors = errorsOf(example, learning);
	if (-(errors[example.column] ?? 0) < LEARNT) return false;
	mendRows(example, errors, learning);
	mendRelations(example.related, errors, learning);
	return true;
}

/** What each class got, less what it should have got. */
function errorsOf({ rows, values, related, column }: PreparedExample, learning: Learning): Float64Array {
	const { weights, relations, classes, scores } = learning;
	scores.fill(0);
	for (let at = 0; at < rows.length; at += 1) {
		const start = (rows[at] ?? 0) * classes;
		const value = values[at] ?? 0;
		for (let c = 0; c < classes; c += 1) scores[c] = (scores[c] ?? 0) + value * (weights[start + c] ?? 0);
	}
	for (const { column, row, value } of related)
		scores[column] = (scores[column] ?? 0) + value * (relations[row] ?? 0);
	let highest = Number.NEGATIVE_INFINITY;
	for (let c = 0; c < classes; c += 1) highest = Math.max(highest, scores[c] ?? 0);
	let total = 0;
	for (let c = 0; c < classes; c += 1) {
		const share = Math.exp((scores[c] ?? 0) - highest);
		scores[c] = share;
		total += share;
	}
	for (let c = 0; c < classes; c += 1) scores[c] = (scores[c] ?? 0) / total;
	scores[column] = (scores[column] ?? 0) - 1;
	return scores;
}

/** Row by row, for a row lies together in memory; classes that are nearly right are left alone. */
function mendRows({ rows, values }: PreparedExample, errors: Float64Array, learning: Learning): void {
	const { weights, classes, wrong, pace } = learning;
	const rate = RATE * pace;
	let count = 0;
	for (let c = 0; c < classes; c += 1) if (Math.abs(errors[c] ?? 0) >= CLOSE_ENOUGH) wrong[count++] = c;
	for (let at = 0; at < rows.length; at += 1) {
		const start = (rows[at] ?? 0) * classes;
		const value = values[at] ?? 0;
		for (let index = 0; index < count; index += 1) {
			const c = wrong[index] ?? 0;
			const weight = weights[start + c] ?? 0;
			weights[start + c] = weight - rate * ((errors[c] ?? 0) * value + SHRINKAGE * weight);
		}
	}
}

function mendRelations(
	related: PreparedExample["related"],
	errors: Float64Array,
	{ relations, pace }: Learning,
): void {
	const rate = RELATION_RATE * pace;
	for (const { column, row, value } of related) {
		const weight = relations[row] ?? 0;
		relations[row] = weight - rate * (value * (errors[column] ?? 0) + RELATION_SHRINKAGE * weight);
	}
}

function sortRelations(
	rows: ReadonlyMap<string, Row>,
	learnt: Float32Array,
): Pick<LearnedArrays, "relationKeys" | "relations"> {
	const sorted = [...rows.values()].toSorted((a, b) => a.key - b.key);
	return {
		relationKeys: Uint32Array.from(sorted, ({ key }) => key),
		relations: Float32Array.from(sorted, ({ index }) => learnt[index] ?? 0),
	};
}

function quantise(
	rows: ReadonlyMap<string, Row>,
	learnt: Float32Array,
	classes: number,
): Omit<LearnedArrays, "relationKeys" | "relations"> {
	const sorted = [...rows.values()].toSorted((a, b) => a.key - b.key);
	const scales = new Float32Array(sorted.length);
	const weights = new Int8Array(sorted.length * classes);
	for (const [position, { index }] of sorted.entries()) {
		const row = learnt.subarray(index * classes, (index + 1) * classes);
		const scale = row.reduce((a, b) => Math.max(a, Math.abs(b)), 0) / 127;
		scales[position] = scale;
		if (scale > 0)
			weights.set(
				row.map((weight) => Math.round(weight / scale)),
				position * classes,
			);
	}
	return {
		keys: Uint32Array.from(sorted, ({ key }) => key),
		scales,
		weights,
		stories: Int32Array.from(sorted, ({ story }) => story),
	};
}
