/** The running product, started as a user starts it, for tests and measurements. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePort } from "../../cli/free-port.ts";
import { readRunningFile, type RunningProduct } from "../../cli/running-file.ts";
import { connectDatabase, type Database } from "../../store/database.ts";

export interface Product {
	readonly origin: string;
	readonly data: string;
	/** What the product printed so far. */
	output(): string;
	/** Where its parts are now: process ids change when one is started again. */
	running(): RunningProduct;
	/** A connection of the test's own, for looking into the tables. */
	database(): Database;
	/** Ends it and deletes its data. */
	stop(): Promise<void>;
}

/** RATE_LIMITS for tests and measurements that send faster than people type. */
export const UNLIMITED = JSON.stringify(
	Object.fromEntries(
		["address", "visitors", "conversations", "messages", "tickets", "rest", "socketio"].map((name) => [
			name,
			{ limit: 1_000_000, windowSeconds: 60 },
		]),
	),
);

const READY_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 15_000;
const POLL_MS = 50;

/**
 * Starts `cli/start.ts` on a free port with an empty data folder and waits until it serves.
 *
 * @param settings.env - added to the environment, for instance DATABASE_URL and REDIS_URL
 * @throws Error with the product's output when it does not become ready
 */
export async function startProduct(
	settings: { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Product> {
	const data = mkdtempSync(join(tmpdir(), "care-"));
	const port = await findFreePort("127.0.0.1");
	const words = ["cli/start.ts", "--port", String(port), "--data", data, ...(settings.args ?? [])];
	const child = spawn(process.execPath, words, {
		env: { ...process.env, ...settings.env },
		stdio: ["ignore", "pipe", "pipe"],
	});
	let printed = "";
	const remember = (chunk: Buffer): void => {
		printed = (printed + chunk.toString("utf8")).slice(-200_000);
	};
	child.stdout.on("data", remember);
	child.stderr.on("data", remember);
	const stop = async (): Promise<void> => {
		await endProcess(child);
		rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
	};
	try {
		await waitUntil(READY_TIMEOUT_MS, () => {
			if (child.exitCode !== null) throw new Error(`the product ended with code ${child.exitCode}`);
			return readRunningFile(data) !== null;
		});
	} catch (error) {
		await stop();
		throw new Error(`The product did not start: ${String(error)}\n${printed}`, { cause: error });
	}
	const running = (): RunningProduct => {
		const found = readRunningFile(data);
		if (found === null) throw new Error(`The product does not run any more:\n${printed}`);
		return found;
	};
	return {
		origin: `http://127.0.0.1:${port}`,
		data,
		output: () => printed,
		running,
		database: () => {
			const { databaseUrl, databaseFetchEndpoint } = running();
			return connectDatabase({ url: databaseUrl, fetchEndpoint: databaseFetchEndpoint });
		},
		stop,
	};
}

/** Asks again and again until the answer is true. @throws Error after the time-out */
export async function waitUntil(timeoutMs: number, isDone: () => boolean | Promise<boolean>): Promise<void> {
	const deadlineMs = Date.now() + timeoutMs;
	while (!(await isDone())) {
		if (Date.now() > deadlineMs) throw new Error(`still not so after ${timeoutMs} ms`);
		await new Promise((wake) => setTimeout(wake, POLL_MS));
	}
}

async function endProcess(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
	child.kill("SIGTERM");
	const killer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
	await ended;
	clearTimeout(killer);
}
