/** What every socket's opening has in common. */
import type { Context } from "hono";
import type { Permission } from "../../contracts/permissions.ts";
import { AGENT_HEADER, SESSION_HEADER, VISITOR_HEADER } from "../../durable-objects/conversation-rpc.ts";
import { agentHeader } from "../../durable-objects/desk/agent-header.ts";
import type { ConversationStub } from "../bindings.ts";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import type { Grant } from "./socket-tickets.ts";

/** @throws AppError bad_request */
export function requireUpgrade(c: Context<HonoEnv>): void {
	if (c.req.header("Upgrade")?.toLowerCase() !== "websocket")
		throw new AppError("bad_request", "This address is a WebSocket: ask for an upgrade.");
}

/**
 * Spends a ticket.
 *
 * @param place - what it must open
 * @param object - remembers signed tickets that were spent
 * @throws AppError
 */
export async function redeemTicket(
	c: Context<HonoEnv>,
	ticket: string,
	place: string,
	object: Pick<ConversationStub, "spendTicket">,
): Promise<Grant> {
	const redemption = await c.var.services.tickets.redeem(ticket, place, object);
	if (redemption.outcome === "unavailable")
		throw new AppError("unavailable", "The ticket can't be checked just now: get a new one.", {
			retryAfterSeconds: 1,
		});
	if (redemption.outcome === "refused") throw badTicket();
	return redemption.grant;
}

export function badTicket(): AppError {
	return new AppError("unauthorized", "The ticket is not valid, or has been used.");
}

/** Why the object did not open the socket, in the one shape of all refusals. */
export function refusedUpgrade(response: Response): AppError {
	const retryAfterSeconds = Number(response.headers.get("Retry-After") ?? "5") || 5;
	switch (response.status) {
		case 404:
			return new AppError("not_found", "There is no such conversation.");
		case 429:
			return new AppError("rate_limited", "There are too many sockets open here.", { retryAfterSeconds });
		default:
			return new AppError("unavailable", "This can't be reached just now.", { retryAfterSeconds });
	}
}

/**
 * The upgrade as the object gets it: who it is, and neither ticket nor anything else that the client made up.
 *
 * @param may - what somebody of the company may do at this moment
 */
export function upgradeFor(request: Request, grant: Grant, may: ReadonlySet<Permission>): Request {
	const headers = new Headers();
	for (const [name, value] of request.headers) {
		if (name === "upgrade" || name === "connection" || name.startsWith("sec-websocket-"))
			headers.set(name, value);
	}
	if (grant.agent === null) headers.set(VISITOR_HEADER, grant.visitorId);
	else headers.set(AGENT_HEADER, agentHeader({ ...grant.agent, may: [...may] }));
	headers.set(SESSION_HEADER, grant.session?.id ?? grant.id);
	return new Request(new URL(new URL(request.url).pathname, request.url), { headers });
}
