import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { z } from "zod";
import { readSharedJwt } from "../../durable-objects/shared-jwt.ts";
import type { HttpApiSettings } from "../env.ts";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import { refuse } from "../middleware/on-error.ts";
import { RasaError } from "../rasa-error.ts";

const Claims = z.object({
	user: z.object({ username: z.string().nullish(), role: z.string().nullish() }),
});

/**
 * Rasa's way in: the token in the address, or a JWT whose `user.role` is `admin`, or `user` for the conversation that
 * `user.username` names. With neither configured everybody may (development only: worker/env.ts).
 */
function requireRasa(scope: "admin" | "conversation") {
	return createMiddleware<HonoEnv>(async (c, next) => {
		const { HTTP_API: api } = c.var.services.config;
		// off, its paths are like any other that nobody serves
		if (api === null) return refuse(c, new AppError("not_found", "There is nothing here."));
		const caller = await callerOf(c, api, scope === "conversation");
		if (caller === null) throw new RasaError(401, "NotAuthenticated", "User is not authenticated.");
		c.set("rasaCaller", caller);
		return next();
	});
}

export const requireRasaAdmin = requireRasa("admin");
export const requireRasaConversation = requireRasa("conversation");

/** Null for nobody who is let in. @throws RasaError 403 for somebody who is known and may not */
async function callerOf(
	c: Context<HonoEnv>,
	api: HttpApiSettings,
	isConversation: boolean,
): Promise<string | null> {
	if (api.token === null && api.jwt === null) return "everybody";
	const token = c.req.query("token");
	if (api.token !== null && token !== undefined && (await isSame(token, api.token))) return "token";
	const bearer = /^Bearer ([\w.-]+)$/i.exec(c.req.header("Authorization") ?? "")?.[1];
	if (api.jwt === null || bearer === undefined) return null;
	const payload = await readSharedJwt(bearer, api.jwt, c.var.surroundings.nowMs());
	if (payload === null) return null;
	const user = Claims.safeParse(payload).data?.user;
	const conversation = isConversation ? (c.req.param("conversation_id") ?? null) : null;
	if (user?.role === "admin") return `admin:${user.username ?? ""}`;
	if (user?.role === "user" && conversation !== null && user.username === conversation)
		return `user:${conversation}`;
	throw new RasaError(403, "NotAuthorized", "User has insufficient permissions.");
}

/** Compares hashes: how long it takes tells nothing of the token. */
async function isSame(given: string, expected: string): Promise<boolean> {
	const [a, b] = await Promise.all([digest(given), digest(expected)]);
	return a === b;
}

async function digest(text: string): Promise<string> {
	const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
	return Array.from(new Uint8Array(hash)).join(",");
}
