import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { z } from "zod";
import { NewVisitor, VisitorSession } from "../../contracts/api.ts";
import { DEFAULT_SITE_KEY } from "../../contracts/sites.ts";
import { freshId } from "../../store/fresh-id.ts";
import { type Visitor, visitorOf } from "../auth/access.ts";
import { issueVisitorToken, readVisitorToken, type VisitorOfToken } from "../auth/visitor-token.ts";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import { identifyVisitor } from "../identify-visitor.ts";
import { mergeHistory } from "../merge-history.ts";
import { requireOriginOf } from "../middleware/origins.ts";
import { refuseInvalid } from "../middleware/validation.ts";
import { answer, defineRoute, jsonContent, refusals } from "./define-route.ts";
import { knownSite } from "./site.ts";

/** Nobody may find another visitor's token under a key: those who have none are told apart by their address alone. */
const ANOTHER_TOKEN = {
	how: "harmless",
	why: "a visitor is a token, of which nothing is kept, and a history is joined once",
} as const;

const create = defineRoute(
	{ access: "public", limit: "visitors", repeat: ANOTHER_TOKEN },
	{
		method: "post",
		path: "/",
		operationId: "createVisitor",
		summary: "A visitor: a new anonymous one, the one who calls, or the person whom `identity` names",
		description:
			"Without a token: a new visitor. With a token that is still valid: a new one for the same visitor. With the access token of somebody who is signed in: a visitor of that user's id, for as long as the session stands. With `identity`, a token of the company's own server (docs/identified-visitors.md): that person, until the token ends. `previous` keeps what was said before.",
		tags: ["visitors"],
		request: { body: { required: false, ...jsonContent(NewVisitor) } },
		responses: {
			201: answer(VisitorSession, "The visitor and the token to call with from now on."),
			...refusals(400, 401, 403, 404, 415, 429, 503),
		},
	},
);

export const visitors = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid }).openapi(
	create,
	async (c) => {
		const nowMs = c.var.surroundings.nowMs();
		const wanted = c.req.valid("json");
		const visitor = await visitorFor(c, wanted);
		const merged = await keepHistory(c, visitor, wanted);
		const { token, expiresAtMs } = await issueVisitorToken(c.var.services.keys, visitor, nowMs);
		return c.json(
			{
				visitorId: visitor.visitorId,
				token,
				expiresAt: new Date(expiresAtMs).toISOString(),
				verified: visitor.vouched !== null || visitor.sessionId !== null,
				merged,
			},
			201,
		);
	},
);

async function visitorFor(c: Context<HonoEnv>, wanted: z.infer<typeof NewVisitor>): Promise<VisitorOfToken> {
	const { site = null, identity = null } = wanted;
	if (identity !== null) {
		const siteKey = await siteOfVisitor(c, null, site);
		return { sessionId: null, siteKey, ...(await identifyVisitor(c, identity, siteKey)) };
	}
	const caller = await visitorOf(c, { takesAccessToken: true });
	const siteKey = await siteOfVisitor(c, caller?.siteKey ?? null, site);
	return { ...(caller ?? anonymous(c)), siteKey };
}

function anonymous(c: Context<HonoEnv>): Visitor {
	const visitorId = freshId(c.var.surroundings.nowMs());
	return { visitorId, sessionId: null, siteKey: null, vouched: null };
}

/** The site whose pages may use the token. @throws AppError when there is none, it is another's, or this page is not of it */
async function siteOfVisitor(
	c: Context<HonoEnv>,
	ofToken: string | null,
	asked: string | null,
): Promise<string> {
	const siteKey = asked ?? ofToken ?? DEFAULT_SITE_KEY;
	if (ofToken !== null && ofToken !== siteKey)
		throw new AppError("bad_request", "The request has fields that can't be taken.", {
			fields: [{ path: "body.site", message: "is not the site of the token" }],
		});
	if (asked !== null) await knownSite(c, asked);
	await requireOriginOf(c, siteKey);
	return siteKey;
}

/**
 * Gives the history of an anonymous visitor to the person whom this call names. Only what is nobody's: a token of another
 * person, of another site, or one that has ended, brings nothing.
 */
async function keepHistory(
	c: Context<HonoEnv>,
	{ visitorId, vouched, sessionId, siteKey }: VisitorOfToken,
	{ previous, conversations = [] }: z.infer<typeof NewVisitor>,
): Promise<number> {
	if (previous === undefined || (vouched === null && sessionId === null)) return 0;
	const shown = await readVisitorToken(c.var.services.keys, previous, c.var.surroundings.nowMs());
	const isAnonymous = shown !== null && shown.session === null && shown.vouched === null;
	if (!isAnonymous || shown.siteKey !== siteKey) return 0;
	return mergeHistory(c, {
		from: shown.visitorId,
		into: visitorId,
		visitor: vouched?.visitor ?? null,
		conversationIds: conversations,
	});
}
