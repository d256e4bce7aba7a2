import { type DueTimes, nextAlarm } from "./next-alarm.ts";

/** The object's one alarm, shared by all that has to happen later. */
export class AlarmClock {
	readonly #storage: DurableObjectStorage;
	#scheduledMs: number | null = null;

	constructor(storage: DurableObjectStorage) {
		this.#storage = storage;
	}

	/** Learns what was set before the object slept. */
	async recall(): Promise<void> {
		this.#scheduledMs = await this.#storage.getAlarm();
	}

	/** The alarm rings now: it is no longer set. */
	rang(): void {
		this.#scheduledMs = null;
	}

	/** Sets the alarm when something is due before it; part of the write that is under way. */
	arm(due: DueTimes, nowMs: number): void {
		const nextMs = nextAlarm(due, this.#scheduledMs, nowMs);
		if (nextMs === null) return;
		this.#scheduledMs = nextMs;
		// not awaited: the write joins the transaction, and the output gate holds back what depends on it
		void this.#storage.setAlarm(nextMs);
	}
}
