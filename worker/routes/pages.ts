import type { Context } from "hono";
import { isPrivateAsset } from "../../contracts/private-assets.ts";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import { refuse } from "../middleware/on-error.ts";

/** The dashboard finds its own way below its address: whatever stands there is that one page. */
const DASHBOARD = "/app";
const API_PATH = /^\/(api|webhooks|\.well-known|healthz|readyz|version)(\/|$)/;

/** What no route answers: a page, if it is one and the assets have it; otherwise a refusal. */
export async function pageOrNotFound(c: Context<HonoEnv>): Promise<Response> {
	const isRead = c.req.method === "GET" || c.req.method === "HEAD";
	const { pathname } = new URL(c.req.url);
	if (isRead && !API_PATH.test(c.req.path) && !isPrivateAsset(pathname)) {
		const isDashboard = pathname.startsWith(`${DASHBOARD}/`);
		const page = await c.env.ASSETS.fetch(
			isDashboard ? new Request(new URL(DASHBOARD, c.req.url), c.req.raw) : c.req.raw,
		);
		if (page.status !== 404) return new Response(page.body, page);
		await page.body?.cancel();
	}
	return refuse(c, new AppError("not_found", "There is nothing here."));
}
