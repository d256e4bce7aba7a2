import { z } from "zod";
import { rememberedCallKey, rememberedCallsKey } from "../store/redis-keys.ts";
import type { SealedTexts } from "../store/sealed-texts.ts";
import type { GuardedRedis } from "./guarded-redis.ts";

/** How long an answer is remembered, and how long a call stays unknown whose process died. */
const KEPT_SECONDS = 86_400;
/** Longer than any call takes: one that has not ended by then never will. */
const RUNNING_MS = 60_000;
/** Longest answer that is kept. Those of calls that change something are far smaller; Redis is not where files are kept. */
const MAX_BODY_CHARS = 65_536;

const Answer = z.object({
	status: z.int(),
	contentType: z.string().nullable(),
	location: z.string().nullable(),
	body: z.string(),
});
/** What a repeat gets: the first answer, without its cookies. */
export type RememberedAnswer = z.infer<typeof Answer>;

const Entry = z.object({
	/** Of the body: the same key with another one is a mistake. */
	bodyHash: z.string(),
	begunAtMs: z.number(),
	/** Null until the call has ended; "unkept" where it has, and its answer is not to be had. */
	answer: Answer.or(z.literal("unkept")).nullable(),
});
type Entry = z.infer<typeof Entry>;

/** One call under a key: where Redis has it, and what its body was. */
export interface KeyedCall {
	readonly name: string;
	/** Whose it is. */
	readonly caller: string;
	readonly bodyHash: string;
}

/** What is known of a call that begins. `away`: Redis does not say. */
export type Recall =
	| { readonly state: "first" | "other_body" | "running" | "unknown" | "unkept" | "away" }
	| { readonly state: "done"; readonly answer: RememberedAnswer };

/** Whether a key is this call's. `taken`: another one was first, of which this is kept (null: nobody can read it any more). */
type Claim =
	| { readonly state: "first" | "running" | "away" }
	| { readonly state: "taken"; readonly entry: Entry | null };

/**
 * Calls that were made under an Idempotency-Key. Answers hold secrets that are shown once, and hashes of bodies could be
 * guessed at: in Redis all of it stands sealed.
 */
export class RememberedCalls {
	readonly #redis: GuardedRedis;
	readonly #sealedTexts: SealedTexts;
	readonly #nowMs: () => number;

	constructor(redis: GuardedRedis, sealedTexts: SealedTexts, nowMs: () => number) {
		this.#redis = redis;
		this.#sealedTexts = sealedTexts;
		this.#nowMs = nowMs;
	}

	/** Of many at once exactly one is the first. What is kept can be found by its caller, for an erasure. */
	async begin(call: KeyedCall): Promise<Recall> {
		const claim = await this.#claim(call, null);
		return claim.state === "taken" ? this.#judge(call, claim.entry) : { state: claim.state };
	}

	/** Notes a call that may be done again, and says whether it came before. */
	async mark(call: KeyedCall): Promise<"first" | "again" | "other_body" | "away"> {
		const claim = await this.#claim(call, "unkept");
		if (claim.state === "running") return "again";
		if (claim.state !== "taken") return claim.state;
		return claim.entry !== null && claim.entry.bodyHash !== call.bodyHash ? "other_body" : "again";
	}

	async #claim(call: KeyedCall, answer: null | "unkept"): Promise<Claim> {
		const kept = await this.#written(call, { bodyHash: call.bodyHash, begunAtMs: this.#nowMs(), answer });
		const list = rememberedCallsKey(call.caller);
		const claim = await this.#redis.attempt((redis) =>
			redis
				.multi()
				.set(keyOf(call), kept, { nx: true, ex: KEPT_SECONDS })
				.sadd(list, call.name)
				.expire(list, KEPT_SECONDS)
				.exec(),
		);
		if (!claim.answered) return { state: "away" };
		if (claim.value[0] !== null) return { state: "first" };
		const found = await this.#redis.attempt((redis) => redis.get(keyOf(call)));
		if (!found.answered) return { state: "away" };
		// gone: the first one has just failed, and the next try may be the first
		return found.value === null
			? { state: "running" }
			: { state: "taken", entry: await this.#read(call, found.value) };
	}

	/** Null: nothing was done, and the key is free again. While Redis is away the outcome stays unknown, and nothing is done twice. */
	async end(call: KeyedCall, answer: RememberedAnswer | "unkept" | null): Promise<void> {
		if (answer === null) {
			await this.#redis.attempt((redis) => redis.del(keyOf(call)));
			return;
		}
		const isKept = answer !== "unkept" && answer.body.length <= MAX_BODY_CHARS;
		const kept = await this.#written(call, {
			bodyHash: call.bodyHash,
			begunAtMs: this.#nowMs(),
			answer: isKept ? answer : "unkept",
		});
		await this.#redis.attempt((redis) => redis.set(keyOf(call), kept, { ex: KEPT_SECONDS }));
	}

	#judge(call: KeyedCall, entry: Entry | null): Recall {
		if (entry === null) return { state: "unkept" };
		if (entry.bodyHash !== call.bodyHash) return { state: "other_body" };
		if (entry.answer === "unkept") return { state: "unkept" };
		if (entry.answer !== null) return { state: "done", answer: entry.answer };
		return { state: this.#nowMs() - entry.begunAtMs < RUNNING_MS ? "running" : "unknown" };
	}

	#written(call: KeyedCall, entry: Entry): Promise<string> {
		return this.#sealedTexts.seal(JSON.stringify(entry), keyOf(call));
	}

	/** Null where it was sealed by a key that is gone. */
	async #read(call: KeyedCall, kept: unknown): Promise<Entry | null> {
		try {
			return Entry.parse(JSON.parse(await this.#sealedTexts.open(String(kept), keyOf(call))));
		} catch {
			return null; // the keys were changed meanwhile: what came of the call can't be told
		}
	}
}

const keyOf = ({ name }: KeyedCall): string => rememberedCallKey(name);
