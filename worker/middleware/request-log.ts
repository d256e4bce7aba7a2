import { createMiddleware } from "hono/factory";
import { routePath } from "hono/route";
import type { HonoEnv } from "../hono-env.ts";

/** One line a request, with the pattern of its route. */
export const requestLog = createMiddleware<HonoEnv>(async (c, next) => {
	const { nowMs, log } = c.var.surroundings;
	const startedMs = nowMs();
	await next();
	log({
		event: "request.done",
		requestId: c.var.requestId,
		method: c.req.method,
		route: routePath(c, -1),
		status: c.res.status,
		durationMs: nowMs() - startedMs,
	});
});
