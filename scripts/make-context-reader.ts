/**
 * Makes nlu/vectors/english.carevectors of word vectors and a taught reader of texts:
 *
 *     node scripts/make-context-reader.ts VECTORS FOLDER
 *
 * VECTORS is what scripts/make-word-vectors.ts wrote: of each word its hash, how much it says and the class that its vector
 * makes are kept. FOLDER is what scripts/context-reader/teach.py wrote: `config.json`, `pieces.txt` and one `NAME.f32`
 * an array. Weights go to eight bits by their largest value in an output, rows of pieces to
 * four. Done once: the result is in the repository.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { WORD_VECTORS_FILE } from "../cli/nlu-resources.ts";
import { decodeModelFile, encodeModelFile, type TypedArray } from "../nlu/model-file.ts";
import { wordClasses } from "../nlu/tagger/word-classes.ts";
import { ContextConfig, packRowScales, READER_ARRAYS } from "../nlu/vectors/context-reader.ts";
import { readWordVectorTable } from "../nlu/vectors/word-vectors.ts";
import { quantiseRows } from "./quantise-rows.ts";

const EIGHT_BITS = 127;
const FOUR_BITS = 7;
const ZERO_STEP = 8;

const [, , vectors, folder] = process.argv;
if (vectors === undefined || folder === undefined)
	throw new Error("Usage: node scripts/make-context-reader.ts VECTORS FOLDER");
const config = ContextConfig.omit({ topScale: true }).parse(
	JSON.parse(readFileSync(join(folder, "config.json"), "utf8")),
);
const words = decodeModelFile(readFileSync(vectors));
const scales = words.arrays.get("scales");
if (scales === undefined) throw new Error(`${vectors} has no scales.`);
const { words: hashes, classes } = wordClasses(
	readWordVectorTable(words, () => {
		throw new Error(
			`${vectors} has a reader of texts already: take what scripts/make-word-vectors.ts wrote.`,
		);
	}),
);
const arrays = new Map<string, TypedArray>([
	["hashes", hashes],
	["scales", scales],
	["classes", classes],
]);
arrays.set("context/vocabulary", new Uint8Array(readFileSync(join(folder, "pieces.txt"))));
const rows = quantiseRows(readArray("tokens"), config.width, FOUR_BITS);
const rowScales = packRowScales(rows.scales);
arrays.set("context/tokens", packed(rows.steps));
arrays.set("context/tokenScales", rowScales.steps);
putWeights("ask", config.width);
putWeights("hear", config.width * config.heads);
putWeights("up", config.width);
putWeights("down", config.innerWidth);
for (const name of READER_ARRAYS.filter((own) => /(?:Gamma|Beta|Bias)$/.test(own)))
	arrays.set(`context/${name}`, readArray(name));
const { assistantId, language, dialogue, counts } = words.header;
const header = {
	assistantId,
	language,
	nlu: { ...config, topScale: rowScales.topScale },
	dialogue,
	counts: { ...counts, dimensions: config.width },
};
const bytes = encodeModelFile({ header, arrays });
writeFileSync(WORD_VECTORS_FILE, bytes);
console.log(`${WORD_VECTORS_FILE}: ${bytes.length} bytes`);

/** @param columns - how many numbers a row of them has */
function putWeights(name: string, columns: number): void {
	const { steps, scales } = quantiseRows(readArray(name), columns, EIGHT_BITS);
	arrays.set(`context/${name}`, steps);
	arrays.set(`context/${name}Scales`, scales);
}

function readArray(name: string): Float32Array {
	const file = readFileSync(join(folder ?? "", `${name}.f32`));
	return new Float32Array(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength));
}

/** Two numbers a byte, the low four bits first. */
function packed(steps: Int8Array): Uint8Array {
	return Uint8Array.from(
		{ length: steps.length / 2 },
		(_, i) => ((steps[2 * i] ?? 0) + ZERO_STEP) | (((steps[2 * i + 1] ?? 0) + ZERO_STEP) << 4),
	);
}
