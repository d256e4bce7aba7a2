import { InboxObject } from "./inbox/inbox-object.ts";
import { inboxPorts } from "./inbox/worker-inbox.ts";
import type { ObjectEnv } from "./object-env.ts";

/** One object a team, reached by `getByName(team)`. */
export class InboxDurableObject extends InboxObject<ObjectEnv> {
	constructor(ctx: DurableObjectState, env: ObjectEnv) {
		super(
			ctx,
			env,
			inboxPorts(env, (promise) => ctx.waitUntil(promise)),
		);
	}
}
