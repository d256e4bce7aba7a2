import { DurableObject } from "cloudflare:workers";
import { type JobHealth, SchedulerHost, type SchedulerPorts } from "./scheduler-host.ts";

/** Joins the platform's calls to the host of the scheduler, whatever jobs it has. */
export abstract class SchedulerObject<Env> extends DurableObject<Env> {
	readonly #host: SchedulerHost;

	constructor(ctx: DurableObjectState, env: Env, ports: SchedulerPorts) {
		super(ctx, env);
		this.#host = new SchedulerHost(ctx.storage, ports);
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
