import { z } from "zod";
import { StoreUnavailable } from "../../store/failures.ts";
import { MAILBOX_KEY } from "../../store/redis-keys.ts";
import type { GuardedRedis } from "../guarded-redis.ts";
import type { Letter, Mailer } from "./mailer.ts";

/** A developer looks at the last few. */
const MAX_MAILS = 50;
/** Nobody looks for a mail of last week there. */
const KEPT_SECONDS = 7 * 86_400;

const Kept = z.object({
	id: z.string(),
	to: z.string(),
	subject: z.string(),
	text: z.string(),
	sentAt: z.string(),
});

/** Where mails go while there is no provider: a list in Redis that the page /mailbox shows. For development only. */
export class Mailbox implements Mailer {
	readonly #redis: GuardedRedis;
	readonly #nowMs: () => number;

	constructor(redis: GuardedRedis, nowMs: () => number) {
		this.#redis = redis;
		this.#nowMs = nowMs;
	}

	async send(letter: Letter): Promise<void> {
		const mail = { id: crypto.randomUUID(), ...letter, sentAt: new Date(this.#nowMs()).toISOString() };
		const kept = await this.#redis.attempt((redis) =>
			redis
				.multi()
				.lpush(MAILBOX_KEY, JSON.stringify(mail))
				.ltrim(MAILBOX_KEY, 0, MAX_MAILS - 1)
				.expire(MAILBOX_KEY, KEPT_SECONDS)
				.exec(),
		);
		if (!kept.answered) throw new Error("the mailbox is away");
	}

	/** Newest first. @throws StoreUnavailable while Redis is away */
	async list(): Promise<readonly z.infer<typeof Kept>[]> {
		const kept = await this.#redis.attempt((redis) => redis.lrange<unknown>(MAILBOX_KEY, 0, -1));
		if (!kept.answered) throw new StoreUnavailable("redis", "no answer");
		return z.array(Kept).parse(kept.value);
	}
}
