import { Ratelimit } from "@upstash/ratelimit";
import type { GuardedRedis } from "../guarded-redis.ts";
import type { LimitName, LimitRules } from "./rules.ts";
import { type LimitDecision, WindowCounter } from "./window-counter.ts";

/**
 * Counts in the isolate and in Redis. The isolate's count can only be lower than the whole, so its refusal stands
 * and costs nothing; Redis adds what other isolates saw. With Redis away the isolate's count still holds: a limit is
 * never open.
 */
export class RateLimiter {
	readonly #redis: GuardedRedis;
	readonly #rules: LimitRules;
	readonly #nowMs: () => number;
	readonly #local = new WindowCounter();
	readonly #shared = new Map<LimitName, Ratelimit>();

	constructor(redis: GuardedRedis, rules: LimitRules, nowMs: () => number) {
		this.#redis = redis;
		this.#rules = rules;
		this.#nowMs = nowMs;
	}

	/** @param meanwhile - begun once the isolate's own count lets the request pass, while Redis is asked */
	async take(name: LimitName, bucket: string, meanwhile?: () => void): Promise<LimitDecision> {
		const local = this.#local.take(`${name}:${bucket}`, this.#rules[name], this.#nowMs());
		if (!local.allowed) return local;
		meanwhile?.();
		const shared = await this.#redis.attempt(async (redis) => {
			const limiter = this.#shared.get(name) ?? this.#connect(name, redis);
			const answer = await limiter.limit(bucket);
			// not a refusal and not a permission: the guard counts it as no answer
			if (answer.reason === "timeout") throw new Error("the rate limit was not answered in time");
			return answer;
		});
		if (!shared.answered) return local;
		const { success, limit, remaining, reset } = shared.value;
		return {
			allowed: success,
			limit,
			remaining: Math.max(0, Math.min(remaining, local.remaining)),
			resetMs: reset,
		};
	}

	#connect(name: LimitName, redis: Parameters<Parameters<GuardedRedis["attempt"]>[0]>[0]): Ratelimit {
		const { limit, windowSeconds } = this.#rules[name];
		const limiter = new Ratelimit({
			redis,
			limiter: Ratelimit.slidingWindow(limit, `${windowSeconds} s`),
			prefix: `care:limit:${name}`,
			ephemeralCache: false,
			// its own time-out lets the request pass; the guard's does not
			timeout: 0,
		});
		this.#shared.set(name, limiter);
		return limiter;
	}
}
