import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";

const running = new Set<ChildProcess>();

export interface BuildTask {
	/** How the error calls it: "training assistant". */
	readonly name: string;
	readonly words: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	/** Lines that only say how far it is: `onProgress` hears them, an error does not repeat them. */
	readonly progress?: RegExp;
	readonly onProgress?: (line: string) => void;
}

/**
 * Runs a Node program of ours; its output is shown only when it fails.
 *
 * @returns what it wrote to stdout
 * @throws Error with what it wrote
 */
export function runBuild(task: BuildTask): Promise<string> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [...task.words], {
			stdio: ["ignore", "pipe", "pipe"],
			// a test runner's NODE_ENV would give the pages React's development build
			env: { ...process.env, NODE_ENV: "production", ...task.env },
		});
		running.add(child);
		let written = "";
		const complaints: string[] = [];
		child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
			written += chunk;
		});
		createInterface({ input: child.stderr }).on("line", (line) => {
			if (task.progress?.test(line) === true) task.onProgress?.(line);
			else complaints.push(line);
		});
		child.on("error", reject);
		child.on("close", (code) => {
			running.delete(child);
			if (code === 0) resolve(written);
			else reject(new Error(`${task.name} failed:\n${`${written}${complaints.join("\n")}`.trim()}`));
		});
	});
}

/** Ends the builds that are under way, for whoever stops before they are done. */
export function stopBuilds(): void {
	for (const child of running) child.kill("SIGTERM");
}
