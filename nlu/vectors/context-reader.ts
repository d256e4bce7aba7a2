/**
 * What a text means, its words read together: the mean of the rows of its word pieces, what that mean asks of each row, and
 * what a small network makes of the answers, taught to come near what the sentence encoder says. The mean goes on with its
 * length, so that the reader knows at least what the mean of the words' vectors says. SPEC rule WV5.
 */
import { z } from "zod";
import type { EncoderKernel } from "../encoder/sentence-encoder.ts";
import { WordPieces } from "../encoder/word-pieces.ts";
import { type ModelFile, ModelFileError } from "../model-file.ts";
import { decodeUtf8 } from "../text/utf8.ts";

/** What a table's file says of its network. */
export const ContextConfig = z.object({
	kind: z.literal("context-reader"),
	width: z.int().min(16).multipleOf(16),
	innerWidth: z.int().min(16).max(1536).multipleOf(16),
	heads: z.int().min(1).max(8),
	maxTokens: z.int().min(3).max(64),
	/** Of the rows of the word pieces. */
	topScale: z.number().positive(),
});
export type ContextConfig = z.infer<typeof ContextConfig>;

/**
 * The network's arrays, named `context/…` in a file; the place of each is its number in the kernel. Rows of pieces have two
 * numbers a byte, the low four bits first, −7 to 7 as 1 to 15, and the scale of each row as `packRowScales` has it; weights
 * have eight bits; all else is f32.
 */
export const READER_ARRAYS: readonly string[] = [
	"tokens tokenScales",
	"askGamma askBeta ask askScales askBias",
	"hear hearScales hearBias",
	"upGamma upBeta up upScales upBias",
	"down downScales downBias",
].flatMap((names) => names.split(" "));

/** A row's scale stands in the file as steps of one per cent below the largest: a row's numbers are rounded far coarser. */
const TOP_STEP = 255;
const STEP = 0.01;

/** Packs the scales of rows for a file, and tells the largest, which goes to the file's header. */
export function packRowScales(scales: Float32Array): { topScale: number; steps: Uint8Array } {
	const topScale = scales.reduce((most, scale) => Math.max(most, scale), 0);
	const stepOf = (scale: number): number => Math.round(TOP_STEP + Math.log(scale / topScale) / STEP);
	return { topScale, steps: Uint8Array.from(scales, (scale) => Math.max(0, stepOf(scale))) };
}

function rowScales(steps: Uint8Array, topScale: number): Uint8Array {
	const scales = Float32Array.from(steps, (step) => topScale * Math.exp((step - TOP_STEP) * STEP));
	return new Uint8Array(scales.buffer);
}

/** Reads one text after the other. */
export class ContextReader {
	readonly dimensions: number;
	readonly #kernel: EncoderKernel;
	readonly #pieces: WordPieces;
	/** Word pieces of a text that are read: no more words of it count. */
	readonly maxTokens: number;
	readonly #tokensAt: number;

	/**
	 * @param file - with a network's arrays
	 * @param kernel - fresh: a kernel serves one network
	 * @throws ModelFileError when the file holds no such network
	 */
	constructor(file: ModelFile, kernel: EncoderKernel) {
		const parsed = ContextConfig.safeParse(file.header.nlu);
		if (!parsed.success) throw new ModelFileError("damaged", "The file holds no reader of texts.");
		const { width, innerWidth, heads, maxTokens, topScale } = parsed.data;
		const bytesOf = (name: string): Uint8Array => {
			const array = file.arrays.get(`context/${name}`);
			if (array === undefined) throw new ModelFileError("damaged", `The reader of texts lacks ${name}.`);
			return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
		};
		READER_ARRAYS.forEach((name, index) => {
			const bytes = name === "tokenScales" ? rowScales(bytesOf(name), topScale) : bytesOf(name);
			const at = kernel.reserveArray(index, bytes.length);
			new Uint8Array(kernel.memory.buffer, at, bytes.length).set(bytes);
		});
		this.dimensions = width;
		this.#kernel = kernel;
		this.maxTokens = maxTokens;
		this.#tokensAt = kernel.configureReader(width, innerWidth, heads, maxTokens);
		this.#pieces = new WordPieces(decodeUtf8(bytesOf("vocabulary")).split("\n"));
	}

	/**
	 * Writes the text's meaning to `into`.
	 *
	 * @param into - `dimensions` numbers, not of any one length
	 * @returns false when the text has no known piece; `into` then stays as it is
	 */
	read(text: string, into: Float32Array): boolean {
		const ids = this.#pieces.knownOf(text, this.maxTokens);
		if (ids.length === 0) return false;
		new Int32Array(this.#kernel.memory.buffer, this.#tokensAt, ids.length).set(ids);
		const at = this.#kernel.readTokens(ids.length);
		into.set(new Float32Array(this.#kernel.memory.buffer, at, this.dimensions));
		return true;
	}
}
