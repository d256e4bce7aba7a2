/**
 * Makes nlu/vectors/english.carevectors of word vectors and a taught reader of texts:
 *
 *     node scripts/make-context-reader.ts VECTORS FOLDER
 *
 * VECTORS is what scripts/make-word-vectors.ts wrote: of each word its hash, how much it says and the class that its vector
 * makes are kept. FOLDER is what scripts/context-reader/teach.py wrote: `config.json`, `pieces.txt` and one `NAME.f32`
 * an array, with a `.` for each `/`. Weights go to eight bits by their largest value in an output, rows of pieces to
 * four. Done once: the result is in the repository.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { WORD_VECTORS_FILE } from "../cli/nlu-resources.ts";
import { encoderArrays } from "../nlu/encoder/encoder-arrays.ts";
import { decodeModelFile, encodeModelFile, type TypedArray } from "../nlu/model-file.ts";
import { wordClasses } from "../nlu/tagger/word-classes.ts";
import { ContextConfig } from "../nlu/vectors/context-reader.ts";
import { readWordVectorTable } from "../nlu/vectors/word-vectors.ts";
import { quantiseRows } from "./quantise-rows.ts";

const EIGHT_BITS = 127;
const FOUR_BITS = 7;
const ZERO_STEP = 8;

const [, , vectors, folder] = process.argv;
if (vectors === undefined || folder === undefined)
	throw new Error("Usage: node scripts/make-context-reader.ts VECTORS FOLDER");
const config = ContextConfig.parse(JSON.parse(readFileSync(join(folder, "config.json"), "utf8")));
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
const columnsOf = (name: string): number => (name.endsWith("/down") ? config.innerWidth : config.width);
for (const name of encoderArrays(config.layers)) {
	if (name.endsWith("Scales") || name === "gamma" || name === "beta") continue;
	const values = readArray(name);
	if (name === "tokens") {
		const { steps, scales } = quantiseRows(values, config.width, FOUR_BITS);
		arrays.set("context/tokens", packed(steps));
		arrays.set("context/tokenScales", scales);
	} else if (/\/(?:attention|attentionOut|up|down)$/.test(name)) {
		const { steps, scales } = quantiseRows(values, columnsOf(name), EIGHT_BITS);
		arrays.set(`context/${name}`, steps);
		arrays.set(`context/${name}Scales`, scales);
	} else arrays.set(`context/${name}`, values);
}
const { assistantId, language, dialogue, counts } = words.header;
const header = {
	assistantId,
	language,
	nlu: config,
	dialogue,
	counts: { ...counts, dimensions: config.width },
};
const bytes = encodeModelFile({ header, arrays });
writeFileSync(WORD_VECTORS_FILE, bytes);
console.log(`${WORD_VECTORS_FILE}: ${bytes.length} bytes`);

function readArray(name: string): Float32Array {
	const file = readFileSync(join(folder ?? "", `${name.replaceAll("/", ".")}.f32`));
	return new Float32Array(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength));
}

/** Two numbers a byte, the low four bits first. */
function packed(steps: Int8Array): Uint8Array {
	return Uint8Array.from(
		{ length: steps.length / 2 },
		(_, i) => ((steps[2 * i] ?? 0) + ZERO_STEP) | (((steps[2 * i + 1] ?? 0) + ZERO_STEP) << 4),
	);
}
