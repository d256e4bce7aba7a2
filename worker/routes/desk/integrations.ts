import { OpenAPIHono } from "@hono/zod-openapi";
import { IntegrationList } from "../../../contracts/integrations.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { integrationsOf } from "../../integrations.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";

const list = defineRoute(
	{ access: "settings:read", limit: null },
	{
		method: "get",
		path: "/",
		operationId: "listIntegrations",
		summary: "What this deployment is joined to, and by which variables that is set",
		description: "Never a secret, and of an address its host alone. Whether a store answers says `/readyz`.",
		tags: ["administration"],
		responses: { 200: answer(IntegrationList, "All there can be."), ...refusals(401, 403, 429, 503) },
	},
);

export const integrations = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid }).openapi(list, (c) =>
	c.json({ integrations: integrationsOf(c.var.services.config) }, 200),
);
