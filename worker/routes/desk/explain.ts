import { OpenAPIHono } from "@hono/zod-openapi";
import { Explained, ExplainRequest } from "../../../contracts/desk-explain.ts";
import { assistantWorld } from "../../assistant-world.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { jsonBody } from "../auth/json-body.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";
import { CHANGES_NOTHING } from "../repeats.ts";

/** Of what the parse tells, the part that is shown; a model without reasons has none. */
const Reasons = Explained.partial();

const explain = defineRoute(
	{ access: "conversations:read", limit: null, repeat: CHANGES_NOTHING },
	{
		method: "post",
		path: "/",
		operationId: "explainText",
		summary: "Which words spoke for the intents of a text",
		description: "By the model that answers new conversations now.",
		tags: ["desk"],
		request: jsonBody(ExplainRequest),
		responses: {
			200: answer(Explained, "The reasons."),
			...refusals(400, 401, 403, 413, 415, 429, 503),
		},
	},
);

export const explanations = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid }).openapi(
	explain,
	async (c) => {
		const { surroundings, services } = c.var;
		const parsed = await surroundings.parse(
			c.req.valid("json").text,
			{
				nowMs: surroundings.nowMs(),
				explain: true,
				ducklingUrl: services.config.RASA_DUCKLING_HTTP_URL,
			},
			assistantWorld(c),
		);
		const { intents = [], decisive = null } = Reasons.safeParse(parsed["explanation"]).data ?? {};
		return c.json({ intents, decisive }, 200);
	},
);
