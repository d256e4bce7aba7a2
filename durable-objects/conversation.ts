import { ConversationObject } from "./conversation-object.ts";
import type { ObjectEnv } from "./object-env.ts";
import { workerPorts } from "./worker-ports.ts";

/** One object a conversation, reached by `getByName(conversationId)`. */
export class ConversationDurableObject extends ConversationObject<ObjectEnv> {
	constructor(ctx: DurableObjectState, env: ObjectEnv) {
		super(
			ctx,
			env,
			workerPorts(env, (promise) => ctx.waitUntil(promise)),
		);
	}
}
