import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { NewVisitor, VisitorSession } from "../../contracts/api.ts";
import { uuidV7 } from "../../contracts/ids.ts";
import { DEFAULT_SITE_KEY } from "../../contracts/sites.ts";
import { visitorOf } from "../auth/access.ts";
import { issueVisitorToken } from "../auth/visitor-token.ts";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import { requireOriginOf } from "../middleware/origins.ts";
import { refuseInvalid } from "../middleware/validation.ts";
import { answer, defineRoute, jsonContent, refusals } from "./define-route.ts";
import { knownSite } from "./site.ts";

const create = defineRoute(
	{ access: "public", limit: "visitors", keyless: "a visitor is a token, of which nothing is kept" },
	{
		method: "post",
		path: "/",
		operationId: "createVisitor",
		summary: "A new anonymous visitor, or a fresh token for the one who calls",
		description:
			"Without a token: a new visitor. With a token that is still valid: a new one for the same visitor. With the access token of somebody who is signed in: a visitor of that user's id, for as long as the session stands.",
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
		const caller = await visitorOf(c, { takesAccessToken: true });
		const siteKey = await siteOfVisitor(c, caller?.siteKey ?? null, c.req.valid("json").site ?? null);
		const visitor = {
			...(caller ?? {
				visitorId: uuidV7(nowMs, crypto.getRandomValues(new Uint8Array(10))),
				sessionId: null,
			}),
			siteKey,
		};
		const { token, expiresAtMs } = await issueVisitorToken(c.var.services.keys, visitor, nowMs);
		return c.json(
			{ visitorId: visitor.visitorId, token, expiresAt: new Date(expiresAtMs).toISOString() },
			201,
		);
	},
);

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
