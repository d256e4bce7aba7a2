import { OpenAPIHono } from "@hono/zod-openapi";
import { CsatList, CsatQuery } from "../../../contracts/desk.ts";
import { listCsat } from "../../../store/desk/people.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";

const list = defineRoute(
	{ access: "feedback:read", limit: null },
	{
		method: "get",
		path: "/",
		operationId: "listCsat",
		summary: "How customers found the help that ended, 1 to 5, newest first",
		description: "One for each resolution of a conversation, as of the last time that it was said.",
		tags: ["desk"],
		request: { query: CsatQuery },
		responses: {
			200: answer(CsatList, "One page; `nextCursor` asks for the next."),
			...refusals(400, 401, 403, 429, 503),
		},
	},
);

export const csat = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid }).openapi(list, async (c) => {
	const { rating, cursor, limit } = c.req.valid("query");
	const question = { rating: rating ?? null, cursor: cursor ?? null, limit };
	const page = await listCsat(c.var.services.database, question);
	const items = page.rows.map(({ atMs, ...rest }) => ({ ...rest, at: new Date(atMs).toISOString() }));
	return c.json({ csat: items, nextCursor: page.nextCursor }, 200);
});
