/**
 * Makes nlu/encoder/english.careencoder of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0):
 *
 *     node scripts/make-sentence-encoder.ts FOLDER     # with model.safetensors and tokenizer.json
 *
 * Weights go to eight bits by their largest value in an output; pieces that no English text has are left out. Done
 * once: the result is in the repository.
 *
 * @see W. Wang et al., "MiniLM", 2020; N. Reimers and I. Gurevych, "Sentence-BERT", 2019
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { encodeModelFile, type TypedArray } from "../nlu/model-file.ts";
import type { EncoderConfig } from "../nlu/encoder/sentence-encoder.ts";
import { quantiseRows } from "./quantise-rows.ts";

const OUT = "nlu/encoder/english.careencoder";
const CONFIG: EncoderConfig = {
	kind: "sentence-encoder",
	width: 384,
	innerWidth: 1536,
	layers: 6,
	heads: 12,
	maxTokens: 40,
};
/** What English texts are made of; anything else is `[UNK]` to this encoder. */
const KEPT_PIECE =
	/^(?:\[(?:UNK|CLS|SEP)\]|[\x21-\x7e\u00a3\u00a7\u00b0\u20ac\u2018\u2019\u201c\u201d\u2013\u2014\u2026]+)$/;
const EIGHT_BITS = 127;
const UNUSED_PIECE = /^\[unused\d+\]$/;

const Tokenizer = z.object({ model: z.object({ vocab: z.record(z.string(), z.int()) }) });
const Tensors = z.record(
	z.string(),
	z.union([
		z.object({ dtype: z.literal("F32"), data_offsets: z.tuple([z.int(), z.int()]) }),
		z.record(z.string(), z.string()),
		z.object({ dtype: z.literal("I64") }),
	]),
);

const [, , folder] = process.argv;
if (folder === undefined) throw new Error("Usage: node scripts/make-sentence-encoder.ts FOLDER");
const tensor = openTensors(join(folder, "model.safetensors"));
const { vocab } = Tokenizer.parse(JSON.parse(readFileSync(join(folder, "tokenizer.json"), "utf8"))).model;
const pieces = Object.keys(vocab).filter((piece) => KEPT_PIECE.test(piece) && !UNUSED_PIECE.test(piece));
const arrays = new Map<string, TypedArray>([["vocabulary", new TextEncoder().encode(pieces.join("\n"))]]);

const words = tensor("embeddings.word_embeddings.weight");
const rows = new Float32Array(pieces.length * CONFIG.width);
pieces.forEach((piece, id) => {
	const from = (vocab[piece] ?? 0) * CONFIG.width;
	rows.set(words.subarray(from, from + CONFIG.width), id * CONFIG.width);
});
addQuantised("tokens", "tokenScales", rows, CONFIG.width);
const kind = tensor("embeddings.token_type_embeddings.weight");
const positions = tensor("embeddings.position_embeddings.weight").slice(0, CONFIG.maxTokens * CONFIG.width);
arrays.set(
	"positions",
	positions.map((value, i) => value + (kind[i % CONFIG.width] ?? 0)),
);
addNorm("", "gamma", "beta", "embeddings.LayerNorm");
for (let layer = 0; layer < CONFIG.layers; layer++) {
	const at = `encoder.layer.${layer}`;
	const parts = ["query", "key", "value"].map((part) => `${at}.attention.self.${part}`);
	addProduct(`${layer}/attention`, parts, CONFIG.width);
	addProduct(`${layer}/attentionOut`, [`${at}.attention.output.dense`], CONFIG.width);
	addNorm(`${layer}/`, "attentionGamma", "attentionBeta", `${at}.attention.output.LayerNorm`);
	addProduct(`${layer}/up`, [`${at}.intermediate.dense`], CONFIG.width);
	addProduct(`${layer}/down`, [`${at}.output.dense`], CONFIG.innerWidth);
	addNorm(`${layer}/`, "downGamma", "downBeta", `${at}.output.LayerNorm`);
}
const bytes = encodeModelFile({
	header: {
		assistantId: "all-MiniLM-L6-v2",
		language: "en",
		nlu: CONFIG,
		dialogue: {},
		counts: { pieces: pieces.length },
	},
	arrays,
});
writeFileSync(OUT, bytes);
console.log(`${OUT}: ${pieces.length} pieces, ${bytes.length} bytes`);

/** @returns a reader of tensors by name */
function openTensors(path: string): (name: string) => Float32Array {
	const file = readFileSync(path);
	const headerBytes = Number(file.readBigUInt64LE(0));
	const tensors = Tensors.parse(JSON.parse(file.subarray(8, 8 + headerBytes).toString("utf8")));
	return (name) => {
		const found = tensors[name] ?? tensors[`bert.${name}`];
		if (found === undefined || !("data_offsets" in found) || !Array.isArray(found.data_offsets))
			throw new Error(`${path} has no tensor ${name}.`);
		const [from, to] = found.data_offsets;
		const start = 8 + headerBytes + from;
		return new Float32Array(file.buffer.slice(file.byteOffset + start, file.byteOffset + start + to - from));
	};
}

/** One product of several tensors, one below the other. */
function addProduct(name: string, parts: readonly string[], columns: number): void {
	addQuantised(name, `${name}Scales`, joined(parts.map((part) => tensor(`${part}.weight`))), columns);
	arrays.set(`${name}Bias`, joined(parts.map((part) => tensor(`${part}.bias`))));
}

function addNorm(prefix: string, gamma: string, beta: string, from: string): void {
	arrays.set(prefix + gamma, tensor(`${from}.weight`));
	arrays.set(prefix + beta, tensor(`${from}.bias`));
}

function addQuantised(name: string, scalesName: string, values: Float32Array, columns: number): void {
	const { steps, scales } = quantiseRows(values, columns, EIGHT_BITS);
	arrays.set(name, steps);
	arrays.set(scalesName, scales);
}

function joined(parts: readonly Float32Array[]): Float32Array {
	const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		all.set(part, at);
		at += part.length;
	}
	return all;
}
