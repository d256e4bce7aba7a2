import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { z } from "zod";
import { SocketTicket } from "../../contracts/api.ts";
import type { Permission } from "../../contracts/permissions.ts";
import type { Grant } from "../auth/socket-tickets.ts";
import { badTicket, redeemTicket, refusedUpgrade, requireUpgrade, upgradeFor } from "../auth/open-socket.ts";
import { AppError } from "../errors.ts";
import { isSessionOpen } from "../auth/standing.ts";
import type { ConversationStub } from "../bindings.ts";
import { type HonoEnv, inBackground } from "../hono-env.ts";
import { mayKnock, requireOriginOf } from "../middleware/origins.ts";
import { refuseInvalid } from "../middleware/validation.ts";
import { ConversationPath } from "./conversations.ts";
import { answer, defineRoute, refusals } from "./define-route.ts";
import { NEXT_TICKET } from "./repeats.ts";

const ticket = defineRoute(
	{ access: "own-conversation", limit: "tickets", repeat: NEXT_TICKET },
	{
		method: "post",
		path: "/{id}/ticket",
		operationId: "createSocketTicket",
		summary: "A ticket that opens the conversation's socket once, within 30 seconds",
		tags: ["socket"],
		request: { params: ConversationPath },
		responses: {
			201: answer(SocketTicket, "The ticket and the address to open."),
			...refusals(401, 403, 404, 429, 503),
		},
	},
);

const socket = defineRoute(
	{ access: "ticket", limit: null },
	{
		method: "get",
		path: "/{id}/socket",
		operationId: "openSocket",
		summary: "The conversation's WebSocket (docs/protocol.md)",
		description: "Needs an Upgrade header and the Origin of our own pages or of an allowed one.",
		tags: ["socket"],
		request: { params: ConversationPath, query: z.object({ ticket: z.string().max(2_048) }) },
		responses: {
			101: { description: "The socket is open." },
			...refusals(400, 401, 403, 429, 503),
		},
	},
);

/** A customer's socket is of one conversation of theirs: its frames need no permission. */
const NOTHING: ReadonlySet<Permission> = new Set();

export const sockets = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(ticket, async (c) => {
		const { id } = c.req.valid("param");
		const { visitorId, visitorSessionId: sessionId, visitorSiteKey: siteKey } = c.var;
		if (sessionId !== null) await c.var.services.sessions.noteConversation(sessionId, id);
		const issued = await c.var.services.tickets.issue({ visitorId, sessionId, siteKey }, id);
		const query = new URLSearchParams({ ticket: issued.ticket });
		return c.json(
			{
				ticket: issued.ticket,
				expiresAt: new Date(issued.expiresAtMs).toISOString(),
				url: `/api/conversations/${id}/socket?${query.toString()}`,
			},
			201,
		);
	})
	.openapi(socket, async (c) => {
		requireUpgrade(c);
		const origin = c.req.header("Origin");
		if (origin === undefined || !(await mayKnock(c, origin)))
			throw new AppError("forbidden", "Sockets from this origin are not allowed.");
		const { id } = c.req.valid("param");
		const conversation = c.env.CONVERSATIONS.getByName(id);
		const grant = await redeemTicket(c, c.req.valid("query").ticket, id, conversation);
		if (grant.agent !== null) throw badTicket();
		await requireOriginOf(c, grant.siteKey);
		if (!(await isStillOpen(c, grant)))
			throw new AppError("unauthorized", "The session behind this ticket has ended.");
		const upgrade = await conversation.fetch(upgradeFor(c.req.raw, grant, NOTHING));
		if (upgrade.status !== 101) throw refusedUpgrade(upgrade);
		if (grant.session !== null) inBackground(c, closeIfEnded(c, grant, conversation));
		return upgrade;
	});

async function isStillOpen(c: Context<HonoEnv>, { visitorId, session }: Grant): Promise<boolean> {
	if (session === null) return true;
	const claim = { userId: visitorId, sessionId: session.id, issuedAtMs: session.issuedAtMs };
	return isSessionOpen(c.var.services, claim);
}

/** Looks once more: a session that ended while its socket was opening closed all its sockets but this one. */
async function closeIfEnded(
	c: Context<HonoEnv>,
	grant: Grant,
	conversation: Pick<ConversationStub, "endSessions">,
): Promise<void> {
	if (grant.session === null) return;
	const isOpen = await isStillOpen(c, grant).catch(() => true); // can't be told just now: it could a moment ago
	if (!isOpen) await conversation.endSessions([grant.session.id]);
}
