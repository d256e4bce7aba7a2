/** Tries patterns one after the other and tells how long each took at worst. Runs as a thread of its own, which can be ended. */
import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { attackStrings } from "./attack-strings.ts";

const Work = z.object({
	patterns: z.array(z.object({ source: z.string(), flags: z.string() })),
	bytes: z.int(),
	/** Slower than this is measured again: what else was done in this thread, garbage and compiling, counts too. */
	boundMs: z.number(),
});
const AGAIN = 4;
/** So many times the bound is no busy machine. */
const CLEARLY = 40;

const { patterns, bytes, boundMs } = Work.parse(workerData);
for (const { source, flags } of patterns) {
	let slowestMs = 0;
	let slowest = "";
	let tried = 0;
	for (const attack of attackStrings(source, flags, bytes)) {
		tried += 1;
		let tookMs = timeOf(source, flags, attack);
		for (let again = 0; again < AGAIN && tookMs >= boundMs && tookMs < boundMs * CLEARLY; again += 1)
			tookMs = Math.min(tookMs, timeOf(source, flags, attack));
		if (tookMs <= slowestMs) continue;
		slowestMs = tookMs;
		slowest = attack.slice(0, 30);
		if (slowestMs >= boundMs) break; // slow it is: how slow with the others says nothing more
	}
	parentPort?.postMessage({ slowestMs, slowest, tried });
}

/** As the code uses it: one that is global is asked for all its matches. */
function timeOf(source: string, flags: string, text: string): number {
	const pattern = new RegExp(source, flags);
	const before = process.threadCpuUsage();
	if (flags.includes("g")) text.replaceAll(pattern, "");
	else pattern.test(text);
	const { user, system } = process.threadCpuUsage(before);
	return (user + system) / 1_000;
}
