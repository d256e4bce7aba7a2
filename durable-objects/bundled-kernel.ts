/** The sentence encoder's kernel, which the bundle carries: code, not data. The only file that knows where the build puts it. */
import kernelModule from "../dist/encoder/kernel.wasm";
import type { EncoderKernel } from "../nlu/encoder/sentence-encoder.ts";

/** A fresh kernel, without weights. */
export function bundledEncoderKernel(): EncoderKernel {
	const { exports } = new WebAssembly.Instance(kernelModule, {});
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: compiled from nlu/encoder/kernel/encoder.as, which exports just this
	return exports as unknown as EncoderKernel;
}
