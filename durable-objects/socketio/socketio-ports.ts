import { writeLog } from "../../observability/log.ts";
import { reportError } from "../../observability/report-error.ts";
import { freshId } from "../../store/fresh-id.ts";
import type { PostMessageCall } from "../conversation-rpc.ts";
import { conversationLimits, type ObjectEnv, reportSettings } from "../object-env.ts";
import { conversationOfSender } from "../sender-conversation.ts";
import { readSharedJwt } from "../shared-jwt.ts";
import { TokenBucket } from "../token-bucket.ts";
import type { SessionMessage } from "./session.ts";
import type { SocketIoPorts } from "./session-host.ts";
import { SocketIoSettings, socketIoSettings } from "./socketio-settings.ts";

const CHANNEL = "socketio";
const NOT_NOW = "Sorry, this can't be answered just now. Please try again in a moment.";

/** The real world of a session: the conversations' objects, the clock, chance. */
export function socketIoPorts(env: ObjectEnv, waitUntil: (promise: Promise<unknown>) => void): SocketIoPorts {
	const bucket = new TokenBucket(conversationLimits(env).frames, Date.now());
	const report = (error: unknown): void =>
		reportError(
			error,
			{ event: "object.failed", conversationId: CHANNEL, handler: "socket" },
			{ config: reportSettings(env), log: writeLog, waitUntil },
		);
	// the Worker lets nobody in while the channel is off or badly configured
	const settings = socketIoSettings(env) ?? SocketIoSettings.parse({});
	return {
		settings,
		nowMs: () => Date.now(),
		newSessionId: () => crypto.randomUUID().replaceAll("-", ""),
		isAllowed: async (token) =>
			typeof settings.jwt_key === "string" &&
			(await readSharedJwt(token, { secret: settings.jwt_key, method: settings.jwt_method }, Date.now())) !==
				null,
		join: async (sender, sid) => {
			const id = await conversationOfSender(sender);
			await conversationsOf(env)
				.getByName(id)
				.listen({ id, channel: CHANNEL, listener: { kind: "socketio", name: sid } });
		},
		say: (message) => say(env, message),
		frameDelayMs: () => bucket.take(Date.now()),
		report,
	};
}

/** What the bot says comes by way of `tell`, as does all else that the conversation gains. */
async function say(env: ObjectEnv, { sender, text, metadata }: SessionMessage): Promise<string | null> {
	const conversation = conversationsOf(env).getByName(await conversationOfSender(sender));
	const call: PostMessageCall = {
		id: freshId(Date.now()),
		text,
		inputChannel: CHANNEL,
		sender,
		...(metadata === null ? {} : { metadata }),
	};
	const result = await conversation.postMessage(call);
	if (result.ok) return null;
	return result.code === "rate_limited" ? result.message : NOT_NOW;
}

function conversationsOf(env: ObjectEnv) {
	const { CONVERSATIONS: conversations } = env;
	if (conversations === undefined)
		throw new Error("Bad configuration: the binding CONVERSATIONS is missing.");
	return conversations;
}
