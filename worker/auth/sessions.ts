import { z } from "zod";
import { freshId } from "../../store/fresh-id.ts";
import { sessionConversationsKey, sessionKey, sessionListKey } from "../../store/redis-keys.ts";
import type { GuardedRedis } from "../guarded-redis.ts";
import { hashOfToken, newOpaqueToken } from "./opaque-token.ts";

/** A session ends when it was not used for this long, */
const IDLE_SECONDS = 30 * 24 * 60 * 60;
/** and after this long in any case. */
const LIFETIME_SECONDS = 90 * 24 * 60 * 60;
/** Conversations whose sockets a session may have had open: an agent goes through many in a day. */
const MAX_CONVERSATIONS = 2_000;

const Entry = z.object({
	userId: z.string(),
	createdAtMs: z.coerce.number(),
	usedAtMs: z.coerce.number(),
	userAgent: z.coerce.string(),
	address: z.coerce.string(),
});

export interface Session extends z.infer<typeof Entry> {
	readonly id: string;
}

export interface OpenedSession {
	readonly sessionId: string;
	readonly userId: string;
	/** Shown once: Redis has its hash. */
	readonly refreshToken: string;
	/** Epoch milliseconds: when the browser may forget it. */
	readonly expiresAtMs: number;
}

export type Refresh =
	| { readonly outcome: "refreshed"; readonly session: OpenedSession }
	/** A token that was used before: somebody has a copy. The session is over. */
	| { readonly outcome: "reused"; readonly sessionId: string; readonly userId: string }
	| { readonly outcome: "unknown" }
	| { readonly outcome: "unavailable" };

export type Standing = "open" | "ended" | "unavailable";

/**
 * Compares and replaces in one step, so that of two calls with one token exactly one is refreshed. The refresh token
 * names its session; a session is the family of all tokens that it ever had.
 */
const ROTATE = `
local kept = redis.call('HGET', KEYS[1], 'token')
if not kept then return {'unknown', ''} end
local user = redis.call('HGET', KEYS[1], 'userId')
local began = tonumber(redis.call('HGET', KEYS[1], 'createdAtMs'))
if kept ~= ARGV[1] then
	redis.call('DEL', KEYS[1])
	return {'reused', user}
end
local left = began + tonumber(ARGV[5]) * 1000 - tonumber(ARGV[3])
if left <= 0 then
	redis.call('DEL', KEYS[1])
	return {'unknown', ''}
end
redis.call('HSET', KEYS[1], 'token', ARGV[2], 'usedAtMs', ARGV[3])
redis.call('PEXPIRE', KEYS[1], math.min(tonumber(ARGV[4]) * 1000, left))
return {'refreshed', user}`;

const Rotation = z.tuple([z.enum(["unknown", "reused", "refreshed"]), z.coerce.string()]);

/** Who is signed in where. All of it is in Redis: if that is lost, people sign in again. */
export class Sessions {
	readonly #redis: GuardedRedis;
	readonly #nowMs: () => number;

	constructor(redis: GuardedRedis, nowMs: () => number) {
		this.#redis = redis;
		this.#nowMs = nowMs;
	}

