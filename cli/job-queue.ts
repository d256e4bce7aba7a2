/** Each waits for those before it: who comes later is told so at once. */
const MOST_WAITING = 4;

/** One job after the other: each may take every core. */
export class JobQueue<Job, Outcome> {
	readonly #run: (job: Job, signal: AbortSignal) => Promise<Outcome>;
	#last: Promise<unknown> = Promise.resolve();
	#count = 0;

	constructor(run: (job: Job, signal: AbortSignal) => Promise<Outcome>) {
		this.#run = run;
	}

	isFull(): boolean {
		return this.#count > MOST_WAITING;
	}

	/** @throws what the job throws; the next one is done all the same. Who leaves does not count any more, whenever it is their turn */
	async run(job: Job, signal: AbortSignal): Promise<Outcome> {
		this.#count += 1;
		const outcome = this.#last.then(() => this.#run(job, signal));
		this.#last = outcome.catch(() => undefined);
		const left = new Promise<never>((_, reject) => {
			signal.addEventListener("abort", () => reject(signal.reason), { once: true });
		});
		try {
			return await Promise.race([outcome, left]);
		} finally {
			this.#count -= 1;
		}
	}
}
