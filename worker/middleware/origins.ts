import type { Context } from "hono";
import { cors } from "hono/cors";
import { createMiddleware } from "hono/factory";
import { allowsOrigin, isExactOrigin } from "../../contracts/allowed-origin.ts";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import { IDEMPOTENCY_KEY_HEADER, REPLAYED_HEADER } from "./idempotency.ts";
import { REQUEST_ID_HEADER } from "./request-id.ts";

const UNSAFE = new Set(["POST", "PUT", "PATCH", "DELETE"]);
/** What a chat on a page elsewhere calls. Nothing else is open to the pages of a site. */
const OF_VISITORS = /^\/api\/(?:site|visitors|conversations)(?:\/|$)/;

/** Whether a page of this origin counts as ours: our own pages, and those that ALLOWED_ORIGINS names. */
export function isAllowedOrigin(c: Context<HonoEnv>, origin: string): boolean {
	return origin === new URL(c.req.url).origin || c.var.services.config.ALLOWED_ORIGINS.includes(origin);
}

/**
 * Whether it may come in at all: ours, or a page of any site that asks what visitors ask. Of which site its visitor is,
 * `requireOriginOf` looks at: a preflight has no token to say it.
 *
 * @throws AppError unavailable when the sites can't be read
 */
export async function mayKnock(c: Context<HonoEnv>, origin: string): Promise<boolean> {
	if (isAllowedOrigin(c, origin)) return true;
	if (!OF_VISITORS.test(c.req.path) || !isExactOrigin(origin)) return false;
	const sites = await knownSites(c);
	return sites.some(({ allowedOrigins }) => allowedOrigins.some((entry) => allowsOrigin(entry, origin)));
}

/**
 * Refuses pages that are not of the site which the visitor belongs to. What is no page (and has no Origin) passes.
 *
 * @throws AppError forbidden; unavailable when the sites can't be read
 */
export async function requireOriginOf(c: Context<HonoEnv>, siteKey: string): Promise<void> {
	const origin = c.req.header("Origin");
	if (origin === undefined || isAllowedOrigin(c, origin)) return;
	const site = (await knownSites(c)).find(({ key }) => key === siteKey);
	if (site === undefined || !site.allowedOrigins.some((entry) => allowsOrigin(entry, origin)))
		throw new AppError("forbidden", "Pages of this origin are not allowed for this site.");
}

async function knownSites(c: Context<HonoEnv>) {
	const sites = await c.var.services.sites.all();
	if (sites === null)
		throw new AppError("unavailable", "Whether this origin is allowed can't be found out just now.", {
			retryAfterSeconds: 5,
		});
	return sites;
}

/** Lets the pages of allowed origins read our answers. All others get no CORS header at all. */
export const corsPolicy = cors({
	origin: async (origin, c: Context<HonoEnv>) => {
		if (origin === "") return null;
		const mayRead = await mayKnock(c, origin).catch((error: unknown) => {
			if (error instanceof AppError) return false; // the guard behind tells why
			throw error;
		});
		return mayRead ? origin : null;
	},
	allowMethods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
	allowHeaders: ["Authorization", "Content-Type", "If-None-Match", REQUEST_ID_HEADER, IDEMPOTENCY_KEY_HEADER],
	exposeHeaders: [
		REQUEST_ID_HEADER,
		"ETag",
		"Location",
		"Retry-After",
		"RateLimit",
		"RateLimit-Policy",
		REPLAYED_HEADER,
	],
	maxAge: 600,
});

/** Refuses what a page of a foreign origin would change: CORS alone only hides the answer from that page. */
export const originGuard = createMiddleware<HonoEnv>(async (c, next) => {
	const origin = c.req.header("Origin");
	if (UNSAFE.has(c.req.method) && origin !== undefined && !(await mayKnock(c, origin)))
		throw new AppError("forbidden", "Requests from this origin are not allowed.");
	await next();
});
