import type { Failure } from "../observability/log-event.ts";
import { errorText } from "../observability/scrub.ts";

/** The one object of this name does what nobody waits for. */
export const SCHEDULER_NAME = "scheduler";

/** What the scheduler does when its time has come. */
export interface SchedulerJob {
	readonly name: string;
	/**
	 * @param wake - lets another job run at once, because this one has made work for it
	 * @returns in how many milliseconds it wants to run again
	 */
	run(untilMs: number, wake: (job: string) => void): Promise<number>;
}

export interface SchedulerPorts {
	readonly jobs: readonly SchedulerJob[];
	nowMs(): number;
	report(error: unknown, failure: Failure): void;
}

/** How a job fares. Times are epoch milliseconds. */
export interface JobHealth {
	readonly name: string;
	readonly lastRunAtMs: number | null;
	readonly lastSuccessAtMs: number | null;
	/** Why the last run failed; null when it did not. */
	readonly lastError: string | null;
	readonly nextRunAtMs: number;
}

/** The alarm rings no sooner than this after the last one, so that other calls come in between. */
const SOON_MS = 200;
/** A run ends by then: what is left waits for the next. */
const RUN_MS = 20_000;
const RETRY_MS = 30_000;

type JobRow = {
	name: string;
	last_run: number | null;
	last_success: number | null;
	error: string | null;
	next_run: number;
};

/**
 * Does what nobody waits for: one object for all of a deployment. Its alarm rings for the earliest job, and each rings
 * again, so that a crash, a restart or a part that is away delays a job and never loses it.
 */
export class SchedulerHost {
	readonly #storage: DurableObjectStorage;
	readonly #ports: SchedulerPorts;

	constructor(storage: DurableObjectStorage, ports: SchedulerPorts) {
		this.#storage = storage;
		this.#ports = ports;
		storage.sql.exec(`CREATE TABLE IF NOT EXISTS jobs (
			name TEXT PRIMARY KEY, last_run INTEGER, last_success INTEGER, error TEXT, next_run INTEGER NOT NULL) WITHOUT ROWID`);
	}

	/** Sees to it that the alarm is set. @param name - of a job that there is something to do for now */
	async wake(name: string | null): Promise<void> {
		const nowMs = this.#ports.nowMs();
		for (const job of this.#ports.jobs) this.#begin(job.name, nowMs);
		if (name !== null) this.#hurry(name);
		await this.#arm();
	}

	health(): JobHealth[] {
		return this.#rows().map((row) => ({
			name: row.name,
			lastRunAtMs: row.last_run,
			lastSuccessAtMs: row.last_success,
			lastError: row.error,
			nextRunAtMs: row.next_run,
		}));
	}

	async alarm(): Promise<void> {
		const due = this.#rows().filter(({ next_run }) => next_run <= this.#ports.nowMs());
		for (const { name } of due) {
			const job = this.#ports.jobs.find((known) => known.name === name);
			// one after the other: none of them is in a hurry
			if (job !== undefined) await this.#run(job);
			// a job of an earlier release
			else this.#storage.sql.exec("DELETE FROM jobs WHERE name = ?", name);
		}
		await this.#arm();
	}

	async #run(job: SchedulerJob): Promise<void> {
		const ports = this.#ports;
		const beganMs = ports.nowMs();
		// noted first: a crash in the middle is tried again, and not without a pause
		this.#note(job.name, { lastRun: beganMs, nextRun: beganMs + RETRY_MS });
		try {
			const againInMs = await job.run(beganMs + RUN_MS, (name) => this.#hurry(name));
			const nowMs = ports.nowMs();
			this.#note(job.name, { lastRun: beganMs, nextRun: nowMs + againInMs });
			this.#storage.sql.exec(
				"UPDATE jobs SET last_success = ?, error = NULL WHERE name = ?",
				nowMs,
				job.name,
			);
		} catch (error) {
			this.#storage.sql.exec("UPDATE jobs SET error = ? WHERE name = ?", errorText(error), job.name);
			ports.report(error, { event: "job.failed", job: job.name });
		}
	}

	#hurry(name: string): void {
		const sooner = "UPDATE jobs SET next_run = min(next_run, ?) WHERE name = ?";
		this.#storage.sql.exec(sooner, this.#ports.nowMs(), name);
	}

	#begin(name: string, nowMs: number): void {
		this.#storage.sql.exec(
			"INSERT INTO jobs (name, next_run) VALUES (?, ?) ON CONFLICT DO NOTHING",
			name,
			nowMs,
		);
	}

	#note(name: string, { lastRun, nextRun }: { readonly lastRun: number; readonly nextRun: number }): void {
		this.#storage.sql.exec(
			"UPDATE jobs SET last_run = ?, next_run = ? WHERE name = ?",
			lastRun,
			nextRun,
			name,
		);
	}

	#rows(): JobRow[] {
		return this.#storage.sql.exec<JobRow>("SELECT * FROM jobs ORDER BY name").toArray();
	}

	async #arm(): Promise<void> {
		const times = this.#rows().map(({ next_run }) => next_run);
		if (times.length === 0) return;
		const wanted = Math.max(Math.min(...times), this.#ports.nowMs() + SOON_MS);
		const set = await this.#storage.getAlarm();
		if (set === null || set > wanted) await this.#storage.setAlarm(wanted);
	}
}
