import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { z } from "zod";
import { SessionList, SignedIn } from "../../../contracts/accounts.ts";
import { endSessionsBefore } from "../../../store/users.ts";
import { audit } from "../../auth/audit.ts";
import { signedIn } from "../../auth/begin-session.ts";
import { clearCookie, readCookie, writeCookie } from "../../auth/cookies.ts";
import { closeSockets, endAllSessions } from "../../auth/end-sessions.ts";
import { sessionsAway, toSessionInfo } from "../../auth/session-info.ts";
import { userOfSession } from "../../auth/standing.ts";
import { AppError } from "../../errors.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";
import { OPENS_A_SESSION } from "../repeats.ts";

const TWICE_IS_ONCE = { how: "harmless", why: "signing out twice is signing out once" } as const;

const refresh = defineRoute(
	{ access: "refresh-cookie", limit: "account", repeat: OPENS_A_SESSION },
	{
		method: "post",
		path: "/refresh",
		operationId: "refreshSession",
		summary: "A new access token, and a new refresh token in the cookie's place",
		description: "A refresh token is good once: shown a second time, it ends its session.",
		tags: ["accounts"],
		responses: {
			200: answer(SignedIn, "Still signed in."),
			204: { description: "This browser has no session, and nothing is wrong with that." },
			...refusals(401, 403, 429, 503),
		},
	},
);

const signOut = defineRoute(
	{ access: "refresh-cookie", limit: "account", repeat: TWICE_IS_ONCE },
	{
		method: "post",
		path: "/sign-out",
		operationId: "signOut",
		summary: "Ends the session of this browser",
		tags: ["accounts"],
		responses: { 204: { description: "Signed out." }, ...refusals(403, 429, 503) },
	},
);

const everywhere = defineRoute(
	{ access: "signed-in", limit: null, repeat: TWICE_IS_ONCE },
	{
		method: "post",
		path: "/sign-out-everywhere",
		operationId: "signOutEverywhere",
		summary: "Ends all sessions of whoever calls, this one too",
		tags: ["accounts"],
		responses: { 204: { description: "Signed out everywhere." }, ...refusals(401, 403, 429, 503) },
	},
);

const list = defineRoute(
	{ access: "signed-in", limit: null },
	{
		method: "get",
		path: "/sessions",
		operationId: "listSessions",
		summary: "Where one is signed in, latest use first",
		tags: ["accounts"],
		responses: { 200: answer(SessionList, "All of them."), ...refusals(401, 403, 429, 503) },
	},
);

const end = defineRoute(
	{ access: "signed-in", limit: null },
	{
		method: "delete",
		path: "/sessions/{id}",
		operationId: "endSession",
		summary: "Ends one session of whoever calls; its live sockets close at once",
		tags: ["accounts"],
		request: { params: z.object({ id: z.uuidv7() }) },
		responses: { 204: { description: "Ended." }, ...refusals(400, 401, 403, 404, 429, 503) },
	},
);

export const sessionRoutes = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(refresh, async (c) => {
		const token = readCookie(c, "refresh");
		// every page asks when it opens: that nobody is signed in is an answer and no fault
		if (token === undefined) return c.body(null, 204);
		const session = await refreshed(c, token);
		// the new token is in the browser before anything else can fail: shown twice, the old one would end the session
		writeCookie(c, "refresh", session.refreshToken);
		const claim = { ...session, issuedAtMs: c.var.surroundings.nowMs() };
		if ((await userOfSession(c.var.services, claim)) === null) {
			await c.var.services.sessions.end(session.userId, session.sessionId);
			throw signedOut(c);
		}
		return c.json(await signedIn(c, session), 200);
	})
	.openapi(signOut, async (c) => {
		const token = readCookie(c, "refresh");
		clearCookie(c, "refresh");
		if (token === undefined) return c.body(null, 204);
		const { sessions } = c.var.services;
		const shown = await sessions.refresh(token); // shows that the cookie is the session's, and spends it
		if (shown.outcome === "unavailable") throw sessionsAway();
		if (shown.outcome === "refreshed") {
			const { userId, sessionId } = shown.session;
			if ((await sessions.end(userId, sessionId)) === "unavailable") throw sessionsAway();
			await closeSockets(c, userId, [sessionId]);
		}
		if (shown.outcome === "reused") await closeSockets(c, shown.userId, [shown.sessionId]);
		return c.body(null, 204);
	})
	.openapi(everywhere, async (c) => {
		const { user } = c.var.principal;
		await endSessionsBefore(c.var.services.database, user.id, c.var.surroundings.nowMs() + 1);
		await endAllSessions(c, user.id);
		clearCookie(c, "refresh");
		await audit(c, { action: "session.all_ended", target: { kind: "user", id: user.id } });
		return c.body(null, 204);
	})
	.openapi(list, async (c) => {
		const { user, credentialId } = c.var.principal;
		const sessions = await c.var.services.sessions.list(user.id);
		if (sessions === null) throw sessionsAway();
		return c.json({ sessions: sessions.map((session) => toSessionInfo(session, credentialId)) }, 200);
	})
	.openapi(end, async (c) => {
		const { user } = c.var.principal;
		const { id } = c.req.valid("param");
		const outcome = await c.var.services.sessions.end(user.id, id);
		if (outcome === "unavailable") throw sessionsAway();
		if (outcome === "missing") throw new AppError("not_found", "There is no such session.");
		await closeSockets(c, user.id, [id]);
		await audit(c, { action: "session.ended", target: { kind: "session", id } });
		return c.body(null, 204);
	});

/** @throws AppError unauthorized; ends the session whose token was shown twice */
async function refreshed(c: Context<HonoEnv>, token: string) {
	const refresh = await c.var.services.sessions.refresh(token);
	switch (refresh.outcome) {
		case "refreshed":
			return refresh.session;
		case "unavailable":
			throw sessionsAway();
		case "reused": {
			const { userId, sessionId } = refresh;
			await closeSockets(c, userId, [sessionId]);
			await audit(c, { action: "session.token_reused", target: { kind: "session", id: sessionId }, userId });
			throw signedOut(c);
		}
		default:
			throw signedOut(c);
	}
}

function signedOut(c: Context<HonoEnv>): AppError {
	clearCookie(c, "refresh");
	return new AppError("unauthorized", "You are signed out.");
}
