import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { TrainingJob, TrainingVerdict } from "../contracts/training-job.ts";

/** What a job's process tells: the file itself, or why there is none. */
export type JobOutcome =
	| { readonly outcome: "model"; readonly modelId: string; readonly bytes: Uint8Array }
	| TrainingVerdict;

export interface JobOptions {
	readonly timeoutMs: number;
	/** Nobody waits for it any more. */
	readonly signal: AbortSignal;
}

/**
 * Does a job in a process of its own: its memory is the machine's again afterwards, and it can be ended at any instant.
 *
 * @throws Error when the process ended without an outcome, or nobody waits any more
 */
export async function runTrainingJob(
	job: TrainingJob,
	{ timeoutMs, signal }: JobOptions,
): Promise<JobOutcome> {
	signal.throwIfAborted();
	const child = fork(fileURLToPath(new URL("training-job.ts", import.meta.url)), {
		cwd: fileURLToPath(new URL("..", import.meta.url)),
		serialization: "advanced",
		stdio: ["ignore", "ignore", "inherit", "ipc"],
	});
	const end = (): void => void child.kill("SIGKILL");
	let isLate = false;
	const timer = setTimeout(() => {
		isLate = true;
		end();
	}, timeoutMs);
	signal.addEventListener("abort", end);
	try {
		const outcome = await outcomeOf(child, job);
		if (outcome !== null) return outcome;
		signal.throwIfAborted();
		if (!isLate) throw new Error("The training's process ended without a result.");
		const message = `It takes longer than the ${timeoutMs / 60_000} minutes that a training may take here: train with \`care train\` and publish the file.`;
		return { outcome: "unfit", message };
	} finally {
		clearTimeout(timer);
		signal.removeEventListener("abort", end);
		end();
	}
}

/** Null when it ended without one. */
function outcomeOf(child: ChildProcess, job: TrainingJob): Promise<JobOutcome | null> {
	return new Promise((resolve, reject) => {
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- SAFETY: our own process, which sends nothing else
		child.once("message", (message) => resolve(message as JobOutcome));
		child.once("error", reject);
		child.once("exit", () => resolve(null));
		child.send(job, (error) => {
			// what was ended while the job was on its way exits, and that is waited for
			if (error !== null && !child.killed) reject(error);
		});
	});
}
