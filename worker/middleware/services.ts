import { createMiddleware } from "hono/factory";
import { SCHEDULER_NAME } from "../../durable-objects/scheduler-host.ts";
import { type HonoEnv, inBackground } from "../hono-env.ts";
import { servicesOf } from "../services.ts";

/** Environments of this isolate whose scheduler was woken: nothing else begins its first alarm. */
const awake = new WeakSet<object>();

/** @throws ConfigurationError when the environment can't be served with */
export const services = createMiddleware<HonoEnv>(async (c, next) => {
	c.set("services", servicesOf(c.env, c.var.surroundings));
	if (!awake.has(c.env)) {
		awake.add(c.env);
		inBackground(
			c,
			wakeScheduler(c.env).catch(() => void awake.delete(c.env)),
		);
	}
	await next();
});

async function wakeScheduler(env: HonoEnv["Bindings"]): Promise<void> {
	await env.SCHEDULER.getByName(SCHEDULER_NAME).wake(null);
}
