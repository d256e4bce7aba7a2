import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** Where a running product can be reached: written by `npm start`, read by `care migrate`, `care seed` and tests. */
const RunningProduct = z.object({
	pid: z.int(),
	workerdPid: z.int().nullable(),
	gatewayPid: z.int().nullable(),
	origin: z.string(),
	databaseUrl: z.string(),
	databaseFetchEndpoint: z.string(),
	redisUrl: z.string(),
	redisToken: z.string(),
});
export type RunningProduct = z.infer<typeof RunningProduct>;

const fileIn = (dataDirectory: string): string => join(dataDirectory, "running.json");

/** Readable by its owner only, for it holds the gateway's token. */
export function writeRunningFile(dataDirectory: string, running: RunningProduct): void {
	const draft = `${fileIn(dataDirectory)}.draft`;
	writeFileSync(draft, JSON.stringify(running), { mode: 0o600 });
	renameSync(draft, fileIn(dataDirectory)); // a reader sees the old file or the new one, never half of it
}

export function removeRunningFile(dataDirectory: string): void {
	rmSync(fileIn(dataDirectory), { force: true });
}

/** Null when nothing runs there. */
export function readRunningFile(dataDirectory: string): RunningProduct | null {
	const path = fileIn(dataDirectory);
	if (!existsSync(path)) return null;
	const running = RunningProduct.parse(JSON.parse(readFileSync(path, "utf8")));
	return isAlive(running.pid) ? running : null;
}

/** Process ids of workerd and gateway, when the run that started them has ended without ending them. */
export function readLeftBehind(dataDirectory: string): number[] {
	const path = fileIn(dataDirectory);
	if (!existsSync(path)) return [];
	const running = RunningProduct.parse(JSON.parse(readFileSync(path, "utf8")));
	if (isAlive(running.pid)) return [];
	return [running.workerdPid, running.gatewayPid].filter((pid) => pid !== null);
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false; // no such process: the file is a leftover of a killed run
	}
}
