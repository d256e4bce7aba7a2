import type { ObjectEnv } from "./object-env.ts";
import { SocketIoSessionObject } from "./socketio/session-object.ts";
import { socketIoPorts } from "./socketio/socketio-ports.ts";

/** One client of Rasa's socket.io channel, reached by its session's id. */
export class SocketIoSessionDurableObject extends SocketIoSessionObject<ObjectEnv> {
	constructor(ctx: DurableObjectState, env: ObjectEnv) {
		super(
			ctx,
			env,
			socketIoPorts(env, (promise) => ctx.waitUntil(promise)),
		);
	}
}
