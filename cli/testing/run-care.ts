import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

const root = new URL("../..", import.meta.url);

/** Runs `care` as a process of its own, with these variables and no DATABASE_URL from outside. */
export async function runCare(words: readonly string[], env: Readonly<Record<string, string>>) {
	const child = spawn(process.execPath, ["cli/care.ts", ...words], {
		cwd: root,
		env: { PATH: process.env["PATH"], ...env },
		stdio: ["ignore", "pipe", "pipe"],
	});
	const ended = new Promise<number | null>((resolve, reject) => {
		child.once("exit", resolve);
		child.once("error", reject);
	});
	const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
	return { stdout, stderr, code };
}
