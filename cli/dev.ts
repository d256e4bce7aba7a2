import { existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { connectDatabase } from "../store/database.ts";
import { seedShop } from "../store/seed-shop.ts";
import { buildModel, MODEL_FILE, buildPages, WRANGLER_ENVIRONMENT } from "./build-product.ts";
import { stopBuilds } from "./build-process.ts";
import { embeddedSecrets } from "./embedded-secrets.ts";
import { isPortFree } from "./free-port.ts";
import { startGatewayProcess, type GatewayProcess } from "./gateway-process.ts";
import { migrateDatabase } from "./migrate-database.ts";
import { onStopRequest } from "./stop-request.ts";
import { SupervisedProcess } from "./supervised-process.ts";

/** `npm run dev`: gateway, `wrangler dev` and Vite with hot reload; Vite stands in front. */
const DATA = resolve(".data");
/** Fixed, so that a plain `wrangler dev` finds the gateway by the .dev.vars of the last run. */
const GATEWAY_PORT = 8789;
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
	for (const port of [GATEWAY_PORT, WORKER_PORT, PAGES_PORT]) {
		if (!(await isPortFree(port, "127.0.0.1"))) throw new Error(`Port ${port} is in use: stop what uses it.`);
	}
	const secrets = await embeddedSecrets(DATA);
	onStopRequest(stopAll, report);
	const [gateway] = await Promise.all([
		startGatewayProcess({
			port: GATEWAY_PORT,
			data: DATA,
			token: secrets.gatewayToken,
			report,
			onSpawn: (child) => children.push(child),
		}),
		buildModel("assistant", MODEL_FILE, report),
		buildPages(report), // wrangler wants the folder of the assets to be there
	]);
	const db = connectDatabase({
		url: gateway.databaseUrl,
		fetchEndpoint: gateway.databaseFetchEndpoint,
		timeoutMs: 60_000,
	});
	await migrateDatabase(db);
	await seedShop(db, { nowMs: Date.now() });
	writeDevVars(gateway, secrets.signingKeys);
	startTool("wrangler", ["node_modules/wrangler/bin/wrangler.js", "dev", "--port", String(WORKER_PORT)]);
	startTool("vite", [
		"node_modules/vite/bin/vite.js",
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

/** Local addresses and secrets for wrangler; a file that somebody wrote by hand stays as it is. */
function writeDevVars(gateway: GatewayProcess, signingKeys: string): void {
	const path = ".dev.vars";
	const mark = "# written by npm run dev";
	if (existsSync(path) && !existsSync(join(DATA, "dev-vars-are-ours"))) return;
	const lines = [
		mark,
		`DATABASE_URL=${gateway.databaseUrl}`,
		`DATABASE_FETCH_ENDPOINT=${gateway.databaseFetchEndpoint}`,
		`UPSTASH_REDIS_REST_URL=${gateway.redisUrl}`,
		`UPSTASH_REDIS_REST_TOKEN=${gateway.redisToken}`,
		`SIGNING_KEYS='${signingKeys}'`,
	];
	writeFileSync(path, `${lines.join("\n")}\n`, { mode: 0o600 });
	writeFileSync(join(DATA, "dev-vars-are-ours"), "");
}

async function stopAll(): Promise<void> {
	stopBuilds();
	for (const child of children) child.expectEnd();
	for (const child of children.toReversed()) await child.stop();
}
