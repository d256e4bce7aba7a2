import { DurableObject } from "cloudflare:workers";
import type { ObjectEnv } from "./object-env.ts";
import { type JobHealth, SchedulerHost } from "./scheduler-host.ts";
import { schedulerPorts } from "./scheduler-ports.ts";

export class SchedulerDurableObject extends DurableObject<ObjectEnv> {
	readonly #host: SchedulerHost;

	constructor(ctx: DurableObjectState, env: ObjectEnv) {
		super(ctx, env);
		this.#host = new SchedulerHost(
			ctx.storage,
			schedulerPorts(env, (promise) => ctx.waitUntil(promise)),
		);
	}

	/** Sees to it that the alarm is set; with a name, that this job runs at once. */
	wake(name: string | null): Promise<void> {
		return this.#host.wake(name);
	}

	health(): JobHealth[] {
		return this.#host.health();
	}

	override alarm(): Promise<void> {
		return this.#host.alarm();
	}
}
