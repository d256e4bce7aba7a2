import { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "zod";
import { Readiness, Version } from "../../contracts/api.ts";
import { PROTOCOL_VERSION } from "../../contracts/protocol.ts";
import { assistantWorld } from "../assistant-world.ts";
import { RASA_VERSION } from "../../durable-objects/action-server.ts";
import type { HonoEnv } from "../hono-env.ts";
import { readReadiness } from "../readiness.ts";
import { servicesOf } from "../services.ts";
import { answer, defineRoute, refusals } from "./define-route.ts";

const open = { access: "public", limit: null } as const;

const alive = defineRoute(open, {
	method: "get",
	path: "/healthz",
	operationId: "healthz",
	summary: "Whether the Worker runs: touches nothing else",
	tags: ["operations"],
	responses: { 200: answer(z.object({ status: z.literal("ok") }), "It runs."), ...refusals() },
});

const ready = defineRoute(open, {
	method: "get",
	path: "/readyz",
	operationId: "readyz",
	summary: "Whether all parts answer, and which do not",
	tags: ["operations"],
	responses: {
		200: answer(Readiness, "All of them."),
		503: answer(Readiness, "Not all of them."),
		...refusals(),
	},
});

const version = defineRoute(open, {
	method: "get",
	path: "/version",
	operationId: "version",
	summary: "What runs here",
	tags: ["operations"],
	responses: { 200: answer(Version, "Release, environment, model and protocol."), ...refusals(503) },
});

export const health = new OpenAPIHono<HonoEnv>()
	.openapi(alive, (c) => c.json({ status: "ok" as const }, 200))
	.openapi(ready, async (c) => {
		const { surroundings } = c.var;
		const readiness = await readReadiness(servicesOf(c.env, surroundings), {
			nowMs: surroundings.nowMs,
			loadModel: () => surroundings.assistant(assistantWorld(c)),
			conversations: c.env.CONVERSATIONS,
			scheduler: c.env.SCHEDULER,
		});
		return c.json(readiness, readiness.status === "ok" ? 200 : 503);
	})
	.openapi(version, async (c) => {
		const { config } = servicesOf(c.env, c.var.surroundings);
		const { modelId } = await c.var.surroundings.assistant(assistantWorld(c));
		return c.json(
			{
				version: config.VERSION,
				environment: config.ENVIRONMENT,
				modelId,
				protocol: PROTOCOL_VERSION,
				minimum_compatible_version: RASA_VERSION,
			},
			200,
		);
	});
