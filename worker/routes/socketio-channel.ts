import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { every } from "hono/combine";
import { cors } from "hono/cors";
import { createMiddleware } from "hono/factory";
import { z } from "zod";
import { HANDSHAKE_HEADER } from "../../durable-objects/socketio/handshake.ts";
import { badRequest } from "../../durable-objects/socketio/poll-transport.ts";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import { limitBody } from "../middleware/body-limit.ts";
import { isAllowedOrigin, originGuard } from "../middleware/origins.ts";
import { limitByAddress } from "../middleware/rate-limit.ts";
import { services } from "../middleware/services.ts";
import { answer, defineRoute, refusals } from "./define-route.ts";

/** 15 random bytes, as Engine.IO's own servers make them: who knows a session's id is its client. */
const SESSION_ID = /^[A-Za-z0-9_-]{20}$/;

/** Clients of version 2 ask with credentials, which browsers allow only where this says so. There are none: no cookie is ours. */
const withCors = cors({
	origin: (origin, c: Context<HonoEnv>) => (isAllowedOrigin(c, origin) ? origin : null),
	allowMethods: ["GET", "POST"],
	credentials: true,
	maxAge: 600,
});

const limitHandshakes = limitByAddress("socketio");
const guards = every(services, withCors, originGuard, limitByAddress("address"), limitBody);

/**
 * Rasa's socket.io channel under the path that is configured: finds the session's object and hands the request on. It is
 * no route, for its path is not known when routes are made.
 */
export const socketIoChannel = createMiddleware<HonoEnv>(async (c, next) => {
	const path = channelPath(c);
	if (path === null || (c.req.path !== path && !c.req.path.startsWith(`${path}/`))) return next();
	return guards(c, async () => {
		c.res = await toSession(c);
	});
});

/** Asked before the configuration is parsed: a bad one is told by the services that stand behind. */
function channelPath(c: Context<HonoEnv>): string | null {
	const { SOCKETIO_CHANNEL: channel } = c.env;
	const written =
		typeof channel === "string" ? /"socketio_path"\s*:\s*"\/?([^"]*?)\/?"/.exec(channel)?.[1] : null;
	return `/${written ?? "socket.io"}`;
}

async function toSession(c: Context<HonoEnv>): Promise<Response> {
	if (c.var.services.config.SOCKETIO_CHANNEL === null)
		throw new AppError("not_found", "There is nothing here.");
	const { transport, EIO: version, sid } = c.req.query();
	const isUpgrade = c.req.header("Upgrade")?.toLowerCase() === "websocket";
	if (transport !== "polling" && transport !== "websocket") return badRequest("unknownTransport");
	if (version !== "3" && version !== "4") return badRequest("unknownVersion");
	if ((transport === "websocket") !== isUpgrade) return badRequest("badRequest");
	if (isUpgrade && !isFromAllowedPage(c))
		throw new AppError("forbidden", "Sockets from this origin are not allowed.");
	if (c.req.method !== "GET" && (c.req.method !== "POST" || sid === undefined))
		return badRequest("badMethod");
	if (sid !== undefined) return SESSION_ID.test(sid) ? forward(c, sid, false) : badRequest("unknownSession");
	await limitHandshakes(c, async () => {});
	return forward(c, newSessionId(), true);
}

/** A program that is no browser sends no origin; it could send any. */
function isFromAllowedPage(c: Context<HonoEnv>): boolean {
	const origin = c.req.header("Origin");
	return origin === undefined || isAllowedOrigin(c, origin);
}

/** The request as the object gets it: nothing that a client made up but what it says. */
async function forward(c: Context<HonoEnv>, sid: string, isHandshake: boolean): Promise<Response> {
	const headers = new Headers();
	for (const [name, value] of c.req.raw.headers)
		if (name === "upgrade" || name === "connection" || name.startsWith("sec-websocket-"))
			headers.set(name, value);
	if (isHandshake) headers.set(HANDSHAKE_HEADER, sid);
	const body = c.req.method === "POST" ? { method: "POST", body: await c.req.text() } : {};
	const { search } = new URL(c.req.url);
	const request = new Request(`https://session${search.length > 0 ? `/${search}` : "/"}`, {
		headers,
		...body,
	});
	const response = await c.env.SOCKETIO_SESSIONS.getByName(sid).fetch(request);
	return response.status === 101 ? response : new Response(response.body, response);
}

function newSessionId(): string {
	return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(15))))
		.replaceAll("+", "-")
		.replaceAll("/", "_");
}

const status = defineRoute(
	{ access: "public", limit: null },
	{
		method: "get",
		path: "/",
		operationId: "socketIoChannelStatus",
		summary: "Whether Rasa's socket.io channel is there",
		description:
			"The channel itself speaks Engine.IO 3 and 4 under `socketio_path` (docs/rasa-compatibility.md).",
		tags: ["channels"],
		responses: {
			200: answer(z.object({ status: z.literal("ok") }), "It is."),
			...refusals(404, 429),
		},
	},
);

export const socketIoStatus = new OpenAPIHono<HonoEnv>().openapi(status, (c) => {
	if (c.var.services.config.SOCKETIO_CHANNEL === null)
		throw new AppError("not_found", "There is nothing here.");
	return c.json({ status: "ok" as const }, 200);
});
