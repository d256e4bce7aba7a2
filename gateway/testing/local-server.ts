import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";

/** A server that a test has started for itself, and may be cruel to. */
export interface LocalServer {
	readonly url: string;
	readonly port: number;
	/** Ends it and removes its files. */
	stop(): Promise<void>;
	/** Ends it as a crash would. */
	kill(): Promise<void>;
	/** Brings a killed one back on the same port. */
	restart(): Promise<void>;
	/** It hangs: connections are kept, nothing is answered. */
	pause(): void;
	resume(): void;
}

const startTimeoutMs = 20_000;
const pollMs = 50;

/** Who runs the server: PostgreSQL refuses to run as root, so root steps down to its user. */
export interface RunAs {
	uid?: number;
	gid?: number;
}

export function runAs(user: string): RunAs {
	if (process.getuid?.() !== 0) return {};
	const id = (flag: string) => Number(execFileSync("id", [flag, user], { encoding: "utf8" }));
	return { uid: id("-u"), gid: id("-g") };
}

/** The folder that holds a program: on the PATH, or among the given ones. */
export function findProgram(name: string, moreFolders: readonly string[] = []): string | null {
	const folders = [...moreFolders, ...(process.env["PATH"] ?? "").split(delimiter)];
	return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null;
}

export function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once("error", reject);
		probe.listen(0, "127.0.0.1", () => {
			const address = probe.address();
			probe.close(() => {
				if (typeof address === "object" && address !== null) resolve(address.port);
				else reject(new Error("No port was given."));
			});
		});
	});
}

export function launch(
	program: string,
	args: readonly string[],
	options: RunAs & { cwd: string },
): ChildProcess {
	return spawn(program, args, { ...options, stdio: "ignore", env: { ...process.env, LC_ALL: "C.UTF-8" } });
}

/** Asks again and again until it works or the time is over. */
export async function until(attempt: () => Promise<unknown>, what: string): Promise<void> {
	const end = Date.now() + startTimeoutMs;
	for (;;) {
		try {
			// waiting is the point
			await attempt();
			return;
		} catch (error) {
			if (Date.now() > end) throw new Error(`${what} did not come up.`, { cause: error });
			// waiting is the point
			await new Promise((resolve) => setTimeout(resolve, pollMs));
		}
	}
}

export function exited(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
	return new Promise((resolve) => {
		child.once("exit", () => {
			resolve();
		});
	});
}

/** Sends a signal to a process and to its children, which PostgreSQL puts into sessions of their own. */
export function signalFamily(pid: number | undefined, signal: NodeJS.Signals): void {
	if (pid === undefined) return;
	for (const member of [pid, ...childrenOf(pid)]) {
		try {
			process.kill(member, signal);
		} catch {
			// it has gone meanwhile, which is what a signal to it could do at most
		}
	}
}

function childrenOf(pid: number): number[] {
	if (!existsSync("/proc")) return [];
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.filter((name) => parentOf(name) === pid)
		.map(Number);
}

function parentOf(pid: string): number | null {
	try {
		const afterName = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1) ?? "";
		return Number(afterName.split(" ")[1]);
	} catch {
		return null; // it has gone meanwhile
	}
}
