import { OpenAPIHono } from "@hono/zod-openapi";
import { VisitorSession } from "../../contracts/api.ts";
import { uuidV7 } from "../../contracts/ids.ts";
import { visitorOf } from "../auth/access.ts";
import { issueVisitorToken } from "../auth/visitor-token.ts";
import type { HonoEnv } from "../hono-env.ts";
import { refuseInvalid } from "../middleware/validation.ts";
import { answer, defineRoute, refusals } from "./define-route.ts";

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
		responses: {
			201: answer(VisitorSession, "The visitor and the token to call with from now on."),
			...refusals(401, 403, 429),
		},
	},
);

export const visitors = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid }).openapi(
	create,
	async (c) => {
		const nowMs = c.var.surroundings.nowMs();
		const visitor = (await visitorOf(c, { takesAccessToken: true })) ?? {
			visitorId: uuidV7(nowMs, crypto.getRandomValues(new Uint8Array(10))),
			sessionId: null,
		};
		const { token, expiresAtMs } = await issueVisitorToken(c.var.services.keys, visitor, nowMs);
		return c.json(
			{ visitorId: visitor.visitorId, token, expiresAt: new Date(expiresAtMs).toISOString() },
			201,
		);
	},
);
