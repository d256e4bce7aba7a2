import { resolve } from "node:path";
import { stopBuilds } from "./build-process.ts";
import { buildModel, MODEL_FILE, buildPages, placeAssets, WRANGLER_ENVIRONMENT } from "./build-product.ts";
import { DEV_GATEWAY_PORT, startDevGateway } from "./dev-gateway.ts";
import { isPortFree } from "./free-port.ts";
import { onStopRequest } from "./stop-request.ts";
import { SupervisedProcess } from "./supervised-process.ts";

/** `npm run dev`: gateway, `wrangler dev` and Vite with hot reload; Vite stands in front. */
const WORKER_PORT = 8787;
const PAGES_PORT = 5173;

const report = (message: string): void => console.error(message);
const children: SupervisedProcess[] = [];

try {
	await startAll();
} catch (error) {
	report(error instanceof Error ? error.message : String(error));
	await stopAll();
	process.exitCode = 1;
}

async function startAll(): Promise<void> {
	for (const port of [DEV_GATEWAY_PORT, WORKER_PORT, PAGES_PORT]) {
		if (!(await isPortFree(port, "127.0.0.1"))) throw new Error(`Port ${port} is in use: stop what uses it.`);
	}
	onStopRequest(stopAll, report);
	const onSpawn = (child: SupervisedProcess): void => void children.push(child);
	await Promise.all([
		startDevGateway({ data: resolve(".data"), report, onSpawn }),
		buildModel("assistant", MODEL_FILE, report),
		buildPages(report), // wrangler wants the folder of the assets to be there
	]);
	placeAssets();
	startTool("wrangler", ["node_modules/wrangler/bin/wrangler.js", "dev", "--port", String(WORKER_PORT)]);
	startTool("vite", [
		"node_modules/vite/bin/vite.js",
		"web",
		"--config",
		"web/vite.config.ts",
		"--port",
		String(PAGES_PORT),
	]);
	report(
		`\nPages with hot reload: http://localhost:${PAGES_PORT}/   Worker: http://localhost:${WORKER_PORT}/\n`,
	);
}

function startTool(name: string, args: readonly string[]): void {
	const env = { ...WRANGLER_ENVIRONMENT, CARE_ORIGIN: `http://127.0.0.1:${WORKER_PORT}` };
	const tool = new SupervisedProcess({ name, command: process.execPath, args, env, onRestart: report });
	tool.start();
	children.push(tool);
}

async function stopAll(): Promise<void> {
	stopBuilds();
	for (const child of children) child.expectEnd();
	for (const child of children.toReversed()) await child.stop();
}
