import { createMiddleware } from "hono/factory";
import type { HonoEnv } from "../hono-env.ts";
import { servicesOf } from "../services.ts";

/** @throws ConfigurationError when the environment can't be served with */
export const services = createMiddleware<HonoEnv>(async (c, next) => {
	c.set("services", servicesOf(c.env, c.var.surroundings));
	await next();
});
