/** Texts that several threads read together: who takes one claims it, and tells its vector in memory that all share. */
import { z } from "zod";

/** Longer than any sentence takes, on however busy a machine: whoever claimed it is dead. */
const PATIENCE_MS = 10_000;

const OPEN = 0;
const CLAIMED = 1;
const TOLD = 2;

/** Plain data: it is sent to a thread as it is. */
export interface SentenceJob {
	readonly texts: readonly string[];
	/** Of each text: open, claimed or told. */
	readonly states: Int32Array;
	/** Row by row, `vectors.length / texts.length` numbers each. */
	readonly vectors: Float32Array;
}

/** What a thread is sent. */
export const SentenceJobMessage = z.object({
	texts: z.array(z.string()),
	states: z.custom<Int32Array>((value) => value instanceof Int32Array),
	vectors: z.custom<Float32Array>((value) => value instanceof Float32Array),
});

/** A job of which nothing is done. */
export function newSentenceJob(texts: readonly string[], dimensions: number): SentenceJob {
	return {
		texts,
		states: new Int32Array(new SharedArrayBuffer(texts.length * Int32Array.BYTES_PER_ELEMENT)),
		vectors: new Float32Array(
			new SharedArrayBuffer(texts.length * dimensions * Float32Array.BYTES_PER_ELEMENT),
		),
	};
}

/** Takes text number `place`. @returns false when somebody has it */
export function claimSentence({ states }: SentenceJob, place: number): boolean {
	return Atomics.compareExchange(states, place, OPEN, CLAIMED) === OPEN;
}

/** Tells the vector of a text that was claimed. */
export function tellSentence(job: SentenceJob, place: number, vector: Float32Array): void {
	job.vectors.set(vector, place * vector.length);
	Atomics.store(job.states, place, TOLD);
	Atomics.notify(job.states, place);
}

/** The vector of a text that somebody claimed, once it is told; null when nobody tells it. */
export function sentenceOf(
	{ texts, states, vectors }: SentenceJob,
	place: number,
	patienceMs = PATIENCE_MS,
): Float32Array | null {
	Atomics.wait(states, place, CLAIMED, patienceMs);
	if (Atomics.load(states, place) !== TOLD) return null;
	const dimensions = vectors.length / texts.length;
	return Float32Array.from(vectors.subarray(place * dimensions, (place + 1) * dimensions));
}
