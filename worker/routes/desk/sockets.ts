import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { z } from "zod";
import { SocketTicket } from "../../../contracts/api.ts";
import { DESK_FRAME_NEEDS } from "../../../contracts/desk-socket.ts";
import { INBOX_FRAME_NEEDS } from "../../../contracts/inbox.ts";
import type { Permission } from "../../../contracts/permissions.ts";
import { DEFAULT_SITE_KEY } from "../../../contracts/sites.ts";
import { INBOX } from "../../auth/end-sessions.ts";
import {
	badTicket,
	redeemTicket,
	refusedUpgrade,
	requireUpgrade,
	upgradeFor,
} from "../../auth/open-socket.ts";
import { permissionsOf } from "../../auth/principal.ts";
import type { Grant } from "../../auth/socket-tickets.ts";
import { userOfSession } from "../../auth/standing.ts";
import type { ConversationStub } from "../../bindings.ts";
import { AppError } from "../../errors.ts";
import { type HonoEnv, inBackground } from "../../hono-env.ts";
import { isAllowedOrigin } from "../../middleware/origins.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { ConversationPath } from "../conversations.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";
import { NEXT_TICKET } from "../repeats.ts";

const Ticket = z.object({ ticket: z.string().max(2_048) });

const conversationTicket = defineRoute(
	{ access: "conversations:read", limit: "tickets", repeat: NEXT_TICKET },
	{
		method: "post",
		path: "/conversations/{id}/ticket",
		operationId: "createDeskTicket",
		summary: "A ticket that opens an agent's socket of the conversation once, within 30 seconds",
		tags: ["desk"],
		request: { params: ConversationPath },
		responses: {
			201: answer(SocketTicket, "The ticket and the address to open."),
			...refusals(400, 401, 403, 404, 429, 503),
		},
	},
);

const conversationSocket = defineRoute(
	{ access: "ticket", limit: null },
	{
		method: "get",
		path: "/conversations/{id}/socket",
		operationId: "openDeskSocket",
		summary: "An agent's WebSocket of a conversation (docs/desk-socket.md)",
		tags: ["desk"],
		request: { params: ConversationPath, query: Ticket },
		responses: { 101: { description: "The socket is open." }, ...refusals(400, 401, 403, 404, 429, 503) },
	},
);

const inboxTicket = defineRoute(
	{ access: "conversations:write", limit: "tickets", repeat: NEXT_TICKET },
	{
		method: "post",
		path: "/inbox/ticket",
		operationId: "createInboxTicket",
		summary: "A ticket that opens the inbox's socket once, within 30 seconds",
		tags: ["desk"],
		responses: {
			201: answer(SocketTicket, "The ticket and the address to open."),
			...refusals(401, 403, 429, 503),
		},
	},
);

const inboxSocket = defineRoute(
	{ access: "ticket", limit: null },
	{
		method: "get",
		path: "/inbox/socket",
		operationId: "openInboxSocket",
		summary: "The team's inbox, live (docs/desk-socket.md)",
		tags: ["desk"],
		request: { query: Ticket },
		responses: { 101: { description: "The socket is open." }, ...refusals(400, 401, 403, 429, 503) },
	},
);

export const deskSockets = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid })
	.openapi(conversationTicket, async (c) => {
		const { id } = c.req.valid("param");
		if ((await c.env.CONVERSATIONS.getByName(id).access()) === null)
			throw new AppError("not_found", "There is no such conversation.");
		return c.json(await issued(c, id, `/api/desk/conversations/${id}/socket`), 201);
	})
	.openapi(conversationSocket, (c) => {
		const { id } = c.req.valid("param");
		const object = c.env.CONVERSATIONS.getByName(id);
		const needed = DESK_FRAME_NEEDS.hello;
		return opened(c, { ticket: c.req.valid("query").ticket, place: id, object, needed });
	})
	.openapi(inboxTicket, async (c) => c.json(await issued(c, `inbox:${INBOX}`, "/api/desk/inbox/socket"), 201))
	.openapi(inboxSocket, (c) => {
		const object = c.env.INBOXES.getByName(INBOX);
		const needed = INBOX_FRAME_NEEDS.hello;
		return opened(c, { ticket: c.req.valid("query").ticket, place: `inbox:${INBOX}`, object, needed });
	});

async function issued(c: Context<HonoEnv>, place: string, path: string): Promise<SocketTicket> {
	const { principal, services } = c.var;
	if (principal.kind !== "user")
		throw new AppError("forbidden", "Sockets of the desk are for people, not for API keys.");
	const { user, credentialId: sessionId } = principal;
	if (place !== `inbox:${INBOX}`) await services.sessions.noteConversation(sessionId, place);
	const agent = { id: user.id, name: user.name };
	const grant = { visitorId: user.id, sessionId, siteKey: DEFAULT_SITE_KEY, agent };
	const { ticket, expiresAtMs } = await services.tickets.issue(grant, place);
	const query = new URLSearchParams({ ticket });
	return { ticket, expiresAt: new Date(expiresAtMs).toISOString(), url: `${path}?${query.toString()}` };
}

interface Opening {
	readonly ticket: string;
	/** What the ticket must open. */
	readonly place: string;
	readonly object: Pick<ConversationStub, "spendTicket" | "endSessions" | "fetch">;
	/** What the first frame needs. */
	readonly needed: Permission;
}

async function opened(c: Context<HonoEnv>, { ticket, place, object, needed }: Opening): Promise<Response> {
	requireUpgrade(c);
	const origin = c.req.header("Origin");
	if (origin === undefined || !isAllowedOrigin(c, origin))
		throw new AppError("forbidden", "Sockets from this origin are not allowed.");
	const grant = await redeemTicket(c, ticket, place, object);
	if (grant.agent === null) throw badTicket();
	const may = await permissionsNow(c, grant);
	if (!may.has(needed)) throw new AppError("unauthorized", "The session behind this ticket has ended.");
	const upgrade = await object.fetch(upgradeFor(c.req.raw, grant, may));
	if (upgrade.status !== 101) throw refusedUpgrade(upgrade);
	inBackground(c, closeIfChanged(c, grant, { object, may }));
	return upgrade;
}

/** What the agent may do now; nothing where the session has ended. @throws StoreUnavailable */
async function permissionsNow(
	c: Context<HonoEnv>,
	{ visitorId, session }: Grant,
): Promise<ReadonlySet<Permission>> {
	if (session === null) return new Set();
	const claim = { userId: visitorId, sessionId: session.id, issuedAtMs: session.issuedAtMs };
	const user = await userOfSession(c.var.services, claim);
	return user === null ? new Set() : permissionsOf(user);
}

/**
 * Looks once more: a session that ended, or a role that changed, while its socket was opening closed all sockets but this
 * one, which was told what its agent might do before.
 */
async function closeIfChanged(
	c: Context<HonoEnv>,
	grant: Grant,
	{ object, may }: Pick<Opening, "object"> & { readonly may: ReadonlySet<Permission> },
): Promise<void> {
	if (grant.session === null) return;
	const isTheSame = await permissionsNow(c, grant).then(
		(now) => now.size === may.size && [...now].every((permission) => may.has(permission)),
		() => true, // can't be told just now: it could a moment ago
	);
	if (!isTheSame) await object.endSessions([grant.session.id]);
}
