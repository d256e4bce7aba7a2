import { resolve } from "node:path";
import { DEV_GATEWAY_PORT, startDevGateway } from "./dev-gateway.ts";
import { isPortFree } from "./free-port.ts";
import { onStopRequest } from "./stop-request.ts";
import type { SupervisedProcess } from "./supervised-process.ts";

/** `npm run gateway`: PostgreSQL and Redis alone, for a `wrangler dev` or a Vite of your own. */
const report = (message: string): void => console.error(message);
const children: SupervisedProcess[] = [];

async function stopAll(): Promise<void> {
	for (const child of children) await child.stop();
}

try {
	if (!(await isPortFree(DEV_GATEWAY_PORT, "127.0.0.1"))) {
		throw new Error(`Port ${DEV_GATEWAY_PORT} is in use: stop what uses it.`);
	}
	onStopRequest(stopAll, report);
	const onSpawn = (child: SupervisedProcess): void => void children.push(child);
	const gateway = await startDevGateway({ data: resolve(".data"), report, onSpawn });
	report(`
The gateway serves PostgreSQL at ${gateway.databaseFetchEndpoint} and Redis at ${gateway.redisUrl};
.dev.vars says so to wrangler. In another terminal:

  npm run build && npx wrangler dev

Ctrl+C stops it.`);
} catch (error) {
	report(error instanceof Error ? error.message : String(error));
	await stopAll();
	process.exitCode = 1;
}
