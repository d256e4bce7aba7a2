import { OpenAPIHono } from "@hono/zod-openapi";
import { createMiddleware } from "hono/factory";
import { z } from "zod";
import { MAX_PARSED_CHARS, ParseRequest } from "../../contracts/api.ts";
import { ParseData } from "../../contracts/parse-data.ts";
import { assistantWorld } from "../assistant-world.ts";
import { requireRasaAdmin } from "../auth/rasa-access.ts";
import { AppError } from "../errors.ts";
import type { HonoEnv } from "../hono-env.ts";
import { refuseInvalid } from "../middleware/validation.ts";
import { rasaRefusals, refuseInvalid as refuseRasaInvalid } from "./rasa-api/refusals.ts";
import { answer, defineRoute, jsonContent, refusals } from "./define-route.ts";
import { CHANGES_NOTHING } from "./repeats.ts";

/** Rasa's request: keys that we don't know are left alone. */
const RasaParseRequest = z.object({
	text: z.string().max(MAX_PARSED_CHARS),
	message_id: z.string().max(256).nullish(),
});
const RasaParseQuery = z.object({
	emulation_mode: z.literal("", "only Rasa's own shape is spoken: leave emulation_mode away").optional(),
});

const parse = defineRoute(
	{ access: "public", limit: "rest", repeat: CHANGES_NOTHING },
	{
		method: "post",
		path: "/parse",
		operationId: "parseText",
		summary: "What the model makes of a text, with the reasons on request",
		tags: ["understanding"],
		request: { body: { required: true, ...jsonContent(ParseRequest) } },
		responses: {
			200: answer(ParseData, "Intent, ranking and entities in Rasa's shape."),
			...refusals(400, 403, 404, 413, 415, 429),
		},
	},
);

const rasaParse = defineRoute(
	{ access: "public", limit: "rest", repeat: CHANGES_NOTHING },
	{
		method: "post",
		path: "/parse",
		operationId: "rasaModelParse",
		summary: "Rasa's call for what the model makes of a text",
		tags: ["channels"],
		request: { query: RasaParseQuery, body: { required: true, ...jsonContent(RasaParseRequest) } },
		responses: {
			200: answer(ParseData, "Intent, ranking and entities in Rasa's shape."),
			...rasaRefusals(400, 404, 413, 415),
		},
	},
);

/** Like Rasa's REST channel these have no sign-in, and are there where that is. */
const whenOpen = createMiddleware<HonoEnv>(async (c, next) => {
	if (c.var.services.config.REST_CHANNEL === "off") throw new AppError("not_found", "There is nothing here.");
	await next();
});

function openRoutes() {
	const routes = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid });
	routes.use(whenOpen);
	return routes;
}

/** Rasa's call is one of its HTTP API too: there it wants what the API wants. */
const whenOpenOrSignedIn = createMiddleware<HonoEnv>(async (c, next) =>
	c.var.services.config.REST_CHANNEL === "on" ? next() : requireRasaAdmin(c, next),
);

function signedInRoutes() {
	const routes = new OpenAPIHono<HonoEnv>({ defaultHook: refuseRasaInvalid });
	routes.use("/parse", whenOpenOrSignedIn);
	return routes;
}

export const nlu = openRoutes().openapi(parse, async (c) => {
	const { text, explain, timeZone } = c.req.valid("json");
	const { surroundings, services } = c.var;
	const options = {
		nowMs: surroundings.nowMs(),
		explain,
		...(timeZone === undefined ? {} : { timeZone }),
		ducklingUrl: services.config.RASA_DUCKLING_HTTP_URL,
	};
	return c.json(await surroundings.parse(text, options, assistantWorld(c)), 200);
});

export const rasaParseRoute = signedInRoutes().openapi(rasaParse, async (c) => {
	const { text, message_id: messageId } = c.req.valid("json");
	const { surroundings, services } = c.var;
	const options = {
		nowMs: surroundings.nowMs(),
		ducklingUrl: services.config.RASA_DUCKLING_HTTP_URL,
	};
	const parsed = await surroundings.parse(text, options, assistantWorld(c));
	const named: ParseData = typeof messageId === "string" ? { ...parsed, message_id: messageId } : parsed;
	return c.json(named, 200);
});
