import { afterOpenTime, type BusinessHours } from "../../contracts/business-hours.ts";
import type { DeskState } from "../desk/desk-state.ts";

/** Instants that are kept: a desk has some thousands of customers who wait. */
const MAX_KEPT = 20_000;

/**
 * Until when a person should have answered. The clock runs while the company is open: whoever writes on a Saturday waits
 * from Monday on. Time zones are slow to ask, so what was reckoned out is kept until the rules change.
 */
export class ResponseClock {
	readonly #dues = new Map<number, number | null>();
	#minutes: number | null = null;
	#hours: BusinessHours | null = null;

	/** @param minutes - null: no clock runs. @param hours - null: always open */
	set(minutes: number | null, hours: BusinessHours | null): void {
		this.#minutes = minutes;
		this.#hours = hours;
		this.#dues.clear();
	}

	/** Epoch ms; null when nobody waits, or it does not open any more. */
	dueAtMs({ waitingSinceMs, status }: Pick<DeskState, "waitingSinceMs" | "status">): number | null {
		if (this.#minutes === null || waitingSinceMs === null || status !== "open") return null;
		const spanMs = this.#minutes * 60_000;
		if (this.#hours === null) return waitingSinceMs + spanMs;
		const kept = this.#dues.get(waitingSinceMs);
		if (kept !== undefined) return kept;
		if (this.#dues.size >= MAX_KEPT) this.#dues.clear();
		const due = afterOpenTime(this.#hours, waitingSinceMs, spanMs);
		this.#dues.set(waitingSinceMs, due);
		return due;
	}
}
