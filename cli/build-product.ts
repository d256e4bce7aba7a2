import { mkdirSync, writeFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { build as esbuild } from "esbuild";
import { assetHeadersFile } from "../contracts/security-headers.ts";
import { fingerprint, isFresh, writeStamp } from "./fingerprint.ts";

/** Where builds go. `dist/` is not in git. */
export const MODEL_FILE = "dist/model/assistant.caremodel";
export const WORKER_DIRECTORY = "dist/worker";
export const PAGES_DIRECTORY = "dist/web";
export const ASSETS_SERVICE = "dist/assets-service.js";

const ENGINE_SOURCES = ["contracts", "project", "nlu", "dialogue", "package-lock.json"];
const WORKER_SOURCES = [
	...ENGINE_SOURCES,
	"assistant/actions",
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

/** Trains the project's model unless it is fresh. In a process of its own: training keeps a core busy. */
export async function buildModel(project: string, out: string, report: Report): Promise<void> {
	const print = fingerprint([...ENGINE_SOURCES, "cli/train-project.ts", project]);
	const stamp = `${out}.stamp`;
	if (isFresh(stamp, print, [out])) return;
	report(`training ${project}`);
	await runNode(["cli/care.ts", "train", "--project", project, "--out", out]);
	writeStamp(stamp, print);
	report("model trained");
}

/** Builds the pages into dist/web unless they are fresh. */
export async function buildPages(report: Report): Promise<void> {
	const print = fingerprint(["web", "contracts", "package-lock.json"]);
	const stamp = "dist/web.stamp";
	if (isFresh(stamp, print, [`${PAGES_DIRECTORY}/index.html`])) return;
	report("building the pages");
	mkdirSync("dist", { recursive: true });
	await runNode([
		"node_modules/vite/bin/vite.js",
		"build",
		"--config",
		"web/vite.config.ts",
		"--logLevel",
		"warn",
	]);
	writeFileSync(`${PAGES_DIRECTORY}/_headers`, assetHeadersFile());
	writeStamp(stamp, print);
	report("pages built");
}

/**
 * Bundles the Worker with wrangler, as a deployment does, unless the bundle is fresh. Needs the model and the pages
 * to be there, for both travel beside the bundle.
 */
export async function buildWorker(report: Report): Promise<void> {
	const print = fingerprint([...WORKER_SOURCES, MODEL_FILE]);
	const stamp = "dist/worker.stamp";
	if (isFresh(stamp, print, [`${WORKER_DIRECTORY}/index.js`, ASSETS_SERVICE])) return;
	report("bundling the worker");
	await rm(WORKER_DIRECTORY, { recursive: true, force: true });
	const wrangler = [
		"node_modules/wrangler/bin/wrangler.js",
		"deploy",
		"--dry-run",
		"--outdir",
		WORKER_DIRECTORY,
	];
	await runNode(wrangler, WRANGLER_ENVIRONMENT);
	await esbuild({
		entryPoints: ["worker/assets-service.ts"],
		outfile: ASSETS_SERVICE,
		bundle: true,
		format: "esm",
		target: "es2023",
		logLevel: "warning",
	});
	writeStamp(stamp, print);
	report("worker bundled");
}

/** Runs a Node program of ours; its output is shown only when it fails. @throws Error with that output */
function runNode(words: readonly string[], environment: Record<string, string> = {}): Promise<void> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [...words], {
			stdio: ["ignore", "pipe", "pipe"],
			// a test runner's NODE_ENV would give the pages React's development build
			env: { ...process.env, NODE_ENV: "production", ...environment },
		});
		const output: Buffer[] = [];
		child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
		child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
		child.on("error", reject);
		child.on("close", (code) => {
			if (code === 0) resolve();
			else reject(new Error(`${words.join(" ")} failed:\n${Buffer.concat(output).toString("utf8").trim()}`));
		});
	});
}
