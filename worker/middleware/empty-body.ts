import type { MiddlewareHandler } from "hono";
import type { HonoEnv } from "../hono-env.ts";

/** For routes whose body is optional: who says JSON and sends nothing has sent no body, and no broken one. */
export const emptyBodyIsNone: MiddlewareHandler<HonoEnv> = async (c, next) => {
	const saysJson = c.req.header("Content-Type")?.startsWith("application/json") ?? false;
	if (saysJson && (await c.req.text()) === "") {
		const { url, method, headers } = c.req.raw;
		const rest = new Headers(headers);
		rest.delete("Content-Type");
		c.req.raw = new Request(url, { method, headers: rest });
	}
	await next();
};
