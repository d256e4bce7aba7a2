import { spawnSync } from "node:child_process";
import { readLeftBehind } from "./running-file.ts";

/** A workerd with open sockets does not go by itself; its objects' storage is safe at any instant. */
const GRACE_MS = 2_000;
const END_TIMEOUT_MS = 5_000;
const POLL_MS = 50;

/**
 * Ends what a killed run (`kill -9`, out of memory) has left behind: its workerd and its gateway still hold the port and
 * the data folder. Only processes whose command names this folder, for process ids are used again.
 */
export async function endLeftovers(dataDirectory: string, report: (message: string) => void): Promise<void> {
	const ours = readLeftBehind(dataDirectory).filter((pid) => commandOf(pid).includes(dataDirectory));
	if (ours.length === 0) return;
	report("ending what an earlier run has left behind");
	for (const pid of ours) signal(pid, "SIGTERM");
	const startedMs = Date.now();
	const deadlineMs = startedMs + END_TIMEOUT_MS;
	for (;;) {
		const left = ours.filter((pid) => commandOf(pid).includes(dataDirectory));
		if (left.length === 0) return;
		if (Date.now() - startedMs > GRACE_MS) for (const pid of left) signal(pid, "SIGKILL");
		if (Date.now() > deadlineMs)
			throw new Error(`Processes ${ours.join(", ")} of an earlier run do not end.`);
		await new Promise((wake) => setTimeout(wake, POLL_MS));
	}
}

function signal(pid: number, name: NodeJS.Signals): void {
	try {
		process.kill(pid, name);
	} catch {
		return; // it has ended by itself meanwhile, which is what was wanted
	}
}

/** The command line of a process; empty when there is none, or no `ps` to ask. */
function commandOf(pid: number): string {
	return spawnSync("ps", ["-o", "args=", "-ww", "-p", String(pid)], { encoding: "utf8" }).stdout ?? "";
}
