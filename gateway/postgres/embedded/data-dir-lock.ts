import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

/** The locks of this process itself. */
const held = new Set<string>();

/**
 * Two engines on one folder would ruin it, and PGlite itself does not look. A holder that was killed leaves its
 * lock behind: it counts only while a process of that number, started at that time, is alive.
 *
 * @returns the function that gives the folder up
 * @throws Error naming the process that has it
 */
export function lockDataDir(dataDir: string): () => void {
	const file = resolve(dataDir, "gateway.lock");
	const holder = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
	const [pid] = holder.split(" ");
	const isOurs = Number(pid) === process.pid && !held.has(file); // an earlier process had our number
	if (holder !== "" && holder === describeProcess(Number(pid)) && !isOurs) {
		throw new Error(
			`Another gateway (process ${pid}) has ${dataDir}. Stop it, or choose another folder with --data.`,
		);
	}
	writeFileSync(file, `${describeProcess(process.pid) ?? process.pid}\n`);
	held.add(file);
	return () => {
		held.delete(file);
		rmSync(file, { force: true });
	};
}

/** The process number and, where /proc tells it, when it began (numbers are used again); null when there is none. */
function describeProcess(pid: number): string | null {
	if (!Number.isInteger(pid) || pid <= 0) return null;
	try {
		process.kill(pid, 0);
	} catch {
		return null; // no such process, or another user's: either way not a gateway of ours
	}
	const stat = `/proc/${pid}/stat`;
	if (!existsSync(stat)) return String(pid);
	// The name in parentheses may hold blanks; the start time is the 20th field after it.
	const afterName = readFileSync(stat, "utf8").split(") ").at(-1) ?? "";
	return `${pid} ${afterName.split(" ")[19] ?? ""}`.trim();
}
