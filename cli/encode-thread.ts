/** A thread of `encode-sentences.ts`: reads the texts of its jobs from the last on, towards the one who asks from the first on. */
import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { openEncoder } from "./nlu-resources.ts";
import { claimSentence, SentenceJobMessage, tellSentence } from "./sentence-job.ts";

const encoder = openEncoder(z.object({ kernel: z.string() }).parse(workerData).kernel);

parentPort?.on("message", (message: unknown) => {
	const job = SentenceJobMessage.parse(message);
	for (let place = job.texts.length - 1; place >= 0; place--)
		if (claimSentence(job, place)) tellSentence(job, place, encoder.encode(job.texts[place] ?? ""));
});
