import { spawn } from "node:child_process";

/** Runs a Node tool of node_modules with its output on the terminal; resolves to its exit code. */
export function runTool(
	words: readonly string[],
	env: Readonly<Record<string, string>> = {},
): Promise<number> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [...words], {
			stdio: ["ignore", "inherit", "inherit"],
			env: { ...process.env, ...env },
		});
		child.on("error", reject);
		child.on("close", (code) => resolve(code ?? 1));
	});
}
