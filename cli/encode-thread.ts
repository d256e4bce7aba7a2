/** A thread of `encode-sentences.ts`: takes texts, answers with their vectors. */
import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { openEncoder } from "./nlu-resources.ts";

const Question = z.object({ first: z.int(), texts: z.array(z.string()) });

const encoder = openEncoder(z.object({ kernel: z.string() }).parse(workerData).kernel);

parentPort?.on("message", (message: unknown) => {
	const { first, texts } = Question.parse(message);
	parentPort?.postMessage({ first, vectors: texts.map((text) => encoder.encode(text)) });
});
