import type { Context } from "hono";
import { cors } from "hono/cors";
import { createMiddleware } from "hono/factory";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import { IDEMPOTENCY_KEY_HEADER, REPLAYED_HEADER } from "./idempotency.ts";
import { REQUEST_ID_HEADER } from "./request-id.ts";

const UNSAFE = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** Whether a page of this origin may talk to us: our own pages, and those that ALLOWED_ORIGINS names. */
export function isAllowedOrigin(c: Context<HonoEnv>, origin: string): boolean {
	return origin === new URL(c.req.url).origin || c.var.services.config.ALLOWED_ORIGINS.includes(origin);
}

/** Lets the pages of allowed origins read our answers. All others get no CORS header at all. */
export const corsPolicy = cors({
	origin: (origin, c: Context<HonoEnv>) => (isAllowedOrigin(c, origin) ? origin : null),
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
	if (UNSAFE.has(c.req.method) && origin !== undefined && !isAllowedOrigin(c, origin))
		throw new AppError("forbidden", "Requests from this origin are not allowed.");
	await next();
});
