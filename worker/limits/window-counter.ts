import type { LimitRule } from "./rules.ts";

/** What a limiter says of one request. `resetMs` is when the window ends, epoch milliseconds. */
export interface LimitDecision {
	readonly allowed: boolean;
	readonly limit: number;
	readonly remaining: number;
	readonly resetMs: number;
}

interface Count {
	window: number;
	current: number;
	previous: number;
}

/** Beyond this many keys the one unused for longest is forgotten: an isolate has 128 MB for everything. */
const MAX_KEYS = 20_000;

/**
 * Sliding window in memory, of the same make as the one in Redis: what was counted in the window before weighs as
 * much as its share that still lies within the last `windowSeconds`.
 */
export class WindowCounter {
	readonly #counts = new Map<string, Count>();
	readonly #maxKeys: number;

	constructor(maxKeys = MAX_KEYS) {
		this.#maxKeys = maxKeys;
	}

	/** Counts one request, unless it is refused. */
	take(key: string, rule: LimitRule, nowMs: number): LimitDecision {
		const windowMs = rule.windowSeconds * 1_000;
		const count = this.#countAt(key, Math.floor(nowMs / windowMs));
		const shareLeft = 1 - (nowMs % windowMs) / windowMs;
		const used = Math.floor(count.previous * shareLeft) + count.current;
		const allowed = used < rule.limit;
		if (allowed) count.current += 1;
		const remaining = Math.max(0, rule.limit - used - 1);
		return { allowed, limit: rule.limit, remaining, resetMs: (count.window + 1) * windowMs };
	}

	#countAt(key: string, window: number): Count {
		const known = this.#counts.get(key);
		const count: Count =
			known?.window === window
				? known
				: { window, current: 0, previous: known?.window === window - 1 ? known.current : 0 };
		this.#counts.delete(key);
		this.#counts.set(key, count); // last in the map: used last
		if (this.#counts.size > this.#maxKeys) {
			const oldest = this.#counts.keys().next();
			if (oldest.done !== true) this.#counts.delete(oldest.value);
		}
		return count;
	}
}
