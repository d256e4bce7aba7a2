import type { Context } from "hono";
import type { VerifiedVisitor } from "../contracts/identity.ts";
import { recordAudit } from "../store/audit-log.ts";
import { listConversationIds, moveConversations } from "../store/identities.ts";
import type { HonoEnv } from "./hono-env.ts";

/** Conversations that change hands by one call, newest first; the rest by the next one. */
const MAX_MERGED = 200;

export interface HistoryMerge {
	/** The anonymous visitor, whose token was shown. */
	readonly from: string;
	readonly into: string;
	/** Null for somebody with an account. */
	readonly visitor: VerifiedVisitor | null;
	/** Conversations that the page knows of: those of the last second are not in Postgres yet. */
	readonly conversationIds: readonly string[];
}

/**
 * Gives an anonymous visitor's conversations to the person who it turned out to be. Each conversation's object decides for
 * itself, and knows the answer from then on; Postgres follows. A repeat, also at the same time, changes nothing.
 *
 * @returns how many changed hands
 * @throws StoreUnavailable, ConversationUnavailable: then the call can be repeated
 */
export async function mergeHistory(c: Context<HonoEnv>, merge: HistoryMerge): Promise<number> {
	const { from, into, visitor } = merge;
	if (from === into) return 0;
	const { database } = c.var.services;
	const nowMs = c.var.surroundings.nowMs();
	const stored = await listConversationIds(database, from, MAX_MERGED);
	const ids = [...new Set([...merge.conversationIds, ...stored])];
	const outcomes = await Promise.all(
		ids.map(async (id) => ({
			id,
			outcome: await c.env.CONVERSATIONS.getByName(id).identify({ visitorId: into, from, visitor }),
		})),
	);
	const theirs = outcomes.filter(({ outcome }) => outcome !== "refused").map(({ id }) => id);
	if (theirs.length === 0) return 0;
	const moved = await moveConversations(database, { from, into, ids: theirs }, nowMs);
	const merged = outcomes.filter(({ outcome }) => outcome === "merged").length;
	if (merged > 0 || moved > 0)
		await recordAudit(database, {
			atMs: nowMs,
			actor: { kind: "visitor", id: into },
			action: "contact.merged",
			target: { kind: "contact", id: into },
			requestId: c.var.requestId,
			details: { from, conversations: merged, by: visitor === null ? "account" : "identity" },
		});
	return merged;
}
