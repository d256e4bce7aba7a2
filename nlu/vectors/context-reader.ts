/**
 * What a text means, its words read in their context: a transformer of one small layer, taught to come near what the
 * sentence encoder says, quick enough for every message. Its rows of word pieces go on to the mean with their lengths,
 * so that it knows at least what the mean of the words' vectors says. SPEC rule WV5.
 */
import { z } from "zod";
import { encoderArrays } from "../encoder/encoder-arrays.ts";
import type { EncoderKernel } from "../encoder/sentence-encoder.ts";
import { WordPieces } from "../encoder/word-pieces.ts";
import { type ModelFile, ModelFileError, type TypedArray } from "../model-file.ts";
import { decodeUtf8 } from "../text/utf8.ts";

/** What a table's file says of its network. */
export const ContextConfig = z.object({
	kind: z.literal("context-reader"),
	width: z.int().min(16).multipleOf(16),
	innerWidth: z.int().min(16).multipleOf(16),
	layers: z.int().min(1).max(4),
	heads: z.int().min(1),
	maxTokens: z.int().min(3).max(64),
});
export type ContextConfig = z.infer<typeof ContextConfig>;

/** Four bits hold −7 to 7 as 1 to 15. */
const ZERO_STEP = 8;

/** Reads one text after the other. */
export class ContextReader {
	readonly dimensions: number;
	readonly #kernel: EncoderKernel;
	readonly #pieces: WordPieces;
	readonly #maxTokens: number;
	readonly #tokensAt: number;

	/**
	 * @param file - with a network's arrays, named `context/…`; the rows of its pieces have four bits a number
	 * @param kernel - fresh: a kernel serves one network
	 * @throws ModelFileError when the file holds no such network
	 */
	constructor(file: ModelFile, kernel: EncoderKernel) {
		const parsed = ContextConfig.safeParse(file.header.nlu);
		if (!parsed.success) throw new ModelFileError("damaged", "The file holds no reader of texts.");
		const { width, innerWidth, layers, heads, maxTokens } = parsed.data;
		const arrayOf = (name: string): TypedArray => {
			const array = file.arrays.get(`context/${name}`);
			if (array === undefined) throw new ModelFileError("damaged", `The reader of texts lacks ${name}.`);
			return array;
		};
		encoderArrays(layers).forEach((name, index) => {
			if (NOT_READ.has(name)) return;
			const bytes = bytesOf(arrayOf(name));
			const values = name === "tokens" ? unpacked(bytes) : bytes;
			const at = kernel.reserveArray(index, values.length);
			new Uint8Array(kernel.memory.buffer, at, values.length).set(values);
		});
		this.dimensions = width;
		this.#kernel = kernel;
		this.#maxTokens = maxTokens;
		this.#tokensAt = kernel.configure(width, innerWidth, layers, heads, maxTokens, true);
		this.#pieces = new WordPieces(decodeUtf8(bytesOf(arrayOf("vocabulary"))).split("\n"));
	}

	/**
	 * Writes the text's meaning to `into`.
	 *
	 * @param into - `dimensions` numbers, not of any one length
	 * @returns false when the text has no known piece; `into` then stays as it is
	 */
	read(text: string, into: Float32Array): boolean {
		const ids = this.#pieces.knownOf(text, this.#maxTokens);
		if (ids.length === 0) return false;
		new Int32Array(this.#kernel.memory.buffer, this.#tokensAt, ids.length).set(ids);
		const at = this.#kernel.encode(ids.length);
		into.set(new Float32Array(this.#kernel.memory.buffer, at, this.dimensions));
		return true;
	}
}

/** The kernel knows these, this network has none: it normalises nothing before its first layer. */
const NOT_READ: ReadonlySet<string> = new Set(["gamma", "beta"]);

function bytesOf(array: TypedArray): Uint8Array {
	return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** Two numbers a byte, the low four bits first, as signed bytes. */
function unpacked(pairs: Uint8Array): Uint8Array {
	const values = new Int8Array(pairs.length * 2);
	pairs.forEach((pair, i) => {
		values[2 * i] = (pair & 15) - ZERO_STEP;
		values[2 * i + 1] = (pair >> 4) - ZERO_STEP;
	});
	return new Uint8Array(values.buffer);
}
