import { parentPort, workerData } from "node:worker_threads";
import { openCluster } from "./open-cluster.ts";
import type { ThreadAnswer, ThreadRequest, ThreadSetup } from "./thread-messages.ts";

/** The thread that PGlite runs in: a statement without end, or a crash of the engine, stays in here. */
if (parentPort === null) throw new Error("pglite-worker.ts runs as a worker thread.");
const port = parentPort;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: pglite-thread.ts is the only one that starts this thread
const setup = workerData as ThreadSetup;

const readyForQueryBytes = 6;
const database = await openCluster(setup.dataDir, setup.templateDir);
answer({ kind: "ready" });

port.on("message", (request: ThreadRequest) => {
	void handle(request);
});

async function handle(request: ThreadRequest): Promise<void> {
	if (request.kind === "close") {
		await database.close();
		answer({ kind: "closed" });
		return;
	}
	// A throw is left unhandled: it ends this thread, and the gateway starts a new one. After it the engine is gone.
	await execute(request.id, request.bytes);
}

async function execute(id: number, bytes: Uint8Array): Promise<void> {
	const chunks: Uint8Array[] = [];
	let totalBytes = 0;
	let tail: Uint8Array = new Uint8Array(0);
	await database.execProtocolRawStream(bytes, {
		syncToFs: false, // files are written by the engine itself, as it goes
		onRawData: (chunk) => {
			totalBytes += chunk.length;
			if (totalBytes <= setup.maxResultBytes) chunks.push(chunk.slice());
			else chunks.length = 0;
			tail = chunk.length >= readyForQueryBytes ? chunk.slice(-readyForQueryBytes) : join([tail, chunk]);
		},
	});
	const tooLarge = totalBytes > setup.maxResultBytes;
	const result = tooLarge ? tail.slice(-readyForQueryBytes) : join(chunks);
	answer({ kind: "result", id, bytes: result, tooLarge }, [result.buffer]);
}

function join(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
	let at = 0;
	for (const chunk of chunks) {
		whole.set(chunk, at);
		at += chunk.length;
	}
	return whole;
}

function answer(message: ThreadAnswer, transfer: ArrayBuffer[] = []): void {
	port.postMessage(message, transfer);
}
