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
});
export type ContextConfig = z.infer<typeof ContextConfig>;

/**
 * The network's arrays, named `context/…` in a file; the place of each is its number in the kernel. Rows of pieces have two
 * numbers a byte, the low four bits first, −7 to 7 as 1 to 15; weights have eight bits; all else is f32.
 */
export const READER_ARRAYS: readonly string[] = [
	"tokens tokenScales",
	"askGamma askBeta ask askScales askBias",
	"hear hearScales hearBias",
	"upGamma upBeta up upScales upBias",
	"down downScales downBias",
].flatMap((names) => names.split(" "));

/** Reads one text after the other. */
export class ContextReader {
	readonly dimensions: number;
	readonly #kernel: EncoderKernel;
	readonly #pieces: WordPieces;
	readonly #maxTokens: number;
	readonly #tokensAt: number;

	/**
	 * @param file - with a network's arrays
	 * @param kernel - fresh: a kernel serves one network
	 * @throws ModelFileError when the file holds no such network
	 */
	constructor(file: ModelFile, kernel: EncoderKernel) {
		const parsed = ContextConfig.safeParse(file.header.nlu);
		if (!parsed.success) throw new ModelFileError("damaged", "The file holds no reader of texts.");
		const { width, innerWidth, heads, maxTokens } = parsed.data;
		const bytesOf = (name: string): Uint8Array => {
			const array = file.arrays.get(`context/${name}`);
			if (array === undefined) throw new ModelFileError("damaged", `The reader of texts lacks ${name}.`);
			return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
		};
		READER_ARRAYS.forEach((name, index) => {
			const bytes = bytesOf(name);
			const at = kernel.reserveArray(index, bytes.length);
			new Uint8Array(kernel.memory.buffer, at, bytes.length).set(bytes);
		});
		this.dimensions = width;
		this.#kernel = kernel;
		this.#maxTokens = maxTokens;
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
		const ids = this.#pieces.knownOf(text, this.#maxTokens);
		if (ids.length === 0) return false;
		new Int32Array(this.#kernel.memory.buffer, this.#tokensAt, ids.length).set(ids);
		const at = this.#kernel.readTokens(ids.length);
		into.set(new Float32Array(this.#kernel.memory.buffer, at, this.dimensions));
		return true;
	}
}
