/** What models share and the bundle carries. The only file that knows where the build puts them. */
import kernelModule from "../dist/encoder/kernel.wasm";
import vectorsBytes from "../nlu/vectors/english.carevectors";
import type { EncoderKernel } from "../nlu/encoder/sentence-encoder.ts";
import { decodeModelFile } from "../nlu/model-file.ts";
import { readWordVectorTable, type WordVectorTable } from "../nlu/vectors/word-vectors.ts";

export function bundledWordVectors(): WordVectorTable {
	return readWordVectorTable(decodeModelFile(vectorsBytes));
}

/** A fresh kernel, without weights. */
export function bundledEncoderKernel(): EncoderKernel {
	const { exports } = new WebAssembly.Instance(kernelModule, {});
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: compiled from nlu/encoder/kernel/encoder.as, which exports just this
	return exports as unknown as EncoderKernel;
}
