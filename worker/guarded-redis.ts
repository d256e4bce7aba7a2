import { pingRedis, type Redis } from "../store/redis.ts";
import { errorText } from "../observability/scrub.ts";
import type { Surroundings } from "./services.ts";

export type RedisAnswer<Value> =
	| { readonly answered: true; readonly value: Value }
	| { readonly answered: false };

/** How long a dead Redis is left alone: one request in this time pays the time-out, all others nothing. */
const REST_MS = 5_000;

/** Redis behind a breaker: who asks gets an answer soon or hears that there is none, and then has a way without. */
export class GuardedRedis {
	readonly #redis: Redis;
	readonly #surroundings: Pick<Surroundings, "nowMs" | "log">;
	readonly #timeoutMs: number;
	#restUntilMs = 0;
	#isAway = false;

	constructor(redis: Redis, surroundings: Pick<Surroundings, "nowMs" | "log">, timeoutMs: number) {
		this.#redis = redis;
		this.#surroundings = surroundings;
		this.#timeoutMs = timeoutMs;
	}

	/** For work that nobody waits for: it would rather fail, and come again, than do without. */
	get direct(): Redis {
		return this.#redis;
	}

	/** Asks whatever the breaker thinks. @throws StoreUnavailable or StoreFault */
	async ping(): Promise<void> {
		await pingRedis(this.#redis);
	}

	async attempt<Value>(command: (redis: Redis) => Promise<Value>): Promise<RedisAnswer<Value>> {
		const { nowMs, log } = this.#surroundings;
		const askedAtMs = nowMs();
		if (this.#isAway) {
			if (askedAtMs < this.#restUntilMs) return { answered: false };
			this.#restUntilMs = askedAtMs + REST_MS; // this request probes; the others go on without
		}
		try {
			const value = await withTimeout(command(this.#redis), this.#timeoutMs);
			if (this.#isAway) log({ event: "part.back", part: "redis" });
			this.#isAway = false;
			return { answered: true, value };
		} catch (error) {
			if (!this.#isAway) log({ event: "part.away", part: "redis", error: errorText(error) });
			this.#isAway = true;
			this.#restUntilMs = nowMs() + REST_MS;
			return { answered: false };
		}
	}
}

/**
 * A time-out is counted in pieces of this. One that is over at once was not waited for: the isolate stood still, as it does
 * while it hashes a password, and the answer may lie there unread.
 */
const PIECE_MS = 50;

/** @throws Error when the promise takes longer. Time in which the isolate stood still counts as one piece. */
export async function withTimeout<Value>(promise: Promise<Value>, timeoutMs: number): Promise<Value> {
	let timer: ReturnType<typeof setTimeout> | null = null;
	const timeout = new Promise<never>((_resolve, reject) => {
		const wait = (leftMs: number): void => {
			const pieceMs = Math.min(PIECE_MS, leftMs);
			timer = setTimeout(() => {
				if (leftMs > pieceMs) wait(leftMs - pieceMs);
				else reject(new Error(`no answer within ${timeoutMs} ms`));
			}, pieceMs);
		};
		wait(timeoutMs);
	});
	try {
		return await Promise.race([promise, timeout]);
	} finally {
		if (timer !== null) clearTimeout(timer);
	}
}
