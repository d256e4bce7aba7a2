import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SupervisedProcess } from "./supervised-process.ts";

export interface GatewayProcess {
	readonly process: SupervisedProcess;
	/** As the Worker's DATABASE_URL, DATABASE_FETCH_ENDPOINT, UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN. */
	readonly databaseUrl: string;
	readonly databaseFetchEndpoint: string;
	readonly redisUrl: string;
	readonly redisToken: string;
}

/** A first start creates the embedded database, which takes its time on a busy machine. */
const READY_TIMEOUT_MS = 120_000;

/** Starts gateway/ as a process of its own and waits until it answers. @throws Error when it does not */
export async function startGatewayProcess(settings: {
	readonly port: number;
	readonly data: string;
	readonly token: string;
	readonly report: (message: string) => void;
	/** Told before it is ready, so that the caller can stop it whatever happens meanwhile. */
	readonly onSpawn: (process: SupervisedProcess) => void;
}): Promise<GatewayProcess> {
	const { port, data, token, report, onSpawn } = settings;
	mkdirSync(data, { recursive: true, mode: 0o700 });
	const tokenFile = join(data, "gateway-token");
	writeFileSync(tokenFile, token, { mode: 0o600 });
	let announceReady = (): void => undefined;
	let announceEnd: (reason: string) => void = () => undefined;
	const ready = new Promise<void>((resolve, reject) => {
		announceReady = resolve;
		announceEnd = (reason) => reject(new Error(`${reason}: see its message above.`));
	});
	const gateway = new SupervisedProcess({
		name: "gateway",
		command: process.execPath,
		args: ["gateway/main.ts", "--port", String(port), "--data", data, "--token-file", tokenFile],
		env: {},
		onLine: (line) => {
			if (line.includes('"gateway.ready"')) announceReady();
			else process.stdout.write(`${line}\n`);
		},
		onRestart: report,
		onEarlyEnd: announceEnd,
	});
	onSpawn(gateway);
	report("starting the gateway (PostgreSQL and Redis)");
	gateway.start();
	await readyInTime(ready, gateway);
	gateway.markReady();
	return {
		process: gateway,
		databaseUrl: `postgresql://care:${encodeURIComponent(token)}@127.0.0.1:${port}/care`,
		databaseFetchEndpoint: `http://127.0.0.1:${port}/sql`,
		redisUrl: `http://127.0.0.1:${port}/redis`,
		redisToken: token,
	};
}

/** @throws Error when the gateway says nothing in time; it is stopped then */
async function readyInTime(ready: Promise<void>, gateway: SupervisedProcess): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<"late">((resolve) => {
		timer = setTimeout(() => resolve("late"), READY_TIMEOUT_MS);
	});
	const outcome = await Promise.race([ready, late]);
	clearTimeout(timer);
	if (outcome !== "late") return;
	await gateway.stop();
	throw new Error(
		`The gateway did not become ready in ${READY_TIMEOUT_MS / 1000} s: see its messages above.`,
	);
}
