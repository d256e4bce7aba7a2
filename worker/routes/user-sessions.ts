import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { z } from "zod";
import { SessionList } from "../../contracts/accounts.ts";
import { endSessionsBefore, findUser, type UserRecord } from "../../store/users.ts";
import { audit } from "../auth/audit.ts";
import { closeSockets, endAllSessions } from "../auth/end-sessions.ts";
import { refuseReachingHigher } from "../auth/giving-roles.ts";
import { sessionsAway, toSessionInfo } from "../auth/session-info.ts";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import { refuseInvalid } from "../middleware/validation.ts";
import { answer, defineRoute, refusals } from "./define-route.ts";

/** Addresses and browsers are told to those who could end the session, and to nobody else. */
const admission = { access: "users:write", limit: null } as const;
const tags = ["administration"];
const UserPath = z.object({ id: z.uuidv7() });

const list = defineRoute(admission, {
	method: "get",
	path: "/{id}/sessions",
	operationId: "listUserSessions",
	summary: "Where a user is signed in, latest use first",
	tags,
	request: { params: UserPath },
	responses: { 200: answer(SessionList, "All of them."), ...refusals(400, 401, 403, 404, 429, 503) },
});

const end = defineRoute(admission, {
	method: "delete",
	path: "/{id}/sessions/{sessionId}",
	operationId: "endUserSession",
	summary: "Ends one session of a user; its live sockets close at once",
	tags,
	request: { params: UserPath.extend({ sessionId: z.uuidv7() }) },
	responses: { 204: { description: "Ended." }, ...refusals(400, 401, 403, 404, 429, 503) },
});

const endAll = defineRoute(admission, {
	method: "delete",
	path: "/{id}/sessions",
	operationId: "endUserSessions",
	summary: "Ends all sessions of a user; their live sockets close at once",
	description: "The account stays open: who has the password signs in again. API keys go on.",
	tags,
	request: { params: UserPath },
	responses: { 204: { description: "Signed out everywhere." }, ...refusals(400, 401, 403, 404, 429, 503) },
});

export const userSessions = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(list, async (c) => {
		const user = await reachable(c, c.req.valid("param").id);
		const sessions = await c.var.services.sessions.list(user.id);
		if (sessions === null) throw sessionsAway();
		const { credentialId } = c.var.principal;
		return c.json({ sessions: sessions.map((session) => toSessionInfo(session, credentialId)) }, 200);
	})
	.openapi(end, async (c) => {
		const { id, sessionId } = c.req.valid("param");
		const user = await reachable(c, id);
		const outcome = await c.var.services.sessions.end(user.id, sessionId);
		if (outcome === "unavailable") throw sessionsAway();
		if (outcome === "missing") throw new AppError("not_found", "There is no such session.");
		await closeSockets(c, user.id, [sessionId]);
		await audit(c, {
			action: "session.ended",
			target: { kind: "session", id: sessionId },
			details: { userId: user.id },
		});
		return c.body(null, 204);
	})
	.openapi(endAll, async (c) => {
		const user = await reachable(c, c.req.valid("param").id);
		await endSessionsBefore(c.var.services.database, user.id, c.var.surroundings.nowMs() + 1);
		await endAllSessions(c, user.id);
		await audit(c, { action: "session.all_ended", target: { kind: "user", id: user.id } });
		return c.body(null, 204);
	});

/** @throws AppError not_found; forbidden for somebody who may more than the one who asks */
async function reachable(c: Context<HonoEnv>, id: string): Promise<UserRecord> {
	const user = await findUser(c.var.services.database, id);
	if (user === null) throw new AppError("not_found", "There is no such user.");
	refuseReachingHigher(c, user);
	return user;
}
