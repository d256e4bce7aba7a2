import { Worker } from "node:worker_threads";
import { GatewayError, messageOf } from "../../gateway-error.ts";
import type { ThreadAnswer, ThreadRequest, ThreadSetup } from "./thread-messages.ts";

export interface ThreadResult {
	bytes: Buffer;
	tooLarge: boolean;
}

interface Waiting {
	id: number;
	resolve: (result: ThreadResult) => void;
	reject: (error: GatewayError) => void;
	timer: NodeJS.Timeout;
}

const restartPauseMs = 500;

/**
 * The embedded PostgreSQL in a thread of its own. One request is under way at a time (the caller sees to it).
 * A thread that dies or does not answer is replaced: the next one recovers from the write-ahead log.
 */
export class PgliteThread {
	private readonly setup: ThreadSetup;
	private readonly onTrouble: (line: string) => void;
	private worker: Worker | null = null;
	private started: Promise<void>;
	private waiting: Waiting | null = null;
	private isClosing = false;
	private requests = 0;

	constructor(setup: ThreadSetup, onTrouble: (line: string) => void) {
		this.setup = setup;
		this.onTrouble = onTrouble;
		this.started = this.start();
		this.started.catch(ignoreHere);
	}

	/** @throws GatewayError 08001 when the database could not be opened */
	async ready(): Promise<void> {
		await this.started;
	}

	isUp(): boolean {
		return this.worker !== null;
	}

	/** @throws GatewayError when the thread died over it, or was ended because it took too long */
	async execute(bytes: Buffer, timeoutMs: number): Promise<ThreadResult> {
		await withinTime(this.started, timeoutMs);
		const worker = this.worker;
		if (worker === null) throw new GatewayError("08006", "The embedded database is starting again.");
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => {
				this.fail(worker, timedOut(timeoutMs));
			}, timeoutMs);
			this.requests += 1;
			this.waiting = { id: this.requests, resolve, reject, timer };
			tell(worker, { kind: "execute", id: this.requests, bytes });
		});
	}

	/** Lets the engine write its checkpoint, or ends it when it takes longer than that. */
	async close(timeoutMs: number): Promise<void> {
		this.isClosing = true;
		const worker = this.worker;
		if (worker === null) return;
		const exited = new Promise<void>((resolve) => {
			worker.once("exit", () => {
				resolve();
			});
		});
		tell(worker, { kind: "close" });
		const timer = setTimeout(() => void worker.terminate(), timeoutMs);
		await exited;
		clearTimeout(timer);
	}

	private start(): Promise<void> {
		const worker = new Worker(new URL("./pglite-worker.ts", import.meta.url), { workerData: this.setup });
		return new Promise((resolve, reject) => {
			worker.on("message", (answer: ThreadAnswer) => {
				if (answer.kind === "ready") {
					this.worker = worker;
					resolve();
				} else if (answer.kind === "closed") void worker.terminate();
				else this.settle(answer);
			});
			worker.on("error", (error) => {
				const fault = new GatewayError("08006", `The embedded database stopped: ${messageOf(error)}`, error);
				reject(fault);
				this.fail(worker, fault);
			});
			worker.on("exit", () => {
				const fault = new GatewayError("08006", "The embedded database stopped.");
				reject(fault);
				this.fail(worker, fault);
			});
		});
	}

	private settle(answer: { id: number; bytes: Uint8Array; tooLarge: boolean }): void {
		const waiting = this.waiting;
		if (waiting === null || waiting.id !== answer.id) return;
		this.waiting = null;
		clearTimeout(waiting.timer);
		const { buffer, byteOffset, byteLength } = answer.bytes;
		waiting.resolve({ bytes: Buffer.from(buffer, byteOffset, byteLength), tooLarge: answer.tooLarge });
	}

	/** The request under way is refused, the thread goes, another comes. */
	private fail(worker: Worker, fault: GatewayError): void {
		if (this.worker !== worker) return;
		this.worker = null;
		const waiting = this.waiting;
		this.waiting = null;
		if (waiting !== null) {
			clearTimeout(waiting.timer);
			waiting.reject(fault);
		}
		if (this.isClosing) return;
		this.onTrouble(`${fault.message} Starting it again.`);
		this.started = worker.terminate().then(() => this.startUntilItRuns());
		this.started.catch(ignoreHere);
	}

	private async startUntilItRuns(): Promise<void> {
		while (!this.isClosing) {
			try {
				await this.start();
				return;
			} catch (error) {
				this.onTrouble(`The embedded database does not start: ${messageOf(error)}`);
				await new Promise((resolve) => setTimeout(resolve, restartPauseMs));
			}
		}
	}
}

function tell(worker: Worker, request: ThreadRequest): void {
	worker.postMessage(request);
}

function timedOut(timeoutMs: number): GatewayError {
	return new GatewayError("57014", `The embedded database gave no answer within ${timeoutMs} ms.`);
}

async function withinTime(promise: Promise<void>, timeoutMs: number): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => {
			reject(timedOut(timeoutMs));
		}, timeoutMs);
	});
	try {
		await Promise.race([promise, late]);
	} finally {
		clearTimeout(timer);
	}
}

/** Whoever awaits the start hears of the fault; this only keeps Node from calling it unhandled. */
function ignoreHere(): void {
	// nothing to do here: see above
}
