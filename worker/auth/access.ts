import { createMiddleware } from "hono/factory";
import { ConversationId } from "../../contracts/ids.ts";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import { readVisitorToken } from "./visitor-token.ts";

/** The visitor whom the Authorization header names; null without the header. @throws AppError unauthorized */
export async function visitorOf(c: {
	req: { header(name: string): string | undefined };
	var: HonoEnv["Variables"];
}): Promise<string | null> {
	const header = c.req.header("Authorization");
	if (header === undefined) return null;
	const token = /^Bearer ([\w.-]+)$/i.exec(header)?.[1];
	const { services, surroundings } = c.var;
	const visitorId =
		token === undefined ? null : await readVisitorToken(services.keys, token, surroundings.nowMs());
	if (visitorId === null) throw new AppError("unauthorized", "The token is not valid, or no longer.");
	return visitorId;
}

/** Lets a visitor in, whoever it is. */
export const requireVisitor = createMiddleware<HonoEnv>(async (c, next) => {
	const visitorId = await visitorOf(c);
	if (visitorId === null) throw new AppError("unauthorized", "This needs a visitor's token.");
	c.set("visitorId", visitorId);
	await next();
});

/**
 * Lets a visitor in to a conversation of their own. Somebody else's answers as one that does not exist, so that ids
 * can't be tried out.
 */
export const requireOwnConversation = createMiddleware<HonoEnv>(async (c, next) => {
	const id = ConversationId.safeParse(c.req.param("id"));
	const access = id.success ? await c.env.CONVERSATIONS.getByName(id.data).access() : null;
	if (access === null || access.visitorId === null || access.visitorId !== c.var.visitorId)
		throw new AppError("not_found", "There is no such conversation.");
	await next();
});
