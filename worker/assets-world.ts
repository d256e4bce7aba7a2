import type { Context } from "hono";
import type { AssetsWorld } from "../durable-objects/assets-world.ts";
import { reportError } from "../observability/report-error.ts";
import { type HonoEnv, inBackground } from "./hono-env.ts";
import { servicesOf } from "./services.ts";

/** What loading from the static assets needs of a request: it goes on after the answer is out. */
export function assetsWorld(c: Context<HonoEnv>): AssetsWorld {
	const { surroundings } = c.var;
	const waitUntil = (promise: Promise<unknown>): void => inBackground(c, promise);
	return {
		assets: c.env.ASSETS,
		waitUntil,
		report: (error, failure) =>
			reportError(error, failure, {
				config: servicesOf(c.env, surroundings).config,
				log: surroundings.log,
				waitUntil,
			}),
	};
}
