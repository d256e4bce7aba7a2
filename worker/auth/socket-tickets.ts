import { z } from "zod";
import { ConversationId, VisitorId } from "../../contracts/ids.ts";
import type { GuardedRedis } from "../guarded-redis.ts";
import type { SigningKeys } from "./signing-keys.ts";
import { readToken, signToken, type TokenKind } from "./token.ts";

export const TICKET_SECONDS = 30;
/** Redis keeps the mark of a spent ticket a little longer than the ticket, for clocks that differ. */
const SPENT_SECONDS = 60;

const TICKET: TokenKind = {
	typ: "ticket+jwt",
	audience: "customer-care:socket",
	lifetimeSeconds: TICKET_SECONDS,
};

/** What a ticket opens: one conversation's socket, for one visitor. `id` names the ticket itself in logs. */
const Grant = z.object({ id: z.string(), visitorId: VisitorId, conversationId: ConversationId });
export type Grant = z.infer<typeof Grant>;

export type Redemption =
	| { readonly outcome: "granted"; readonly grant: Grant }
	| { readonly outcome: "refused" }
	/** The ticket stands in a Redis that can't be asked now. */
	| { readonly outcome: "unavailable" };

/**
 * One-use tickets for the socket's address. While Redis answers, a ticket is a random name of an entry there. With
 * Redis away it is a signed token of the same 30 seconds, and its single use is remembered by this isolate, and by
 * Redis as soon as that is back.
 */
export class SocketTickets {
	readonly #redis: GuardedRedis;
	readonly #keys: SigningKeys;
	readonly #nowMs: () => number;
	/** Ids of spent signed tickets and when they may be forgotten, epoch milliseconds. */
	readonly #spent = new Map<string, number>();

	constructor(redis: GuardedRedis, keys: SigningKeys, nowMs: () => number) {
		this.#redis = redis;
		this.#keys = keys;
		this.#nowMs = nowMs;
	}

	async issue(visitorId: string, conversationId: string): Promise<{ ticket: string; expiresAtMs: number }> {
		const nowMs = this.#nowMs();
		const grant: Grant = { id: crypto.randomUUID(), visitorId, conversationId };
		const ticket = randomName();
		const name = await entryName(ticket);
		const kept = await this.#redis.attempt((redis) => redis.set(name, grant, { ex: TICKET_SECONDS }));
		if (kept.answered) return { ticket, expiresAtMs: nowMs + TICKET_SECONDS * 1_000 };
		const content = { subject: visitorId, id: grant.id, claims: { conversation: conversationId } };
		const signed = await signToken(this.#keys, TICKET, content, nowMs);
		return { ticket: signed.token, expiresAtMs: signed.expiresAtMs };
	}

	/** Spends a ticket: a second call with the same one is refused. */
	async redeem(ticket: string, conversationId: string): Promise<Redemption> {
		const redemption = ticket.includes(".")
			? await this.#redeemSigned(ticket)
			: await this.#redeemKept(ticket);
		if (redemption.outcome !== "granted") return redemption;
		return redemption.grant.conversationId === conversationId ? redemption : { outcome: "refused" };
	}

	async #redeemKept(ticket: string): Promise<Redemption> {
		if (!/^[A-Za-z0-9_-]{43}$/.test(ticket)) return { outcome: "refused" };
		const name = await entryName(ticket);
		const entry = await this.#redis.attempt((redis) => redis.getdel<unknown>(name));
		if (!entry.answered) return { outcome: "unavailable" };
		const grant = Grant.safeParse(entry.value);
		return grant.success ? { outcome: "granted", grant: grant.data } : { outcome: "refused" };
	}

	async #redeemSigned(ticket: string): Promise<Redemption> {
		const nowMs = this.#nowMs();
		const claims = await readToken(this.#keys, TICKET, ticket, nowMs);
		const grant = Grant.safeParse({
			id: claims?.id,
			visitorId: claims?.subject,
			conversationId: claims?.claims["conversation"],
		});
		if (!grant.success || this.#wasSpent(grant.data.id, nowMs)) return { outcome: "refused" };
		const mark = await this.#redis.attempt((redis) =>
			redis.set(`care:ticket:spent:${grant.data.id}`, 1, { nx: true, ex: SPENT_SECONDS }),
		);
		if (mark.answered && mark.value === null) return { outcome: "refused" };
		return { outcome: "granted", grant: grant.data };
	}

	#wasSpent(id: string, nowMs: number): boolean {
		for (const [spent, untilMs] of this.#spent) {
			if (untilMs >= nowMs) break; // in the order of spending, so all after it are younger
			this.#spent.delete(spent);
		}
		const known = this.#spent.has(id);
		if (!known) this.#spent.set(id, nowMs + SPENT_SECONDS * 1_000);
		return known;
	}
}

function randomName(): string {
	return base64Url(crypto.getRandomValues(new Uint8Array(32)));
}

/** The entry is kept under the ticket's hash: who reads Redis cannot open a socket with what stands there. */
async function entryName(ticket: string): Promise<string> {
	const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(ticket));
	return `care:ticket:${base64Url(new Uint8Array(hash))}`;
}

function base64Url(bytes: Uint8Array): string {
	return btoa(String.fromCharCode(...bytes))
		.replaceAll("+", "-")
		.replaceAll("/", "_")
		.replaceAll("=", "");
}
