import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import type { SentenceEncoder } from "../nlu/encoder/sentence-encoder.ts";
import { buildEncoderKernel } from "./encoder-kernel.ts";

/** Fewer sentences than this are encoded in the time that a thread needs to start. */
const WORTH_THREADS = 200;
/** Sentences that a thread takes at a time. */
const BATCH = 50;

const Answer = z.object({ first: z.int(), vectors: z.array(z.instanceof(Float32Array)) });

/**
 * The same encoder, with the vectors of these texts made beforehand on all cores: what it says of any text is the same
 * with and without.
 *
 * @param onProgress - called with the share of texts that are done
 */
export async function encodeBeforehand(
	encoder: SentenceEncoder,
	texts: readonly string[],
	onProgress: (share: number) => void,
): Promise<SentenceEncoder> {
	const open = [...new Set(texts)];
	const threads = Math.min(availableParallelism(), 8);
	if (open.length < WORTH_THREADS || threads < 2) return encoder;
	const kernel = await buildEncoderKernel();
	const known = new Map<string, Float32Array>();
	let next = 0;
	const work = async (): Promise<void> => {
		const thread = new Worker(new URL("./encode-thread.ts", import.meta.url), { workerData: { kernel } });
		try {
			while (next < open.length) {
				const first = next;
				next += BATCH;
				const { vectors } = await answerOf(thread, { first, texts: open.slice(first, first + BATCH) });
				vectors.forEach((vector, i) => known.set(open[first + i] ?? "", vector));
				onProgress(known.size / open.length);
			}
		} finally {
			await thread.terminate();
		}
	};
	await Promise.all(Array.from({ length: threads }, work));
	return { ...encoder, encode: (text) => known.get(text)?.slice() ?? encoder.encode(text) };
}

async function answerOf(thread: Worker, question: { first: number; texts: string[] }) {
	return new Promise<z.infer<typeof Answer>>((resolve, reject) => {
		const fail = (error: unknown): void =>
			reject(new Error("A thread that encodes sentences ended.", { cause: error }));
		thread.once("error", fail);
		thread.once("message", (message: unknown) => {
			thread.off("error", fail);
			resolve(Answer.parse(message));
		});
		thread.postMessage(question);
	});
}
