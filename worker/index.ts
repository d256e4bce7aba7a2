import {
	activeModelChanged,
	currentAssistant,
	openModel,
	parseText,
	understandingOf,
	wordVectors,
} from "../durable-objects/assistant-host.ts";
import { createApp } from "./app.ts";
import { writeLog } from "../observability/log.ts";

export { ConversationDurableObject } from "../durable-objects/conversation.ts";
export { SchedulerDurableObject } from "../durable-objects/scheduler.ts";
export { InboxDurableObject } from "../durable-objects/inbox.ts";
export { SocketIoSessionDurableObject } from "../durable-objects/socketio-session.ts";

const app = createApp({
	nowMs: Date.now,
	log: writeLog,
	assistant: currentAssistant,
	parse: parseText,
	openModel,
	understanding: understandingOf,
	activeModelChanged,
	wordVectors,
});

export default {
	// `object`: the compiler does not end on comparing the objects' RPC types with the routes' view of them
	fetch: (request, env: object, ctx) => app.fetch(request, env, ctx),
} satisfies ExportedHandler<Env>;
