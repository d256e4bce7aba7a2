import { afterOpenTime } from "../../contracts/business-hours.ts";
import { hoursOfSite, type SiteHours } from "../../contracts/site-hours.ts";
import type { DeskState } from "../desk/desk-state.ts";

/** Instants that are kept: a desk has some thousands of customers who wait. */
const MAX_KEPT = 20_000;

/**
 * Until when a person should have answered. The clock runs while the conversation's site is open: whoever writes on a
 * Saturday waits from Monday on. Time zones are slow to ask, so what was reckoned out is kept until the rules change.
 */
export class ResponseClock {
	readonly #dues = new Map<string, number | null>();
	#minutes: number | null = null;
	#hours: SiteHours = {};

	/** @param minutes - null: no clock runs */
	set(minutes: number | null, hours: SiteHours): void {
		this.#minutes = minutes;
		this.#hours = hours;
		this.#dues.clear();
	}

	/** Epoch ms; null when nobody waits, or it does not open any more. */
	dueAtMs(
		siteKey: string,
		{ waitingSinceMs, status }: Pick<DeskState, "waitingSinceMs" | "status">,
	): number | null {
		if (this.#minutes === null || waitingSinceMs === null || status !== "open") return null;
		const spanMs = this.#minutes * 60_000;
		const hours = hoursOfSite(this.#hours, siteKey);
		if (hours === null) return waitingSinceMs + spanMs;
		const key = `${waitingSinceMs} ${siteKey}`;
		const kept = this.#dues.get(key);
		if (kept !== undefined) return kept;
		if (this.#dues.size >= MAX_KEPT) this.#dues.clear();
		const due = afterOpenTime(hours, waitingSinceMs, spanMs);
		this.#dues.set(key, due);
		return due;
	}
}
