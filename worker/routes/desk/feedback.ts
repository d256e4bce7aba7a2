import { OpenAPIHono } from "@hono/zod-openapi";
import { FeedbackList, FeedbackQuery } from "../../../contracts/desk.ts";
import { listFeedback } from "../../../store/desk/people.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";

const list = defineRoute(
	{ access: "feedback:read", limit: null },
	{
		method: "get",
		path: "/",
		operationId: "listFeedback",
		summary: "What customers thought of answers, newest first",
		description: "A judgement that was taken back is left out.",
		tags: ["desk"],
		request: { query: FeedbackQuery },
		responses: {
			200: answer(FeedbackList, "One page; `nextCursor` asks for the next."),
			...refusals(400, 401, 403, 429, 503),
		},
	},
);

export const feedback = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid }).openapi(list, async (c) => {
	const { rating, cursor, limit } = c.req.valid("query");
	const question = { rating: rating ?? null, cursor: cursor ?? null, limit };
	const page = await listFeedback(c.var.services.database, question);
	const items = page.rows.map(({ atMs, ...rest }) => ({ ...rest, at: new Date(atMs).toISOString() }));
	return c.json({ feedback: items, nextCursor: page.nextCursor }, 200);
});
