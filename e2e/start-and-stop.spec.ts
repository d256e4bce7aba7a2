import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, test } from "vitest";
import { z } from "zod";
import { findFreePort } from "../cli/free-port.ts";
import { readRunningFile, type RunningProduct } from "../cli/running-file.ts";
import { waitUntil } from "./testing/product.ts";

const READY_TIMEOUT_MS = 120_000;
const Answers = z.array(z.object({ text: z.string().optional() }));

const base = mkdtempSync(join(tmpdir(), "care-start-"));
const data = join(base, "data of a shop");
mkdirSync(data);
const shells: (() => void)[] = [];
afterAll(async () => {
	for (const end of shells) end();
	await waitUntil(30_000, () => readRunningFile(data) === null);
	rmSync(base, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

/** Starts the product as npm does: a shell between the two, which dies of a SIGTERM and passes nothing on. */
async function startInShell() {
	const port = await findFreePort("127.0.0.1");
	const shell = spawn(
		"sh",
		["-c", '"$0" cli/start.ts --port "$1" --data "$2"; :', process.execPath, String(port), data],
		{
			env: { ...process.env, npm_lifecycle_event: "start" },
			stdio: ["ignore", "pipe", "pipe"],
		},
	);
	shells.push(() => shell.kill("SIGTERM"));
	let printed = "";
	for (const stream of [shell.stdout, shell.stderr]) {
		stream.on("data", (chunk: Buffer) => {
			printed += chunk.toString("utf8");
		});
	}
	await waitUntil(READY_TIMEOUT_MS, () => {
		if (shell.exitCode !== null) throw new Error(`the product ended:\n${printed}`);
		return readRunningFile(data) !== null;
	});
	return { shell, port, printed: () => printed, running: readRunningFile(data) };
}

async function say(origin: string, message: string): Promise<string> {
	const response = await fetch(`${origin}/webhooks/rest/webhook`, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify({ sender: "somebody", message }),
	});
	return Answers.parse(await response.json())
		.map(({ text }) => text ?? "")
		.join("\n");
}

function pidsOf(running: RunningProduct | null): number[] {
	return [running?.pid, running?.workerdPid, running?.gatewayPid].filter((pid) => typeof pid === "number");
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false; // no such process
	}
}

test("[CL5] a data folder serves one product; one that loses npm's shell ends, and the next goes on in its conversations", async ({
	expect,
}) => {
	const first = await startInShell();
	const { running } = first;
	expect(pidsOf(running)).toHaveLength(3);
	expect(await say(running?.origin ?? "", "where is my order A-10004")).toMatch(/e-mail/i);

	const other = await findFreePort("127.0.0.1");
	const second = spawnSync(process.execPath, ["cli/start.ts", "--port", String(other), "--data", data], {
		encoding: "utf8",
		timeout: 30_000,
	});
	expect(second.status).toBe(1);
	expect(second.stderr).toContain(`belongs to the product that runs at ${running?.origin}`);
	expect(second.stderr.trim().split("\n")).toHaveLength(1);
	expect(readRunningFile(data)).toEqual(running);

	expect(first.printed(), "requests and turns are for the log file").not.toMatch(/request\.done|turn\.done/);
	first.shell.kill("SIGTERM");
	await waitUntil(30_000, () => !pidsOf(running).some(isAlive));
	expect(readRunningFile(data)).toBeNull();

	const again = await startInShell();
	expect(await say(again.running?.origin ?? "", "david@example.com")).toContain("A-10004");

	process.kill(again.running?.pid ?? 0, "SIGKILL"); // its workerd and gateway stay behind
	await waitUntil(30_000, () => readRunningFile(data) === null);
	const last = await startInShell();
	expect(last.printed()).toContain("ending what an earlier run has left behind");
	await waitUntil(30_000, () => !pidsOf(again.running).some(isAlive)); // the system buries orphans when it likes
}, 180_000);

test("[EN5] a start with a configuration that can't be served with ends, naming every bad variable and no value", async ({
	expect,
}) => {
	const port = String(await findFreePort("127.0.0.1"));
	const RETENTION = '{"planted":1}';
	const MAIL = '{"provider":"postmark","from":"Care <care@shop.example>"}';
	const started = spawnSync(process.execPath, ["cli/start.ts", "--port", port, "--data", join(base, "bad")], {
		encoding: "utf8",
		env: { ...process.env, CARE_ENVIRONMENT: "production", RETENTION, MAIL },
		timeout: READY_TIMEOUT_MS,
	});
	expect(started.status, started.stderr).toBe(1);
	expect(started.stderr).toContain("MAIL_TOKEN: is missing");
	expect(started.stderr).toContain("PUBLIC_URL: is missing");
	expect(started.stderr).toContain("RETENTION: ");
	expect(started.stderr).not.toMatch(/planted|care@shop/);
	expect(started.stdout).not.toContain("is ready");
}, 180_000);
