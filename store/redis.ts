/** The one way to Redis: Upstash's protocol over HTTP, against Upstash itself or against gateway/. */
import { Redis as UpstashRedis } from "@upstash/redis/cloudflare";
import { StoreFault, StoreUnavailable, causes } from "./failures.ts";

export interface RedisAddress {
	readonly url: string;
	readonly token: string;
	/** How long one command may take, network included. */
	readonly timeoutMs?: number;
}

/** Redis holds what must be quick; who waits longer is better off without it. */
const DEFAULT_TIMEOUT_MS = 3_000;

/**
 * Upstash's client with the store's own errors: the driver's carry the whole command, values and all, in their messages.
 * A subclass, because only that reaches the part that sends, which pipelines and the rate limiter share.
 */
export class Redis extends UpstashRedis {
	constructor(address: Required<RedisAddress>) {
		super({
			url: address.url,
			token: address.token,
			// a command that may have happened is repeated only by who knows that a repeat is harmless
			retry: { retries: 0 },
			enableTelemetry: false,
			// a function: a fresh clock for each command, and a time-out is an error instead of a result
			signal: () => AbortSignal.timeout(address.timeoutMs),
		});
		const client = this.client;
		const send = client.request.bind(client);
		client.request = async (request) => {
			try {
				return await send(request);
			} catch (error) {
				throw redisFailure(error);
			}
		};
	}
}

/** Connects lazily: nothing is sent before the first command. @throws TypeError when the address is not a URL */
export function connectRedis(address: RedisAddress): Redis {
	if (!URL.canParse(address.url)) throw new TypeError("UPSTASH_REDIS_REST_URL is not a URL");
	return new Redis({ timeoutMs: DEFAULT_TIMEOUT_MS, ...address });
}

/** @throws StoreUnavailable after the address's time-out when Redis does not answer */
export async function pingRedis(redis: Redis): Promise<void> {
	await redis.ping();
}

/** First words of Redis's replies that say "not now". */
const PASSING = /^(BUSY|CLUSTERDOWN|LOADING|MASTERDOWN|OOM|READONLY|TRYAGAIN)$/;

function redisFailure(error: unknown): StoreUnavailable | StoreFault {
	const names = causes(error).map((cause) => (cause instanceof Error ? cause.name : ""));
	if (names.includes("TimeoutError") || names.includes("AbortError"))
		return new StoreUnavailable("redis", "no answer in time");
	if (names[0] === "UpstashJSONParseError")
		return new StoreUnavailable("redis", "the address answers something else");
	if (names[0] !== "UpstashError" || !(error instanceof Error))
		return new StoreUnavailable("redis", "it cannot be reached");
	const code = /^[A-Z]+\b/.exec(error.message)?.[0] ?? null;
	if (code === null) return new StoreUnavailable("redis", "the address answers with an error");
	return PASSING.test(code) ? new StoreUnavailable("redis", code) : new StoreFault("redis", code, code);
}
