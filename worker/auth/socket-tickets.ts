import { z } from "zod";
import { Person } from "../../contracts/desk-commands.ts";
import { ConversationId, VisitorId } from "../../contracts/ids.ts";
import { SiteKey } from "../../contracts/site-key.ts";
import { DEFAULT_SITE_KEY } from "../../contracts/sites.ts";
import type { ConversationStub } from "../bindings.ts";
import type { GuardedRedis } from "../guarded-redis.ts";
import type { Visitor } from "./access.ts";
import type { SigningKeys } from "./signing-keys.ts";
import { readToken, signToken, type TokenKind } from "./token.ts";

export const TICKET_SECONDS = 30;
/** The mark of a spent ticket is kept a little longer than the ticket, for clocks that differ. */
const SPENT_SECONDS = 60;

const TICKET: TokenKind = {
	typ: "ticket+jwt",
	audience: "customer-care:socket",
	lifetimeSeconds: TICKET_SECONDS,
};

/** What stands in the place of a conversation's id in a ticket for an inbox. */
const INBOX_PLACE = /^inbox:[a-z0-9-]{1,40}$/;

/** What a ticket opens: one conversation's socket, for one visitor or agent, or an inbox's. `id` names the ticket itself in logs. */
const Grant = z.object({
	id: z.string(),
	visitorId: VisitorId,
	/** The conversation, or the name of the inbox. */
	conversationId: z.union([ConversationId, z.string().regex(INBOX_PLACE)]),
	/** Somebody of the company, with the name that colleagues see; null for a visitor. */
	agent: Person.nullable().default(null),
	/** The session of a visitor who is signed in: it must still stand when the socket opens. */
	session: z.object({ id: z.string(), issuedAtMs: z.number() }).nullable().default(null),
	/** Whose pages may open the socket. */
	siteKey: SiteKey.default(DEFAULT_SITE_KEY),
});
export type Grant = z.infer<typeof Grant>;

export type Redemption =
	| { readonly outcome: "granted"; readonly grant: Grant }
	| { readonly outcome: "refused" }
	/** The ticket stands in a Redis that can't be asked now. */
	| { readonly outcome: "unavailable" };

/**
 * One-use tickets for the socket's address. While Redis answers, a ticket is a random name of an entry there. With
 * Redis away it is a signed token of the same 30 seconds, whose single use the conversation's object remembers: every
 * isolate asks the same one.
 */
export class SocketTickets {
	readonly #redis: GuardedRedis;
	readonly #keys: SigningKeys;
	readonly #nowMs: () => number;

	constructor(redis: GuardedRedis, keys: SigningKeys, nowMs: () => number) {
		this.#redis = redis;
		this.#keys = keys;
		this.#nowMs = nowMs;
	}

	async issue(
		{
			visitorId,
			sessionId,
			siteKey,
			agent = null,
		}: Pick<Visitor, "visitorId" | "sessionId"> & {
			readonly siteKey: string;
			readonly agent?: Person | null;
		},
		conversationId: string,
	): Promise<{ ticket: string; expiresAtMs: number }> {
		const nowMs = this.#nowMs();
		const session = sessionId === null ? null : { id: sessionId, issuedAtMs: nowMs };
		const grant: Grant = { id: crypto.randomUUID(), visitorId, conversationId, session, siteKey, agent };
		const ticket = randomName();
		const name = await entryName(ticket);
		const kept = await this.#redis.attempt((redis) => redis.set(name, grant, { ex: TICKET_SECONDS }));
		if (kept.answered) return { ticket, expiresAtMs: nowMs + TICKET_SECONDS * 1_000 };
		const content = {
			subject: visitorId,
			id: grant.id,
			claims: { conversation: conversationId, session, site: siteKey, agent },
		};
		const signed = await signToken(this.#keys, TICKET, content, nowMs);
		return { ticket: signed.token, expiresAtMs: signed.expiresAtMs };
	}

	/**
	 * Spends a ticket: a second call with the same one is refused.
	 *
	 * @param conversation - the object of `conversationId`, which remembers signed tickets
	 * @throws what the object throws when it can't be asked
	 */
	async redeem(
		ticket: string,
		conversationId: string,
		conversation: Pick<ConversationStub, "spendTicket">,
	): Promise<Redemption> {
		const isSigned = ticket.includes(".");
		const redemption = isSigned ? await this.#readSigned(ticket) : await this.#redeemKept(ticket);
		if (redemption.outcome !== "granted") return redemption;
		if (redemption.grant.conversationId !== conversationId) return { outcome: "refused" };
		if (!isSigned) return redemption;
		const untilMs = this.#nowMs() + SPENT_SECONDS * 1_000;
		const isFirst = await conversation.spendTicket({ id: redemption.grant.id, untilMs });
		return isFirst ? redemption : { outcome: "refused" };
	}

	async #redeemKept(ticket: string): Promise<Redemption> {
		if (!/^[A-Za-z0-9_-]{43}$/.test(ticket)) return { outcome: "refused" };
		const name = await entryName(ticket);
		const entry = await this.#redis.attempt((redis) => redis.getdel<unknown>(name));
		if (!entry.answered) return { outcome: "unavailable" };
		const grant = Grant.safeParse(entry.value);
		return grant.success ? { outcome: "granted", grant: grant.data } : { outcome: "refused" };
	}

	/** What a signed ticket grants, if it is one, whether or not it has been used. */
	async #readSigned(ticket: string): Promise<Redemption> {
		const claims = await readToken(this.#keys, TICKET, ticket, this.#nowMs());
		const grant = Grant.safeParse({
			id: claims?.id,
			visitorId: claims?.subject,
			conversationId: claims?.claims["conversation"],
			session: claims?.claims["session"],
			siteKey: claims?.claims["site"],
			agent: claims?.claims["agent"],
		});
		return grant.success ? { outcome: "granted", grant: grant.data } : { outcome: "refused" };
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
