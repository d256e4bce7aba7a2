import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { ConversationId } from "../../contracts/ids.ts";
import { DEFAULT_SITE_KEY } from "../../contracts/sites.ts";
import type { ConversationStub } from "../bindings.ts";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import { requireOriginOf } from "../middleware/origins.ts";
import { readAccessToken } from "./access-token.ts";
import { isSessionOpen, type SessionClaim } from "./standing.ts";
import { readVisitorToken, type Vouched } from "./visitor-token.ts";

export interface Visitor {
	readonly visitorId: string;
	/** The session of somebody who is signed in; null for an anonymous visitor. */
	readonly sessionId: string | null;
	/** Null where an access token speaks, which belongs to no site. */
	readonly siteKey: string | null;
	/** What the company's server said of an identified visitor. */
	readonly vouched: Vouched | null;
}

/**
 * The visitor whom the Authorization header names; null without the header. Somebody who is signed in counts as the
 * visitor of the user's id, while the session stands.
 *
 * @throws AppError unauthorized
 */
export async function visitorOf(
	c: Context<HonoEnv>,
	options: { readonly takesAccessToken: boolean } = { takesAccessToken: false },
): Promise<Visitor | null> {
	const header = c.req.header("Authorization");
	if (header === undefined) return null;
	const token = /^Bearer ([\w.-]+)$/i.exec(header)?.[1];
	const { services, surroundings } = c.var;
	const read = async (): Promise<Visitor | null> => {
		if (token === undefined) return null;
		const visitor = await readVisitorToken(services.keys, token, surroundings.nowMs());
		const siteKey = visitor?.siteKey ?? null;
		if (visitor !== null && visitor.session === null) {
			const { visitorId, vouched } = visitor;
			if (vouched !== null && (await services.sites.isRevoked(vouched.kid))) return null;
			return { visitorId, sessionId: null, siteKey, vouched };
		}
		const claim =
			visitor?.session ??
			(options.takesAccessToken ? await readAccessToken(services.keys, token, surroundings.nowMs()) : null);
		return claim !== null && (await isSessionOpen(services, claim)) ? visitorOfSession(claim, siteKey) : null;
	};
	const visitor = await read();
	if (visitor === null) throw new AppError("unauthorized", "The token is not valid, or no longer.");
	return visitor;
}

function visitorOfSession({ userId, sessionId }: SessionClaim, siteKey: string | null): Visitor {
	return { visitorId: userId, sessionId, siteKey, vouched: null };
}

/** Lets a visitor in, whoever it is. */
export const requireVisitor = createMiddleware<HonoEnv>(async (c, next) => {
	const visitor = await visitorOf(c);
	if (visitor === null) throw new AppError("unauthorized", "This needs a visitor's token.");
	const siteKey = visitor.siteKey ?? DEFAULT_SITE_KEY;
	await requireOriginOf(c, siteKey);
	c.set("visitorId", visitor.visitorId);
	c.set("visitorSessionId", visitor.sessionId);
	c.set("visitorSiteKey", siteKey);
	c.set("verifiedVisitor", visitor.vouched?.visitor ?? null);
	await next();
});

/**
 * Lets a visitor in to a conversation of their own. Somebody else's answers as one that does not exist, so that ids
 * can't be tried out.
 */
export const requireOwnConversation = createMiddleware<HonoEnv>(async (c, next) => {
	const id = ConversationId.safeParse(c.req.param("id"));
	if (!id.success || !(await isOwn(c, c.env.CONVERSATIONS.getByName(id.data))))
		throw new AppError("not_found", "There is no such conversation.");
	await next();
});

/** Of an identified visitor the conversation is told at the same time who that is now. */
async function isOwn(c: Context<HonoEnv>, conversation: ConversationStub): Promise<boolean> {
	const { visitorId, verifiedVisitor } = c.var;
	if (verifiedVisitor === null) return (await conversation.access())?.visitorId === visitorId;
	return (await conversation.identify({ visitorId, from: null, visitor: verifiedVisitor })) !== "refused";
}
