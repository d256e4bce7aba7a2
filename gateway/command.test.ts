import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { neon, neonConfig } from "@neondatabase/serverless";
import { afterAll, beforeAll, test } from "vitest";

let home: string;
const children = new Set<ChildProcess>();

beforeAll(() => {
	home = mkdtempSync(join(tmpdir(), "care-gateway-command-"));
});
afterAll(() => {
	for (const child of children) child.kill("SIGKILL");
	rmSync(home, { recursive: true, force: true });
});

interface Run {
	child: ChildProcess;
	output: () => string;
	errors: () => string;
	ended: Promise<number | null>;
}

function run(...args: string[]): Run {
	const child = spawn(process.execPath, ["gateway/main.ts", ...args], { stdio: ["ignore", "pipe", "pipe"] });
	children.add(child);
	let output = "";
	let errors = "";
	child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
	child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
	const ended = new Promise<number | null>((resolve) => {
		child.once("exit", (code) => {
			children.delete(child);
			resolve(code);
		});
	});
	return { child, output: () => output, errors: () => errors, ended };
}

async function start(...args: string[]): Promise<Run & { port: number; sql: ReturnType<typeof neon> }> {
	const started = run("--port", "0", "--data", home, ...args);
	const line = await new Promise<string>((resolve, reject) => {
		started.child.stdout?.on("data", () => {
			if (started.output().includes("\n")) resolve(started.output());
		});
		started.child.once("exit", () => {
			reject(new Error(`The gateway ended: ${started.errors()}`));
		});
	});
	const ready: unknown = JSON.parse(line);
	const port = typeof ready === "object" && ready !== null && "port" in ready ? Number(ready.port) : 0;
	neonConfig.fetchEndpoint = `http://127.0.0.1:${port}/sql`;
	const token = readFileSync(join(home, "gateway-token"), "utf8").trim();
	return { ...started, port, sql: neon(`postgresql://care:${token}@127.0.0.1/care`) };
}

test("[GW18] kill -9 in the middle of writing loses nothing that was acknowledged, time after time", async ({
	expect,
}) => {
	let first = await start();
	await first.sql`CREATE TABLE IF NOT EXISTS kept (n int PRIMARY KEY)`;
	let acknowledged = -1;
	for (let round = 0; round < 3; round += 1) {
		const enough = acknowledged + 40;
		const { sql, child } = first;
		const writing = (async () => {
			for (let n = acknowledged + 1; ; n += 1) {
				await sql`INSERT INTO kept VALUES (${n}) ON CONFLICT DO NOTHING`;
				acknowledged = n;
				if (n === enough) child.kill("SIGKILL");
			}
		})();
		await expect(writing).rejects.toThrow();
		await first.ended;
		first = await start();
		const rows: unknown = await first.sql`SELECT n FROM kept ORDER BY n`;
		expect(Array.isArray(rows) && rows.slice(0, acknowledged + 1)).toEqual(
			Array.from({ length: acknowledged + 1 }, (_, n) => ({ n })),
		);
	}
	first.child.kill("SIGTERM");
	expect(await first.ended).toBe(0);
}, 120_000);

test("[GW19] one JSON line when ready, a token for its owner's eyes, a clean end by SIGTERM", async ({
	expect,
}) => {
	const gateway = await start();
	expect(JSON.parse(gateway.output())).toEqual({
		event: "gateway.ready",
		port: gateway.port,
		url: `http://127.0.0.1:${gateway.port}`,
	});
	expect(statSync(join(home, "gateway-token")).mode & 0o777).toBe(0o600);
	const health = await fetch(`http://127.0.0.1:${gateway.port}/healthz`);
	expect(await health.json()).toEqual({
		status: "ok",
		postgres: { kind: "pglite", up: true },
		redis: { kind: "memory", up: true },
	});
	const slow = gateway.sql`SELECT count(*)::int AS n FROM generate_series(1, 300000)`;
	const second = run("--port", "0", "--data", home);
	expect(await second.ended).toBe(1);
	expect(second.errors()).toContain("Another gateway");
	expect(await slow).toEqual([{ n: 300_000 }]);
	const taken = run("--port", String(gateway.port), "--data", join(home, "other"));
	expect(await taken.ended).toBe(1);
	expect(taken.errors()).toContain(`Port ${gateway.port} of 127.0.0.1 is taken`);
	const deaf = connect(gateway.port, "127.0.0.1"); // a client that never answers a goodbye
	deaf.on("error", () => undefined);
	const key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
	deaf.write(
		`GET /v2 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
	);
	await new Promise((resolve) => deaf.once("data", resolve));
	gateway.child.kill("SIGTERM");
	expect(await gateway.ended).toBe(0);
	expect(existsSync(join(home, "gateway.lock"))).toBe(false);
}, 120_000);

test("[GW19] --help says what there is; nonsense is said in words", async ({ expect }) => {
	const help = run("--help");
	expect(await help.ended).toBe(0);
	for (const word of ["--port", "--host", "--data", "--token-file", "DATABASE_URL", "REDIS_URL"])
		expect(help.output()).toContain(word);
	const wrong = run("--port", "banana");
	expect(await wrong.ended).toBe(1);
	expect(wrong.errors()).toContain("--port is a whole number");
});
