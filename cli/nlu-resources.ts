import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
	type EncoderKernel,
	openSentenceEncoder,
	type SentenceEncoder,
} from "../nlu/encoder/sentence-encoder.ts";
import type { RowKernel } from "../nlu/linear/row-products.ts";
import { decodeModelFile } from "../nlu/model-file.ts";
import type { NluResources } from "../nlu/resources.ts";
import { readWordVectorTable, type WordVectorTable } from "../nlu/vectors/word-vectors.ts";
import { buildEncoderKernel } from "./encoder-kernel.ts";

/** What comes with the program, and where. */
export const WORD_VECTORS_FILE = "nlu/vectors/english.carevectors";
export const ENCODER_FILE = "nlu/encoder/english.careencoder";

/** What models and their training share, as a command has it: the encoder is opened when it is first asked for. */
export interface CommandResources extends NluResources {
	readonly wordVectors: WordVectorTable;
	readonly sentenceEncoder: () => SentenceEncoder;
	/** A fresh kernel for a training's matrix. */
	readonly newRowKernel: () => RowKernel;
}

/** Compiles the encoder's kernel when that was not done yet. @throws Error when a file of the program is missing or damaged */
export async function openNluResources(): Promise<CommandResources> {
	const kernel = await buildEncoderKernel();
	let encoder: SentenceEncoder | null = null;
	return {
		wordVectors: readWordVectorTable(readProgramFile(WORD_VECTORS_FILE), () => openKernel(kernel)),
		sentenceEncoder: () => (encoder ??= openEncoder(kernel)),
		newRowKernel: () => openKernel(kernel),
	};
}

/** Opens the encoder in this thread. @param kernel - path of the compiled kernel */
export function openEncoder(kernel: string): SentenceEncoder {
	return openSentenceEncoder(readProgramFile(ENCODER_FILE), openKernel(kernel));
}

/** A fresh kernel, without weights. @param kernel - path of the compiled one */
export function openKernel(kernel: string): EncoderKernel & RowKernel {
	const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(kernel)), {});
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: compiled from nlu/encoder/kernel/encoder.as, which exports just this
	return exports as unknown as EncoderKernel & RowKernel;
}

function readProgramFile(path: string) {
	return decodeModelFile(readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url))));
}
