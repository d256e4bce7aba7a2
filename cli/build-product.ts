import { mkdirSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { build as esbuild, stop as stopEsbuild } from "esbuild";
import { z } from "zod";
import { assetHeadersFile } from "../contracts/security-headers.ts";
import { runBuild } from "./build-process.ts";
import { buildEncoderKernel } from "./encoder-kernel.ts";
import { fingerprint, isFresh, writeStamp } from "./fingerprint.ts";
import { placePrivateAssets } from "./private-assets.ts";

/** Where builds go. `dist/` is not in git. */
export const MODEL_FILE = "dist/model/assistant.caremodel";
export const WORKER_DIRECTORY = "dist/worker";
export const PAGES_DIRECTORY = "dist/web";
export const ASSETS_SERVICE = "dist/assets-service.js";

const ENGINE_SOURCES = ["contracts", "project", "nlu", "dialogue", "package-lock.json"];
const WORKER_SOURCES = [
	...ENGINE_SOURCES,
	"assistant/actions",
	"observability",
	"store",
	"durable-objects",
	"worker",
	"wrangler.toml",
];

/** Keeps wrangler off the network and its start short. */
export const WRANGLER_ENVIRONMENT = {
	CLOUDFLARE_CF_FETCH_ENABLED: "false",
	WRANGLER_SEND_METRICS: "false",
	WRANGLER_HIDE_BANNER: "true",
	CI: "true",
};

type Report = (message: string) => void;

/** The part of `care train --json` that is told. */
const TrainingSummary = z.object({ intents: z.int(), examples: z.int(), bytes: z.int(), warnings: z.int() });

/** As `care train` writes its steps on stderr: `DIETClassifier: 80 %`. */
const TRAINING_STEP = /^[\w.]+: \d+ %$/;
const PROGRESS_EVERY_MS = 3_000;

/** Trains the project's model unless it is fresh. In a process of its own: training keeps a core busy. */
export async function buildModel(project: string, out: string, report: Report): Promise<void> {
	const print = fingerprint([...ENGINE_SOURCES, "cli/train-project.ts", project]);
	const stamp = `${out}.stamp`;
	if (isFresh(stamp, print, [out])) return;
	report(`training ${project}`);
	const summary = await runBuild({
		name: `training ${project}`,
		words: ["cli/care.ts", "train", "--json", "--project", project, "--out", out],
		progress: TRAINING_STEP,
		onProgress: nowAndThen(report),
	});
	writeStamp(stamp, print);
	report(trainedText(project, TrainingSummary.parse(JSON.parse(summary))));
}

/** Builds the pages into dist/web unless they are fresh. */
export async function buildPages(report: Report): Promise<void> {
	const print = fingerprint(["web", "contracts", "package-lock.json"]);
	const stamp = "dist/web.stamp";
	if (isFresh(stamp, print, [`${PAGES_DIRECTORY}/index.html`])) return;
	report("building the pages");
	mkdirSync("dist", { recursive: true });
	const vite = ["node_modules/vite/bin/vite.js", "build", "web", "--config", "web/vite.config.ts"];
	for (const mode of ["production", "account", "app"])
		await runBuild({ name: "building the pages", words: [...vite, "--mode", mode, "--logLevel", "warn"] });
	writeFileSync(`${PAGES_DIRECTORY}/_headers`, assetHeadersFile());
	writeStamp(stamp, print);
	report("pages built");
}

/** Makes the folder of the static assets whole: needs the model and the pages to be there. */
export function placeAssets(): void {
	placePrivateAssets(PAGES_DIRECTORY, MODEL_FILE);
}

/**
 * Bundles the Worker with wrangler, as a deployment does, unless the bundle is fresh. Needs the model and the pages
 * to be there, for both are deployed with it.
 */
export async function buildWorker(report: Report): Promise<void> {
	placeAssets();
	const print = fingerprint(WORKER_SOURCES);
	const stamp = "dist/worker.stamp";
	if (isFresh(stamp, print, [`${WORKER_DIRECTORY}/index.js`, ASSETS_SERVICE])) return;
	report("bundling the worker");
	await buildEncoderKernel();
	await rm(WORKER_DIRECTORY, { recursive: true, force: true });
	const wrangler = [
		"node_modules/wrangler/bin/wrangler.js",
		"deploy",
		"--dry-run",
		"--outdir",
		WORKER_DIRECTORY,
	];
	await runBuild({ name: "bundling the worker", words: wrangler, env: WRANGLER_ENVIRONMENT });
	await esbuild({
		entryPoints: ["worker/assets-service.ts"],
		outfile: ASSETS_SERVICE,
		bundle: true,
		format: "esm",
		target: "es2023",
		logLevel: "warning",
	});
	await stopEsbuild(); // its service would stay as long as we do
	writeStamp(stamp, print);
	report("worker bundled");
}

function trainedText(project: string, summary: z.infer<typeof TrainingSummary>): string {
	const { intents, examples, bytes, warnings } = summary;
	const size = `${intents} intents, ${examples} examples, ${(bytes / 1024).toFixed(0)} kB`;
	const isOurs = project === "assistant"; // whose warnings are known and meant
	const advice =
		warnings === 0 || isOurs ? "" : `; ${warnings} warnings: npm run care -- validate --project ${project}`;
	return `model trained (${size}${advice})`;
}

/** A long training says where it is; a short one says nothing between its start and its end. */
function nowAndThen(report: Report): Report {
	let lastMs = Date.now();
	return (line) => {
		if (Date.now() - lastMs < PROGRESS_EVERY_MS) return;
		lastMs = Date.now();
		report(`  ${line}`);
	};
}
