import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import workerd from "workerd";
import { findFreePort } from "../cli/free-port.ts";
import { waitUntilHealthy } from "../cli/workerd-process.ts";

/** What a bench runs of its own. */
export interface PlainWorker {
	/** Members of its `Workerd.Worker`, in capnp. Paths count from `folder`. */
	readonly worker: string;
	/** Further services, in capnp. */
	readonly services?: string;
}

/**
 * Starts a plain workerd with one worker on a free port. The worker answers `/healthz`.
 *
 * @param describe - fills a folder of its own, which goes when the server stops, and says what to run
 */
export async function startPlainWorkerd(
	describe: (folder: string) => PlainWorker | Promise<PlainWorker>,
): Promise<{ readonly origin: string; stop(): void }> {
	const folder = mkdtempSync(join(tmpdir(), "care-bench-"));
	const remove = (): void => rmSync(folder, { recursive: true, force: true });
	try {
		const { worker, services = "" } = await describe(folder);
		const port = await findFreePort("127.0.0.1");
		const config = join(folder, "worker.capnp");
		writeFileSync(
			config,
			`using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
	services = [(name = "main", worker = .main), ${services}],
	sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const main :Workerd.Worker = (compatibilityDate = "2026-08-15", ${worker});
`,
		);
		const child = spawn(workerd.default, ["serve", config], { stdio: ["ignore", "inherit", "inherit"] });
		const stop = (): void => {
			child.kill("SIGKILL");
			remove();
		};
		const origin = `http://127.0.0.1:${port}`;
		try {
			await waitUntilHealthy(origin);
		} catch (error) {
			stop();
			throw error;
		}
		return { origin, stop };
	} catch (error) {
		remove();
		throw error;
	}
}
