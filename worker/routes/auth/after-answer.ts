import type { Context } from "hono";
import { routePath } from "hono/route";
import { reportError } from "../../../observability/report-error.ts";
import { type HonoEnv, inBackground } from "../../hono-env.ts";

/** Does what only the owner of an address shall notice: the answer is out by then, and its time tells nothing. */
export function afterAnswer(c: Context<HonoEnv>, work: () => Promise<void>): void {
	const run = async (): Promise<void> => {
		try {
			await work();
		} catch (error) {
			reportError(
				error,
				{
					event: "request.failed",
					requestId: c.var.requestId,
					method: c.req.method,
					route: routePath(c, -1),
				},
				{
					config: c.var.services.config,
					log: c.var.surroundings.log,
					waitUntil: (promise) => inBackground(c, promise),
				},
			);
		}
	};
	inBackground(c, run());
}
