import { createMiddleware } from "hono/factory";
import { SECURITY_HEADERS } from "../../contracts/security-headers.ts";
import type { HonoEnv } from "../hono-env.ts";

/** The fixed list on every answer; and what the API says is kept by nobody. */
export const securityHeaders = createMiddleware<HonoEnv>(async (c, next) => {
	await next();
	if (c.res.status === 101) return; // an upgrade's answer can't be rebuilt, and carries no content
	for (const [name, value] of SECURITY_HEADERS) c.header(name, value);
	if (!c.res.headers.has("Cache-Control")) c.header("Cache-Control", "no-store");
});
