import type { Context } from "hono";
import type { AssistantWorld } from "../durable-objects/assets-world.ts";
import { reportError } from "../observability/report-error.ts";
import { type HonoEnv, inBackground } from "./hono-env.ts";
import { servicesOf } from "./services.ts";

/** What loading an assistant needs of a request: it goes on after the answer is out. */
export function assistantWorld(c: Context<HonoEnv>): AssistantWorld {
	const { surroundings } = c.var;
	const { config, models } = servicesOf(c.env, surroundings);
	const waitUntil = (promise: Promise<unknown>): void => inBackground(c, promise);
	return {
		assets: c.env.ASSETS,
		waitUntil,
		report: (error, failure) => reportError(error, failure, { config, log: surroundings.log, waitUntil }),
		models,
		log: surroundings.log,
	};
}
