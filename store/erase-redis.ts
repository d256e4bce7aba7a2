/** What an erasure deletes in Redis. Tickets (30 s) and limits (a day at most) have no names in them and end by themselves. */
import { z } from "zod";
import {
	MAILBOX_KEY,
	rememberedCallKey,
	rememberedCallsKey,
	sessionConversationsKey,
	sessionKey,
	sessionListKey,
} from "./redis-keys.ts";
import type { Redis } from "./redis.ts";

const Mail = z.object({ to: z.string() });

/** Answers to calls that this person made under an Idempotency-Key. @throws StoreUnavailable */
export async function eraseRememberedCalls(redis: Redis, personId: string): Promise<void> {
	for (const list of [`visitor:${personId}`, `user:${personId}`].map(rememberedCallsKey)) {
		const names = await redis.smembers(list);
		await redis.del(list, ...names.map(rememberedCallKey));
	}
}

/** @throws StoreUnavailable */
export async function erasePersonInRedis(
	redis: Redis,
	person: { readonly id: string; readonly email: string },
): Promise<{ readonly sessions: number; readonly mails: number }> {
	const sessionIds = await redis.smembers(sessionListKey(person.id));
	const keys = sessionIds.flatMap((id) => [sessionKey(id), sessionConversationsKey(id)]);
	await redis.del(sessionListKey(person.id), ...keys);
	return { sessions: sessionIds.length, mails: await eraseMails(redis, person.email) };
}

/** The mailbox of a development is a list; what the client parsed is removed by its place. */
async function eraseMails(redis: Redis, email: string): Promise<number> {
	const [mails, secondsLeft] = await Promise.all([
		redis.lrange<unknown>(MAILBOX_KEY, 0, -1),
		redis.ttl(MAILBOX_KEY),
	]);
	const isTheirs = (mail: unknown): boolean => {
		const parsed = Mail.safeParse(mail);
		return parsed.success && parsed.data.to.toLowerCase() === email.toLowerCase();
	};
	const kept = mails.filter((mail) => !isTheirs(mail));
	if (kept.length === mails.length) return 0;
	const [first, ...others] = kept.map((mail) => JSON.stringify(mail));
	const change = redis.multi().del(MAILBOX_KEY);
	if (first !== undefined) {
		change.rpush(MAILBOX_KEY, first, ...others);
		// what stays stays no longer for it; below 0 there was no end
		if (secondsLeft >= 0) change.expire(MAILBOX_KEY, Math.max(1, secondsLeft));
	}
	await change.exec();
	return mails.length - kept.length;
}
