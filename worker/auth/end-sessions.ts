import type { Context } from "hono";
import { listVisitorConversations } from "../../store/conversations.ts";
import type { HonoEnv } from "../hono-env.ts";

/** The one team's inbox. */
export const INBOX = "default";

/** Conversations of a user that are looked at beside those that the session got tickets for: Redis may have forgotten some. */
const LATEST = 20;

/**
 * Closes the live sockets of sessions that have just ended, wherever they are. The conversations are known twice: Redis
 * has those that a session asked tickets for, Postgres the user's latest.
 *
 * @param sessionIds - null: all of this user's
 */
export async function closeSockets(
	c: Context<HonoEnv>,
	userId: string,
	sessionIds: readonly string[] | null,
): Promise<void> {
	const { database, sessions } = c.var.services;
	const [latest, ...noted] = await Promise.all([
		listVisitorConversations(database, userId, null, LATEST).then(
			({ conversations }) => conversations.map(({ id }) => id),
			() => [], // Postgres is away: what Redis knows has to do
		),
		...(sessionIds ?? []).map((sessionId) => sessions.conversations(sessionId)),
	]);
	const ids = new Set([...latest, ...noted.flat()]);
	await Promise.all(
		[...[...ids].map((id) => c.env.CONVERSATIONS.getByName(id)), c.env.INBOXES.getByName(INBOX)].map(
			(object) =>
				object
					.endSessions(sessionIds)
					// an object that can't be woken holds no socket
					.catch(() => undefined),
		),
	);
}

/** Who may do something else than before opens their sockets again, and is asked what they may then. */
export async function reopenSockets(c: Context<HonoEnv>, userId: string): Promise<void> {
	const open = await c.var.services.sessions.list(userId);
	await closeSockets(c, userId, open?.map(({ id }) => id) ?? null);
}

/**
 * Ends all sessions of a user in Redis and closes their sockets.
 *
 * @returns false when Redis could not be told: access tokens and chats end all the same, by the user's row
 */
export async function endAllSessions(c: Context<HonoEnv>, userId: string): Promise<boolean> {
	const { sessions } = c.var.services;
	const open = await sessions.list(userId);
	if (open === null) {
		await closeSockets(c, userId, null);
		return false;
	}
	for (const session of open) await sessions.end(userId, session.id);
	await closeSockets(
		c,
		userId,
		open.map(({ id }) => id),
	);
	return true;
}
