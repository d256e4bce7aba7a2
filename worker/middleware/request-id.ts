import { createMiddleware } from "hono/factory";
import type { HonoEnv } from "../hono-env.ts";

export const REQUEST_ID_HEADER = "X-Request-Id";
/** What may be taken over from a caller and written into logs. */
const SANE = /^[A-Za-z0-9_-]{8,64}$/;

/** Every request has an id: the caller's where it is a sane one, otherwise ours. It stands in answer, log and report. */
export const requestId = createMiddleware<HonoEnv>(async (c, next) => {
	const given = c.req.header(REQUEST_ID_HEADER);
	c.set("requestId", given !== undefined && SANE.test(given) ? given : crypto.randomUUID());
	await next();
	if (c.res.status !== 101) c.header(REQUEST_ID_HEADER, c.var.requestId);
});
