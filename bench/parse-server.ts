import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, stop as stopEsbuild } from "esbuild";
import { buildEncoderKernel } from "../cli/encoder-kernel.ts";
import { ENCODER_FILE, WORD_VECTORS_FILE } from "../cli/nlu-resources.ts";
import { startPlainWorkerd } from "./plain-workerd.ts";
import { percentile, type Spread, spreadOf } from "./statistics.ts";

/** Milliseconds of one text, on average over many readings of it. */
export interface WorkerdTimes {
	readonly first: Spread;
	/** Of those that the second tier reads, both together; null when it reads none. */
	readonly second: Spread | null;
}

/** Another text between two readings of one: what is kept of the last text is of no use then. */
const BETWEEN = "hello";
const TIMES = 40;
const WARM_UP_TEXTS = 20;
const WARM_UP_TIMES = 20;
const SECOND_TIER_TIMES = 4;
const TEXTS = 500;
const SECOND_TIER_TEXTS = 60;
/** Of so many the middle one counts: a request takes a little longer or shorter each time. */
const TAKES = 3;

/** How long a model takes for texts in workerd. @param model - a model file */
export async function parseTimesInWorkerd(
	model: Uint8Array,
	texts: readonly string[],
): Promise<WorkerdTimes> {
	const server = await startParseServer(model);
	try {
		const some = texts.filter((_, i) => i % Math.max(1, Math.floor(texts.length / TEXTS)) === 0);
		const first = await timesOf(server.origin, some, TIMES, false);
		const doubtful: string[] = [];
		for (const text of some) {
			if (doubtful.length === SECOND_TIER_TEXTS) break;
			const { isSecondTier } = await ask(server.origin, [text], 1, true);
			if (isSecondTier) doubtful.push(text);
		}
		const second = await timesOf(server.origin, doubtful, SECOND_TIER_TIMES, true);
		return { first: spreadOf(first), second: second.length === 0 ? null : spreadOf(second) };
	} finally {
		server.stop();
	}
}

function startParseServer(model: Uint8Array): Promise<{ readonly origin: string; stop(): void }> {
	return startPlainWorkerd(async (folder) => {
		writeFileSync(join(folder, "model.caremodel"), model);
		copyFileSync(ENCODER_FILE, join(folder, "english.careencoder"));
		copyFileSync(WORD_VECTORS_FILE, join(folder, "english.carevectors"));
		copyFileSync(await buildEncoderKernel(), join(folder, "kernel.wasm"));
		await build({
			entryPoints: ["bench/parse-worker.mjs"],
			outfile: join(folder, "parse.js"),
			bundle: true,
			format: "esm",
			target: "es2023",
			minify: true,
			external: ["*.careencoder", "*.caremodel", "*.carevectors", "*.wasm"],
			logLevel: "warning",
		});
		await stopEsbuild();
		const data = (name: string): string => `(name = "${name}", data = embed "${name}")`;
		return {
			worker: `
	modules = [(name = "parse.js", esModule = embed "parse.js"), (name = "kernel.wasm", wasm = embed "kernel.wasm"),
		${data("model.caremodel")}, ${data("english.careencoder")}, ${data("english.carevectors")}]`,
		};
	});
}

async function timesOf(
	origin: string,
	texts: readonly string[],
	times: number,
	withSecondTier: boolean,
): Promise<number[]> {
	// the first readings are those of code that is compiled still
	await ask(origin, [...texts.slice(0, WARM_UP_TEXTS), BETWEEN], WARM_UP_TIMES, withSecondTier);
	const found: number[] = [];
	for (const text of texts) found.push(await msOf(origin, text, times, withSecondTier));
	return found;
}

/** Milliseconds of a text, without what a request and the text between take: those are timed beside it, for a machine's pace changes. */
async function msOf(origin: string, text: string, times: number, withSecondTier: boolean): Promise<number> {
	const takes: number[] = [];
	for (let take = 0; take < TAKES; take++) {
		const between = await ask(origin, [BETWEEN], times, withSecondTier);
		const both = await ask(origin, [text, BETWEEN], times, withSecondTier);
		takes.push((both.ms - between.ms) / times);
	}
	return percentile(takes, 0.5);
}

async function ask(origin: string, texts: readonly string[], times: number, withSecondTier: boolean) {
	const started = performance.now();
	const response = await fetch(origin, {
		method: "POST",
		body: JSON.stringify({ texts, times, withSecondTier }),
	});
	if (!response.ok)
		throw new Error(`The bench's worker answered ${response.status}: see the messages above.`);
	const isSecondTier = (await response.text()) === "second tier";
	return { isSecondTier, ms: performance.now() - started };
}
