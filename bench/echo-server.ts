import { mkdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { startPlainWorkerd } from "./plain-workerd.ts";

/** Starts a plain workerd with the echo object on a free port, its storage on disk as the product's is. */
export function startEchoServer(): Promise<{ readonly origin: string; stop(): void }> {
	return startPlainWorkerd((folder) => {
		const objects = join(folder, "objects");
		mkdirSync(objects);
		const source = relative(folder, resolve("bench/echo-worker.mjs"));
		return {
			services: `(name = "objects", disk = (path = ${JSON.stringify(objects)}, writable = true))`,
			worker: `
	modules = [(name = "echo.js", esModule = embed ${JSON.stringify(source)})],
	bindings = [(name = "ECHO", durableObjectNamespace = "EchoDurableObject")],
	durableObjectNamespaces = [(className = "EchoDurableObject", uniqueKey = "echo", enableSql = true)],
	durableObjectStorage = (localDisk = "objects")`,
		};
	});
}
