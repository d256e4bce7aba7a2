/** The Worker of the objects' tests: the real objects, in the scripted world instead of the real one. */
import { ConversationObject } from "../conversation-object.ts";
import { InboxObject } from "../inbox/inbox-object.ts";
import { SchedulerObject } from "../scheduler-object.ts";
import { SocketIoSessionObject } from "../socketio/session-object.ts";
import { desk } from "./scripted-desk.ts";
import { world } from "./scripted-world.ts";

export class ScriptedConversation extends ConversationObject<Cloudflare.Env> {
	constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
		super(ctx, env, world.ports());
	}
}

/** An inbox, whose conversations and Postgres are the test's. */
export class ScriptedInbox extends InboxObject<Cloudflare.Env> {
	constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
		super(ctx, env, desk.ports());
	}
}

/** A session of the socket.io channel, whose conversations are the test's. */
export class ScriptedSession extends SocketIoSessionObject<Cloudflare.Env> {
	constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
		super(ctx, env, world.sessionPorts());
	}
}

/** The scheduler, whose jobs are the test's. */
export class ScriptedScheduler extends SchedulerObject<Cloudflare.Env> {
	constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
		super(ctx, env, world.schedulerPorts());
	}
}

// oxlint-disable-next-line import/no-default-export -- a Worker's module needs one
export default {
	fetch: () => new Response(null, { status: 404 }),
} satisfies ExportedHandler;