	/** Null while Redis is away. */
	async open(
		userId: string,
		from: { readonly userAgent: string; readonly address: string },
	): Promise<OpenedSession | null> {
		const nowMs = this.#nowMs();
		const sessionId = freshId(nowMs);
		const refreshToken = `${sessionId}.${newOpaqueToken()}`;
		const entry = {
			userId,
			token: await hashOfToken(refreshToken),
			createdAtMs: nowMs,
			usedAtMs: nowMs,
			...from,
		};
		const kept = await this.#redis.attempt((redis) =>
			redis
				.multi()
				.hset(sessionKey(sessionId), entry)
				.expire(sessionKey(sessionId), IDLE_SECONDS)
				.sadd(sessionListKey(userId), sessionId)
				.expire(sessionListKey(userId), LIFETIME_SECONDS)
				.exec(),
		);
		if (!kept.answered) return null;
		return { sessionId, userId, refreshToken, expiresAtMs: nowMs + IDLE_SECONDS * 1_000 };
	}

	/** Exchanges a refresh token for the next one. */
	async refresh(token: string): Promise<Refresh> {
		const sessionId = /^([0-9a-f-]{36})\.[\w-]{43}$/.exec(token)?.[1];
		if (sessionId === undefined) return { outcome: "unknown" };
		const nowMs = this.#nowMs();
		const next = `${sessionId}.${newOpaqueToken()}`;
		const hashes = await Promise.all([hashOfToken(token), hashOfToken(next)]);
		const rules = [...hashes, String(nowMs), String(IDLE_SECONDS), String(LIFETIME_SECONDS)];
		const answer = await this.#redis.attempt((redis) => redis.eval(ROTATE, [sessionKey(sessionId)], rules));
		if (!answer.answered) return { outcome: "unavailable" };
		const [outcome, userId] = Rotation.parse(answer.value);
		if (outcome === "unknown") return { outcome };
		if (outcome === "reused") return { outcome, sessionId, userId };
		const expiresAtMs = nowMs + IDLE_SECONDS * 1_000;
		return { outcome, session: { sessionId, userId, refreshToken: next, expiresAtMs } };
	}

	/** Whether a session of this user still stands. */
	async standing(
		sessionId: string,
		userId: string,
	): Promise<{ readonly standing: Standing; readonly createdAtMs: number | null }> {
		const answer = await this.#redis.attempt((redis) => redis.hgetall(sessionKey(sessionId)));
		if (!answer.answered) return { standing: "unavailable", createdAtMs: null };
		const entry = Entry.safeParse(answer.value);
		const isOpen = entry.success && entry.data.userId === userId;
		return isOpen
			? { standing: "open", createdAtMs: entry.data.createdAtMs }
			: { standing: "ended", createdAtMs: null };
	}

	/** Newest use first; null while Redis is away. */
	async list(userId: string): Promise<readonly Session[] | null> {
		const ids = await this.#redis.attempt((redis) => redis.smembers(sessionListKey(userId)));
		if (!ids.answered) return null;
		const sessions: Session[] = [];
		for (const id of ids.value) {
			const found = await this.#redis.attempt((redis) => redis.hgetall(sessionKey(id)));
			if (!found.answered) return null;
			const entry = Entry.safeParse(found.value);
			if (entry.success && entry.data.userId === userId) sessions.push({ id, ...entry.data });
			else await this.#redis.attempt((redis) => redis.srem(sessionListKey(userId), id)); // ran out by itself
		}
		return sessions.sort((a, b) => b.usedAtMs - a.usedAtMs);
	}

	/** Ends one session of this user. "missing" when there is none. */
	async end(userId: string, sessionId: string): Promise<"ended" | "missing" | "unavailable"> {
		const { standing } = await this.standing(sessionId, userId);
		if (standing !== "open") return standing === "ended" ? "missing" : "unavailable";
		const gone = await this.#redis.attempt((redis) =>
			redis.multi().del(sessionKey(sessionId)).srem(sessionListKey(userId), sessionId).exec(),
		);
		return gone.answered ? "ended" : "unavailable";
	}

	/** Remembers that a socket of this conversation may belong to the session. */
	async noteConversation(sessionId: string, conversationId: string): Promise<void> {
		const key = sessionConversationsKey(sessionId);
		await this.#redis.attempt((redis) =>
			redis.multi().sadd(key, conversationId).expire(key, LIFETIME_SECONDS).exec(),
		);
	}

	/** The conversations for which a session got tickets, as far as Redis remembers. */
	async conversations(sessionId: string): Promise<readonly string[]> {
		const found = await this.#redis.attempt((redis) => redis.smembers(sessionConversationsKey(sessionId)));
		return found.answered ? found.value.slice(0, MAX_CONVERSATIONS) : [];
	}
}
