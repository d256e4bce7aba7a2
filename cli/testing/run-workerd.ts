import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { z } from "zod";

/** vitest and Node make different things of this package's default export; `require` does not. */
const workerd = z.object({ default: z.string() }).parse(createRequire(import.meta.url)("workerd")).default;

/** Runs a configuration under plain workerd until it is stopped. @throws Error when nothing answers at the origin */
export async function runWorkerd(folder: string, origin: string): Promise<() => void> {
	const child = spawn(workerd, ["serve", "config.capnp"], {
		cwd: folder,
		stdio: ["ignore", "ignore", "inherit"],
	});
	const isUp = () =>
		fetch(origin).then(
			(response) => response.ok,
			() => false,
		);
	// it needs a moment
	for (let look = 0; !(await isUp()); look += 1) {
		if (look > 300 || child.exitCode !== null) {
			child.kill("SIGKILL");
			throw new Error("workerd did not start");
		}
		await new Promise((wake) => setTimeout(wake, 50));
	}
	return () => void child.kill("SIGKILL");
}
