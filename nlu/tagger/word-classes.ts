/**
 * Classes of words of like meaning: the word vectors' table parted into 8 classes, each of these into 8, and so on,
 * as Brown's clusters are (Computational Linguistics 1992), but by the vectors (spherical k-means). What a sentence
 * taught of `Paris` then holds for `Oslo`. Done once for each table, without chance.
 */
import { placeOfHash } from "../rising-hashes.ts";
import type { PartArrays } from "../trained-part.ts";
import { addWord, type VectorTable, wordHash, type WordVectorTable } from "../vectors/word-vectors.ts";

/** Into how many classes each class of the level above is parted. */
const BRANCHES = [8, 8, 8, 4] as const;
/** From the finest class's number to those of the coarser levels: bits to drop, coarsest first. */
export const CLASS_SHIFTS = [8, 5, 2, 0] as const;
const ROUNDS = 8;

/** A word's finest class at the same place as its hash; the hashes rise. */
export interface WordClassArrays {
	readonly words: Uint32Array;
	readonly classes: Uint16Array;
}

/** The classes of a table's words: those that it has, else those that its vectors make. */
export function wordClasses(table: WordVectorTable): WordClassArrays {
	return { words: table.hashes, classes: "vectors" in table ? classesByVectors(table) : table.classes };
}

const known = new WeakMap<VectorTable, Uint16Array>();

/** Parts a table's words into classes, one for each of its hashes. The answer is kept as long as the table is. */
export function classesByVectors(table: VectorTable): Uint16Array {
	const before = known.get(table);
	if (before !== undefined) return before;
	const classes = new Uint16Array(table.hashes.length);
	const members = Int32Array.from(classes.keys());
	members.sort((a, b) => (table.scales[a] ?? 0) - (table.scales[b] ?? 0) || a - b); // the common ones say least
	part(unitVectors(table), { members, level: 0 }, classes);
	known.set(table, classes);
	return classes;
}

export function readWordClasses(arrays: PartArrays): WordClassArrays {
	return { words: arrays.uint32("classWords"), classes: arrays.uint16("classes") };
}

/** @returns a word's finest class, -1 when the table does not have it */
export function classOf({ words, classes }: WordClassArrays, lowerCased: string): number {
	const place = placeOfHash(words, wordHash(lowerCased));
	return place < 0 ? -1 : (classes[place] ?? -1);
}

interface UnitVectors {
	readonly dimensions: number;
	readonly values: Float32Array;
}

function unitVectors(table: VectorTable): UnitVectors {
	const { dimensions } = table;
	const values = new Float32Array(table.hashes.length * dimensions);
	table.hashes.forEach((_, row) =>
		addWord(table, row, values.subarray(row * dimensions, (row + 1) * dimensions)),
	);
	for (let start = 0; start < values.length; start += dimensions) normalise(values, start, dimensions);
	return { dimensions, values };
}

function normalise(values: Float32Array, start: number, length: number): void {
	let squares = 0;
	for (let i = start; i < start + length; i++) squares += (values[i] ?? 0) ** 2;
	const divisor = Math.sqrt(squares) || 1;
	for (let i = start; i < start + length; i++) values[i] = (values[i] ?? 0) / divisor;
}

/** Parts the members into the branches of their level, writes each one's branch into its class, and goes on below. */
function part(
	vectors: UnitVectors,
	{ members, level }: { members: Int32Array; level: number },
	classes: Uint16Array,
): void {
	const branches = BRANCHES[level];
	if (branches === undefined || members.length === 0) return;
	const centres = firstCentres(vectors, members, branches);
	const branchOf = new Uint8Array(members.length);
	for (let round = 0; round < ROUNDS; round++) {
		if (round > 0) moveCentres(vectors, centres, { members, branchOf });
		members.forEach((word, i) => {
			branchOf[i] = nearest(vectors, word, centres);
		});
	}
	const shift = CLASS_SHIFTS[level] ?? 0;
	members.forEach((word, i) => {
		classes[word] = (classes[word] ?? 0) | ((branchOf[i] ?? 0) << shift);
	});
	for (let branch = 0; branch < branches; branch++) {
		const own = members.filter((_, i) => branchOf[i] === branch);
		part(vectors, { members: own, level: level + 1 }, classes);
	}
}

/** Words from the more frequent tenth, evenly: their vectors are the surest. */
function firstCentres(vectors: UnitVectors, members: Int32Array, branches: number): Float32Array {
	const { dimensions, values } = vectors;
	const centres = new Float32Array(branches * dimensions);
	const among = members.length > branches * 50 ? members.length / 10 : members.length;
	for (let branch = 0; branch < branches; branch++) {
		const start = (members[Math.floor((branch * among) / branches)] ?? 0) * dimensions;
		centres.set(values.subarray(start, start + dimensions), branch * dimensions);
	}
	return centres;
}

function nearest({ dimensions, values }: UnitVectors, word: number, centres: Float32Array): number {
	const at = word * dimensions;
	let best = 0;
	let most = -Infinity;
	for (let start = 0; start < centres.length; start += dimensions) {
		let product = 0;
		for (let d = 0; d < dimensions; d++) product += (centres[start + d] ?? 0) * (values[at + d] ?? 0);
		if (product > most) {
			most = product;
			best = start / dimensions;
		}
	}
	return best;
}

function moveCentres(
	{ dimensions, values }: UnitVectors,
	centres: Float32Array,
	{ members, branchOf }: { members: Int32Array; branchOf: Uint8Array },
): void {
	centres.fill(0);
	members.forEach((word, i) => {
		const to = (branchOf[i] ?? 0) * dimensions;
		for (let d = 0; d < dimensions; d++) {
			centres[to + d] = (centres[to + d] ?? 0) + (values[word * dimensions + d] ?? 0);
		}
	});
	for (let start = 0; start < centres.length; start += dimensions) normalise(centres, start, dimensions);
}
