import { spawn, type ChildProcess } from "node:child_process";

export interface ProcessSettings {
	readonly name: string;
	readonly command: string;
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string>>;
	/** Called for each line of stdout. */
	readonly onLine?: (line: string) => void;
	/** Called after each start. */
	readonly onStart?: (pid: number) => void;
	/** Told before each restart. */
	readonly onRestart: (reason: string) => void;
	/** Called when it ends before `markReady`: it is not started again then, for it would only fail again. */
	readonly onEarlyEnd?: (reason: string) => void;
}

/** First wait before a restart; doubles up to the longest. A process that ran for a minute starts over at the first. */
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;
const STEADY_MS = 60_000;
/** How long a process may take to end by itself before it is killed. Objects' storage is safe at any instant. */
const GRACE_MS = 3_000;

/** A child process that, once it was ready, is started again whenever it ends, until `stop`. */
export class SupervisedProcess {
	readonly #settings: ProcessSettings;
	#child: ChildProcess | null = null;
	#isStopping = false;
	#isReady = false;
	#waitMs = FIRST_WAIT_MS;
	#timer: NodeJS.Timeout | null = null;

	constructor(settings: ProcessSettings) {
		this.#settings = settings;
	}

	get pid(): number | undefined {
		return this.#child?.pid;
	}

	start(): void {
		const { name, command, args, env, onLine, onRestart, onEarlyEnd } = this.#settings;
		const startedMs = Date.now();
		const child = spawn(command, [...args], {
			env: { ...process.env, ...env },
			stdio: ["ignore", "pipe", "inherit"],
		});
		this.#child = child;
		if (child.pid !== undefined) this.#settings.onStart?.(child.pid);
		readLines(child, onLine ?? ((line) => process.stdout.write(`${line}\n`)));
		const restart = (reason: string): void => {
			if (this.#child !== child) return;
			this.#child = null;
			if (this.#isStopping) return;
			if (!this.#isReady && onEarlyEnd !== undefined) return onEarlyEnd(`${name} ${reason}`);
			if (Date.now() - startedMs > STEADY_MS) this.#waitMs = FIRST_WAIT_MS;
			onRestart(`${name} ${reason}; starting it again in ${this.#waitMs} ms`);
			this.#timer = setTimeout(() => this.start(), this.#waitMs);
			this.#waitMs = Math.min(this.#waitMs * 2, LONGEST_WAIT_MS);
		};
		child.on("error", (error) => restart(`could not be started: ${error.message}`));
		child.on("exit", (code, signal) => restart(`ended (${signal ?? `code ${code}`})`));
	}

	/** From here on it is started again when it ends. */
	markReady(): void {
		this.#isReady = true;
	}

	/** It will end soon and shall not be started again: Ctrl+C reaches every process of a terminal at once. */
	expectEnd(): void {
		this.#isStopping = true;
	}

	/** Ends the process for good: SIGTERM, then SIGKILL when it does not go by itself. */
	async stop(): Promise<void> {
		this.#isStopping = true;
		if (this.#timer !== null) clearTimeout(this.#timer);
		const child = this.#child;
		if (child === null || child.exitCode !== null) return;
		const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
		child.kill("SIGTERM");
		const killer = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
		await ended;
		clearTimeout(killer);
	}
}

function readLines(child: ChildProcess, onLine: (line: string) => void): void {
	let rest = "";
	child.stdout?.setEncoding("utf8");
	child.stdout?.on("data", (chunk: string) => {
		const lines = (rest + chunk).split("\n");
		rest = lines.pop() ?? "";
		for (const line of lines) onLine(line);
	});
}
