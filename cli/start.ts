import { join } from "node:path";
import { seedShop } from "../store/seed-shop.ts";
import { connectDatabase } from "../store/database.ts";
import { buildModel, buildPages, buildWorker, MODEL_FILE } from "./build-product.ts";
import { stopBuilds } from "./build-process.ts";
import { embeddedSecrets } from "./embedded-secrets.ts";
import { findFreePort, isPortFree } from "./free-port.ts";
import { endLeftovers } from "./leftovers.ts";
import { migrateDatabase } from "./migrate-database.ts";
import { readRunningFile, removeRunningFile, writeRunningFile } from "./running-file.ts";
import { startGatewayProcess, type GatewayProcess } from "./gateway-process.ts";
import { readStartOptions, START_HELP, type StartOptions } from "./start-options.ts";
import { startWorkerd, waitUntilHealthy } from "./workerd-process.ts";
import type { SupervisedProcess } from "./supervised-process.ts";
import { onStopRequest } from "./stop-request.ts";
import { startTrainingServer, type TrainingServer } from "./training-server.ts";
import { welcomeText } from "./welcome-text.ts";

const startedMs = Date.now();
const report = (message: string): void => {
	const seconds = ((Date.now() - startedMs) / 1000).toFixed(1).padStart(5);
	process.stderr.write(`${seconds} s  ${message}\n`);
};

await main();

async function main(): Promise<void> {
	try {
		const options = readStartOptions(process.argv.slice(2));
		if (options === "help") return void process.stdout.write(`${START_HELP}\n`);
		const other = readRunningFile(options.data);
		if (other !== null) {
			throw new Error(
				`${options.data} belongs to the product that runs at ${other.origin} (process ${other.pid}). Stop it, or choose another folder with --data.`,
			);
		}
		await endLeftovers(options.data, report);
		if (!(await isPortFree(options.port, options.host))) {
			throw new Error(
				`Port ${options.port} is in use. Stop what uses it, or choose another: npm start -- --port ${options.port + 1}`,
			);
		}
		await run(options);
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exitCode = 1;
	}
}

/** Builds what is stale while the gateway starts, then fills the database, then serves until a signal comes. */
async function run(options: StartOptions): Promise<void> {
	const secrets = await embeddedSecrets(options.data);
	const children: SupervisedProcess[] = [];
	let training: TrainingServer | null = null;
	const stopAll = async (): Promise<void> => {
		stopBuilds();
		for (const child of children) child.expectEnd();
		await training?.close();
		for (const child of children.toReversed()) await child.stop();
		if (readRunningFile(options.data)?.pid === process.pid) removeRunningFile(options.data);
	};
	onStopRequest(stopAll, report);
	try {
		training = await startTrainingServer({ host: "127.0.0.1", port: 0, token: secrets.gatewayToken, report });
		const gatewayPort = await findFreePort("127.0.0.1");
		const gatewayReady = startGatewayProcess({
			port: gatewayPort,
			data: options.data,
			token: secrets.gatewayToken,
			report,
			onSpawn: (child) => children.push(child),
		});
		const [gateway, model] = await Promise.all([
			gatewayReady.then((started) => prepareDatabase(started).then(() => started)),
			build(options),
		]);
		const origin = `http://${options.host === "0.0.0.0" ? "localhost" : options.host}:${options.port}`;
		let isServing = false;
		const remember = (): void => {
			if (isServing) writeRunning(options, { origin, gateway, workerd });
		};
		let onEarlyEnd: (reason: string) => void = () => undefined;
		const earlyEnd = new Promise<never>((_, reject) => {
			onEarlyEnd = (reason) => reject(new Error(`${reason}: see its message above.`));
		});
		const workerd = startWorkerd({
			options,
			secrets,
			gateway,
			model,
			report,
			onEarlyEnd,
			training: { url: training.url, token: secrets.gatewayToken },
			onStart: remember,
		});
		children.push(workerd);
		await Promise.race([waitUntilHealthy(origin), earlyEnd]);
		workerd.markReady();
		isServing = true;
		remember();
		process.stdout.write(welcomeText(origin, options, (Date.now() - startedMs) / 1000));
	} catch (error) {
		await stopAll();
		throw error;
	}
}

async function prepareDatabase(gateway: GatewayProcess): Promise<void> {
	const db = connectDatabase({
		url: gateway.databaseUrl,
		fetchEndpoint: gateway.databaseFetchEndpoint,
		timeoutMs: 60_000,
	});
	const { applied } = await migrateDatabase(db);
	if (applied.length > 0) report(`database migrated: ${applied.join(", ")}`);
	await seedShop(db, { nowMs: Date.now() });
	report("database ready");
}

/** The model of another project stands beside the build's own; returns the path of the one to serve. */
async function build(options: StartOptions): Promise<string> {
	const isOurs = options.project === "assistant";
	const model = isOurs ? MODEL_FILE : join(options.data, "model", "project.caremodel");
	await Promise.all([
		buildModel("assistant", MODEL_FILE, report),
		...(isOurs ? [] : [buildModel(options.project, model, report)]),
		buildPages(report),
	]);
	await buildWorker(report);
	return model;
}

function writeRunning(
	options: StartOptions,
	parts: { origin: string; gateway: GatewayProcess; workerd: SupervisedProcess },
): void {
	const { gateway, workerd, origin } = parts;
	const { databaseUrl, databaseFetchEndpoint, redisUrl, redisToken } = gateway;
	const pids = { pid: process.pid, workerdPid: workerd.pid ?? null, gatewayPid: gateway.process.pid ?? null };
	writeRunningFile(options.data, {
		...pids,
		origin,
		databaseUrl,
		databaseFetchEndpoint,
		redisUrl,
		redisToken,
	});
}
