import { OpenAPIHono } from "@hono/zod-openapi";
import { AgentList } from "../../../contracts/desk-commands.ts";
import { listAgents } from "../../../store/desk/agents.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";

const list = defineRoute(
	{ access: "conversations:read", limit: null },
	{
		method: "get",
		path: "/",
		operationId: "listAgents",
		summary: "Who answers customers: can be given conversations and mentioned in notes",
		tags: ["desk"],
		responses: { 200: answer(AgentList, "By name."), ...refusals(401, 403, 429, 503) },
	},
);

export const agents = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid }).openapi(list, async (c) =>
	c.json({ agents: [...(await listAgents(c.var.services.database))] }, 200),
);
