import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import {
	exited,
	findProgram,
	freePort,
	launch,
	type LocalServer,
	signalFamily,
	until,
} from "./local-server.ts";

const password = "a-password-of-the-test";

/** Why no Redis can be started here; null when one can. */
export function redisMissing(): string | null {
	if (findProgram("redis-server") !== null) return null;
	return "Redis is not installed (Debian: apt-get install redis-server; the server need not run)";
}

/** A Redis of its own in a temporary folder on a free port, with a password. */
export async function startRedis(): Promise<LocalServer> {
	const program = findProgram("redis-server");
	if (program === null) throw new Error(redisMissing() ?? "");
	const home = mkdtempSync(join(tmpdir(), "care-redis-"));
	const port = await freePort();
	const url = `redis://:${password}@127.0.0.1:${port}/0`;
	const args = [
		"--port",
		String(port),
		"--bind",
		"127.0.0.1",
		"--requirepass",
		password,
		"--save",
		"",
		"--dir",
		home,
	];
	let server = launch(program, args, { cwd: home });
	await until(() => ping(url), "Redis");
	return {
		url,
		port,
		stop: async () => {
			signalFamily(server.pid, "SIGCONT");
			server.kill("SIGTERM");
			await exited(server);
			rmSync(home, { recursive: true, force: true });
		},
		kill: async () => {
			server.kill("SIGKILL");
			await exited(server);
		},
		restart: async () => {
			server = launch(program, args, { cwd: home });
			await until(() => ping(url), "Redis");
		},
		pause: () => {
			server.kill("SIGSTOP");
		},
		resume: () => {
			server.kill("SIGCONT");
		},
	};
}

async function ping(url: string): Promise<void> {
	const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 1_000 });
	client.on("error", () => {
		// connect() rejects with the same error
	});
	try {
		await client.connect();
		await client.ping();
	} finally {
		client.disconnect();
	}
}
