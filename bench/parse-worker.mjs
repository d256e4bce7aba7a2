// Understands texts in workerd, as often as it is told to: a clock stands still inside, so who asks takes the time. Bundled by
// parse-server.ts, with a model, what models share and the kernel beside it.
import encoderBytes from "english.careencoder";
import modelBytes from "model.caremodel";
import vectorBytes from "english.carevectors";
import kernel from "kernel.wasm";
import { openSentenceEncoder } from "../nlu/encoder/sentence-encoder.ts";
import { loadInterpreter } from "../nlu/load-interpreter.ts";
import { decodeModelFile } from "../nlu/model-file.ts";
import { readWordVectorTable } from "../nlu/vectors/word-vectors.ts";

const newKernel = () => new WebAssembly.Instance(kernel, {}).exports;
const encoder = openSentenceEncoder(decodeModelFile(encoderBytes), newKernel());
const wordVectors = readWordVectorTable(decodeModelFile(vectorBytes), newKernel);
const interpreter = loadInterpreter(decodeModelFile(modelBytes), {
	wordVectors,
	sentenceEncoder: () => null,
});
const AT = { nowMs: 0 };

export default {
	async fetch(request) {
		if (request.method !== "POST") return new Response("ok");
		const { texts, times, withSecondTier } = await request.json();
		const options = withSecondTier ? { ...AT, sentenceEncoder: () => encoder } : AT;
		let last = null;
		for (let time = 0; time < times; time++)
			for (const text of texts) last = interpreter.parse(text, options);
		return new Response(last?.second_tier === true ? "second tier" : "first tier");
	},
};
