import type { ObjectEnv } from "./object-env.ts";
import { SchedulerObject } from "./scheduler-object.ts";
import { schedulerPorts } from "./scheduler-ports.ts";

export class SchedulerDurableObject extends SchedulerObject<ObjectEnv> {
	constructor(ctx: DurableObjectState, env: ObjectEnv) {
		super(
			ctx,
			env,
			schedulerPorts(env, (promise) => ctx.waitUntil(promise)),
		);
	}
}
