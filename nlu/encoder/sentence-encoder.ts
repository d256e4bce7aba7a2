/**
 * The second tier's reader: a small transformer turns a whole sentence into a vector. Its products run in WebAssembly
 * (nlu/encoder/kernel), its weights are a file that the host reads; a text's vector depends on both and on nothing else.
 */
import { z } from "zod";
import { type ModelFile, ModelFileError, type TypedArray } from "../model-file.ts";
import { decodeUtf8 } from "../text/utf8.ts";
import { encoderArrays } from "./encoder-arrays.ts";
import { WordPieces } from "./word-pieces.ts";

/** The exports of the compiled kernel. Addresses and lengths are in bytes of `memory`. */
export interface EncoderKernel {
	readonly memory: { readonly buffer: ArrayBuffer };
	reserveArray(index: number, bytes: number): number;
	configure(width: number, innerWidth: number, layers: number, heads: number, maxTokens: number): number;
	encode(tokens: number): number;
	/** Takes the place of `configure` where the network is a reader of texts (nlu/vectors/context-reader.ts). */
	configureReader(width: number, innerWidth: number, heads: number, maxTokens: number): number;
	readTokens(tokens: number): number;
}

/** Turns a text into a vector of length 1. */
export interface SentenceEncoder {
	/** Which weights it has: vectors of different ids don't compare. */
	readonly id: string;
	/** Whose sentences it reads, such as `en`. */
	readonly language: string;
	readonly dimensions: number;
	/** A new array of `dimensions` numbers. */
	encode(text: string): Float32Array;
}

/** An encoder as training has it. */
export interface TaughtEncoder extends SentenceEncoder {
	/** Hears which texts it will be asked for, so that a host can have them read beside. */
	readonly foresee?: (texts: readonly string[]) => void;
}

/** What a file of weights says of its network. */
export const EncoderConfig = z.object({
	kind: z.literal("sentence-encoder"),
	width: z.int().min(16).multipleOf(16),
	innerWidth: z.int().min(16).multipleOf(16),
	layers: z.int().min(1).max(24),
	heads: z.int().min(1),
	maxTokens: z.int().min(3).max(512),
});
export type EncoderConfig = z.infer<typeof EncoderConfig>;

/**
 * Puts a file's weights into the kernel's memory: about as many bytes as the file has; the file is not kept.
 *
 * @param kernel - fresh: a kernel serves one encoder
 * @throws ModelFileError when the file holds no such network
 */
export function openSentenceEncoder(file: ModelFile, kernel: EncoderKernel): SentenceEncoder {
	const parsed = EncoderConfig.safeParse(file.header.nlu);
	if (!parsed.success) throw new ModelFileError("damaged", "The file holds no sentence encoder.");
	const { width, innerWidth, layers, heads, maxTokens } = parsed.data;
	encoderArrays(layers).forEach((name, index) => {
		const array = arrayOf(file, name);
		const at = kernel.reserveArray(index, array.byteLength);
		new Uint8Array(kernel.memory.buffer, at, array.byteLength).set(
			new Uint8Array(array.buffer, array.byteOffset, array.byteLength),
		);
	});
	const tokensAt = kernel.configure(width, innerWidth, layers, heads, maxTokens);
	const vocabulary = arrayOf(file, "vocabulary");
	const pieces = new WordPieces(
		decodeUtf8(new Uint8Array(vocabulary.buffer, vocabulary.byteOffset, vocabulary.byteLength)).split("\n"),
	);
	return {
		id: file.header.modelId,
		language: file.header.language,
		dimensions: width,
		encode(text) {
			const ids = pieces.read(text, maxTokens);
			new Int32Array(kernel.memory.buffer, tokensAt, ids.length).set(ids);
			const vectorAt = kernel.encode(ids.length);
			return ofLengthOne(new Float32Array(kernel.memory.buffer, vectorAt, width));
		},
	};
}

function arrayOf(file: ModelFile, name: string): TypedArray {
	const array = file.arrays.get(name);
	if (array === undefined) throw new ModelFileError("damaged", `The sentence encoder lacks ${name}.`);
	return array;
}

function ofLengthOne(vector: Float32Array): Float32Array {
	let squares = 0;
	for (const value of vector) squares += value * value;
	const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
	return vector.map((value) => value * scale);
}
