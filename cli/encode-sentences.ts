import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { SentenceEncoder, TaughtEncoder } from "../nlu/encoder/sentence-encoder.ts";
import { buildEncoderKernel } from "./encoder-kernel.ts";
import { claimSentence, newSentenceJob, type SentenceJob, sentenceOf, tellSentence } from "./sentence-job.ts";

/** Fewer sentences than this are encoded in the time that a thread needs to start. */
const WORTH_THREADS = 200;

/**
 * Work with an encoder that reads foreseen texts on all other cores while this one learns something else, and on this
 * one too as soon as it asks: what the encoder says of a text is the same with and without.
 *
 * @throws what the work throws; Error when a thread failed
 */
export async function withEncoderCrew<Result>(
	encoder: SentenceEncoder,
	work: (encoder: TaughtEncoder) => Result,
): Promise<Result> {
	const kernel = await buildEncoderKernel();
	const places = new Map<string, { readonly job: SentenceJob; readonly place: number }>();
	const failures: unknown[] = [];
	const threads: Worker[] = [];
	const crew: TaughtEncoder = {
		...encoder,
		foresee(texts) {
			const open = [...new Set(texts)].filter((text) => !places.has(text));
			if (open.length < WORTH_THREADS || availableParallelism() < 2) return;
			const job = newSentenceJob(open, encoder.dimensions);
			open.forEach((text, place) => places.set(text, { job, place }));
			if (threads.length === 0) threads.push(...startThreads(kernel, failures));
			for (const thread of threads) thread.postMessage(job);
		},
		encode(text) {
			const known = places.get(text);
			return known === undefined ? encoder.encode(text) : readSentence(known.job, known.place, encoder);
		},
	};
	try {
		return work(crew);
	} finally {
		await Promise.all(threads.map((thread) => thread.terminate()));
		throwFirst(failures);
	}
}

function throwFirst(failures: readonly unknown[]): void {
	if (failures.length > 0) throw new Error("A thread that encodes sentences failed.", { cause: failures[0] });
}

/** One less than there are cores: this thread is one of the readers. */
function startThreads(kernel: string, failures: unknown[]): Worker[] {
	return Array.from({ length: Math.min(availableParallelism(), 8) - 1 }, () => {
		const thread = new Worker(new URL("./encode-thread.ts", import.meta.url), { workerData: { kernel } });
		thread.on("error", (error) => failures.push(error));
		return thread;
	});
}

function readSentence(job: SentenceJob, place: number, encoder: SentenceEncoder): Float32Array {
	if (claimSentence(job, place)) tellSentence(job, place, encoder.encode(job.texts[place] ?? ""));
	// a thread that died with it never tells: then it is read here
	return sentenceOf(job, place) ?? encoder.encode(job.texts[place] ?? "");
}
