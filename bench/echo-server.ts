import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import workerd from "workerd";
import { findFreePort } from "../cli/free-port.ts";
import { waitUntilHealthy } from "../cli/workerd-process.ts";

/** Starts a plain workerd with the echo object on a free port, its storage on disk as the product's is. */
export async function startEchoServer(): Promise<{ origin: string; stop(): void }> {
	const folder = mkdtempSync(join(tmpdir(), "care-echo-"));
	const objects = join(folder, "objects");
	mkdirSync(objects);
	const port = await findFreePort("127.0.0.1");
	const config = join(folder, "echo.capnp");
	const source = relative(folder, resolve("bench/echo-worker.mjs"));
	writeFileSync(
		config,
		`using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
	services = [
		(name = "main", worker = .echo),
		(name = "objects", disk = (path = ${JSON.stringify(objects)}, writable = true)),
	],
	sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const echo :Workerd.Worker = (
	modules = [(name = "echo.js", esModule = embed ${JSON.stringify(source)})],
	compatibilityDate = "2026-08-15",
	bindings = [(name = "ECHO", durableObjectNamespace = "EchoDurableObject")],
	durableObjectNamespaces = [(className = "EchoDurableObject", uniqueKey = "echo", enableSql = true)],
	durableObjectStorage = (localDisk = "objects"),
);
`,
	);
	const child = spawn(workerd.default, ["serve", config], { stdio: ["ignore", "inherit", "inherit"] });
	const stop = (): void => {
		child.kill("SIGKILL");
		rmSync(folder, { recursive: true, force: true });
	};
	const origin = `http://127.0.0.1:${port}`;
	try {
		await waitUntilHealthy(origin);
	} catch (error) {
		stop();
		throw error;
	}
	return { origin, stop };
}
