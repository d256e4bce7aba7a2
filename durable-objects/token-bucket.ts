import type { RateLimit } from "./conversation-ports.ts";

/**
 * A token bucket. It lives in memory alone: an object sleeps only after a rest that would have filled it anyway.
 * A clock that goes backwards refills nothing and takes nothing away.
 */
export class TokenBucket {
	readonly #limit: RateLimit;
	#tokens: number;
	#atMs: number;

	constructor(limit: RateLimit, nowMs: number) {
		this.#limit = limit;
		this.#tokens = limit.burst;
		this.#atMs = nowMs;
	}

	/** Takes one token: 0 when there was one, else the milliseconds until there will be. */
	take(nowMs: number): number {
		const elapsedMs = Math.max(0, nowMs - this.#atMs);
		this.#atMs = nowMs;
		this.#tokens = Math.min(this.#limit.burst, this.#tokens + (elapsedMs / 1_000) * this.#limit.perSecond);
		if (this.#tokens >= 1) {
			this.#tokens -= 1;
			return 0;
		}
		return Math.max(1, Math.ceil(((1 - this.#tokens) / this.#limit.perSecond) * 1_000));
	}
}
