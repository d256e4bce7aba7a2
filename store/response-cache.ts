import { z } from "zod";
import { countsOf } from "./cache-counts.ts";
import { StoreUnavailable } from "./failures.ts";
import type { Redis } from "./redis.ts";

/** How a cache reaches Redis: soon, or not at all. */
export type AskRedis = <Value>(
	command: (redis: Redis) => Promise<Value>,
) => Promise<{ readonly answered: true; readonly value: Value } | { readonly answered: false }>;

/** What may be kept: nothing of a person's, and nothing that depends on a conversation. */
export interface Cached<Value> {
	/** What kind of answer it is: stands in the key, and is counted by. */
	readonly name: string;
	/** What the answer depends on. Only its hash stands in Redis, for it may be a customer's words. */
	readonly of: string;
	readonly schema: z.ZodType<Value>;
	/** So long it is given again; a tenth more or less, so that what was made together does not end together. */
	readonly freshSeconds: number;
	/** So long it is given after that while one caller makes it anew, or while nobody can. */
	readonly staleSeconds: number;
	/** `forget` of one of them ends it at once. */
	readonly tags: readonly string[];
	make(): Promise<Value>;
}

export interface CacheSurroundings {
	readonly askRedis: AskRedis;
	readonly nowMs: () => number;
	readonly random: () => number;
	/** Settles after that time. */
	readonly pause: (ms: number) => Promise<void>;
}

/** Longer ones are made each time: Redis is for many small answers. */
const MAX_VALUE_CHARS = 65_536;
/** One caller in this time makes a value anew; if it dies, the next one may. */
const LOCK_MS = 5_000;
/** Who finds nothing while somebody makes it looks again this often, and then makes it too. */
const LOOKS = 4;
const LOOK_MS = 50;
/** A caller whose request was cut off never answers those who wait for it: they go on alone after this. */
const SHARED_MS = 2_000;
/** A tag's version outlives everything that was kept under an earlier one. */
const TAG_SECONDS = 86_400;

const Entry = z.object({
	value: z.unknown(),
	freshUntilMs: z.number(),
	/** The versions of its tags when it was begun. */
	versions: z.array(z.number()),
});
const Version = z.coerce.number().int().catch(0);

type Found<Value> =
	| { readonly state: "away" }
	| { readonly state: "none"; readonly versions: readonly number[] }
	| { readonly state: "fresh" | "stale"; readonly value: Value; readonly versions: readonly number[] };

/**
 * Answers that many get and nobody owns, kept in Redis for all isolates. Of many who ask at once one makes the answer:
 * in an isolate by sharing the call, between isolates by a lock. With Redis away everybody makes their own.
 */
export class ResponseCache {
	readonly #world: CacheSurroundings;
	readonly #running = new Map<string, Promise<unknown>>();

	constructor(world: CacheSurroundings) {
		this.#world = world;
	}

	/** @throws what `make` throws, unless an older answer is there while a store is away */
	async get<Value>(cached: Cached<Value>): Promise<Value> {
		const key = `care:cache:${cached.name}:${await digest(cached.of)}`;
		const running = this.#running.get(key);
		if (running !== undefined) {
			const shared = await Promise.race([running.catch(() => undefined), this.#world.pause(SHARED_MS)]);
			const value = cached.schema.safeParse(shared);
			if (value.success) {
				countsOf(cached.name).hits += 1;
				return value.data;
			}
		}
		const answer = this.#answer(cached, key);
		this.#running.set(key, answer);
		try {
			return await answer;
		} finally {
			if (this.#running.get(key) === answer) this.#running.delete(key);
		}
	}

	/** Whatever was made before this is given to nobody any more. With Redis away it lives to its end. */
	async forget(tag: string): Promise<void> {
		await this.#world.askRedis((redis) =>
			redis.multi().incr(keyOfTag(tag)).expire(keyOfTag(tag), TAG_SECONDS).exec(),
		);
	}

	async #answer<Value>(cached: Cached<Value>, key: string): Promise<Value> {
		const counts = countsOf(cached.name);
		let found = await this.#look(cached, key);
		if (found.state === "away") {
			counts.away += 1;
			return cached.make();
		}
		if (found.state !== "fresh" && !(await this.#isMine(key))) {
			// somebody makes it: what is past its time will do, otherwise it is worth a moment
			for (let i = 0; i < LOOKS && found.state === "none"; i++) {
				// it looks again after having waited
				await this.#world.pause(LOOK_MS);
				found = await this.#look(cached, key);
			}
			if (found.state === "stale") {
				counts.stale += 1;
				return found.value;
			}
		}
		if (found.state === "fresh") {
			counts.hits += 1;
			return found.value;
		}
		return this.#make(cached, key, found);
	}

	async #make<Value>(cached: Cached<Value>, key: string, found: Found<Value>): Promise<Value> {
		const counts = countsOf(cached.name);
		try {
			const value = await cached.make();
			counts.misses += 1;
			if (found.state !== "away") await this.#keep(cached, key, { value, versions: found.versions });
			return value;
		} catch (error) {
			await this.#world.askRedis((redis) => redis.del(lockOf(key)));
			if (found.state !== "stale" || !(error instanceof StoreUnavailable)) throw error;
			counts.stale += 1;
			return found.value;
		}
	}

	async #look<Value>(cached: Cached<Value>, key: string): Promise<Found<Value>> {
		const answer = await this.#world.askRedis((redis) =>
			redis.mget<unknown[]>(key, ...cached.tags.map(keyOfTag)),
		);
		if (!answer.answered) return { state: "away" };
		const [kept, ...tagVersions] = answer.value;
		const versions = cached.tags.map((_tag, i) => Version.parse(tagVersions[i] ?? 0));
		const entry = Entry.safeParse(kept);
		// one of an older release may have another shape: it is made anew
		const value = entry.success ? cached.schema.safeParse(entry.data.value) : null;
		if (!entry.success || value?.success !== true || entry.data.versions.join() !== versions.join())
			return { state: "none", versions };
		const isFresh = this.#world.nowMs() < entry.data.freshUntilMs;
		return { state: isFresh ? "fresh" : "stale", value: value.data, versions };
	}

	/** Whether it falls to this caller to make it. */
	async #isMine(key: string): Promise<boolean> {
		const lock = await this.#world.askRedis((redis) => redis.set(lockOf(key), 1, { nx: true, px: LOCK_MS }));
		return !lock.answered || lock.value !== null;
	}

	/** Under the versions from before it was made: what was forgotten meanwhile is not given to anybody. */
	async #keep<Value>(
		{ freshSeconds, staleSeconds }: Cached<Value>,
		key: string,
		{ value, versions }: { readonly value: Value; readonly versions: readonly number[] },
	): Promise<void> {
		const freshMs = freshSeconds * 1_000 * (0.9 + 0.2 * this.#world.random());
		const text = JSON.stringify({ value, freshUntilMs: this.#world.nowMs() + freshMs, versions });
		const isKept = text.length <= MAX_VALUE_CHARS;
		const ex = Math.ceil(freshMs / 1_000 + staleSeconds);
		await this.#world.askRedis((redis) => {
			const both = redis.multi().del(lockOf(key));
			return (isKept ? both.set(key, text, { ex }) : both).exec();
		});
	}
}

const keyOfTag = (tag: string): string => `care:cache-tag:${tag}`;
const lockOf = (key: string): string => `${key}:lock`;

async function digest(text: string): Promise<string> {
	const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
	return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
