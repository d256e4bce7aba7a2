import { createMiddleware } from "hono/factory";
import type { HonoEnv } from "../hono-env.ts";

/** What programs say of a body when nobody told them: `curl -d`, a plain `fetch` of a text, `urllib`. */
const UNTOLD = /^(?:application\/x-www-form-urlencoded|text\/plain|)(?:;|$)/i;

/**
 * Rasa reads JSON (or a project's YAML) whatever a body is called, and its documentation calls it with a bare `curl -d`:
 * so do these routes. Not for pages: what a browser may send without asking first (CORS) stays refused.
 */
export function untypedBodyIs(type: "application/json" | "application/yaml") {
	return createMiddleware<HonoEnv>(async (c, next) => {
		const { body, headers } = c.req.raw;
		const isOfPage = headers.has("Origin") || headers.has("Sec-Fetch-Site");
		if (body !== null && !isOfPage && UNTOLD.test(headers.get("Content-Type") ?? "")) {
			const typed = new Headers(headers);
			typed.set("Content-Type", type);
			c.req.raw = new Request(c.req.raw, { headers: typed });
		}
		await next();
	});
}
