import { createMiddleware } from "hono/factory";
import { etag, RETAINED_304_HEADERS } from "hono/etag";
import type { HonoEnv } from "../hono-env.ts";

/** What an answer to a GET may be kept for where its route says nothing: by its caller alone, who asks each time whether it still holds. */
const ASK_EACH_TIME = "private, no-cache";

/** What an answer that is read may be; the rest are files and upgrades. */
export const TAGGED_TYPES = ["application/json", "text/csv", "text/plain", "application/x-yaml"];

/**
 * What is read carries an ETag, and who has that answer already (`If-None-Match`) gets 304 without a body. It is weak: it
 * covers what the answer says, and not its bytes on the way, which an edge may compress.
 */
const withEtag = etag({
	weak: true,
	retainedHeaders: [
		...RETAINED_304_HEADERS,
		"Access-Control-Allow-Origin",
		"Access-Control-Expose-Headers",
		"RateLimit",
		"RateLimit-Policy",
	],
});

export const etags = createMiddleware<HonoEnv>(async (c, next) => {
	const isRead = c.req.method === "GET" || c.req.method === "HEAD";
	if (!isRead) return next();
	await next();
	const { status, headers } = c.res;
	const [type = ""] = (headers.get("Content-Type") ?? "").split(";");
	// an export goes out as it is read, however long it is: a tag would want all of it in memory first
	const isExport = headers.has("Content-Disposition") && headers.get("Cache-Control") === "no-store";
	if (status !== 200 || !TAGGED_TYPES.includes(type) || isExport) return;
	if (!headers.has("Cache-Control")) {
		c.header("Cache-Control", ASK_EACH_TIME);
		c.header("Vary", "Authorization", { append: true }); // who signs in next asks for their own
	}
	await withEtag(c, async () => {});
});
