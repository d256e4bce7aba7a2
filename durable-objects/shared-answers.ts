import { z } from "zod";
import { ProductRow } from "../store/products.ts";
import type { Shop } from "../contracts/shop.ts";
import { StoreUnavailable } from "../store/failures.ts";
import { connectRedis, type RedisAddress } from "../store/redis.ts";
import { type AskRedis, ResponseCache } from "../store/response-cache.ts";
import { writeLog } from "../observability/log.ts";
import { errorText } from "../observability/scrub.ts";
import { CircuitBreaker } from "./circuit-breaker.ts";
import { pause } from "./pause.ts";

/** A look into the cache must be far quicker than what it saves. */
const REDIS_TIMEOUT_MS = 300;
/** How long a dead Redis is left alone. */
const REST_MS = 5_000;

/** What a product costs may be told for half a minute after it changed; with Postgres away, for five. */
const PRODUCTS = { name: "products", freshSeconds: 30, staleSeconds: 300, tags: ["products"] } as const;
/** Words that may be somebody's address or number go past the cache. */
const PERSONAL = /@|\d{5}/;

/** The shop, with answers about products that nobody owns kept for all conversations. Orders are asked for each time. */
export function cachingShop(shop: Shop, cache: Pick<ResponseCache, "get"> | null): Shop {
	if (cache === null) return shop;
	return {
		...shop,
		searchProducts: async (words) => {
			const of = words.trim().toLowerCase();
			if (PERSONAL.test(of)) return shop.searchProducts(words);
			return cache.get({
				...PRODUCTS,
				of,
				schema: z.array(ProductRow),
				make: async () => [...(await shop.searchProducts(words))],
			});
		},
	};
}

interface RedisEnv {
	readonly UPSTASH_REDIS_REST_URL?: string | undefined;
	readonly UPSTASH_REDIS_REST_TOKEN?: string | undefined;
}

const caches = new Map<string, ResponseCache>();

/** The cache of all conversations of an isolate; null without a Redis. */
export function sharedAnswers(
	{ UPSTASH_REDIS_REST_URL: url = "", UPSTASH_REDIS_REST_TOKEN: token = "" }: RedisEnv,
	timeoutMs = REDIS_TIMEOUT_MS,
): ResponseCache | null {
	if (url === "" || token === "") return null;
	const known = caches.get(url);
	if (known !== undefined) return known;
	const made = new ResponseCache({
		askRedis: guardedRedis({ url, token, timeoutMs }),
		nowMs: () => Date.now(),
		random: () => Math.random(),
		pause: async (ms) => pause(ms).over,
	});
	caches.set(url, made);
	return made;
}

/** One time-out, then Redis is left alone for a while: nobody waits for a cache. */
function guardedRedis(address: RedisAddress): AskRedis {
	const redis = connectRedis(address);
	const breaker = new CircuitBreaker({
		restMs: REST_MS,
		nowMs: () => Date.now(),
		isAway: () => true,
		refusal: () => new StoreUnavailable("redis", "left alone for some seconds after a failure"),
		onChange: (error) =>
			writeLog(
				error === null
					? { event: "part.back", part: "redis" }
					: { event: "part.away", part: "redis", error: errorText(error) },
			),
	});
	return async (command) => {
		try {
			return { answered: true, value: await breaker.call(async () => command(redis)) };
		} catch {
			return { answered: false }; // the breaker has told why; the answer is made instead
		}
	};
}
